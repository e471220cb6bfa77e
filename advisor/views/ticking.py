"""Which courses the page of finished courses shows: what is ticked, and what a search finds."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from advisor.interview import Interview
from advisor.snapshot import CourseFacts
from catalog.models.courses import fold

# About two screens of a phone; the page asks for a narrower search when there are more.
MOST_FOUND = 24


@dataclass(frozen=True, slots=True)
class Tick:
    slug: str
    title: str
    source: str
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A course, or a bundle with its parts."""

    course: Tick
    parts: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Found:
    ticked: tuple[Tick, ...]
    groups: tuple[Group, ...]
    more: int


def course_groups(interview: Interview, query: str, ticked: Collection[str]) -> Found:
    """Without a query: bundles and courses that teach what the goal is about. Every course appears once."""
    courses = interview.catalogue.courses
    chosen = tuple(tick(courses[slug], ticked) for slug in sorted(ticked) if slug in courses)
    shown = {entry.slug for entry in chosen}
    groups: list[Group] = []
    for course in ranked(interview, query):
        if course.slug in shown:
            continue
        parts = [courses[slug] for slug, _ in course.parts if slug in courses and slug not in shown]
        shown |= {course.slug, *(part.slug for part in parts)}
        groups.append(Group(tick(course, ticked), tuple(tick(part, ticked) for part in parts)))
    return Found(chosen, tuple(groups[:MOST_FOUND]), max(0, len(groups) - MOST_FOUND))


def ranked(interview: Interview, query: str) -> list[CourseFacts]:
    """Matches with bundles first; parts of a bundle that matches come with it."""
    courses = interview.catalogue.courses.values()
    words = fold(query).split()
    if words:
        found: Iterable[CourseFacts] = (course for course in courses if matches(course, words))
    else:
        found = on_the_way(interview)
    return sorted(found, key=lambda course: (not course.is_bundle, fold(course.title), course.slug))


def matches(course: CourseFacts, words: Collection[str]) -> bool:
    text = fold(f"{course.title} {course.provider} {course.platform}")
    return all(word in text for word in words)


def on_the_way(interview: Interview) -> Iterator[CourseFacts]:
    for course in interview.catalogue.courses.values():
        if course.is_published and interview.targets.keys() & interview.catalogue.outcomes(course.slug).keys():
            yield course


def tick(course: CourseFacts, ticked: Collection[str]) -> Tick:
    makers = dict.fromkeys((course.provider, course.platform))
    return Tick(course.slug, course.title, " on ".join(makers), course.slug in ticked)
