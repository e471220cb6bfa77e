"""A guide's body as blocks: text, and live cards where a shortcode stands."""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.safestring import SafeString
from markdown_it.token import Token

from catalog.facts import LISTED, Card, card
from catalog.markdown import parse_markdown, render_tokens
from catalog.models import Course, Guide, Skill
from catalog.models.versions import State
from catalog.plan_cards import PlanCard, plan_cards
from catalog.shortcodes import Shortcode, shortcodes_at, shortcodes_in

# With fewer headings the whole guide is in sight soon enough.
FEWEST_FOR_CONTENTS = 4
GONE = "A course that was shown here is not in the catalogue any more."


@dataclass(frozen=True, slots=True)
class Item:
    """What one shortcode draws: the one field that is filled, or `note` alone when its subject is gone."""

    note: str = ""
    card: Card | None = None
    compared: tuple[Course, ...] = ()
    plan: PlanCard | None = None
    skill: Skill | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """Text, or items side by side."""

    html: SafeString | None = None
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Body:
    """`contents` are anchors and titles of the highest headings; empty for a short guide."""

    blocks: tuple[Block, ...]
    contents: tuple[tuple[str, str], ...]


def read_body(text: str) -> Body:
    """Asks the database as often for many cards as for one of each kind."""
    tokens = parse_markdown(text, has_anchors=True)
    groups = {index: codes for index in range(len(tokens)) if (codes := shortcodes_at(tokens, index))}
    shelf = Shelf([code for codes in groups.values() for code in codes])
    return Body(tuple(blocks_of(tokens, groups, shelf)), contents_of(tokens))


def blocks_of(tokens: Sequence[Token], groups: Mapping[int, Sequence[Shortcode]], shelf: "Shelf") -> Iterator[Block]:
    start = 0
    for index, codes in groups.items():
        if start < index:
            yield Block(html=render_tokens(tokens[start:index]))
        yield Block(items=tuple(shelf.item(code) for code in codes))
        start = index + 3  # a paragraph opens, has its text, and closes
    if start < len(tokens):
        yield Block(html=render_tokens(tokens[start:]))


def contents_of(tokens: Sequence[Token]) -> tuple[tuple[str, str], ...]:
    found = tuple(
        (str(token.attrs["id"]), "".join(child.content for child in tokens[index + 1].children or ()))
        for index, token in enumerate(tokens)
        if token.type == "heading_open" and token.tag == "h2" and "id" in token.attrs
    )
    return found if len(found) >= FEWEST_FOR_CONTENTS else ()


class Shelf:
    """The rows that some shortcodes speak of, read at once."""

    def __init__(self, codes: Iterable[Shortcode]) -> None:
        sound = [code for code in codes if not code.problem]
        named = {word for code in sound if code.name in {"course", "compare"} for word in code.words}
        skills = {word for code in sound if code.name == "levels" for word in code.words}
        self.newer = successions() if named else {}
        wanted = {slug for name in named for slug in self.editions(name)}
        rows = Course.objects.visible().for_listing().prefetch_related(*LISTED).filter(slug__in=wanted)
        self.courses = {course.slug: course for course in rows} if wanted else {}
        self.skills = {skill.slug: skill for skill in Skill.objects.filter(slug__in=skills)} if skills else {}
        self.plans = plan_cards()

    def editions(self, slug: str) -> list[str]:
        """The course and those that superseded it, oldest first."""
        found = [slug]
        while (slug := self.newer.get(slug, "")) and slug not in found:
            found.append(slug)
        return found

    def offered(self, slug: str) -> Course | None:
        """The course, or the first of its successors when it is retired."""
        editions = (self.courses.get(edition) for edition in self.editions(slug))
        return next((course for course in editions if course and course.status == Course.Status.PUBLISHED), None)

    def item(self, code: Shortcode) -> Item:
        if code.problem:
            return Item(note=code.text)
        match code.name:
            case "course":
                return self.course_item(code.words[0])
            case "compare":
                found = tuple(dict.fromkeys(course for slug in code.words if (course := self.offered(slug))))
                return Item(compared=found) if len(found) > 1 else Item(note="These courses are no longer compared.")
            case "levels":
                skill = self.skills.get(code.words[0])
                return Item(skill=skill) if skill else Item(note="A skill that was shown here is no longer listed.")
            case _:
                plan = self.plans.card(code.pairs)
                return Item(plan=plan) if plan else Item(note="The path that was shown here can't be planned any more.")

    def course_item(self, slug: str) -> Item:
        asked, offered = self.courses.get(slug), self.offered(slug)
        if asked is None or asked == offered:
            return Item(card=card(offered)) if offered else Item(note=GONE)
        if offered:
            return Item(note=f"“{asked.title}” is retired; this one took its place.", card=card(offered))
        return Item(note=f"“{asked.title}” was named here; it is retired and we no longer recommend it.")


def successions() -> dict[str, str]:
    """Each superseded course with the one that took its place."""
    superseded = Course.objects.filter(superseded_by__isnull=False)
    return dict(superseded.order_by().values_list("slug", "superseded_by__slug"))


def problems_of(text: str) -> list[str]:
    """What is wrong with the shortcodes of a guide, each sentence with the line and the shortcode."""
    codes = shortcodes_in(parse_markdown(text))
    if not codes:
        return []
    known = {
        "course": list(Course.objects.visible().order_by("slug").values_list("slug", flat=True)),
        "skill": list(Skill.objects.order_by("slug").values_list("slug", flat=True)),
    }
    found = ((code, code.problem or problem_among(code, known)) for code in codes)
    return [f"Line {code.line}, {code.text}: {problem}." for code, problem in found if problem]


def problem_among(code: Shortcode, known: Mapping[str, Sequence[str]]) -> str:
    if code.name == "plan":
        return plan_cards().problem(code.pairs)
    noun = "skill" if code.name == "levels" else "course"
    for word in code.words:
        if word not in known[noun]:
            close = difflib.get_close_matches(word, known[noun], n=1)
            hint = f"; did you mean “{close[0]}”" if close else ""
            return f"no {noun} that the public sees has the slug “{word}”{hint}"
    return ""


def guides_naming(course: Course, state: State) -> list[Guide]:
    """Published guides that link to the course or draw its card; read once for each state of the site."""
    slug = re.escape(course.slug)
    named = re.compile(
        rf"/courses/{slug}/|^\s*\{{\s*(?:course|compare)\s*:[^{{}}\n]*(?<![-\w]){slug}(?![-\w])[^{{}}\n]*\}}",
        re.MULTILINE,
    )
    return [guide for guide in published_guides(state) if named.search(guide.body)]


@lru_cache(maxsize=1)
def published_guides(state: State) -> tuple[Guide, ...]:
    """As they are in this state of the site's contents."""
    return tuple(Guide.objects.published())


def related_to(guide: Guide) -> list[Guide]:
    """Published guides that either side has named as related."""
    either = Guide.objects.published().filter(pk__in=guide.related.values("pk")) | Guide.objects.published().filter(
        pk__in=guide.related_from.values("pk")
    )
    return list(either.exclude(pk=guide.pk))
