"""What-ifs and alternatives: every figure is a path solved again, and nothing offered is worse in every respect."""

from collections.abc import Mapping
from typing import Any

import pytest

from advisor.planning import Advisor, Solution, shortfall
from advisor.weights import ProductWeights
from advisor.whatif import NEXT_BEST_SHOWN, Change, alternatives, changed, counterfactuals
from tests.advisor.plain import PAID, catalogue, course, read, solve

# A handful of different learners; every one of them takes a second or so to answer all questions for.
LEARNERS: list[dict[str, Any]] = [
    {"goal": "machine-learning", "levels": {"school-maths": 2, "python": 1}},
    {"goal": "deep-learning", "levels": {"python": 2}, "certificate": True},
    {"goal": "tabular-ml", "levels": {"school-maths": 2, "python": 2}, "style": "mathematical", "prefer": "gentlest"},
    {"goal": "mlops", "levels": {"python": 2, "supervised-learning": 2}, "budget": {"total": 100}},
    {"goal": "nlp-llms", "taken": ["ml-specialization"], "levels": {"python": 1}, "prefer": "cheapest"},
    {"goal": "ai-at-work", "budget": {"free_only": True}},
    {"targets": {"computer-vision": 2, "reinforcement-learning": 1}, "levels": {"python": 2}, "hours_per_week": 12},
]
each_learner = pytest.mark.parametrize("answers", LEARNERS, ids=lambda answers: answers.get("goal", "own targets"))


@pytest.fixture
def solution(answers: dict[str, Any], shipped_advisor: Advisor) -> Solution:
    return shipped_advisor.solve(read(shipped_advisor.catalogue, **answers))


def respects(solution: Solution) -> tuple[int, int, int]:
    """Minutes, cents and strain, counted from the facts."""
    courses = [solution.advisor.catalogue.courses[slug] for slug in solution.courses]
    weights = ProductWeights()
    strain = weights.help_points * sum(len(step.unmet_helps) for step in solution.plan.steps)
    strain += sum(weights.load_points(one.maths) + weights.load_points(one.coding) for one in courses)
    cents = sum(line.subtotal for line in solution.calendar.timetable.bill.lines)
    return sum(one.minutes[1] for one in courses if one.minutes), cents, strain


