"""Answers that can't be met: the smallest set in conflict, and repairs that hold when they are solved."""

import random
from collections.abc import Sequence
from itertools import chain, combinations
from typing import Any

import pytest

from advisor.answers import AnswerSet
from advisor.conflicts import Conflict, Limit, find_conflict, limits_of, smallest_hitting
from advisor.planning import Advisor, Solution, shortfall
from advisor.snapshot import Catalogue
from tests.advisor.plain import PAID, catalogue, course, read, solve

ONCE = {"price_model": "one-off"}


def conflict_of(offer: Catalogue, **answers: Any) -> Conflict:
    found = find_conflict(solve(offer, **answers))
    assert found is not None
    assert_sound(found, solve(offer, **answers))
    return found


def assert_sound(found: Conflict, solution: Solution) -> None:
    """Every repair is met when its answers are solved, changes something, and is no smaller than the one before."""
    for repair in found.repairs:
        assert is_met(solution.advisor.solve(repair.answers))
        assert repair.answers != solution.answers
        assert repair.mends
    sizes = [repair.size for repair in found.repairs]
    assert sizes == sorted(sizes)


def is_met(solution: Solution) -> bool:
    wanted = solution.answers.finish_by
    late = wanted is not None and solution.calendar.schedule.finishes_on > wanted
    return shortfall(solution.plan) == (0, 0) and not late


def named(limits: Sequence[Limit]) -> list[str]:
    return [limit.field if limit.name is None else f"{limit.field} {limit.name}" for limit in limits]


def mended(found: Conflict) -> list[list[tuple[str, str | None, str | None]]]:
    return [
        [(mend.field, mend.name, None if mend.value is None else str(mend.value)) for mend in repair.mends]
        for repair in found.repairs
    ]


def test_answers_that_can_be_met_have_no_conflict() -> None:
    offer = catalogue(course("only", {"a": 1}))
    assert find_conflict(solve(offer, targets={"a": 1})) is None


def test_date_too_early_stands_alone() -> None:
    offer = catalogue(course("only", {"a": 1}, 10), course("other", {"b": 1}, 1))
    found = conflict_of(offer, targets={"a": 1}, finish_by="2027-01-10", exclude=["other"])
    assert named(found.limits) == ["finish_by"]
    # The tenth hour falls on the last day of the second week, or of the first with twice the hours.
    assert mended(found) == [[("finish_by", None, "2027-01-17")], [("hours_per_week", None, "10.0")]]


def test_date_is_kept_by_a_quicker_path_where_there_is_one() -> None:
    offer = catalogue(course("quick", {"a": 1}, 10, helpful={"b": 1}), course("easy", {"a": 1}, 12))
    relaxed = solve(offer, targets={"a": 1})
    hasty = solve(offer, targets={"a": 1}, finish_by="2027-01-17")
    assert (relaxed.courses, hasty.courses) == ({"easy"}, {"quick"})
    assert hasty.plan.proven
    assert find_conflict(hasty) is None


def test_budget_too_small_is_raised_to_the_cheapest_bill() -> None:
    offer = catalogue(course("dear", {"a": 1}, 5, **ONCE, one_off_price=9000), course("mid", {"a": 1}, 9, **PAID))
    found = conflict_of(offer, targets={"a": 1}, budget={"total": 40})
    assert named(found.limits) == ["budget.total"]
    assert mended(found) == [[("budget.total", None, "49")]]


def test_monthly_limit_is_lifted() -> None:
    offer = catalogue(course("paid", {"a": 1}, **PAID))
    found = conflict_of(offer, targets={"a": 1}, budget={"monthly": 20})
    assert named(found.limits) == ["budget.monthly"]
    assert mended(found) == [[("budget.monthly", None, None)]]


def test_every_excluded_teacher_is_named_and_each_may_come_back() -> None:
    teachers = [course(f"teacher-{n}", {"a": 1}) for n in range(5)]
    slugs = [teacher.slug for teacher in teachers]
    found = conflict_of(catalogue(*teachers, course("other", {"b": 1})), targets={"a": 1}, exclude=[*slugs, "other"])
    assert named(found.limits) == [f"exclude {slug}" for slug in slugs]
    assert sorted(mended(found)) == [[("exclude", slug, None)] for slug in slugs]


def test_two_limits_conflict_though_neither_does_alone() -> None:
    offer = catalogue(course("free", {"a": 1}, language="es"), course("paid", {"a": 1}, **PAID))
    found = conflict_of(offer, targets={"a": 1}, budget={"free_only": True})
    assert named(found.limits) == ["budget.free_only", "languages"]
    assert mended(found) == [[("budget.free_only", None, None)], [("languages", None, None)]]


def test_one_limit_is_preferred_to_two_that_conflict_as_well() -> None:
    offer = catalogue(
        course("free", {"a": 1}, language="es"),
        course("paid", {"a": 1}, **PAID),
        course("only", {"b": 1}),
    )
    found = conflict_of(offer, targets={"a": 1, "b": 1}, budget={"free_only": True}, exclude=["only"])
    assert named(found.limits) == ["exclude only"]
    # Two things are wrong, so no single answer mends it; but each has more than one way.
    assert [len(repair.mends) for repair in found.repairs] == [2, 2]


def test_date_and_money_conflict_together() -> None:
    offer = catalogue(course("quick", {"a": 1}, 5, **ONCE, one_off_price=8000), course("slow", {"a": 1}, 50))
    found = conflict_of(offer, targets={"a": 1}, finish_by="2027-01-31", budget={"total": 60})
    assert named(found.limits) == ["finish_by", "budget.total"]
    assert ("budget.total", None, "80") in chain.from_iterable(mended(found))
    assert ("hours_per_week", None, "12.5") in chain.from_iterable(mended(found))


