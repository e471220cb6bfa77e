"""The checker finds each kind of fault planted into a sound plan."""

from dataclasses import replace

import pytest

from advisor.planner import Filters, Learner, Objective, Plan, Step, Weights
from advisor.planner.checker import check_plan
from tests.planner.build import catalog, course, program, solve, wants

OFFER = catalog(
    course("base", {"a": 1}, price=200),
    course("part1", {"b": 1}),
    course("part2", {"c": 1}, requires={"a": 1}, helps={"d": 1}),
    course("other", {"d": 2}, language="es", price=50),
    programs=[program("p", "part1", "part2", fee=100), program("q", "other", standalone=("other",))],
)
LEARNER = wants({"c": 1}, weights=Weights(minute=1, cent=1, help=3), budget=400, pinned=frozenset({"base"}))
BASE, PART1 = Step("base", None, ()), Step("part1", "p", ())
PART2 = Step("part2", "p", (("d", 1),))


def faults(*steps: Step, learner: Learner = LEARNER) -> str:
    return "\n".join(check_plan(OFFER, learner, replace(solve(OFFER, LEARNER), steps=steps)))


def test_sound_plan_has_no_fault() -> None:
    plan = solve(OFFER, LEARNER)
    assert plan == Plan((BASE, PART1, PART2), Objective(0, 0, 333), 300, True)
    assert check_plan(OFFER, LEARNER, plan) == ()


@pytest.mark.parametrize(
    ("steps", "fault"),
    [
        ((PART1, PART2, BASE), "step 2 (part2): requires a at 1, held is 0"),
        ((BASE, PART2, PART1), "comes in p before part1 is done"),
        ((BASE, BASE, PART1, PART2), "step 2 (base): is already done"),
        ((BASE, Step("part1", None, ()), PART2), "step 2 (part1): cannot be taken on its own"),
        ((BASE, Step("part1", "q", ()), PART2), "step 2 (part1): is no part of q"),
        ((BASE, Step("part1", "z", ()), PART2), "no such program as z"),
        ((BASE, Step("nope", None, ()), PART1, PART2), "step 2 (nope): no such course"),
        ((BASE, PART1, Step("part2", "p", ())), "unmet helps are [('d', 1)], not []"),
        ((BASE, Step("part1", "p", (("d", 1),)), PART2), "unmet helps are [], not [('d', 1)]"),
        ((PART1,), "plan: pinned_missing is 1, not 0"),
        ((BASE, PART1), "plan: levels_missing is 1, not 0"),
        ((BASE, PART1), "plan: points is 320, not 333"),
        ((PART1,), "plan: money is 100, not 300"),
    ],
)
def test_planted_fault_in_the_steps_is_found(steps: tuple[Step, ...], fault: str) -> None:
    assert fault in faults(*steps)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"filters": Filters(exclude=frozenset({"base"}))}, "step 1 (base): is excluded"),
        ({"filters": Filters(exclude=frozenset({"p"}))}, "step 2 (part1): its program p is excluded"),
        ({"filters": Filters(free_only=True)}, "step 1 (base): costs 200 cents"),
        ({"filters": Filters(free_only=True)}, "its program costs 100 cents"),
        ({"filters": Filters(languages=frozenset({"es"}))}, "step 1 (base): is in language 'en'"),
        ({"budget": 299}, "plan: costs 300 cents, the budget is 299"),
        ({"taken": frozenset({"base"})}, "step 1 (base): is already done"),
        ({"surcharges": {"base": 7}}, "plan: points is 340, not 333"),
        ({"prices": {"base": 0}}, "plan: money is 100, not 300"),
        ({"dismissed": frozenset({("part2", "d")})}, "unmet helps are []"),
        ({"goal": {"c": 1, "d": 2}}, "plan: levels_missing is 2, not 0"),
    ],
)
def test_fault_against_the_learner_is_found(change: dict[str, object], fault: str) -> None:
    assert fault in faults(BASE, PART1, PART2, learner=replace(LEARNER, **change))


@pytest.mark.parametrize(
    "wrong",
    [
        {"money": 1},
        {"objective": Objective(0, 0, 1)},
        {"objective": Objective(1, 0, 333)},
        {"objective": Objective(0, 1, 333)},
    ],
)
def test_wrong_figure_is_found(wrong: dict[str, object]) -> None:
    assert len(check_plan(OFFER, LEARNER, replace(solve(OFFER, LEARNER), **wrong))) == 1
