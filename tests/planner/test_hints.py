"""Hints make a search quicker and its plan no other."""

import random
from itertools import islice

import pytest

from advisor.planner import compile_catalog, next_best, plan_path, ranked_plans, search
from tests.planner.build import names
from tests.planner.oracle import tiny_instance


@pytest.mark.parametrize("core", [search.CORE, 2])
def test_plan_is_the_same_with_any_hints(core: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "CORE", core)
    rng = random.Random(7)
    for seed in range(600):
        offer, learner = tiny_instance(seed)
        compiled = compile_catalog(offer)
        plan = plan_path(compiled, learner)
        ids = [*(entry.id for entry in offer.courses), "gone"]
        for hints in (ids, names(plan), rng.sample(ids, rng.randint(0, len(ids)))):
            assert plan_path(compiled, learner, hints=hints) == plan, (seed, hints)


def test_ranking_is_the_same_with_hints() -> None:
    for seed in range(100):
        offer, learner = tiny_instance(seed)
        compiled = compile_catalog(offer)
        hinted = ranked_plans(compiled, learner, hints=[offer.courses[0].id])
        assert tuple(islice(hinted, 3)) == next_best(compiled, learner, 3), seed


@pytest.mark.parametrize("seed", [484, 1623, 2617])
def test_hinted_path_is_kept_when_no_node_is_allowed(seed: int) -> None:
    offer, learner = tiny_instance(seed)
    compiled = compile_catalog(offer)
    best = plan_path(compiled, learner)
    assert plan_path(compiled, learner, node_limit=0).objective > best.objective
    assert plan_path(compiled, learner, node_limit=0, hints=names(best)).objective == best.objective
