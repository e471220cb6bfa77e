"""The search against exhaustion, and what must hold on every instance."""

from dataclasses import replace

import pytest

from advisor.planner import Catalog, compile_catalog, plan_path
from advisor.planner.checker import check_plan
from tests.planner.oracle import best_objective, tiny_instance

INSTANCES = 2_000
CHUNK = 250


@pytest.mark.parametrize("first", range(0, INSTANCES, CHUNK))
def test_plan_agrees_with_exhaustive_search(first: int) -> None:
    for seed in range(first, first + CHUNK):
        catalog, learner = tiny_instance(seed)
        plan = plan_path(compile_catalog(catalog), learner)
        assert plan.proven, seed
        assert check_plan(catalog, learner, plan) == (), seed
        assert plan.objective == best_objective(catalog, learner), seed


def test_plan_ignores_the_order_of_rows() -> None:
    for seed in range(300):
        catalog, learner = tiny_instance(seed)
        shuffled = Catalog(catalog.skills[::-1], 3, catalog.courses[::-1], catalog.programs[::-1])
        plan = plan_path(compile_catalog(catalog), learner)
        assert plan_path(compile_catalog(shuffled), learner) == plan, seed


def test_looser_budget_never_hurts() -> None:
    for seed in range(200):
        catalog, learner = tiny_instance(seed)
        compiled = compile_catalog(catalog)
        plans = [plan_path(compiled, replace(learner, budget=budget)) for budget in (0, 100, 300, 600, None)]
        objectives = [plan.objective for plan in plans]
        assert objectives == sorted(objectives, reverse=True), seed


def test_higher_levels_never_cost_more() -> None:
    for seed in range(200):
        catalog, learner = tiny_instance(seed)
        compiled = compile_catalog(catalog)
        before = plan_path(compiled, learner).objective
        for skill in catalog.skills:
            held = {**learner.levels, skill: min(3, learner.levels.get(skill, 0) + 1)}
            assert plan_path(compiled, replace(learner, levels=held)).objective <= before, seed


def test_dropped_filters_never_hurt() -> None:
    for seed in range(200):
        catalog, learner = tiny_instance(seed)
        compiled = compile_catalog(catalog)
        open_learner = replace(learner, filters=type(learner.filters)())
        assert plan_path(compiled, open_learner).objective <= plan_path(compiled, learner).objective, seed


def test_node_limit_gives_a_sound_unproven_plan() -> None:
    unproven = 0
    for seed in range(400):
        catalog, learner = tiny_instance(seed)
        compiled = compile_catalog(catalog)
        plan = plan_path(compiled, learner, node_limit=0)
        assert check_plan(catalog, learner, plan) == (), seed
        best = plan_path(compiled, learner).objective
        assert plan.objective == best if plan.proven else plan.objective >= best, seed
        unproven += not plan.proven
    assert unproven > 0
