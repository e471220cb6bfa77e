"""The next best paths, best first."""

import heapq
from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import islice

from advisor.planner.compiled import CompiledCatalog
from advisor.planner.path import NODE_LIMIT, plan_path
from advisor.planner.problem import Filters, Learner, Plan

Rank = tuple[int, int, int, int, int, tuple[str, ...]]


def ranked_plans(
    catalog: CompiledCatalog, learner: Learner, *, node_limit: int = NODE_LIMIT, hints: Collection[str] = ()
) -> Iterator[Plan]:
    """Plans in rising order, none of which holds all courses of an earlier one.

    The first is the best plan; all leave as few pinned courses and goal levels missing as it does. Each plan after the
    first lacks a course of every plan before it, so the search goes over the sets of courses left out. `node_limit` is
    for each solving; the order is exact when every plan is proven. `hints` are for the first, as for `plan_path`.
    """
    best = plan_path(catalog, learner, node_limit=node_limit, hints=hints)
    queue: list[tuple[Rank, tuple[str, ...], Plan]] = [(_rank(best), (), best)]
    queued: set[frozenset[str]] = {frozenset()}
    seen: set[frozenset[str]] = set()
    while queue:
        _, left_out, plan = heapq.heappop(queue)
        courses = frozenset(step.course for step in plan.steps)
        if courses not in seen:
            seen.add(courses)
            yield plan
        for course in sorted(courses - learner.pinned):
            without = frozenset((*left_out, course))
            if without not in queued:
                queued.add(without)
                other = plan_path(catalog, _excluding(learner, without), node_limit=node_limit)
                if _missing(other) == _missing(best):
                    heapq.heappush(queue, (_rank(other), tuple(sorted(without)), other))


def next_best(
    catalog: CompiledCatalog, learner: Learner, count: int, *, node_limit: int = NODE_LIMIT
) -> tuple[Plan, ...]:
    """The first `count` of `ranked_plans`, or as many as there are."""
    return tuple(islice(ranked_plans(catalog, learner, node_limit=node_limit), count))


def _rank(plan: Plan) -> Rank:
    objective = plan.objective
    courses = tuple(sorted(step.course for step in plan.steps))
    return (*_missing(plan), objective.points, plan.money, len(courses), courses)


def _missing(plan: Plan) -> tuple[int, int]:
    return plan.objective.pinned_missing, plan.objective.levels_missing


def _excluding(learner: Learner, courses: frozenset[str]) -> Learner:
    filters = learner.filters
    return replace(learner, filters=Filters(filters.free_only, filters.languages, filters.exclude | courses))
