"""The stop of the questionnaire against every completion of small boxes, and by hand."""

import pytest

from advisor.planner import Implication, Learner, Settling, Weights, compile_catalog, narrowed_box, settle
from advisor.planner.boxes import Box
from tests.planner.boxes import completions, path_at, tiny_question
from tests.planner.build import catalog, course, names, program, wants

QUESTIONS = 2_400
CHUNK = 300


@pytest.mark.parametrize("first", range(0, QUESTIONS, CHUNK))
def test_settled_agrees_with_every_completion(first: int) -> None:
    for seed in range(first, first + CHUNK):
        offer, learner, tops, rules = tiny_question(seed)
        compiled = compile_catalog(offer)
        paths = {path_at(compiled, learner, levels) for levels in completions(offer, learner, tops, rules)}
        if paths:
            found = settle(compiled, learner, tops, rules)
            assert found.proven, seed
            assert found.settled == (len(paths) == 1), seed


def test_a_skill_asked_about_can_change_the_path() -> None:
    asked = 0
    for seed in range(900):
        offer, learner, tops, rules = tiny_question(seed)
        compiled = compile_catalog(offer)
        every = list(completions(offer, learner, tops, rules))
        skill = Settling(compiled, learner, tops, rules).next_skill() if every else None
        if skill is not None:
            asked += 1
            outcomes = {(levels[skill], path_at(compiled, learner, levels)) for levels in every}
            assert len({level for level, _ in outcomes}) > 1, seed
            assert len({path for _, path in outcomes}) > 1, seed
    assert asked > 100


def test_the_gap_is_the_most_that_knowing_better_saves() -> None:
    offer = catalog(course("long", {"a": 1}, minutes=30), course("short", {"a": 1}, minutes=10, requires={"b": 1}))
    found = settle(compile_catalog(offer), wants({"a": 1}), {"b": 3})
    assert (found.settled, found.gap_levels, found.gap_points, found.witness) == (False, 0, 20, {"b": 1})


def test_a_level_that_brings_a_goal_within_reach_counts_as_levels() -> None:
    offer = catalog(course("deep", {"a": 2}, requires={"b": 2}))
    found = settle(compile_catalog(offer), wants({"a": 2}), {"b": 3})
    assert (found.gap_levels, found.gap_points, found.witness) == (2, 0, {"b": 2})


def helped() -> Learner:
    return wants({"a": 1}, weights=Weights(help=3))


def test_equal_paths_at_both_ends_do_not_settle_when_helps_differ() -> None:
    first = course("first", {"a": 1}, minutes=10, helps={"x": 1})
    second = course("second", {"a": 1}, minutes=11, helps={"y": 1})
    found = settle(compile_catalog(catalog(first, second)), helped(), {"x": 1, "y": 1})
    assert names(found.plan) == ["first"]
    assert (found.settled, found.witness, found.gap_points) == (False, {"y": 1}, 2)


def test_an_implication_settles_what_the_helps_left_open() -> None:
    first = course("first", {"a": 1}, minutes=10, helps={"x": 1})
    second = course("second", {"a": 1}, minutes=11, helps={"y": 1})
    rules = (Implication("y", 1, "x", 1),)
    assert settle(compile_catalog(catalog(first, second)), helped(), {"x": 1, "y": 1}, rules).settled


def test_levels_that_imply_each_other_are_supposed_together() -> None:
    offer = catalog(course("end", {"a": 1}, requires={"b": 1, "c": 1}), course("b", {"b": 1}), course("c", {"c": 1}))
    rules = (Implication("b", 1, "c", 1), Implication("c", 1, "b", 1))
    assert settle(compile_catalog(offer), wants({"a": 1}), {"b": 1, "c": 1}, rules).witness == {"b": 1, "c": 1}


def test_learning_a_skill_supposes_nothing_that_it_implies() -> None:
    offer = catalog(course("end", {"a": 1}, requires={"b": 1, "c": 1}), course("b", {"b": 1}), course("c", {"c": 1}))
    found = settle(compile_catalog(offer), wants({"a": 1}), {}, (Implication("b", 1, "c", 1),))
    assert (found.settled, names(found.plan)) == (True, ["b", "c", "end"])


def test_an_equal_path_that_wins_ties_counts_as_a_change() -> None:
    offer = catalog(course("early", {"a": 1}, requires={"b": 1}), course("late", {"a": 1}))
    assert settle(compile_catalog(offer), wants({"a": 1}), {"b": 1}).witness == {"b": 1}


def test_an_equal_path_that_loses_ties_changes_nothing() -> None:
    offer = catalog(course("early", {"a": 1}), course("late", {"a": 1}, requires={"b": 1}))
    assert settle(compile_catalog(offer), wants({"a": 1}), {"b": 1}).settled


def test_a_budget_that_no_level_stretches_is_settled() -> None:
    offer = catalog(course("dear", {"a": 1}, price=900), course("free", {"b": 1}))
    found = settle(compile_catalog(offer), wants({"a": 1, "b": 1}, budget=100), {"c": 3})
    assert (found.settled, names(found.plan)) == (True, ["free"])


def test_a_part_of_a_program_that_a_level_makes_needless() -> None:
    offer = catalog(
        course("one", {"b": 1}), course("two", {"a": 1}, requires={"b": 1}), course("solo", {"a": 1}, minutes=15)
    )
    joined = catalog(*offer.courses, programs=[program("pair", "one", "two", standalone=["two"])])
    assert settle(compile_catalog(joined), wants({"a": 1}), {"b": 1}).witness == {"b": 1}


def test_finished_courses_raise_the_low_ends() -> None:
    offer = catalog(course("done", {"b": 2}), course("end", {"a": 1}, requires={"b": 1}))
    found = settle(compile_catalog(offer), wants({"a": 1}, taken=frozenset({"done"})), {"b": 3})
    assert (found.settled, found.box.low("b")) == (True, 2)


def test_a_search_that_gives_up_leaves_the_path_open() -> None:
    unproven = 0
    for seed in range(200):
        offer, learner, tops, rules = tiny_question(seed)
        compiled = compile_catalog(offer)
        every = list(completions(offer, learner, tops, rules))
        found = settle(compiled, learner, tops, rules, node_limit=0) if every else None
        if found is not None and not found.proven:
            unproven += 1
            assert found.settled == (not found.box.open_skills), seed
    assert unproven > 0


def test_implications_narrow_both_ways() -> None:
    rules = (Implication("a", 2, "b", 1), Implication("b", 1, "c", 3))
    upward = narrowed_box(Box({"a": 2}, {"a": 3, "b": 3, "c": 3}), rules)
    downward = narrowed_box(Box({}, {"a": 3, "b": 3, "c": 2}), rules)
    assert dict(upward.lows) == {"a": 2, "b": 1, "c": 3}
    assert dict(downward.tops) == {"a": 1, "b": 0, "c": 2}


def test_contradictory_levels_are_refused() -> None:
    with pytest.raises(ValueError, match="a at 1 implies b above 0"):
        narrowed_box(Box({"a": 1}, {}), [Implication("a", 1, "b", 1)])
