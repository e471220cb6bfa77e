"""From rows to a recommended path: what may be planned, what it costs, and what it says."""

from datetime import date
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from advisor.answers import parse_answers
from advisor.planner import check_plan
from advisor.planning import Advisor
from advisor.report import recommend
from advisor.snapshot import read_catalogue
from tests.factories import create_bundle, create_course, create_goal, create_platform

pytestmark = pytest.mark.django_db


def plan_for(**answers: Any) -> dict[str, Any]:
    catalogue = read_catalogue()
    parsed = parse_answers({"start": "2027-01-04", **answers}, catalogue, today=date(2026, 11, 21))
    plan, _ = recommend(parsed, Advisor(catalogue))
    return plan


def courses_of(plan: dict[str, Any]) -> list[str]:
    return [step["course"] for step in plan["steps"]]


def test_path_orders_prerequisites_first() -> None:
    create_goal(slug="goal", targets={"deep": 2})
    create_course(slug="second", requires={"base": 1}, teaches={"deep": 2})
    create_course(slug="first", teaches={"base": 1})
    plan = plan_for(goal="goal")
    assert courses_of(plan) == ["first", "second"]
    assert plan["proven"] is plan["reached"] is True
    assert plan["steps"][0]["because"] == [{"kind": "prerequisite", "skill": "base", "level": 1, "for": "second"}]


def test_hours_are_the_middle_of_what_finishers_report() -> None:
    create_goal(slug="goal", targets={"skill": 1})
    create_course(slug="only", teaches={"skill": 1}, hours=(28, 45))
    plan = plan_for(goal="goal", hours_per_week=10)
    assert plan["steps"][0]["hours"] == {"low": 28, "expected": 36.5, "high": 45}
    assert plan["hours"] == {"low": 28, "expected": 36.5, "high": 45}
    assert plan["weeks"] == 4
    assert plan["finishes_low"] < plan["finishes"] < plan["finishes_high"]


def test_drafts_retired_and_superseded_courses_are_not_recommended() -> None:
    create_goal(slug="goal", targets={"skill": 1})
    newer = create_course(slug="newer", teaches={"skill": 1}, hours=(20, 20))
    create_course(slug="draft", teaches={"skill": 1}, hours=(1, 1), status="draft")
    create_course(slug="retired", teaches={"skill": 1}, hours=(1, 1), status="retired")
    create_course(slug="older", teaches={"skill": 1}, hours=(1, 1), superseded_by=newer)
    assert courses_of(plan_for(goal="goal")) == ["newer"]
    assert courses_of(plan_for(goal="goal", pinned=["older"])) == ["older"]


def test_parts_come_in_order_and_name_their_bundle() -> None:
    create_goal(slug="goal", targets={"skill": 2})
    parts = [create_course(slug="part-one"), create_course(slug="part-two", teaches={"skill": 2})]
    create_bundle(slug="bundle", parts=parts)
    plan = plan_for(goal="goal")
    assert courses_of(plan) == ["part-one", "part-two"]
    assert {step["within"] for step in plan["steps"]} == {"bundle"}


def test_excluded_bundle_takes_its_parts_with_it() -> None:
    create_goal(slug="goal", targets={"skill": 1})
    part = create_course(slug="part", teaches={"skill": 1})
    create_bundle(slug="bundle", parts=[part], standalone=[part])
    plan = plan_for(goal="goal", exclude=["bundle"])
    assert plan["steps"] == []
    assert plan["reached"] is False
    assert plan["unmet"][0]["because"]


def test_finished_bundle_counts_with_its_parts() -> None:
    create_goal(slug="goal", targets={"skill": 1})
    create_bundle(slug="bundle", parts=[create_course(slug="part", teaches={"skill": 1})])
    plan = plan_for(goal="goal", taken=["bundle"])
    assert plan["steps"] == []
    assert plan["reached"] is True


def test_subscription_is_charged_by_the_months_the_calendar_touches() -> None:
    create_goal(slug="goal", targets={"skill": 1})
    platform = create_platform(name="Campus", subscription_price=49)
    create_course(slug="paid", teaches={"skill": 1}, hours=(50, 50), platform=platform, price_model="subscription")
    plan = plan_for(goal="goal", hours_per_week=5)
    assert plan["weeks"] == 10
    assert plan["cost"]["lines"] == [{"what": "Campus subscription", "months": 3, "each": 49}]
    assert plan["cost"]["total"] == 147


def test_audited_course_is_free_and_says_what_certificates_cost() -> None:
    create_goal(slug="goal", targets={"skill": 1})
    platform = create_platform(name="Campus", subscription_price=49)
    create_course(slug="audited", teaches={"skill": 1}, platform=platform, price_model="audit", has_certificate=True)
    audited, paid = plan_for(goal="goal"), plan_for(goal="goal", certificate=True)
    assert audited["cost"]["total"] == 0
    assert audited["cost"]["with_certificates"]["total"] == paid["cost"]["total"] == 49


