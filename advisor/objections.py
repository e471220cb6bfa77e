"""Why a course or a bundle is not on a path, answered for whatever a learner looks up in the catalogue."""

from dataclasses import dataclass
from typing import Literal

from advisor import planner
from advisor.planning import Solution, shortfall
from advisor.snapshot import Catalogue, CourseFacts
from catalog.models.courses import fold

FOUND_AT_MOST = 8

BundleKind = Literal["in_path", "taken", "barred", "costs_more", "budget"]


@dataclass(frozen=True, slots=True)
class WhyNotBundle:
    """Why a bundle is not taken whole.

    "barred": one of its parts can't be taken, for the reason in `part_why`. "budget": with it the limits or the goal
    are missed. Otherwise `forced` is the best path with all of its parts, and the minutes are more than now, or less.
    """

    kind: BundleKind
    part: str = ""
    part_why: planner.WhyNot | None = None
    forced: planner.Plan | None = None
    extra_minutes: int = 0
    missing_parts: tuple[str, ...] = ()


def find(catalogue: Catalogue, words: str) -> list[CourseFacts]:
    """Published courses and bundles whose title, provider or slug has every word; titles that begin so come first."""
    wanted = fold(words).split()
    if not wanted:
        return []
    text = " ".join(wanted)
    found = [
        course
        for course in catalogue.offered.values()
        if all(word in fold(f"{course.title} {course.provider} {course.slug}") for word in wanted)
    ]
    found.sort(key=lambda course: (not fold(course.title).startswith(text), course.title, course.slug))
    return found[:FOUND_AT_MOST]


def why_not_course(solution: Solution, course: str) -> planner.WhyNot:
    return planner.why_not(solution.advisor.compiled, solution.problem.learner, solution.plan, course)


def why_not_bundle(solution: Solution, bundle: str) -> WhyNotBundle:
    """A bundle asks for all of its parts that are not finished yet."""
    known = {course.id for course in solution.advisor.compiled.courses}
    parts = [part for part, _ in solution.advisor.catalogue.courses[bundle].parts if part in known]
    left = [part for part in parts if part not in solution.problem.learner.taken]
    missing = tuple(part for part in left if part not in solution.courses)
    if not missing:
        return WhyNotBundle("in_path" if left else "taken")
    forced = solution.forced(left)
    taken = {step.course for step in forced.steps}
    for part in missing:
        if part not in taken:
            why = why_not_course(solution, part)
            return WhyNotBundle("barred", part, why) if why.kind != "costs_more" else WhyNotBundle("budget")
    if shortfall(forced) > shortfall(solution.plan):
        return WhyNotBundle("budget")
    minutes = {course.id: course.minutes for course in solution.advisor.compiled.courses}
    extra = sum(minutes[course] for course in taken) - sum(minutes[course] for course in solution.courses)
    return WhyNotBundle("costs_more", forced=forced, extra_minutes=extra, missing_parts=missing)
