"""What a visitor of the course library asks for in the address, and which choices it has."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.urls import reverse
from django.utils.text import slugify

from catalog.models import Course, Platform, Skill
from catalog.wording import language_name

PAGE_SIZE = 24
# A title has at most 200 characters; a search needs less, and every word costs a condition.
MAX_TEXT = 100
MAX_WORDS = 8
# Longer lists are not spelled out in a notice.
MAX_NAMED_CHOICES = 6
MAX_QUOTED = 40
# Larger numbers mean the same, and Python refuses to read thousands of digits.
BEYOND_ALL_PAGES = 10**9

SORTS = {
    "relevance": "Best match, then title",
    "title": "Title",
    "hours": "Hours, fewest first",
    "rating": "Rating, highest first",
}


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter of the library: courses with any of the chosen values."""

    key: str
    label: str
    choices: tuple[Choice, ...]
    takes_many: bool = False

    @property
    def labels(self) -> dict[str, str]:
        return {choice.value: choice.label for choice in self.choices}


@dataclass(frozen=True, slots=True)
class Selection:
    """The state of the library page; `values` holds the chosen values of each facet, in the facets' order."""

    text: str = ""
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = ""
    page: int = 1

    @property
    def order(self) -> str:
        """The sort in force: relevance needs something searched for."""
        if self.text:
            return self.sort or "relevance"
        return "title" if self.sort in {"", "relevance"} else self.sort

    @property
    def address(self) -> str:
        """The page that shows this state; whatever has its default is left out."""
        pairs = [("q", self.text)] if self.text else []
        pairs += [(key, value) for key, values in self.values.items() for value in values]
        pairs += [("sort", self.sort)] if self.sort else []
        pairs += [("page", str(self.page))] if self.page > 1 else []
        library = reverse("catalog:course_list")
        return f"{library}?{urlencode(pairs)}" if pairs else library

    def without(self, key: str, value: str) -> "Selection":
        left = tuple(kept for kept in self.values[key] if kept != value)
        return self.choosing(key, left)

    def choosing(self, key: str, values: tuple[str, ...]) -> "Selection":
        """The same state with other values of one facet, from the first page on."""
        return replace(self, values={**self.values, key: values}, page=1)


def read_facets() -> tuple[Facet, ...]:
    """In three queries."""
    skills = tuple(Skill.objects.all())
    areas: dict[str, list[Skill]] = {}
    for skill in skills:
        areas.setdefault(slugify(skill.area, allow_unicode=True), []).append(skill)
    published = Course.objects.published()
    in_use = Exists(published.filter(platform=OuterRef("pk")))
    platforms = Platform.objects.filter(in_use).values_list("slug", "name")
    languages = published.order_by("language").values_list("language", flat=True).distinct()
    return (
        Facet("area", "Area", tuple(Choice(slug, held[0].area) for slug, held in areas.items())),
        Facet(
            "skill",
            "Skill taught",
            tuple(Choice(skill.slug, skill.name, skill.area) for held in areas.values() for skill in held),
        ),
        Facet("platform", "Platform", tuple(Choice(slug, name) for slug, name in platforms)),
        Facet("language", "Language", tuple(Choice(code, language_name(code)) for code in languages)),
        *fixed_facets(),
    )


def fixed_facets() -> Iterable[Facet]:
    """The filters whose choices are known without asking the database."""
    prices = {"free": "Free", "audit": "Free to follow", "subscription": "Subscription", "one-off": "Bought once"}
    levels, loads, kinds = Course.CourseLevel.choices, Course.Load.choices, Course.Kind.choices
    for key, label, choices in (
        ("level", "Level", levels),
        ("price", "Price", list(prices.items())),
        ("maths", "Maths load", loads),
        ("coding", "Coding load", loads),
        ("kind", "Kind", kinds),
    ):
        options = tuple(Choice(str(value), str(text)) for value, text in choices)
        yield Facet(key, label, options, takes_many=True)


def read_selection(params: QueryDict, facets: Sequence[Facet]) -> tuple[Selection, list[str]]:
    """The state that the address describes, and a sentence for each part of the address that was ignored."""
    notices: list[str] = []
    values = {facet.key: read_values(params.getlist(facet.key), facet, notices) for facet in facets}
    selection = Selection(
        text=read_text(params.get("q", ""), notices),
        values={key: chosen for key, chosen in values.items() if chosen},
        sort=read_sort(params.get("sort", ""), notices),
        page=read_page(params.get("page", ""), notices),
    )
    return selection, notices


def read_values(given: Sequence[str], facet: Facet, notices: list[str]) -> tuple[str, ...]:
    """Valid values without repetition in the facet's order; only the first where the facet takes one."""
    asked = list(dict.fromkeys(value for value in given if value))
    labels = facet.labels
    for value in asked:
        if value not in labels:
            notices.append(f"{facet.label} {quoted(value)} was ignored, since there is no such choice. {right(facet)}")
    known = [value for value in asked if value in labels]
    if facet.takes_many:
        return tuple(value for value in labels if value in known)
    for value in known[1:]:
        notices.append(f"{facet.label} {quoted(labels[value])} was ignored, since only one can be chosen at a time.")
    return tuple(known[:1])


def right(facet: Facet) -> str:
    if len(facet.choices) > MAX_NAMED_CHOICES:
        return "Choose one of the list."
    return f"Choose from: {', '.join(choice.label for choice in facet.choices)}."


def read_text(given: str, notices: list[str]) -> str:
    text = " ".join("".join(c if c.isprintable() else " " for c in given).split())
    if any(not c.isprintable() and not c.isspace() for c in given):
        notices.append("Control characters in the search were ignored. Search for plain words.")
    if len(text) > MAX_TEXT:
        notices.append(f"Only the first {MAX_TEXT} characters of the search were used.")
    words = text[:MAX_TEXT].split()
    if len(words) > MAX_WORDS:
        notices.append(f"Only the first {MAX_WORDS} words of the search were used.")
    return " ".join(words[:MAX_WORDS])


def read_sort(given: str, notices: list[str]) -> str:
    if not given or given in SORTS:
        return given
    notices.append(f"Sort order {quoted(given)} was ignored. Choose from: {', '.join(SORTS)}.")
    return ""


def read_page(given: str, notices: list[str]) -> int:
    """The page asked for, from 1 on; whether there is such a page shows when the matches are counted."""
    if not given:
        return 1
    digits = given.lstrip("0")
    if digits.isascii() and digits.isdigit():
        return int(digits) if len(digits) < len(str(BEYOND_ALL_PAGES)) else BEYOND_ALL_PAGES
    notices.append(f"Page {quoted(given)} was ignored. A page is a whole number from 1 on.")
    return 1


def quoted(value: str) -> str:
    plain = "".join(c if c.isprintable() else "�" for c in value)
    return f"“{plain[:MAX_QUOTED]}…”" if len(plain) > MAX_QUOTED else f"“{plain}”"
