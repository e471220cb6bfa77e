"""What each row of a file would do to the catalogue, and what is wrong with it."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from hashlib import sha256
from itertools import islice

from catalog.desk.changes import Change, changes
from catalog.desk.courses import COURSES
from catalog.desk.documents import Document, claim_order, course_document, digest, with_all
from catalog.desk.writing import read_row
from catalog.exchange.columns import RATING
from catalog.exchange.problems import Problem
from catalog.exchange.reading import File, Given, read_rows
from catalog.loading.files import DataError, Place
from catalog.loading.rows import Row
from catalog.models import Course, ImportedRow, Platform, Provider, Skill

Verdict = ImportedRow.Verdict
# What a new course has where the file says nothing; the other fields have to be given.
BLANK: Document = {
    "kind": "course",
    "status": "draft",
    "superseded_by": None,
    "language": "en",
    "year": None,
    "official_hours": None,
    "realistic_hours": None,
    "rating": None,
    "certificate": False,
    "reviewed_on": None,
    "price": {"amount": None, "currency": "USD", "free_access": ""},
    **dict.fromkeys(("url", "official_pace", "hours_basis", "best_for", "skip_if"), ""),
    **{name: [] for name in ("instructors", "parts", "tools", "topics", "outcomes", "strengths", "weaknesses")},
    **{name: [] for name in ("unsure", "sources", "claims")},
    **{name: {} for name in ("requires", "requires_why", "helpful", "helpful_why", "teaches")},
}
COLUMN_NAMES = {
    "realistic_hours": "realistic_hours_low",
    "price.currency": "currency",
    "price.free_access": "free_access",
}
CHUNK = 50


class Wrong(DataError):
    def __init__(self, column: str, message: str) -> None:
        self.column = column
        super().__init__(f"{column}: {message}")
        self.message = message


class RowPlace(Place):
    """Words what is wrong by column."""

    def error(self, field: str, problem: str) -> DataError:
        return Wrong(column_of(field), problem)


def column_of(field: str) -> str:
    outer = field.partition("[")[0]
    return COLUMN_NAMES.get(outer, outer.replace("price.", "price_").replace("rating.", "rating_"))


Kind = type[Skill] | type[Provider] | type[Platform] | type[Course]


@dataclass(frozen=True, slots=True)
class Known:
    """What rows may refer to; `coming` are the slugs of the file with the rows that they are first in."""

    coming: Mapping[str, int]
    slugs: Mapping[Kind, frozenset[str]]
    providers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, coming: Mapping[str, int]) -> "Known":
        kinds: tuple[Kind, ...] = (Skill, Provider, Platform, Course)
        slugs: dict[Kind, frozenset[str]] = {
            kind: frozenset(kind._default_manager.values_list("slug", flat=True)) for kind in kinds
        }
        slugs[Course] = slugs[Course].union(coming)
        names = {name.casefold(): slug for slug, name in Provider.objects.values_list("slug", "name")}
        return cls(coming, slugs, names)


@dataclass(slots=True)
class Checked:
    """`before` and `document` are whole documents, the latter None for a row that is wrong beyond reading.

    `read` is the document as rows of the database, read once as that takes longest.
    """

    row: int
    slug: str
    title: str = ""
    before: Document | None = None
    document: Document | None = None
    read: Row | None = None
    provider: str = ""
    problems: list[Problem] = field(default_factory=list)

    @property
    def verdict(self) -> Verdict:
        if self.problems or self.document is None:
            return Verdict.WRONG
        if self.before is None:
            return Verdict.ADDED
        return Verdict.SAME if self.before == self.document else Verdict.CHANGED

    def changes(self) -> list[Change]:
        if self.verdict != Verdict.CHANGED:
            return []
        return changes(COURSES, self.before, self.document)


def outline(file: File) -> tuple[dict[str, int], int]:
    """The slugs with their first rows, and how many rows there are. Raises Unreadable."""
    found: dict[str, int] = {}
    count = 0
    for given in read_rows(file):
        count += 1
        slug = given.values.get("slug")
        if isinstance(slug, str):
            found.setdefault(slug, given.row)
    return found, count


def check_file(file: File, known: Known, *, publishes: bool, start: int = 0) -> Iterator[list[Checked]]:
    """The rows from the given place on, a chunk at a time. Raises Unreadable."""
    rows = read_rows(file, start)
    while chunk := list(islice(rows, CHUNK)):
        yield check_rows(chunk, known, publishes=publishes)


def check_rows(chunk: Sequence[Given], known: Known, *, publishes: bool) -> list[Checked]:
    slugs = [given.values["slug"] for given in chunk if isinstance(given.values.get("slug"), str)]
    present = {course.slug: course for course in with_all(Course.objects.filter(slug__in=slugs))}
    return [check_row(given, present, known, publishes=publishes) for given in chunk]


def check_row(given: Given, present: Mapping[str, Course], known: Known, *, publishes: bool) -> Checked:
    slug = given.values.get("slug")
    checked = Checked(given.row, slug[:80] if isinstance(slug, str) else "", problems=list(given.problems))
    first = known.coming.get(checked.slug, given.row)
    if first != given.row:
        checked.problems.append(Problem(given.row, "slug", f"{checked.slug} is also the course of row {first}"))
    if not checked.slug:
        checked.problems.append(Problem(given.row, "slug", "is missing; it says which course this is"))
    if checked.problems:
        return checked
    course = present.get(checked.slug)
    checked.before = course_document(course) if course else None
    document = merged(given, checked.before, known)
    try:
        checked.read = read_row(document, RowPlace("", ""))
    except Wrong as error:
        checked.problems.append(Problem(given.row, error.column, error.message))
        return checked
    checked.document = settled(document, checked.before, publishes=publishes)
    checked.title = document["title"]
    is_new = given.provider and document["provider"] not in known.slugs[Provider]
    checked.provider = given.provider if is_new else ""
    checked.problems += [
        Problem(given.row, column, message) for column, message in doubts(document, given, known, is_new=bool(is_new))
    ]
    return checked


def merged(given: Given, before: Document | None, known: Known) -> Document:
    """What the row says on top of what is there; a left-out column or field keeps what is there."""
    values = given.values if before is not None else {**given.when_new, **given.values}
    if given.provider:
        values = {**values, "provider": known.providers.get(given.provider.casefold(), values.get("provider"))}
    base = BLANK if before is None else before
    document = {**base, **values}
    for name in ("price", "rating"):
        if isinstance(values.get(name), dict):
            document[name] = {**((base[name] or RATING) if name == "rating" else base[name]), **values[name]}
    if document["rating"] == RATING:
        document["rating"] = None
    if isinstance(hours := document["realistic_hours"], dict):
        low, high = base["realistic_hours"] or (None, None)
        span = [hours.get("low", low), hours.get("high", high)]
        document["realistic_hours"] = None if span == [None, None] else span
    for name in ("requires", "helpful"):
        if f"{name}_why" not in values and isinstance(document[name], dict):
            reasons = document[f"{name}_why"]
            document[f"{name}_why"] = {skill: why for skill, why in reasons.items() if skill in document[name]}
    return document


def settled(document: Document, before: Document | None, *, publishes: bool) -> Document:
    """As it would be read back: in the order of the catalogue, and unpublished unless that was asked for."""
    document = {**document, "sources": [{"read_on": None, **source} for source in document["sources"]]}
    if not publishes and (before is None or before["status"] == Course.Status.DRAFT):
        document["status"] = Course.Status.DRAFT.value
    for name in ("requires_why", "helpful_why"):
        document[name] = {skill: why for skill, why in document[name].items() if why}
    document["claims"] = sorted(document["claims"], key=claim_order)
    return document


def doubts(document: Document, given: Given, known: Known, *, is_new: bool) -> Iterator[tuple[str, str]]:
    """What a row says of others that are not there, and what its parts say of each other."""
    references: list[tuple[str, Kind, Iterable[str]]] = [("platform", Platform, [document["platform"]])]
    references += [] if is_new else [("provider", Provider, [document["provider"]])]
    references += [(name, Skill, document[name]) for name in ("requires", "helpful", "teaches")]
    references += [("parts", Course, [part["course"] for part in document["parts"]])]
    references += [("superseded_by", Course, [document["superseded_by"]] if document["superseded_by"] else [])]
    for column, model, slugs in references:
        for slug in slugs:
            if slug not in known.slugs[model]:
                yield column, unknown(slug, model, known)
    for name in ("requires", "helpful"):
        for skill in document[f"{name}_why"].keys() - document[name].keys():
            yield f"{name}_why", f"gives a reason for {skill!r}, which is not in {name}"
    chosen = [claim["field"] for claim in document["claims"] if claim["chosen"]]
    for name in sorted({name for name in chosen if chosen.count(name) > 1}):
        yield "claims", f"more than one statement about {name} is chosen"


def unknown(slug: str, model: Kind, known: Known) -> str:
    near = nearest(slug[:80], known.slugs[model])
    hint = f"; did you mean {near}?" if near else ""
    return f"there is no {model._meta.verbose_name} {slug[:80]!r}{hint}"


@lru_cache(maxsize=256)
def nearest(slug: str, slugs: frozenset[str]) -> str:
    return next(iter(get_close_matches(slug, sorted(slugs), 1)), "")


def add_to_trail(trail: str, rows: Iterable[Checked]) -> str:
    """Sums up what the rows would do, after those before them."""
    for row in rows:
        line = json.dumps([trail, row.row, row.verdict, digest(row.before), digest(row.document)])
        trail = sha256(line.encode()).hexdigest()
    return trail
