"""The plan as plain JSON: what it holds beyond the steps, and figures that can be computed again from it."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from advisor.answers import parse_answers
from advisor.loading import DATA_DIRECTORY, PERSONAS_FILE
from advisor.planning import Advisor
from advisor.report import Report, recommend
from tests.advisor.plain import MONDAY, PAID, TODAY, catalogue, course, read, solve

PERSONAS = json.loads((DATA_DIRECTORY / PERSONAS_FILE).read_text())
OFFER = catalogue(
    course("base", {"b": 1}, 12, **PAID),
    course("quick", {"a": 1}, 10, requires={"b": 1}, maths="heavy", coding="heavy", **PAID),
    course("free", {"a": 1}, 60, language="es"),
    course("gentle", {"a": 1}, 30, price_model="audit", monthly_price=4900, has_certificate=True),
)


def plan_for(**answers: Any) -> dict[str, Any]:
    return Report(solve(OFFER, **answers)).plan()


def cents(amount: float) -> int:
    return round(amount * 100)


def assert_adds_up(cost: dict[str, Any]) -> None:
    """The total is the months times the price, line by line."""
    lines = [(1 if line["months"] is None else line["months"]) * cents(line["each"]) for line in cost["lines"]]
    assert sum(lines) == cents(cost["total"])
    assert all(line["months"] is None or line["months"] > 0 for line in cost["lines"])


@pytest.mark.parametrize("persona", PERSONAS, ids=[persona["name"] for persona in PERSONAS])
def test_figures_can_be_computed_again(persona: dict[str, Any], shipped_advisor: Advisor) -> None:
    asked = {"start": MONDAY, **persona["answers"], "certificate": True}
    answers = parse_answers(asked, shipped_advisor.catalogue, today=TODAY)
    plan, _ = recommend(answers, shipped_advisor)
    for cost in (plan["cost"], *(other["cost"] for other in plan["alternatives"])):
        assert_adds_up(cost)
    for estimate, total in plan["hours"].items():
        assert total == pytest.approx(sum(step["hours"][estimate] for step in plan["steps"]), abs=0.01 * 20)
    days = [date.fromisoformat(step[end]) for step in plan["steps"] for end in ("starts", "finishes")]
    assert date.fromisoformat(plan["finishes"]) == max(days, default=answers.start)
    assert plan["weeks"] == -(-cents(plan["hours"]["expected"]) // cents(float(answers.hours_per_week)))
    assert json.loads(json.dumps(plan)) == plan


def test_certificates_are_billed_beside_the_free_way() -> None:
    cost = plan_for(targets={"a": 1}, prefer="gentlest")["cost"]
    assert (cost["total"], cost["lines"]) == (0, [])
    assert cost["with_certificates"]["total"] == 98
    assert_adds_up(cost["with_certificates"])


def test_met_answers_have_no_conflict() -> None:
    plan = plan_for(targets={"a": 1})
    assert plan["reached"] is True
    assert plan["conflict"] is plan["finish_by"] is None


def test_conflict_comes_with_answers_to_try() -> None:
    plan = plan_for(targets={"a": 1}, budget={"free_only": True}, exclude=["gentle"])
    conflict = plan["conflict"]
    assert plan["reached"] is False
    assert conflict["fields"] == ["budget.free_only", "languages", "exclude"]
    assert conflict["text"].startswith("No path fits these answers together: free courses only")
    assert conflict["repairs"]
    for repair in conflict["repairs"]:
        again = parse_answers(repair["answers"], OFFER, today=TODAY)
        assert Report(Advisor(OFFER).solve(again)).plan()["reached"] is True


def test_late_path_says_so_and_what_would_be_in_time() -> None:
    plan = plan_for(targets={"a": 1}, finish_by="2027-01-10")
    assert plan["finish_by"] == {"date": "2027-01-10", "met": False}
    assert plan["conflict"]["fields"] == ["finish_by"]
    for repair in plan["conflict"]["repairs"]:
        again = Report(Advisor(OFFER).solve(parse_answers(repair["answers"], OFFER, today=TODAY))).plan()
        assert again["finish_by"]["met"] is True


def test_alternatives_are_summed_up_like_the_path() -> None:
    plan = plan_for(targets={"a": 1})
    assert [step["course"] for step in plan["steps"]] == ["base", "quick"]
    gentle = next(other for other in plan["alternatives"] if other["courses"] == ["gentle"])
    assert gentle["titles"] == ["Gentle"]
    assert gentle["hours"]["expected"] == 30
    assert gentle["weeks"] == 6
    assert gentle["cost"] == {"total": 0, "currency": "USD", "lines": [], "unknown": []}


def test_what_ifs_carry_the_answers_they_make() -> None:
    solution = solve(OFFER, targets={"a": 1})
    found = Report(solution).what_ifs()
    known = next(one for one in found if one["skill"] == "b" and one["value"] == 1)
    assert known["text"] == "With B at basics the path is 12 hours shorter: without Base."
    assert (known["hours"], known["dropped"], known["added"]) == (-12, ["base"], [])
    assert json.loads(json.dumps(found)) == found
    for one in found:
        again = Advisor(OFFER).solve(parse_answers(one["answers"], OFFER, today=TODAY))
        assert set(solution.courses) - set(one["dropped"]) | set(one["added"]) == again.courses


def test_same_answers_give_the_same_bytes_whatever_order_they_come_in() -> None:
    one = read(OFFER, targets={"a": 1, "b": 1}, exclude=["free", "base"], languages=["es", "en"])
    other = read(OFFER, languages=["en", "es"], exclude=["base", "free", "free"], targets={"b": 1, "a": 1})
    plans = [json.dumps(Report(Advisor(OFFER).solve(answers)).plan()) for answers in (one, other)]
    assert plans[0] == plans[1]


def test_path_runs_from_the_start_said() -> None:
    plan = plan_for(targets={"b": 1}, hours_per_week=6)
    assert (plan["starts"], plan["weeks"]) == (MONDAY, 2)
    assert plan["finishes"] == (date.fromisoformat(MONDAY) + timedelta(days=13)).isoformat()
