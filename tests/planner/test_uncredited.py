"""Courses taken without their outcomes being held: levels are as the learner says, the order of parts stays."""

import pytest

from advisor.planner import check_plan, compile_catalog, parse_learner
from advisor.planner.replay import start_levels
from tests.planner.build import catalog, course, names, program, solve, wants

OFFER = catalog(
    course("part1", {"a": 2}),
    course("part2", {"b": 1}),
    course("again", {"a": 2}, minutes=50),
    course("top", {"c": 1}, requires={"a": 2}),
    programs=[program("p", "part1", "part2")],
)


def test_taken_course_gives_nothing_beyond_the_levels_said() -> None:
    learner = wants({"c": 1}, {"a": 1}, taken=frozenset({"part1"}), credits_taken=False)
    plan = solve(OFFER, learner)
    assert names(plan) == ["again", "top"]
    assert check_plan(OFFER, learner, plan) == ()


def test_taken_course_is_credited_unless_told_otherwise() -> None:
    assert names(solve(OFFER, wants({"c": 1}, {"a": 1}, taken=frozenset({"part1"})))) == ["top"]


def test_taken_part_still_opens_the_next_one() -> None:
    learner = wants({"b": 1}, taken=frozenset({"part1"}), credits_taken=False)
    plan = solve(OFFER, learner)
    assert names(plan) == ["part2"]
    assert check_plan(OFFER, learner, plan) == ()


@pytest.mark.parametrize(("credits_taken", "levels"), [(True, {"a": 2}), (False, {})])
def test_levels_at_the_start_follow_the_flag(credits_taken: bool, levels: dict[str, int]) -> None:
    learner = wants({"c": 1}, taken=frozenset({"part1"}), credits_taken=credits_taken)
    assert start_levels(compile_catalog(OFFER), learner) == levels


def test_flag_is_read_from_a_record_and_on_by_default() -> None:
    assert parse_learner({"goal": {}}, OFFER).credits_taken
    assert not parse_learner({"goal": {}, "credits_taken": False}, OFFER).credits_taken
