"""Whether courses could matter to a path that is known, without searching again."""

from collections.abc import Collection

from advisor.planner.compiled import CompiledCatalog, Option
from advisor.planner.cuts import ascent
from advisor.planner.problem import Learner, Plan
from advisor.planner.request import Request
from advisor.planner.tasks import build_task


def could_rival(
    catalog: CompiledCatalog, learner: Learner, plan: Plan, courses: Collection[str], *, lacking: Collection[str] = ()
) -> bool:
    """Whether a path that costs no more than the plan may hold one of `courses`, or lack one of `lacking`.

    False is a proof by one bound: all such paths are dearer. True may be a false alarm. The plan must be possible with
    this catalogue, at the points and money it says; it holds none of `courses` and all of `lacking`.
    """
    request = Request(catalog, learner)
    if request.wanted & ~_reached(request, plan):
        return True
    task = build_task(request, capped=False)
    taught = [
        catalog.courses[source.course].id if isinstance(source, Option) and source.course is not None else None
        for source in task.source
    ]
    # as the task adds up points, money and the number of courses
    cost = (plan.objective.points * (sum(task.money) + 1) + plan.money) * (len(task.source) + 1) + len(plan.steps)
    suspects = [at for at, course in enumerate(taught) if course in courses]
    if suspects:
        bound = ascent(task, task.cost, range(len(taught)))
        if any(bound.rest[at] <= cost - bound.value for at in suspects):
            return True
    for missing in lacking:
        bound = ascent(task, task.cost, [at for at, course in enumerate(taught) if course != missing])
        if not bound.closed and bound.value <= cost:
            return True
    return False


def _reached(request: Request, plan: Plan) -> int:
    compiled, reached = request.compiled, request.held
    for step in plan.steps:
        at = compiled.course_at[step.course]
        reached |= compiled.teaches[at] | request.pins.get(at, 0)
    return reached
