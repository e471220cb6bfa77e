"""Why each step is on a plan, and what could stand in its place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from advisor.planner.compiled import CompiledCatalog, Option
from advisor.planner.cuts import closure, minimal_cut
from advisor.planner.pricing import course_points
from advisor.planner.problem import Learner, Plan, Step
from advisor.planner.replay import course_named, level_history
from advisor.planner.request import Request
from advisor.planner.tasks import Task

ReasonKind = Literal["target", "pinned", "prerequisite", "helpful", "bundle_order"]


@dataclass(frozen=True, slots=True)
class Reason:
    """What a step is for.

    "target": it brings the wanted `skill` to `level` (as far as the plan gets). "prerequisite" and "helpful": the later
    step `for_course` requires, or is helped by, `skill` at `level`. "bundle_order": `for_course` comes after it in its
    program. "pinned": the learner asked for it. Of several steps that give the same, the first has the reason.
    """

    kind: ReasonKind
    skill: str | None
    level: int
    for_course: str | None


def step_reasons(catalog: CompiledCatalog, learner: Learner, plan: Plan) -> tuple[tuple[Reason, ...], ...]:
    """At least one reason for each step, targets first.

    A step that nothing rests on (only in a plan that is not proven) is "helpful" for the skills it raises.
    """
    history = level_history(catalog, learner, plan)
    found: list[list[Reason]] = [[] for _ in plan.steps]
    for reason, last in _needs(catalog, learner, plan, history):
        supplier = _first_supplier(history, reason, last)
        if supplier is not None:
            found[supplier].append(reason)
    for at, step in enumerate(plan.steps):
        found[at] += _own_reasons(catalog, learner, plan, step)
        if not found[at]:
            found[at] = _raised(history[at], history[at + 1])
    return tuple(tuple(sorted(reasons, key=_reason_order)) for reasons in found)


def substitutes(catalog: CompiledCatalog, learner: Learner, plan: Plan) -> dict[str, tuple[str, ...]]:
    """For each step's course, the courses one of which is needed where it stands, fewest points first.

    Without the step the plan is stuck before a wall that only these (and the step itself) lead through, alone or with
    courses that do not. Fees, penalties and the budget are not looked at. A step that is only helpful has none.
    """
    return _Walls(catalog, learner, plan).substitutes()


def _needs(
    catalog: CompiledCatalog, learner: Learner, plan: Plan, history: list[dict[str, int]]
) -> Iterator[tuple[Reason, int]]:
    """Each level that something rests on, and the number of steps that could have supplied it."""
    for skill, level in sorted(learner.goal.items()):
        yield Reason("target", skill, min(level, history[-1].get(skill, 0)), None), len(plan.steps)
    for at, step in enumerate(plan.steps):
        course = course_named(catalog, step.course)
        kinds: tuple[tuple[ReasonKind, Mapping[str, int]], ...] = (
            ("prerequisite", course.requires),
            ("helpful", course.helps),
        )
        for kind, levels in kinds:
            for skill, level in sorted(levels.items()):
                if (course.id, skill) not in learner.dismissed:
                    yield Reason(kind, skill, level, course.id), at


def _first_supplier(history: list[dict[str, int]], reason: Reason, last: int) -> int | None:
    skill = reason.skill or ""
    if reason.level <= history[0].get(skill, 0):
        return None
    for at in range(last):
        if history[at + 1].get(skill, 0) >= reason.level:
            return at
    return None


def _own_reasons(catalog: CompiledCatalog, learner: Learner, plan: Plan, step: Step) -> Iterator[Reason]:
    if step.course in learner.pinned:
        yield Reason("pinned", None, 0, None)
    programs = {program.id: program for program in catalog.programs}
    for later in plan.steps:
        if later.program is not None:
            program = programs[later.program]
            place = program.parts.index(later.course)
            if place and later.course not in program.standalone and program.parts[place - 1] == step.course:
                yield Reason("bundle_order", None, 0, later.course)


def _raised(before: Mapping[str, int], after: Mapping[str, int]) -> list[Reason]:
    raised = [Reason("helpful", skill, level, None) for skill, level in after.items() if level > before.get(skill, 0)]
    return raised or [Reason("helpful", None, 0, None)]


_KINDS: tuple[ReasonKind, ...] = ("target", "pinned", "prerequisite", "helpful", "bundle_order")


def _reason_order(reason: Reason) -> tuple[int, str, str]:
    return _KINDS.index(reason.kind), reason.for_course or "", reason.skill or ""


class _Walls:
    """The plan among all options that matter, with every program entered and every help waived."""

    def __init__(self, catalog: CompiledCatalog, learner: Learner, plan: Plan) -> None:
        self.catalog = catalog
        self.request = request = Request(catalog, learner)
        entered = sum(choice.gives for choice in request.choices if choice.option.course is None)
        choices = [choice for choice in request.choices if choice.option.course is not None]
        self.options = [choice.option for choice in choices]
        self.task = Task(
            goal=request.wanted,
            needs=[choice.needs & ~entered for choice in choices],
            gives=[choice.gives for choice in choices],
            cost=[course_points(learner, catalog.courses[self.course(at)]) for at in range(len(self.options))],
            money=[],
            source=[],
        )
        self.order = sorted(range(len(self.options)), key=lambda at: (self.task.cost[at], at))
        on_plan = {(catalog.course_at[step.course], step.program) for step in plan.steps}
        self.path = [at for at, option in enumerate(self.options) if self.way(option) in on_plan]
        self.task.goal &= closure(self.task, 0, self.path)

    def course(self, at: int) -> int:
        course = self.options[at].course
        assert course is not None
        return course

    def way(self, option: Option) -> tuple[int | None, str | None]:
        program = None if option.program is None else self.catalog.programs[option.program].id
        return option.course, program

    def substitutes(self) -> dict[str, tuple[str, ...]]:
        found = {self.name(at): self.instead_of(at) for at in self.path}
        return {course: found[course] for course in sorted(found)}

    def name(self, at: int) -> str:
        return self.catalog.courses[self.course(at)].id

    def instead_of(self, at: int) -> tuple[str, ...]:
        others = [other for other in self.path if other != at]
        held = closure(self.task, 0, others)
        if not self.task.goal & ~held:
            return ()
        waiting = [other for other in others if self.task.needs[other] & ~held]
        order = [option for option in self.order if option not in others]
        cut = minimal_cut(self.task, held, order, waiting)
        return tuple(dict.fromkeys(self.name(option) for option in cut if self.course(option) != self.course(at)))
