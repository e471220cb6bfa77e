"""What changes from one plan to another, and how it is said."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.comparing import compare
from advisor.difference_wording import difference_text, marks


def plan(*courses: str, hours: float = 10, finishes: str = "2027-03-01", cost: float = 0, **cost_fields: Any) -> Any:
    return {
        "steps": [{"course": course} for course in courses],
        "hours": {"expected": hours},
        "finishes": finishes,
        "cost": {"total": cost, "currency": "USD", **cost_fields},
    }


def test_same_plan_makes_no_difference() -> None:
    difference = compare(plan("a", "b"), plan("a", "b"))
    assert difference.is_none
    assert difference_text(difference) == "the same steps, dates and cost"


def test_swaps_dates_and_money_are_said_together() -> None:
    before = plan("a", "b", "c", finishes="2027-03-01", cost=49)
    after = plan("x", "y", "c", finishes="2027-01-25", cost=98)
    difference = compare(before, after)
    assert (difference.dropped, difference.added, difference.kept) == (("a", "b"), ("x", "y"), ("c",))
    assert difference_text(difference) == "2 steps swapped, 5 weeks sooner, 49 USD more"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (plan("a"), plan("a", "b"), "1 step added"),
        (plan("a", "b"), plan("a"), "1 step dropped"),
        (plan("a", "b", "c"), plan("x"), "1 step swapped, 2 steps dropped"),
        (plan(), plan(finishes="2027-03-02"), "1 day later"),
        (plan(hours=10), plan(hours=7.5), "2.5 hours less study"),
        (plan(hours=10), plan(hours=11), "1 hour more study"),
        (plan(cost=49), plan(cost=0), "49 USD less"),
        (plan(cost=0), plan(cost=9.5, unknown=["A"]), "at least 9.50 USD more"),
    ],
)
def test_single_changes_are_worded(before: Any, after: Any, said: str) -> None:
    assert difference_text(compare(before, after)) == said


def test_one_course_that_changes_places_is_the_one_moved() -> None:
    difference = compare(plan("a", "b", "c", "d"), plan("d", "a", "b", "c"))
    assert difference.moved == ("d",)
    assert marks(difference) == {"d": "moved"}


@given(st.permutations(range(7)), st.sets(st.integers(0, 6)), st.sets(st.integers(0, 6)))
def test_every_course_is_accounted_for(order: list[int], left: set[int], out: set[int]) -> None:
    old = [str(number) for number in range(7) if number not in left]
    new = [str(number) for number in order if number not in out]
    difference = compare(plan(*old), plan(*new))
    assert sorted((*difference.kept, *difference.dropped)) == sorted(old)
    assert sorted((*difference.kept, *difference.added)) == sorted(new)
    stayed = [course for course in new if course in difference.kept and course not in difference.moved]
    assert stayed == sorted(stayed)
