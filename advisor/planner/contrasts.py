"""What a plan leaves out and why: courses that known skills make needless, courses that would cost more."""

from dataclasses import dataclass, replace
from typing import Literal

from advisor.planner.compiled import CompiledCatalog
from advisor.planner.path import NODE_LIMIT, plan_path
from advisor.planner.pricing import course_allowed
from advisor.planner.problem import Course, Learner, Plan
from advisor.planner.reasons import Reason, step_reasons
from advisor.planner.replay import course_named, start_levels
from advisor.planner.request import Request

Level = tuple[str, int]

WhyNotKind = Literal[
    "in_path",
    "taken",
    "excluded",
    "language",
    "not_free",
    "teaches_nothing_needed",
    "out_of_reach",
    "costs_more",
    "budget",
]


@dataclass(frozen=True, slots=True)
class Needless:
    """A course a beginner would be given; `because` names the held levels that spare it."""

    course: str
    because: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why a course is not on the plan.

    `forced` is the best plan with the course in it, None when there is none; the extras compare it with the plan.
    `replaces` are the plan's courses that it does without, `adds` those it takes beside the course. `missing` are the
    required levels that nothing open leads to. "budget": the course fits the money only if a pinned course or goal
    levels are given up, or not at all.
    """

    kind: WhyNotKind
    forced: Plan | None = None
    extra_points: int = 0
    extra_minutes: int = 0
    replaces: tuple[str, ...] = ()
    adds: tuple[str, ...] = ()
    missing: tuple[Level, ...] = ()


def needless(
    catalog: CompiledCatalog, learner: Learner, plan: Plan, *, node_limit: int = NODE_LIMIT
) -> tuple[Needless, ...]:
    """Courses of the best plan without any knowledge that the learner's knowledge spares, most minutes first.

    A course is spared when all it would be for is held already, or is for courses that are spared themselves.
    """
    novice = replace(learner, levels={}, taken=frozenset(), budget=None)
    first = plan_path(catalog, novice, node_limit=node_limit)
    held = start_levels(catalog, learner)
    present = {step.course for step in plan.steps} | learner.taken
    spared: dict[str, tuple[Level, ...]] = {}
    for step, reasons in reversed(list(zip(first.steps, step_reasons(catalog, novice, first), strict=True))):
        because = _sparing(reasons, held, spared)
        if because and step.course not in present:
            spared[step.course] = because
    courses = [course_named(catalog, course) for course in spared]
    courses.sort(key=lambda course: (-course.minutes, course.id))
    return tuple(Needless(course.id, spared[course.id]) for course in courses)


def why_not(
    catalog: CompiledCatalog, learner: Learner, plan: Plan, course_id: str, *, node_limit: int = NODE_LIMIT
) -> WhyNot:
    """Raises ValueError for an unknown course."""
    course = course_named(catalog, course_id)
    barred = _barred(catalog, learner, plan, course)
    if barred is not None:
        return WhyNot(barred)
    pinned = replace(learner, pinned=learner.pinned | {course_id})
    missing = _unreachable(Request(catalog, pinned), course)
    useless = not catalog.teaches[catalog.course_at[course_id]] & Request(catalog, learner).relevant
    if missing is not None:
        return WhyNot("teaches_nothing_needed" if useless else "out_of_reach", missing=missing)
    forced = plan_path(catalog, pinned, node_limit=node_limit)
    if course_id not in {step.course for step in forced.steps}:
        return WhyNot("teaches_nothing_needed" if useless else "budget")
    return _compared(catalog, plan, forced, course_id, useless=useless)


def _sparing(
    reasons: tuple[Reason, ...], held: dict[str, int], spared: dict[str, tuple[Level, ...]]
) -> tuple[Level, ...]:
    """The held levels that leave none of the reasons standing; empty when one stands."""
    because: dict[Level, None] = {}
    for reason in reasons:
        if reason.skill is not None and held.get(reason.skill, 0) >= reason.level:
            because[reason.skill, reason.level] = None
        elif reason.for_course in spared:
            because.update(dict.fromkeys(spared[reason.for_course]))
        else:
            return ()
    return tuple(because)


def _barred(catalog: CompiledCatalog, learner: Learner, plan: Plan, course: Course) -> WhyNotKind | None:
    """What keeps the course out whatever it costs."""
    if course.id in {step.course for step in plan.steps}:
        return "in_path"
    if course.id in learner.taken:
        return "taken"
    filters = learner.filters
    if course.id in filters.exclude:
        return "excluded"
    if not course_allowed(learner, course):
        return "language"
    request = Request(catalog, learner)
    options = [catalog.options[at] for at in catalog.options_of[catalog.course_at[course.id]]]
    if any(request.is_open(option) for option in options):
        return None
    programs = [catalog.programs[option.program].id for option in options if option.program is not None]
    only_excluded = len(programs) == len(options) and filters.exclude.issuperset(programs)
    return "excluded" if only_excluded else "not_free"


def _unreachable(request: Request, course: Course) -> tuple[Level, ...] | None:
    """The required levels out of reach (none for an earlier part of its program), or None when it is in reach."""
    compiled = request.compiled
    if request.pins[compiled.course_at[course.id]] & request.wanted:
        return None
    reached = request.held | request.reachable
    return tuple(
        (skill, level)
        for skill, level in sorted(course.requires.items())
        if compiled.skill_fact(skill, level) & ~reached and (course.id, skill) not in request.learner.dismissed
    )


def _compared(catalog: CompiledCatalog, plan: Plan, forced: Plan, course_id: str, *, useless: bool) -> WhyNot:
    before = [step.course for step in plan.steps]
    after = [step.course for step in forced.steps]
    loses = (forced.objective.pinned_missing, forced.objective.levels_missing) > (
        plan.objective.pinned_missing,
        plan.objective.levels_missing,
    )
    return WhyNot(
        kind="teaches_nothing_needed" if useless else "budget" if loses else "costs_more",
        forced=forced,
        extra_points=forced.objective.points - plan.objective.points,
        extra_minutes=_minutes(catalog, forced) - _minutes(catalog, plan),
        replaces=tuple(course for course in before if course not in after),
        adds=tuple(course for course in after if course not in before and course != course_id),
    )


def _minutes(catalog: CompiledCatalog, plan: Plan) -> int:
    return sum(course_named(catalog, step.course).minutes for step in plan.steps)
