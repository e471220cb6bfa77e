"""Courses left out: because they are known, or because they would cost more."""

from dataclasses import replace

import pytest

from advisor.planner import (
    Catalog,
    Filters,
    Learner,
    Needless,
    WhyNot,
    check_plan,
    compile_catalog,
    needless,
    plan_path,
    why_not,
)
from tests.planner.build import catalog, course, names, program, wants
from tests.planner.oracle import best_objective, tiny_instance

OFFER = catalog(
    course("x", {"a": 1}, minutes=10),
    course("x-long", {"a": 1, "c": 1}, minutes=30),
    course("y", {"b": 1}, minutes=20, requires={"a": 1}),
    course("idle", {"d": 1}, minutes=5),
    course("stuck", {"b": 1}, requires={"d": 3}),
    course("es", {"b": 1}, language="es"),
    course("paid", {"b": 1}, price=500),
    course("part", {"b": 1}),
    programs=[program("p", "part", fee=100)],
)
LEARNER = wants({"b": 1}, filters=Filters(False, frozenset({"en"}), frozenset({"paid", "p"})))


def asked(course_id: str, learner: Learner = LEARNER, offer: Catalog = OFFER) -> WhyNot:
    compiled = compile_catalog(offer)
    return why_not(compiled, learner, plan_path(compiled, learner), course_id)


@pytest.mark.parametrize(
    ("course_id", "kind"),
    [("x", "in_path"), ("es", "language"), ("paid", "excluded"), ("part", "excluded")],
)
def test_why_not_names_what_bars_a_course(course_id: str, kind: str) -> None:
    assert asked(course_id) == WhyNot(kind)


def test_why_not_taken_and_not_free() -> None:
    assert asked("x", replace(LEARNER, taken=frozenset({"x"}))).kind == "taken"
    free = replace(LEARNER, filters=Filters(free_only=True))
    assert asked("paid", free).kind == "not_free"
    assert asked("part", free).kind == "not_free"


def test_why_not_says_what_the_course_would_cost_and_replace() -> None:
    answer = asked("x-long")
    assert (answer.kind, answer.extra_points, answer.extra_minutes) == ("costs_more", 20, 20)
    assert (answer.replaces, answer.adds) == (("x",), ())
    assert answer.forced is not None
    assert names(answer.forced) == ["x-long", "y"]


def test_why_not_teaches_nothing_needed() -> None:
    answer = asked("idle")
    assert (answer.kind, answer.extra_minutes, answer.replaces) == ("teaches_nothing_needed", 5, ())


def test_why_not_out_of_reach_names_what_is_missing() -> None:
    assert asked("stuck") == WhyNot("out_of_reach", missing=(("d", 3),))


def test_why_not_budget() -> None:
    learner = wants({"b": 1, "c": 1}, budget=400)
    assert asked("paid", learner) == WhyNot("budget")
    offer = catalog(course("goal", {"a": 1}, price=300), course("wish", {"b": 1}, price=300))
    answer = asked("wish", wants({"a": 1, "b": 1}, {"b": 1}, budget=400), offer)
    assert answer.kind == "teaches_nothing_needed"
    offer = catalog(course("a", {"a": 2}, price=300), course("b", {"b": 1}, price=300))
    answer = asked("b", wants({"a": 2, "b": 1}, budget=400), offer)
    assert (answer.kind, answer.replaces) == ("budget", ("a",))


def test_why_not_refuses_an_unknown_course() -> None:
    with pytest.raises(ValueError, match="unknown 'gone'"):
        asked("gone")


def test_forced_plans_are_sound_and_best() -> None:
    compared = 0
    for seed in range(200):
        offer, learner = tiny_instance(seed)
        compiled = compile_catalog(offer)
        plan = plan_path(compiled, learner)
        for entry in offer.courses:
            answer = why_not(compiled, learner, plan, entry.id)
            if answer.forced is None:
                continue
            pinned = replace(learner, pinned=learner.pinned | {entry.id})
            assert entry.id in names(answer.forced), seed
            assert check_plan(offer, pinned, answer.forced) == (), seed
            assert answer.forced.objective == best_objective(offer, pinned), seed
            assert answer.kind != "costs_more" or answer.extra_points >= 0, seed
            compared += 1
    assert compared > 50


def known(learner: Learner, offer: Catalog = OFFER) -> tuple[Needless, ...]:
    compiled = compile_catalog(offer)
    return needless(compiled, learner, plan_path(compiled, learner))


def test_needless_course_names_the_level_that_spares_it() -> None:
    assert known(replace(LEARNER, levels={"a": 2})) == (Needless("x", (("a", 1),)),)


def test_needless_goes_back_through_courses_that_are_spared() -> None:
    spared = known(replace(LEARNER, levels={"b": 1}))
    assert spared == (Needless("y", (("b", 1),)), Needless("x", (("b", 1),)))


def test_needless_is_empty_for_a_beginner_and_leaves_out_taken_courses() -> None:
    assert known(LEARNER) == ()
    assert known(replace(LEARNER, taken=frozenset({"x"}))) == ()


def test_swapped_course_is_not_called_needless() -> None:
    offer = catalog(
        course("x", {"a": 1}, minutes=10),
        course("y", {"a": 1}, minutes=2, requires={"b": 1}),
    )
    assert known(wants({"a": 1}, {"b": 1}), offer) == ()
