"""Dials in the address: what they make of the answers, and back."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.answers import AnswerError, AnswerSet, parse_answers
from advisor.dials import address_of, changed_fields, plain
from advisor.snapshot import Catalogue, GoalFacts, SkillFacts

TODAY = date(2026, 11, 21)
SKILLS = {slug: SkillFacts(slug, slug.title(), "Area", ("", "", "", "")) for slug in ("python", "maths")}
CATALOGUE = Catalogue(courses={}, skills=SKILLS, goals={"deep": GoalFacts("deep", "Deep", "", {"maths": 2})})

ANSWERS = st.fixed_dictionaries(
    {"goal": st.just("deep")},
    optional={
        "levels": st.dictionaries(st.sampled_from(list(SKILLS)), st.integers(0, 3)),
        "hours_per_week": st.sampled_from([0.5, 5, 12.5, 100]),
        "start": st.sampled_from(["2026-12-07", "2027-01-04"]),
        "finish_by": st.sampled_from([None, "2028-01-01"]),
        "budget": st.sampled_from(
            [None, {"free_only": True}, {"total": 100}, {"monthly": 49}, {"total": 1, "monthly": 2.5}]
        ),
        "languages": st.sampled_from([["en"], ["de", "en"], []]),
        "certificate": st.booleans(),
        "exclude_teaching": st.sampled_from([[], ["python"]]),
        "style": st.sampled_from([None, "intuitive"]),
        "practice": st.sampled_from([None, "guided"]),
        "prefer": st.sampled_from(["balanced", "fastest"]),
    },
)


def answers(**fields: Any) -> AnswerSet:
    return parse_answers({"goal": "deep", "start": "2027-01-04", **fields}, CATALOGUE, today=TODAY)


def dialled(base: AnswerSet, **params: str) -> AnswerSet:
    return parse_answers({**base.as_json(), **changed_fields(params, base)}, CATALOGUE, today=TODAY)


@given(ANSWERS, ANSWERS)
def test_address_leads_from_any_answers_to_any_others(one: dict[str, Any], other: dict[str, Any]) -> None:
    base, wanted = (parse_answers(data, CATALOGUE, today=TODAY) for data in (one, other))
    reached = dialled(base, **address_of(wanted, base))
    assert address_of(reached, wanted) == {}
    assert address_of(wanted, reached) == {}


def test_address_of_the_same_answers_is_empty() -> None:
    assert address_of(answers(), answers()) == {}


def test_address_names_only_what_differs() -> None:
    assert address_of(answers(hours_per_week=8, prefer="fastest"), answers()) == {"hours": "8", "prefer": "fastest"}


def test_smaller_goal_stands_as_targets() -> None:
    own = parse_answers({"targets": {"maths": 1}, "start": "2027-01-04"}, CATALOGUE, today=TODAY)
    address = address_of(own, answers())
    assert address["targets"] == "maths:1"
    assert dialled(answers(), **address).targets == {"maths": 1}


def test_free_only_lifts_the_amounts() -> None:
    budget = dialled(answers(budget={"total": 100}), budget="free").budget
    assert (budget.free_only, budget.total) == (True, None)


def test_an_amount_keeps_the_other_one() -> None:
    budget = dialled(answers(budget={"monthly": 49}), budget="capped", total="100").budget
    assert (budget.total, budget.monthly) == (Decimal(100), Decimal(49))


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"hours": "many"}, "hours_per_week"),
        ({"hours": "NaN"}, "hours_per_week"),
        ({"start": "soon"}, "start"),
        ({"certificate": "perhaps"}, "certificate"),
        ({"level-python": "9"}, "levels.python"),
        ({"level-python": "x"}, "level-python"),
        ({"level-nothing": "1"}, "levels.nothing"),
        ({"targets": "maths"}, "targets"),
        ({"pinned": "gone"}, "pinned"),
        ({"languages": "klingon"}, "languages"),
    ],
)
def test_bad_value_names_its_field(params: dict[str, str], field: str) -> None:
    with pytest.raises(AnswerError) as caught:
        dialled(answers(), **params)
    assert caught.value.field == field


def test_fields_are_ready_for_json() -> None:
    fields = changed_fields({"hours": "7.5", "budget": "capped", "total": "100"}, answers())
    assert plain(fields) == {
        "hours_per_week": 7.5,
        "budget": {"free_only": False, "currency": "USD", "total": 100, "monthly": None},
    }