def test_pin_that_nothing_leads_to_is_given_up() -> None:
    offer = catalogue(course("wish", requires={"b": 1}), course("only", {"a": 1}))
    found = conflict_of(offer, targets={"a": 1}, pinned=["wish"])
    assert named(found.limits) == ["pinned wish"]
    assert mended(found) == [[("pinned", "wish", None)]]


def test_skill_kept_out_is_let_in() -> None:
    offer = catalogue(course("only", {"a": 1, "b": 1}))
    found = conflict_of(offer, targets={"a": 1}, exclude_teaching=["b"])
    assert named(found.limits) == ["exclude_teaching b"]
    assert mended(found) == [[("exclude_teaching", "b", None)]]


@pytest.mark.parametrize("languages", [["en"], []])
def test_catalogue_that_does_not_lead_there_is_no_fault_of_the_answers(languages: list[str]) -> None:
    offer = catalogue(course("only", {"a": 1}))
    found = conflict_of(offer, targets={"a": 1, "b": 1}, languages=languages)
    assert found.limits == ()
    assert mended(found) == [[("targets", "b", None)]]


def test_all_skills_out_of_reach_leave_the_goal_together() -> None:
    offer = catalogue(course("only", {"a": 1, "c": 1}), course("never", {"b": 1, "d": 1}, requires={"b": 1}))
    found = conflict_of(offer, targets={"a": 1, "b": 1, "d": 1})
    assert mended(found) == [[("targets", "b", None), ("targets", "d", None)]]


def test_much_of_the_goal_is_given_up_only_when_nothing_else_helps() -> None:
    offer = catalogue(course("only", {"a": 1}), course("left-out", {"b": 1, "c": 1}))
    found = conflict_of(offer, targets={"a": 1, "b": 1, "c": 1}, exclude=["left-out"])
    assert mended(found) == [[("exclude", "left-out", None)]]


def test_nothing_mends_a_goal_of_one_skill_that_nobody_teaches() -> None:
    found = conflict_of(catalogue(course("only", {"a": 1})), targets={"b": 1})
    assert (found.limits, found.repairs) == ((), ())


def random_case(seed: int) -> tuple[Advisor, AnswerSet]:
    """A few courses, each with something that an answer may rule out, and many such answers."""
    rng = random.Random(f"conflicts/{seed}")
    courses = []
    for number in range(rng.randint(2, 6)):
        fields: dict[str, Any] = {"language": rng.choice(["en", "en", "es"])}
        fields |= rng.choice([{}, PAID, {**ONCE, "one_off_price": rng.choice([2000, 6000])}])
        if rng.random() < 0.4:
            fields["requires"] = {rng.choice("abc"): 1}
        teaches = {skill: rng.randint(1, 2) for skill in rng.sample("abcd", rng.randint(1, 2))}
        courses.append(course(f"c{number}", teaches, rng.choice([4, 9, 20]), **fields))
    offer = catalogue(*courses, goals={"all": dict.fromkeys("abcd", 1)})
    slugs = [one.slug for one in courses]
    answers = read(
        offer,
        targets=dict.fromkeys(rng.sample("abcd", rng.randint(1, 2)), 1),
        exclude=rng.sample(slugs, rng.choice([0, 1, 2])),
        exclude_teaching=rng.sample("abcd", rng.choice([0, 0, 1])),
        pinned=rng.sample(slugs, rng.choice([0, 0, 1])),
        languages=rng.choice([["en"], []]),
        finish_by=rng.choice([None, "2027-01-08", "2027-01-31"]),
        budget={"free_only": rng.random() < 0.3, "total": rng.choice([None, None, 10, 50])},
    )
    return Advisor(offer), answers


def conflicting(advisor: Advisor, answers: AnswerSet, lifted: Sequence[Limit]) -> bool:
    for limit in lifted:
        answers = limit.lift(answers)
    return not is_met(advisor.solve(answers))


@pytest.mark.parametrize("seed", range(60))
def test_conflict_is_the_smallest_and_its_repairs_hold(seed: int) -> None:
    advisor, answers = random_case(seed)
    solution = advisor.solve(answers)
    found = find_conflict(solution)
    assert (found is None) is is_met(solution)
    if found is None:
        return
    assert_sound(found, solution)
    everything = list(limits_of(answers))

    def in_conflict(kept: Sequence[str]) -> bool:
        return conflicting(advisor, answers, [limit for limit in everything if named([limit])[0] not in kept])

    names = named(everything)
    size = len(found.limits)
    assert in_conflict(named(found.limits))
    assert not any(in_conflict(kept) for smaller in range(size) for kept in combinations(names, smaller))


def test_random_cases_are_of_every_kind() -> None:
    found = [find_conflict(advisor.solve(answers)) for advisor, answers in map(random_case, range(60))]
    sizes = {None if one is None else len(one.limits) for one in found}
    assert {None, 0, 1, 2} <= sizes


@pytest.mark.parametrize(
    ("sets", "hitting"),
    [
        ([], set()),
        ([{1, 2}], {1}),
        ([{1, 2}, {2, 3}], {2}),
        ([{1}, {2}, {1, 2, 3}], {1, 2}),
        ([{1, 2}, {3, 4}, {1, 4}, {2, 3}], {1, 3}),
    ],
)
def test_smallest_hitting_set(sets: list[set[int]], hitting: set[int]) -> None:
    assert smallest_hitting(sets) == hitting
