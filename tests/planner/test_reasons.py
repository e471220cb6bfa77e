"""Why each step is there and what could replace it."""

from dataclasses import replace

from advisor.planner import Filters, Reason, Weights, compile_catalog, plan_path, step_reasons, substitutes
from advisor.planner.problem import Catalog, Learner
from tests.planner.build import catalog, course, names, program, wants
from tests.planner.oracle import tiny_instance


def reasons(offer: Catalog, learner: Learner) -> dict[str, tuple[Reason, ...]]:
    compiled = compile_catalog(offer)
    plan = plan_path(compiled, learner)
    return dict(zip(names(plan), step_reasons(compiled, learner, plan), strict=True))


def test_reasons_name_targets_and_the_steps_that_need_a_level() -> None:
    offer = catalog(course("x", {"a": 1}), course("y", {"b": 2}, requires={"a": 1}))
    assert reasons(offer, wants({"b": 2})) == {
        "x": (Reason("prerequisite", "a", 1, "y"),),
        "y": (Reason("target", "b", 2, None),),
    }


def test_first_supplier_has_the_reason() -> None:
    offer = catalog(course("x", {"a": 1, "c": 1}), course("y", {"a": 1, "b": 1}, requires={"c": 1}))
    found = reasons(offer, wants({"a": 1, "b": 1}))
    assert found["x"] == (Reason("target", "a", 1, None), Reason("prerequisite", "c", 1, "y"))
    assert found["y"] == (Reason("target", "b", 1, None),)


def test_held_level_is_no_reason() -> None:
    offer = catalog(course("x", {"a": 1, "b": 1}))
    assert reasons(offer, wants({"a": 1, "b": 1}, {"a": 1})) == {"x": (Reason("target", "b", 1, None),)}


def test_helpful_step_says_whom_it_helps() -> None:
    offer = catalog(course("h", {"a": 1}, minutes=1), course("m", {"b": 1}, helps={"a": 1}))
    found = reasons(offer, wants({"b": 1}, weights=Weights(help=5)))
    assert found["h"] == (Reason("helpful", "a", 1, "m"),)


def test_pin_and_bundle_order_are_reasons() -> None:
    offer = catalog(course("x", {"a": 1}), course("y", {"b": 1}), programs=[program("p", "x", "y")])
    found = reasons(offer, wants({"c": 1}, pinned=frozenset({"y"})))
    assert found == {"x": (Reason("bundle_order", None, 0, "y"),), "y": (Reason("pinned", None, 0, None),)}


def test_target_out_of_reach_is_named_as_far_as_it_gets() -> None:
    assert reasons(catalog(course("x", {"a": 1})), wants({"a": 3}))["x"] == (Reason("target", "a", 1, None),)


def test_every_step_has_a_reason_that_something_rests_on() -> None:
    for seed in range(600):
        offer, learner = tiny_instance(seed)
        for step, found in reasons(offer, learner).items():
            assert found, (seed, step)
            assert all(reason.kind != "helpful" or reason.for_course for reason in found), (seed, step)


def test_substitutes_are_the_courses_at_the_same_wall() -> None:
    offer = catalog(
        course("x", {"a": 1}),
        course("x-long", {"a": 1}, minutes=90),
        course("y", {"b": 1}, requires={"a": 1}),
        course("idle", {"c": 1}),
    )
    compiled, learner = compile_catalog(offer), wants({"b": 1})
    assert substitutes(compiled, learner, plan_path(compiled, learner)) == {"x": ("x-long",), "y": ()}


def test_any_path_around_a_course_takes_one_of_its_substitutes() -> None:
    compared = 0
    for seed in range(2_000):
        offer, learner = tiny_instance(seed)
        learner = replace(learner, budget=None, weights=replace(learner.weights, help=0))
        compiled = compile_catalog(offer)
        plan = plan_path(compiled, learner)
        found = substitutes(compiled, learner, plan)
        assert sorted(found) == sorted(names(plan))
        for out in set(names(plan)) - learner.pinned:
            barred = Filters(learner.filters.free_only, learner.filters.languages, learner.filters.exclude | {out})
            around = plan_path(compiled, replace(learner, filters=barred))
            if around.objective.levels_missing == plan.objective.levels_missing and (
                around.objective.pinned_missing == plan.objective.pinned_missing
            ):
                compared += 1
                assert set(found[out]) & set(names(around)), (seed, out)
    assert compared > 50
