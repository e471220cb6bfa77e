"""Courses that no learner could ever be recommended, unless they ask for them by name, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from advisor.problems import charge_for
from advisor.snapshot import Catalogue, CourseFacts
from advisor.weights import ProductWeights

Why = Literal["not-offered", "no-hours", "older", "unreachable", "useless", "dominated"]
WEIGHTS = ProductWeights()


@dataclass(frozen=True, slots=True)
class Idle:
    """`skill` is one that the course requires and nobody can learn here up to `level`.

    `rival` is the newer edition, or the course that does as much for less.
    """

    course: str
    why: Why
    skill: str = ""
    level: int = 0
    rival: str = ""


def idle_courses(catalogue: Catalogue) -> dict[str, Idle]:
    """By slug; bundles are left to their parts. The first reason that holds, in the order of `Why`."""
    single = {slug: course for slug, course in catalogue.courses.items() if not course.is_bundle}
    newer = _newer_editions(catalogue)
    found = {slug: idle for slug, course in single.items() if (idle := _set_aside(course, newer.get(slug)))}
    planned = {slug: course for slug, course in single.items() if slug not in found}
    held = learnable(planned)
    needed = _needed(planned, catalogue)
    for slug, course in planned.items():
        short = [(skill, level) for skill, level in course.requires.items() if held.get(skill, 0) < level]
        if short:
            found[slug] = Idle(slug, "unreachable", *short[0])
        elif needed.isdisjoint(course.teaches):
            found[slug] = Idle(slug, "useless")
    left = {slug: course for slug, course in planned.items() if slug not in found}
    return found | _dominated(left, _bound_parts(catalogue))


def _newer_editions(catalogue: Catalogue) -> dict[str, str]:
    """What replaces each course: its own successor, or that of the first bundle with one that it is a part of."""
    newer: dict[str, str] = {}
    for bundle in catalogue.courses.values():
        if bundle.superseded_by:
            newer |= {part: bundle.superseded_by for part, _ in bundle.parts if part not in newer}
    return newer | {slug: course.superseded_by for slug, course in catalogue.courses.items() if course.superseded_by}


def _set_aside(course: CourseFacts, newer: str | None) -> Idle | None:
    if not course.is_published:
        return Idle(course.slug, "not-offered")
    if course.minutes is None:
        return Idle(course.slug, "no-hours")
    return Idle(course.slug, "older", rival=newer) if newer else None


def learnable(courses: Mapping[str, CourseFacts]) -> dict[str, int]:
    """The levels that one who knows nothing can get to."""
    held: dict[str, int] = {}
    waiting = list(courses.values())
    while True:
        later = []
        for course in waiting:
            if any(held.get(skill, 0) < level for skill, level in course.requires.items()):
                later.append(course)
                continue
            for skill, level in course.teaches.items():
                held[skill] = max(held.get(skill, 0), level)
        if len(later) == len(waiting):
            return held
        waiting = later


def _needed(courses: Mapping[str, CourseFacts], catalogue: Catalogue) -> set[str]:
    """Skills that a goal names, or a course that teaches such a skill asks for, and so on."""
    needed = {skill for goal in catalogue.goals.values() for skill in goal.targets}
    while True:
        asked = {
            skill
            for course in courses.values()
            if not needed.isdisjoint(course.teaches)
            for skill in (*course.requires, *course.helpful)
        }
        if asked <= needed:
            return needed
        needed |= asked


def _bound_parts(catalogue: Catalogue) -> set[str]:
    """Courses that can't be taken on their own."""
    places: dict[str, bool] = {}
    for course in catalogue.offered.values():
        for part, is_standalone in course.parts:
            places[part] = places.get(part, False) or is_standalone
    return {part for part, is_standalone in places.items() if not is_standalone}


def _dominated(courses: Mapping[str, CourseFacts], bound: set[str]) -> dict[str, Idle]:
    by_skills: dict[frozenset[str], list[CourseFacts]] = {}
    for course in courses.values():
        by_skills.setdefault(frozenset(course.teaches), []).append(course)
    found = {}
    for rivals in by_skills.values():
        free = [rival for rival in rivals if rival.slug not in bound]
        for course in rivals:
            if better := next((rival for rival in free if _replaces(rival, course)), None):
                found[course.slug] = Idle(course.slug, "dominated", rival=better.slug)
    return found


def _replaces(rival: CourseFacts, course: CourseFacts) -> bool:
    """Whether the rival is at least as good for every learner, and is taken when both are equally good.

    Who leaves out courses by the skills they teach leaves out both, since they teach the same skills.
    """
    assert rival.minutes is not None
    assert course.minutes is not None
    same = ("language", "style", "practice")
    return (
        (rival.minutes[1], rival.slug) < (course.minutes[1], course.slug)
        and all(theirs <= ours for theirs, ours in zip(rival.minutes, course.minutes, strict=True))
        and all(getattr(rival, name) == getattr(course, name) for name in same)
        and rival.has_certificate >= course.has_certificate
        and _is_lighter(rival, course)
        and _is_within(rival.requires, course.requires)
        and _is_within(rival.helpful, course.helpful)
        and _is_within(course.teaches, rival.teaches)
        and _costs_no_more(rival, course)
    )


def _is_lighter(rival: CourseFacts, course: CourseFacts) -> bool:
    load = WEIGHTS.load_points
    return load(rival.maths) <= load(course.maths) and load(rival.coding) <= load(course.coding)


def _is_within(small: Mapping[str, int], large: Mapping[str, int]) -> bool:
    return all(large.get(skill, 0) >= level for skill, level in small.items())


def _costs_no_more(rival: CourseFacts, course: CourseFacts) -> bool:
    """A subscription is shared with other courses of its platform, so only those of one platform compare."""
    for certificate in (False, True):
        theirs, ours = (charge_for(one, certificate=certificate) for one in (rival, course))
        if theirs.is_free:
            continue
        if not (theirs.is_known and ours.is_known) or rival.currency != course.currency:
            return False
        if theirs.one_off > ours.one_off or theirs.monthly > ours.monthly:
            return False
        if theirs.monthly and rival.platform != course.platform:
            return False
    return True


def newly_idle(before: Catalogue, after: Catalogue) -> tuple[Idle, ...]:
    """Courses that could be recommended before, by slug; new ones count as well."""
    was = idle_courses(before)
    return tuple(idle for slug, idle in sorted(idle_courses(after).items()) if slug not in was)


def titles_of(courses: Iterable[str], *catalogues: Catalogue) -> dict[str, str]:
    """Titles by slug, from the first catalogue that has the course."""
    return {
        slug: next((side.courses[slug].title for side in catalogues if slug in side.courses), slug) for slug in courses
    }