def test_free_only_leaves_out_what_costs_money_or_has_no_known_price() -> None:
    create_goal(slug="goal", targets={"skill": 1})
    create_course(slug="unknown", teaches={"skill": 1}, hours=(1, 1), price_model="one-off")
    create_course(slug="free", teaches={"skill": 1}, hours=(30, 30))
    assert courses_of(plan_for(goal="goal", budget={"free_only": True})) == ["free"]
    priced = plan_for(goal="goal")
    assert courses_of(priced) == ["unknown"]
    assert len(priced["cost"]["unknown"]) == 1


def test_budget_holds_for_the_bill_not_only_for_the_search() -> None:
    create_goal(slug="goal", targets={"skill": 1})
    platform = create_platform(subscription_price=40)
    # Five weeks at five hours touch two months, though the search prices little more than one.
    create_course(slug="paid", teaches={"skill": 1}, hours=(25, 25), platform=platform, price_model="subscription")
    create_course(slug="free", teaches={"skill": 1}, hours=(60, 60))
    assert courses_of(plan_for(goal="goal", budget={"total": 80})) == ["paid"]
    tight = plan_for(goal="goal", budget={"total": 60})
    assert courses_of(tight) == ["free"]
    assert tight["proven"] is True


def test_monthly_budget_leaves_out_dearer_subscriptions() -> None:
    create_goal(slug="goal", targets={"skill": 1})
    platform = create_platform(subscription_price=49)
    create_course(slug="paid", teaches={"skill": 1}, platform=platform, price_model="subscription")
    assert plan_for(goal="goal", budget={"monthly": 49})["reached"] is True
    assert plan_for(goal="goal", budget={"monthly": 48})["reached"] is False


@pytest.mark.parametrize(
    ("wish", "chosen"),
    [
        ({}, "quick"),
        ({"style": "mathematical"}, "deep"),
        ({"practice": "from-scratch"}, "deep"),
        ({"certificate": True}, "deep"),
        ({"prefer": "gentlest"}, "gentle"),
    ],
)
def test_each_wish_moves_the_choice(wish: dict[str, Any], chosen: str) -> None:
    create_goal(slug="goal", targets={"skill": 1})
    create_course(slug="quick", teaches={"skill": 1}, hours=(10, 10), maths="heavy", coding="heavy")
    create_course(
        slug="deep",
        teaches={"skill": 1},
        hours=(15, 15),
        maths="heavy",
        style="mathematical",
        practice="from-scratch",
        has_certificate=True,
    )
    create_course(slug="gentle", teaches={"skill": 1}, hours=(21, 21), maths="none", coding="none")
    assert courses_of(plan_for(goal="goal", **wish)) == [chosen]


def test_finish_date_too_early_is_said() -> None:
    create_goal(slug="goal", targets={"skill": 1})
    create_course(teaches={"skill": 1}, hours=(10, 10))
    late, early = (plan_for(goal="goal", finish_by=day) for day in ("2027-02-01", "2027-01-10"))
    assert late["finish_by"] == {"date": "2027-02-01", "met": True}
    assert early["finish_by"]["met"] is False


def test_relevant_skills_are_what_the_goals_courses_ask_for() -> None:
    create_goal(slug="goal", targets={"deep": 1})
    create_course(requires={"base": 1}, helpful={"maths": 1}, teaches={"deep": 1})
    create_course(requires={"unrelated": 1}, teaches={"elsewhere": 1})
    advisor = Advisor(read_catalogue())
    assert set(advisor.relevant_skills({"deep": 1})) == {"deep", "base", "maths"}


def test_catalogue_is_read_with_the_same_queries_for_any_size(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    create_goal(targets={"a": 1})
    create_course(teaches={"a": 1})
    with django_assert_num_queries(9):
        read_catalogue()
    for _ in range(5):
        create_bundle(parts=[create_course(teaches={"a": 1, "b": 2}, requires={"c": 1})])
        create_goal(targets={"b": 1})
    with django_assert_num_queries(9):
        read_catalogue()


def test_same_answers_give_the_same_plan_and_pass_the_checker() -> None:
    create_goal(slug="goal", targets={"deep": 2})
    create_course(requires={"base": 1}, helpful={"maths": 1}, teaches={"deep": 2})
    create_course(teaches={"base": 1})
    create_course(teaches={"maths": 1}, hours=(1, 1))
    catalogue = read_catalogue()
    answers = parse_answers({"goal": "goal", "start": "2027-01-04"}, catalogue, today=date(2026, 11, 21))
    plan, solution = recommend(answers, Advisor(catalogue))
    assert check_plan(solution.problem.catalog, solution.problem.learner, solution.plan) == ()
    assert recommend(answers, Advisor(read_catalogue()))[0] == plan
