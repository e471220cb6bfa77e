"""The next best paths against every set of courses left out."""

from dataclasses import replace
from itertools import chain, combinations

from advisor.planner import Catalog, Learner, check_plan, compile_catalog, next_best, ranked_plans
from tests.planner.build import catalog, course, names, wants
from tests.planner.oracle import best_objective, tiny_instance


def test_next_best_lists_distinct_paths_in_order() -> None:
    offer = catalog(course("x", {"a": 1}), course("y", {"a": 1}, minutes=20), course("z", {"a": 1}, minutes=30))
    plans = next_best(compile_catalog(offer), wants({"a": 1}), 5)
    assert [names(plan) for plan in plans] == [["x"], ["y"], ["z"]]
    assert len(next_best(compile_catalog(offer), wants({"a": 1}), 2)) == 2


def test_path_that_reaches_less_is_no_alternative() -> None:
    offer = catalog(course("x", {"a": 2}), course("y", {"a": 1}, minutes=1))
    assert [names(plan) for plan in ranked_plans(compile_catalog(offer), wants({"a": 2}))] == [["x"]]


def test_pinned_course_is_in_every_path() -> None:
    offer = catalog(course("x", {"a": 1}), course("y", {"a": 1}, minutes=20), course("pin", {"b": 1}))
    plans = next_best(compile_catalog(offer), wants({"a": 1}, pinned=frozenset({"pin"})), 3)
    assert [sorted(names(plan)) for plan in plans] == [["pin", "x"], ["pin", "y"]]


def test_ranking_agrees_with_every_set_left_out() -> None:
    for seed in range(120):
        offer, learner = tiny_instance(seed)
        free = sorted({entry.id for entry in offer.courses} - learner.pinned)
        subsets = chain.from_iterable(combinations(free, size) for size in range(len(free) + 1))
        values = {frozenset(subset): best_objective(offer, without(learner, frozenset(subset))) for subset in subsets}
        best = values[frozenset()]
        earlier: list[frozenset[str]] = []
        for plan in next_best(compile_catalog(offer), learner, 4):
            reach = [value for left_out, value in values.items() if all(left_out & courses for courses in earlier)]
            assert plan.objective == min(reach), seed
            assert check_plan(offer, learner, plan) == (), seed
            earlier.append(frozenset(names(plan)))
        if len(earlier) < 4:
            reach = [value for left_out, value in values.items() if all(left_out & found for found in earlier)]
            assert all(value[:2] != parts(best)[:2] for value in map(parts, reach)), seed


def parts(value: object) -> tuple[int, int, int]:
    return value.pinned_missing, value.levels_missing, value.points  # type: ignore[attr-defined]


def without(learner: Learner, courses: frozenset[str]) -> Learner:
    return replace(learner, filters=replace(learner.filters, exclude=learner.filters.exclude | courses))


def test_ranking_starts_with_an_empty_path_when_nothing_is_wanted() -> None:
    offer: Catalog = catalog(course("x", {"a": 1}))
    assert [names(plan) for plan in ranked_plans(compile_catalog(offer), wants({}))] == [[]]