def is_worse(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return one != other and all(mine >= theirs for mine, theirs in zip(one, other, strict=True))


@each_learner
def test_counterfactual_is_the_path_solved_again(solution: Solution) -> None:
    found = counterfactuals(solution)
    assert found
    before = respects(solution)
    for one in found:
        other = solution.advisor.solve(changed(solution.answers, one.change))
        assert set(one.dropped) == solution.courses - other.courses
        assert set(one.added) == other.courses - solution.courses
        assert one.dropped or one.added
        assert (one.minutes, one.cents) == tuple(new - old for new, old in zip(respects(other), before, strict=True))[
            :2
        ]
        assert shortfall(other.plan) <= shortfall(solution.plan)


@each_learner
def test_counterfactuals_begin_with_one_level_then_the_most_saved(solution: Solution) -> None:
    found = counterfactuals(solution)
    levels = [one for one in found if one.change.field == "levels"]
    assert list(found[: len(levels)]) == levels
    for group in (levels, found[len(levels) :]):
        assert [one.minutes for one in group] == sorted(one.minutes for one in group)
    assert len({str(one.change) for one in found}) == len(found)


@each_learner
def test_alternatives_are_worse_than_nothing_in_every_respect(solution: Solution) -> None:
    found = [one.solution for one in alternatives(solution)]
    for one in found:
        rivals = [solution, *(other for other in found if other is not one)]
        assert not any(is_worse(respects(one), respects(rival)) for rival in rivals)


@each_learner
def test_alternatives_are_distinct_and_reach_as_much(solution: Solution) -> None:
    found = alternatives(solution)
    paths = [solution.courses, *(one.solution.courses for one in found)]
    assert len(set(paths)) == len(paths)
    assert all(shortfall(one.solution.plan) == shortfall(solution.plan) for one in found)
    kinds = [one.kind for one in found if one.kind != "next-best"]
    assert len(set(kinds)) == len(kinds)
    assert len(found) - len(kinds) <= NEXT_BEST_SHOWN


def changes(answers: Mapping[str, Any], *courses: Any) -> dict[Change, Any]:
    return {one.change: one for one in counterfactuals(solve(catalogue(*courses), **answers))}


def test_counterfactual_of_a_level_spares_a_step() -> None:
    offer = course("base", {"b": 1}, 12), course("main", {"a": 1}, requires={"b": 1})
    found = changes({"targets": {"a": 1}}, *offer)
    one = found[Change("levels", "b", 1)]
    assert (one.dropped, one.added, one.minutes, one.cents) == (("base",), (), -720, 0)


def test_counterfactual_of_a_level_lost_adds_a_step() -> None:
    offer = course("base", {"b": 1}, 12), course("main", {"a": 1}, requires={"b": 1})
    one = changes({"targets": {"a": 1}, "levels": {"b": 1}}, *offer)[Change("levels", "b", 0)]
    assert (one.dropped, one.added, one.minutes) == ((), ("base",), 720)


def test_counterfactual_that_loses_the_goal_is_left_out() -> None:
    only = course("paid", {"a": 1}, **PAID)
    assert Change("free_only", None, True) not in changes({"targets": {"a": 1}}, only)
    assert Change("free_only", None, False) in changes({"targets": {"a": 1}, "budget": {"free_only": True}}, only)
    assert not changes(
        {"targets": {"a": 1}, "levels": {"b": 1}}, course("main", {"a": 1}, requires={"b": 1})
    ).keys() & {Change("levels", "b", 0)}


def test_counterfactual_that_wins_a_pin_and_loses_the_goal_is_left_out() -> None:
    # With b the pinned course comes within reach, and then nothing is left to pay for the goal.
    pinned = course("pinned", requires={"b": 1}, price_model="one-off", one_off_price=2000)
    wanted = course("wanted", {"a": 1}, price_model="one-off", one_off_price=1000)
    answers = {"targets": {"a": 1}, "pinned": ["pinned"], "budget": {"total": 20}}
    assert solve(catalogue(pinned, wanted), **answers, levels={"b": 1}).courses == {"pinned"}
    assert Change("levels", "b", 1) not in changes(answers, pinned, wanted)


def test_level_of_a_finished_course_is_not_taken_back() -> None:
    offer = course("base", {"b": 1}), course("other", {"b": 1}), course("main", {"a": 1}, requires={"b": 1})
    found = changes({"targets": {"a": 1}, "taken": ["base"]}, *offer)
    assert Change("levels", "b", 0) not in found


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        (Change("levels", "b", 2), "levels", {"a": 1, "b": 2}),
        (Change("style", None, "intuitive"), "style", "intuitive"),
        (Change("prefer", None, "fastest"), "prefer", "fastest"),
        (Change("certificate", None, True), "certificate", True),
    ],
)
def test_changed_answers_differ_in_one_field(change: Change, field: str, value: object) -> None:
    answers = read(catalogue(course("main", {"a": 1})), targets={"a": 1}, levels={"a": 1})
    before, after = answers.as_json(), changed(answers, change).as_json()
    assert after == {**before, field: value}


def test_alternatives_name_what_they_are_best_at() -> None:
    offer = catalogue(
        course("quick", {"a": 1}, 10, maths="heavy", coding="heavy", **PAID),
        course("sound", {"a": 1}, 11, maths="heavy", **PAID),
        course("easy", {"a": 1}, 18, **PAID),
        course("free", {"a": 1}, 40, maths="heavy"),
    )
    found = alternatives(solve(offer, targets={"a": 1}, prefer="fastest"))
    assert [(one.kind, list(one.solution.courses)) for one in found] == [
        ("cheapest", ["free"]),
        ("gentlest", ["easy"]),
        ("next-best", ["sound"]),
    ]


def test_free_path_is_named_when_nothing_else_finds_it() -> None:
    # The price is not known, so the cheapest search takes it for next to nothing.
    offer = catalogue(course("unpriced", {"a": 1}, 10, price_model="one-off"), course("free", {"a": 1}, 12))
    found = alternatives(solve(offer, targets={"a": 1}))
    assert [one.kind for one in found] == ["free-only"]


def test_path_worse_in_every_respect_is_no_alternative() -> None:
    offer = catalogue(course("good", {"a": 1}, 10), course("bad", {"a": 1}, 11, maths="heavy", **PAID))
    assert alternatives(solve(offer, targets={"a": 1})) == ()
