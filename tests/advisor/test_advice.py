"""Sentences about answers: every kind of limit, of mend and of change has its own."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from advisor.advice import AnswerWording, day_text
from advisor.answers import AnswerSet, Budget
from advisor.conflicts import Conflict, Limit, Mend, Repair, find_conflict, limits_of
from advisor.planning import Advisor
from advisor.whatif import Change, Counterfactual, counterfactuals
from tests.advisor.plain import PAID, catalogue, course, read

OFFER = catalogue(course("one", {"a": 1}), course("two"), course("three"), course("four"), course("five"))
ANSWERS = replace(
    read(OFFER, targets={"a": 1}, hours_per_week=8.0, languages=["de", "en"]),
    finish_by=date(2027, 3, 1),
    budget=Budget(free_only=True, total=Decimal(120), monthly=Decimal("9.5"), currency="EUR"),
    exclude=("one", "retired-course"),
    exclude_teaching=("a", "retired-skill"),
    pinned=("two",),
)
WORDING = AnswerWording(OFFER)
LIMITS = [
    "finishing by 1 March 2027 at 8 hours a week",
    "free courses only",
    "at most 120.00 EUR in all",
    "at most 9.50 EUR a month",
    "courses in de or en only",
    "leaving out One",
    "leaving out retired-course",
    "no course that teaches A",
    "no course that teaches retired-skill",
    "taking Two",
]


def lift_nothing(answers: AnswerSet) -> AnswerSet:
    return answers


def test_every_limit_has_its_words() -> None:
    assert [WORDING.limit(limit, ANSWERS) for limit in limits_of(ANSWERS)] == LIMITS


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ([], "No set of courses in the catalogue leads to all of this goal, whatever you answer."),
        (["budget.free_only"], "No path fits this answer: free courses only."),
        (
            ["budget.free_only", "languages"],
            "No path fits these answers together: free courses only and courses in de or en only.",
        ),
    ],
)
def test_conflict_names_its_limits(fields: list[str], sentence: str) -> None:
    limits = tuple(Limit(field, None, lift_nothing) for field in fields)
    assert WORDING.conflict(Conflict(limits, ()), ANSWERS) == sentence


MENDS = [
    (Mend("finish_by", None, date(2027, 5, 31), 0), "Finish by 31 May 2027."),
    (Mend("hours_per_week", None, Decimal("12.5"), 0), "Study 12.5 hours a week."),
    (Mend("hours_per_week", None, Decimal("10.0"), 0), "Study 10 hours a week."),
    (Mend("budget.total", None, Decimal(147), 0), "Spend up to 147.00 EUR in all."),
    (Mend("budget.monthly", None, None, 0), "Lift the limit on what you spend a month."),
    (Mend("budget.free_only", None, None, 0), "Allow courses that cost money."),
    (Mend("languages", None, None, 0), "Allow courses in other languages."),
    (Mend("exclude", "one", None, 0), "Allow One."),
    (Mend("exclude_teaching", "a", None, 0), "Allow courses that teach A."),
    (Mend("targets", "a", None, 0), "Leave A out of your goal."),
    (Mend("pinned", "two", None, 0), "Do without Two."),
]


@pytest.mark.parametrize(("mend", "sentence"), MENDS)
def test_every_mend_has_its_words(mend: Mend, sentence: str) -> None:
    assert WORDING.repair(Repair((mend,), ANSWERS)) == sentence


def test_mends_here_are_of_every_limit() -> None:
    fields = {limit.field for limit in limits_of(ANSWERS)} | {"hours_per_week", "targets"}
    assert {mend.field for mend, _ in MENDS} == fields


def test_repair_of_several_answers_is_one_sentence() -> None:
    mends = (MENDS[0][0], MENDS[7][0], MENDS[10][0])
    assert WORDING.repair(Repair(mends, ANSWERS)) == "Finish by 31 May 2027, allow One and do without Two."


def counterfactual(change: Change, **fields: Any) -> Counterfactual:
    return Counterfactual(change, **{"dropped": ("one",), "added": (), "minutes": 0, "cents": 0, **fields})


CHANGES = [
    (Change("levels", "a", 1), "With A at basics"),
    (Change("levels", "retired-skill", 0), "With retired-skill at none"),
    (Change("style", None, None), "With any style"),
    (Change("style", None, "mathematical"), "With mathematical explanations"),
    (Change("practice", None, None), "With any kind of practice"),
    (Change("practice", None, "from-scratch"), "With work from scratch"),
    (Change("prefer", None, "gentlest"), "When you prefer the gentlest way"),
    (Change("prefer", None, "balanced"), "When you prefer a balanced way"),
    (Change("certificate", None, True), "With certificates"),
    (Change("certificate", None, False), "Without certificates"),
    (Change("free_only", None, True), "With free courses only"),
    (Change("free_only", None, False), "With courses that cost money"),
]


@pytest.mark.parametrize(("change", "words"), CHANGES)
def test_every_change_has_its_words(change: Change, words: str) -> None:
    assert WORDING.change(change) == words


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"minutes": -720}, "With A at basics the path is 12 hours shorter: without One."),
        ({"minutes": 90, "cents": -4900}, "With A at basics the path is 1.5 hours longer and 49.00 EUR cheaper: "),
        ({"cents": 150}, "With A at basics the path is 1.50 EUR dearer: without One."),
        ({"added": ("two",)}, "With A at basics the path takes as long and costs as much: without One but with Two."),
        ({"dropped": (), "added": ("two", "three")}, "costs as much: with Two and Three."),
        ({"dropped": ("one", "two", "three", "four")}, "costs as much: without One and 3 more steps."),
        ({"dropped": ("retired-course",)}, "costs as much: without retired-course."),
    ],
)
def test_counterfactual_says_the_difference(fields: dict[str, Any], sentence: str) -> None:
    assert sentence in WORDING.counterfactual(counterfactual(CHANGES[0][0], **fields), "EUR")


def test_days_are_written_out() -> None:
    assert day_text(date(2027, 3, 1)) == "1 March 2027"


def test_changes_that_a_search_tries_all_have_words() -> None:
    offer = catalogue(
        course("quick", {"a": 1}, 5, maths="heavy", style="mathematical", practice="from-scratch", **PAID),
        course("easy", {"a": 1}, 8, style="intuitive", practice="scaffolded", has_certificate=True),
    )
    advisor = Advisor(offer)
    wording = AnswerWording(offer)
    texts = [
        wording.counterfactual(found, "USD")
        for prefer in ("fastest", "gentlest")
        for found in counterfactuals(advisor.solve(read(offer, targets={"a": 1}, prefer=prefer)))
    ]
    assert len(set(texts)) == len(texts) > 6


def test_conflict_of_retired_courses_is_told_by_their_slugs() -> None:
    offer = catalogue(course("only", {"a": 1}))
    answers = replace(read(offer, targets={"a": 1}), pinned=("gone",), exclude=("lost", "only"))
    found = find_conflict(Advisor(offer).solve(answers))
    assert found is not None
    assert AnswerWording(offer).conflict(found, answers) == "No path fits this answer: leaving out Only."
