"""The one entry to the exact search."""

from collections.abc import Collection

from advisor.planner.budget import cheapest_affordable_path
from advisor.planner.checks import check_learner
from advisor.planner.compiled import CompiledCatalog
from advisor.planner.effort import Effort
from advisor.planner.hints import path_among
from advisor.planner.ordering import ordered_plan
from advisor.planner.problem import Learner, Plan
from advisor.planner.request import Request
from advisor.planner.search import cheapest_path
from advisor.planner.tasks import build_task

NODE_LIMIT = 200_000
"""Search nodes, a few seconds at worst; catalogues made from real ones need less than a hundred."""


def plan_path(
    catalog: CompiledCatalog, learner: Learner, *, node_limit: int = NODE_LIMIT, hints: Collection[str] = ()
) -> Plan:
    """The path with the fewest pinned courses missing, then goal levels missing, then points.

    Ties go to less money, then to fewer courses, then to a fixed order of the ways to take a course by id.
    `node_limit` bounds search nodes, not seconds; when it is reached the plan is the best one found and not
    `proven`. `hints` are courses among which a good path is likely: they make the search quicker, and a proven plan
    is the same without them. Raises ValueError for a learner that does not fit the catalogue.
    """
    check_learner(learner, catalog.catalog, catalog.course_at)
    request = Request(catalog, learner)
    effort = Effort(node_limit)
    task = build_task(request, capped=False)
    outcome = cheapest_path(task, effort, path_among(task, catalog, hints) if hints else None)
    plan = ordered_plan(request, outcome.actions, proven=outcome.proven)
    if learner.budget is None or plan.money <= learner.budget:
        return plan
    task = build_task(request, capped=True)
    known = path_among(task, catalog, hints) if hints else None
    outcome = cheapest_affordable_path(task, learner.budget, effort, known)
    return ordered_plan(request, outcome.actions, proven=outcome.proven)
