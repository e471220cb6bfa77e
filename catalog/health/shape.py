"""Lints about the catalogue as a whole: loops, doubles, and suppliers of nothing."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from urllib.parse import urlsplit

from catalog.health.lints import Lint, Row, Severity, register
from catalog.health.shelf import Shelf
from catalog.loops import (
    describe_nesting,
    describe_succession,
    describe_waiting,
    nesting_loop,
    succession_loop,
    waiting_circle,
)
from catalog.models import Course
from catalog.models.courses import fold


def loops(shelf: Shelf) -> Iterator[Row]:
    """The first of each kind, since mending it often breaks the others."""
    nodes, names = shelf.nodes, {str(pk): skill.name for pk, skill in shelf.skills.items()}
    circle = waiting_circle(nodes)
    for keys, anchor, sentence in (
        (nesting_loop(nodes), "parts-group", partial(describe_nesting, nodes)),
        (succession_loop(nodes), "superseded_by", partial(describe_succession, nodes)),
        ([wait.course for wait in circle], "requirements-group", partial(describe_waiting, nodes, names)),
    ):
        if keys:
            course = shelf.courses[int(keys[0])]
            yield Row(course.title, sentence(), course, anchor)


def same_title(shelf: Shelf) -> Iterator[Row]:
    yield from doubles(
        (course for course in shelf.courses.values() if course.status != Course.Status.RETIRED),
        folded_title,
        "title",
        "title",
    )


def same_address(shelf: Shelf) -> Iterator[Row]:
    yield from doubles(shelf.published, folded_address, "url", "public page")


def doubles(courses: Iterable[Course], key_of: Callable[[Course], str], field: str, called: str) -> Iterator[Row]:
    """Courses whose key a course entered earlier has already; an empty key counts for nothing."""
    first: dict[str, Course] = {}
    for course in sorted(courses, key=lambda course: course.pk):
        key = key_of(course)
        other = first.setdefault(key, course)
        if key and other is not course:
            yield Row(course.title, f"“{other.title}” ({other.slug}) has the same {called}.", course, field)


def folded_title(course: Course) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in fold(course.title)).split())


def folded_address(course: Course) -> str:
    """Without what leads to the same page anyway: scheme, www, a slash at the end, a fragment, who sent the reader."""
    parts = urlsplit(course.url.strip())
    host = parts.netloc.casefold().removeprefix("www.")
    query = sorted(pair for pair in parts.query.split("&") if pair and not pair.startswith("utm_"))
    return f"{host}{parts.path.rstrip('/')}?{'&'.join(query)}" if host else ""


def idle_suppliers(shelf: Shelf) -> Iterator[Row]:
    for row in shelf.suppliers:
        yield Row(row.name, f"No course names this {row._meta.verbose_name}.", row, "name")


for lint in (
    Lint(
        "loops",
        "Loops",
        "Courses that wait for one another can never be taken.",
        Severity.WRONG,
        loops,
    ),
    Lint(
        "same-title",
        "Titles that two courses share",
        "Learners can't tell them apart, and one may be the other entered twice.",
        Severity.DOUBTFUL,
        same_title,
    ),
    Lint(
        "same-address",
        "Public pages that two courses share",
        "One may be the other entered twice, so that a path can send a learner to the same page twice.",
        Severity.DOUBTFUL,
        same_address,
    ),
    Lint(
        "idle-suppliers",
        "Providers and platforms without courses",
        "They lengthen the lists that curators choose from.",
        Severity.UNTIDY,
        idle_suppliers,
    ),
):
    register(lint)
