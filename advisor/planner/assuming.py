"""The strongest rival of a path, when an opponent may suppose any level that is not known yet.

Supposing a level costs what it also saves the path itself: the penalties of the helps that the path lacks, and the
price of a goal level that it misses. So the cheapest mix of suppositions and courses is cheaper than the path by as
much as any completion can ever make another path better. When it is the path itself, at its own price, no completion
changes the path: every other set of courses is dearer there, or equal and behind in the order of ties, which does not
depend on levels.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from advisor.planner.boxes import OpenLevels
from advisor.planner.budget import cheapest_affordable_path
from advisor.planner.compiled import CompiledCatalog, Option, bit_positions
from advisor.planner.effort import Effort
from advisor.planner.problem import Learner, Plan
from advisor.planner.request import Request
from advisor.planner.search import cheapest_path
from advisor.planner.tasks import Assumption, Skip, Source, Task, Waiver, build_task

Path = frozenset[tuple[str, str | None]]


def path_of(plan: Plan) -> Path:
    """The courses of a plan and the programs they are taken in; the order is left out."""
    return frozenset((step.course, step.program) for step in plan.steps)


class Rival(NamedTuple):
    """`saves` says that it is cheaper than the plan; `levels` are what it supposes."""

    path: Path
    saves: bool
    levels: Mapping[str, int]
    proven: bool


def strongest_rival(
    catalog: CompiledCatalog, learner: Learner, plan: Plan, unknown: Sequence[OpenLevels], effort: Effort
) -> Rival:
    """The rival of `plan`, the best path when the learner's levels are the low ends and nothing else is held."""
    request = Request(catalog, learner, assumable=sum(levels.facts for levels in unknown))
    missed = request.wanted & ~Request(catalog, learner).wanted
    task = build_task(request, capped=learner.budget is not None or bool(missed))
    paid = _paid(request, task, plan)
    supposable = _worth_supposing(unknown, request.relevant)
    _add_assumptions(task, supposable, paid)
    if learner.budget is None:
        outcome = cheapest_path(task, effort)
    else:
        outcome = cheapest_affordable_path(task, learner.budget, effort)
    cost = _total(task, outcome.actions)
    return Rival(
        path=_path(catalog, outcome.actions),
        saves=cost < sum(task.cost[action] for action in paid),
        levels=_levels(supposable, outcome.actions),
        proven=outcome.proven,
    )


def _paid(request: Request, task: Task, plan: Plan) -> list[int]:
    """The actions that the plan comes to in the task."""
    catalog = request.compiled
    path = path_of(plan)
    programs = {program for _, program in path}
    waived = {
        (catalog.course_at[step.course], catalog.skill_fact(skill, level))
        for step in plan.steps
        for skill, level in step.unmet_helps
    }
    held = request.held
    for step in plan.steps:
        at = catalog.course_at[step.course]
        held |= catalog.teaches[at] | request.pins.get(at, 0)

    def is_paid(source: Source) -> bool:
        match source:
            case Waiver(course, fact):
                return (course, 1 << fact) in waived
            case Skip(fact):
                return not held >> fact & 1
            case Option():
                return _step(catalog, source) in path or (
                    source.course is None and _step(catalog, source)[1] in programs
                )
        return False

    return [action for action, source in enumerate(task.source) if is_paid(source)]


def _worth_supposing(unknown: Iterable[OpenLevels], relevant: int) -> list[OpenLevels]:
    """Levels that something rests on, and those that come with them."""
    useful = [levels for levels in unknown if levels.facts & relevant]
    wanted = relevant
    for levels in useful:
        wanted |= levels.comes_with
    return [levels for levels in unknown if levels.facts & wanted]


def _add_assumptions(task: Task, supposable: Sequence[OpenLevels], paid: Sequence[int]) -> None:
    """Facts supposed are told apart from facts learnt by bits of their own, since learning one implies no other."""
    savings: dict[int, int] = {}
    for action in paid:
        source = task.source[action]
        if isinstance(source, Waiver | Skip):
            savings[source.fact] = savings.get(source.fact, 0) + task.cost[action]
    stands_for: dict[int, int] = {}
    for source, gives in zip(task.source, task.gives, strict=True):
        if isinstance(source, Waiver | Skip):
            stands_for[source.fact] = stands_for.get(source.fact, 0) | gives
    top = 1 << max(mask.bit_length() for mask in (task.goal, *task.needs, *task.gives))
    own = {fact: top << place for place, levels in enumerate(supposable) for fact in bit_positions(levels.facts)}
    for place, levels in enumerate(supposable):
        members = bit_positions(levels.facts)
        gives = levels.facts | top << place
        for fact in members:
            gives |= stands_for.get(fact, 0)
        task.source.append(Assumption(levels.facts))
        task.needs.append(sum({own[fact] for fact in bit_positions(levels.comes_with)}))
        task.gives.append(gives)
        task.cost.append(sum(savings.get(fact, 0) for fact in members))
        task.money.append(0)


def _total(task: Task, actions: Iterable[Source]) -> int:
    price = {(type(source), source): cost for source, cost in zip(task.source, task.cost, strict=True)}
    return sum(price[type(action), action] for action in actions)


def _path(catalog: CompiledCatalog, actions: Iterable[Source]) -> Path:
    options = [action for action in actions if isinstance(action, Option) and action.course is not None]
    return frozenset(_step(catalog, option) for option in options)


def _step(catalog: CompiledCatalog, option: Option) -> tuple[str, str | None]:
    course = "" if option.course is None else catalog.courses[option.course].id
    return course, None if option.program is None else catalog.programs[option.program].id


def _levels(supposable: Iterable[OpenLevels], actions: Iterable[Source]) -> dict[str, int]:
    supposed = {action.facts for action in actions if isinstance(action, Assumption)}
    held: dict[str, int] = {}
    for levels in supposable:
        if levels.facts in supposed:
            for skill, level in levels.levels:
                held[skill] = max(held.get(skill, 0), level)
    return held
