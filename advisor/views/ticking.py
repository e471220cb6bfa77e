"""Which courses the page of finished courses shows: what is ticked, and what a search finds."""

from collections.abc import Collection
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
    """Those whose title matches before those whose provider or platform does, bundles before courses."""
    courses = interview.catalogue.courses.values()
    words = fold(query).split()
    found = [course for course in courses if matches(course, words)] if words else on_the_way(interview)
    return sorted(
        found,
        key=lambda course: (not has_words(course.title, words), not course.is_bundle, fold(course.title), course.slug),
    )


def matches(course: CourseFacts, words: Collection[str]) -> bool:
    return has_words(f"{course.title} {course.provider} {course.platform}", words)


def has_words(text: str, words: Collection[str]) -> bool:
    folded = fold(text)
    return all(word in folded for word in words)


def on_the_way(interview: Interview) -> list[CourseFacts]:
    catalogue, targets = interview.catalogue, interview.targets
    return [
        course
        for course in catalogue.courses.values()
        if course.is_published and targets.keys() & catalogue.outcomes(course.slug).keys()
    ]


def tick(course: CourseFacts, ticked: Collection[str]) -> Tick:
    makers = dict.fromkeys((course.provider, course.platform))
    return Tick(course.slug, course.title, " on ".join(makers), course.slug in ticked)
