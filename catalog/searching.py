"""Every published course as the library searches it: read once for all requests of a process, alike on any database."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils.text import slugify

from catalog.browsing import Facet, Selection, read_facets
from catalog.models import CatalogueVersion, Course, Outcome, Part
from catalog.models.courses import fold

# Facets whose value is one column of a course.
COLUMNS = {
    "platform": "platform__slug",
    "provider": "provider__slug",
    "language": "language",
    "level": "level",
    "price": "price_model",
    "maths": "maths",
    "coding": "coding",
    "kind": "kind",
}
Taught = Mapping[int, set[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One course. `values` are by facet, `hours` low plus high in all, `share` is the rating as a part of its scale."""

    pk: int
    slug: str
    title: str
    text: str
    values: Mapping[str, frozenset[str]]
    hours: Decimal | None
    share: float | None
    raters: int | None


@dataclass(frozen=True, slots=True)
class Listing:
    """`entries` are in the order of titles, without regard to case or accents; ties go to the older row."""

    facets: tuple[Facet, ...]
    entries: tuple[Entry, ...]

    def matching(self, selection: Selection) -> list[Entry]:
        """Courses that meet every part of the selection, by title: all words, and of each facet one of its values."""
        found = list(self.entries)
        for key, values in selection.values.items():
            found = [entry for entry in found if not values or not entry.values[key].isdisjoint(values)]
        # The longest words are the rarest.
        for word in sorted(fold(selection.text).split(), key=len, reverse=True):
            found = [entry for entry in found if word in entry.text]
        return found

    def search(self, selection: Selection) -> list[Entry]:
        """The same in the order of the selection; ties go to the title."""
        found = self.matching(selection)
        match selection.order:
            case "relevance":
                return by_closeness(found, fold(selection.text))
            case "hours":
                return sorted(found, key=lambda entry: (entry.hours is None, entry.hours or 0))
            case "rating":
                return sorted(found, key=lambda entry: (-(entry.share or -1), -(entry.raters or -1)))
            case _:
                return found


def by_closeness(found: Sequence[Entry], phrase: str) -> list[Entry]:
    """A point for each word in the title, one for all of them together, and one if the title begins with them."""
    points = [entry.title.startswith(phrase) + 0 for entry in found]
    for term in {*phrase.split(), phrase}:
        points = [more + (term in entry.title) for more, entry in zip(points, found, strict=True)]
    order = sorted(range(len(found)), key=points.__getitem__, reverse=True)
    return [found[place] for place in order]


def current_listing() -> Listing:
    """One query while the catalogue stays as it is, six more after any edit.

    The token is read first: when the rows change in between, the token has changed by the next request.
    """
    token = CatalogueVersion.current()
    return read_listing() if token is None else _listing(token)


@lru_cache(maxsize=1)
def _listing(token: str) -> Listing:
    return read_listing()


def library_facets() -> tuple[Facet, ...]:
    return current_listing().facets


def read_listing() -> Listing:
    """In six queries."""
    parts: defaultdict[int, list[tuple[int, Decimal | None]]] = defaultdict(list)
    named = ("bundle_id", "course_id", "course__realistic_hours_low", "course__realistic_hours_high")
    for bundle, course, low, high in Part.objects.order_by().values_list(*named):
        parts[bundle].append((course, low + high if low is not None and high is not None else None))
    taught: defaultdict[int, set[tuple[str, str]]] = defaultdict(set)
    for course, skill, area in Outcome.objects.order_by().values_list("course_id", "skill__slug", "skill__area"):
        taught[course].add((skill, slugify(area, allow_unicode=True)))
    rows = Course.objects.published().order_by("pk")
    columns = ("pk", "slug", "title", "search_text", "realistic_hours_low", "realistic_hours_high")
    rated = ("rating_value", "rating_scale", "rating_count")
    entries = [_entry(row, parts[row["pk"]], taught) for row in rows.values(*columns, *rated, *COLUMNS.values())]
    return Listing(read_facets(), tuple(sorted(entries, key=lambda entry: (entry.title, entry.pk))))


def _entry(row: Mapping[str, Any], parts: Sequence[tuple[int, Decimal | None]], taught: Taught) -> Entry:
    skills = {pair for pk in (row["pk"], *(course for course, _ in parts)) for pair in taught.get(pk, ())}
    values = {key: frozenset([row[column]]) for key, column in COLUMNS.items()}
    values["skill"] = frozenset(skill for skill, _ in skills)
    values["area"] = frozenset(area for _, area in skills)
    value, scale = row["rating_value"], row["rating_scale"]
    return Entry(
        pk=row["pk"],
        slug=row["slug"],
        title=fold(row["title"]),
        text=row["search_text"],
        values=values,
        hours=_hours(row, [hours for _, hours in parts]),
        share=float(value) / scale if value is not None and scale else None,
        raters=row["rating_count"],
    )


def _hours(row: Mapping[str, Any], of_parts: Iterable[Decimal | None]) -> Decimal | None:
    """Of the parts where each has them, otherwise the course's own."""
    listed = list(of_parts)
    known = [hours for hours in listed if hours is not None]
    if listed and len(known) == len(listed):
        return sum(known, Decimal(0))
    low, high = row["realistic_hours_low"], row["realistic_hours_high"]
    return low + high if low is not None and high is not None else None
