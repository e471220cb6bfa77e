"""Which courses the page of finished courses shows: what is ticked, and what a search finds."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from advisor.interview import Interview
from advisor.snapshot import CourseFacts
from catalog.models.courses import fold

# About two screens of a phone; the page asks for a narrower search when there are more.
MOST_FOUND = 24


@dataclass(frozen=True, slots=True)
class Tick:
    """`note` says when it is not what one would take today."""

    slug: str
    title: str
    source: str
    is_ticked: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A course, or a bundle with its parts; `older` are editions of either that came before."""

    course: Tick
    parts: tuple[Tick, ...]
    older: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Found:
    ticked: tuple[Tick, ...]
    groups: tuple[Group, ...]
    more: int


def course_groups(interview: Interview, query: str, ticked: Collection[str]) -> Found:
    """Without a query: bundles and courses that teach what the goal is about. Every course appears once."""
    courses = interview.catalogue.courses
    older = older_editions(courses)
    shown = {slug for slug in ticked if slug in courses}
    chosen = ticks(courses, sorted(shown), ticked)
    groups: list[Group] = []
    for course in ranked(interview, query):
        if course.slug in shown:
            continue
        members = interview.catalogue.members(course.slug)
        parts = [slug for slug in members[1:] if slug in courses and slug not in shown]
        editions = [slug for member in members for slug in older[member] if slug not in shown]
        shown |= {course.slug, *parts, *editions}
        groups.append(
            Group(tick(courses, course.slug, ticked), ticks(courses, parts, ticked), ticks(courses, editions, ticked))
        )
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


def older_editions(courses: Mapping[str, CourseFacts]) -> defaultdict[str, list[str]]:
    """For each course the editions that it stands in for now, however many changes ago."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for slug, course in courses.items():
        newer = course.superseded_by
        while newer and newer in courses and slug not in found[newer]:
            found[newer].append(slug)
            newer = courses[newer].superseded_by
    return found


def ticks(courses: Mapping[str, CourseFacts], slugs: Iterable[str], ticked: Collection[str]) -> tuple[Tick, ...]:
    return tuple(tick(courses, slug, ticked) for slug in slugs)


def tick(courses: Mapping[str, CourseFacts], slug: str, ticked: Collection[str]) -> Tick:
    course = courses[slug]
    makers = dict.fromkeys((course.provider, course.platform))
    return Tick(slug, course.title, " on ".join(makers), slug in ticked, note(courses, course))


def note(courses: Mapping[str, CourseFacts], course: CourseFacts) -> str:
    newer = courses.get(course.superseded_by or "")
    if newer is not None:
        return f"an older edition, now {newer.title}"
    return "" if course.is_published else "no longer offered"
