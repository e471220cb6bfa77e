"""The question pages: what they keep, where they lead, and what they say to bad input."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from advisor.models import Answers, Goal
from tests.factories import create_bundle, create_course, create_goal, create_skill, create_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def catalogue() -> None:
    for position, slug in enumerate(("python", "nets", "tables", "unasked")):
        create_skill(slug=slug, position=position)
    create_goal(slug="deep", title="Go deep", targets={"nets": 1})
    create_goal(slug="wide", title="Go wide", targets={"tables": 1})
    first = create_course(slug="first", title="First steps", teaches={"python": 2})
    nets = create_course(slug="nets-course", title="Nets", teaches={"nets": 1}, requires={"python": 1})
    create_bundle(slug="pair", title="A pair", parts=[first, nets])
    create_course(slug="tables-course", title="Tables", teaches={"tables": 1})


def page(key: str) -> str:
    return reverse("advisor:questionnaire_question", args=[key])


def answer(client: Client, key: str, **data: Any) -> Any:
    return client.post(page(key), data)


def kept(client: Client) -> dict[str, Any]:
    answers: dict[str, Any] = client.session.get("answers", {})
    return answers


@pytest.fixture
def begun(client: Client) -> Client:
    answer(client, "goal", answer="deep")
    return client


def test_start_begins_with_the_goal(client: Client) -> None:
    assert client.get("/start/").url == page("goal")


def test_start_picks_a_goal_beforehand_and_keeps_nothing_yet(client: Client) -> None:
    response = client.get("/start/?goal=wide", follow=True)
    assert 'value="wide" id="id_answer_1" checked' in response.content.decode()
    assert kept(client) == {}


def test_start_with_an_unknown_goal_picks_none(client: Client) -> None:
    response = client.get("/start/?goal=nonsense", follow=True)
    assert response.status_code == 200
    assert " checked" not in response.content.decode()


def test_answer_is_kept_and_leads_on(client: Client) -> None:
    assert answer(client, "goal", answer="deep").url == page("taken")
    assert kept(client) == {"goal": "deep"}


def test_start_resumes_where_the_learner_left(begun: Client) -> None:
    answer(begun, "taken", action="skip")
    assert begun.get("/start/").url == page("hours")


def test_only_skills_that_can_matter_are_asked(begun: Client) -> None:
    review = begun.get("/start/review/").content.decode()
    assert page("level-python") in review
    assert page("level-unasked") not in review
    assert page("level-tables") not in review


def test_skipping_keeps_nothing_and_takes_an_answer_back(begun: Client) -> None:
    answer(begun, "hours", answer="8")
    answer(begun, "hours", action="skip")
    assert "hours_per_week" not in kept(begun)


def test_goal_cant_be_skipped(client: Client) -> None:
    response = answer(client, "goal", action="skip")
    assert response.status_code == 200
    assert "Choose one of these answers." in response.content.decode()


@pytest.mark.parametrize(
    ("key", "data", "field", "value"),
    [
        ("level-python", {"answer": "2"}, "levels", {"python": 2}),
        ("hours", {"answer": "7.5"}, "hours_per_week", 7.5),
        ("taken", {"answer": ["pair"]}, "taken", ["pair"]),
        ("certificate", {"answer": "yes"}, "certificate", True),
        ("style", {"answer": "any"}, "style", None),
        ("prefer", {"answer": "gentlest"}, "prefer", "gentlest"),
        ("start", {"start": "2027-01-04", "finish_by": ""}, "start", "2027-01-04"),
        (
            "budget",
            {"answer": "capped", "total": "150", "monthly": ""},
            "budget",
            {"free_only": False, "total": 150, "monthly": None, "currency": "USD"},
        ),
    ],
)
def test_each_kind_of_answer_is_kept(begun: Client, key: str, data: dict[str, Any], field: str, value: Any) -> None:
    assert answer(begun, key, **data).status_code == 302
    assert kept(begun)[field] == value


@pytest.mark.parametrize(
    ("key", "data", "message", "shown"),
    [
        ("goal", {"answer": "nonsense"}, "Choose one of the answers on this page", ""),
        ("level-python", {"answer": "9"}, "Choose one of the answers on this page", ""),
        ("level-python", {}, "Choose one of these answers, or skip", ""),
        ("hours", {"answer": "1000"}, "from 0.5 to 100", 'value="1000"'),
        ("hours", {"answer": "soon"}, "from 0.5 to 100", 'value="soon"'),
        (
            "taken",
            {"answer": ["gone", "first"]},
            "no longer in the catalogue",
            'value="first" id="course-first" checked',
        ),
        ("start", {"start": "tomorrow"}, "a date such as", 'value="tomorrow"'),
        ("start", {"start": "2027-01-04", "finish_by": "2026-12-01"}, "after the start", 'value="2026-12-01"'),
        ("budget", {"answer": "capped"}, "Give an amount in all", 'value="capped" id="id_answer_2" checked'),
        ("budget", {"answer": "capped", "total": "-1"}, "from 0 to", 'value="-1"'),
        ("budget", {"answer": "capped", "total": "NaN"}, "from 0 to", 'value="NaN"'),
    ],
)
def test_bad_answer_is_named_and_kept_on_the_page(
    begun: Client, key: str, data: dict[str, Any], message: str, shown: str
) -> None:
    before = kept(begun)
    response = answer(begun, key, **data)
    assert response.status_code == 200
    assert message in response.content.decode()
    assert shown in response.content.decode()
    assert kept(begun) == before


def test_unknown_question_is_not_found(begun: Client) -> None:
    for key in ("nonsense", "level-nonsense"):
        assert begun.get(page(key)).status_code == 404
        assert answer(begun, key, answer="1").status_code == 404


def test_question_that_does_not_apply_now_leads_to_the_next_one(begun: Client) -> None:
    assert begun.get(page("level-unasked")).url == reverse("advisor:questionnaire_start")


def test_retired_goal_is_said_and_nothing_else_is_lost(begun: Client) -> None:
    answer(begun, "hours", answer="8")
    Goal.objects.filter(slug="deep").update(is_offered=False)
    response = begun.get("/plan/", follow=True)
    assert "no longer offered" in response.content.decode()
    answer(begun, "goal", answer="wide")
    assert kept(begun) == {"goal": "wide", "hours_per_week": 8}


def test_finished_course_fills_in_its_levels_and_can_be_overridden(begun: Client) -> None:
    answer(begun, "taken", answer=["first"])
    assert 'value="2" id="id_answer_2" checked' in begun.get(page("level-python")).content.decode()
    answer(begun, "level-python", answer="1")
    assert kept(begun)["levels"] == {"python": 1}


def test_search_finds_bundles_with_their_parts_and_keeps_ticks(begun: Client) -> None:
    response = begun.post(page("taken"), {"answer": ["tables-course"], "q": "PAIR", "action": "search"}, follow=True)
    text = response.content.decode()
    assert response.redirect_chain[0][0].endswith("?q=PAIR")
    assert text.index('value="tables-course" id="course-tables-course" checked') < text.index('value="pair"')
    assert text.count('value="first"') == 1


def test_search_by_htmx_answers_with_the_list_alone(begun: Client) -> None:
    response = begun.get(page("taken"), {"q": "nothing like it", "answer": "first"}, headers={"HX-Request": "true"})
    text = response.content.decode()
    assert "<html" not in text
    assert "No course matches" in text
    assert 'id="course-first" checked' in text
    assert "HX-Request" in response["Vary"]
    assert "taken" not in kept(begun)


def test_change_from_the_review_leads_back_there(begun: Client) -> None:
    assert answer(begun, "hours", answer="8", then="review").url == reverse("advisor:questionnaire_review")
    assert answer(begun, "hours", answer="8", then="plan").url == reverse("advisor:plan_detail")
    assert answer(begun, "hours", answer="8", then="https://elsewhere.example").url == page("taken")


def test_show_my_path_keeps_what_is_picked(begun: Client) -> None:
    assert answer(begun, "level-python", answer="1", action="plan").url == reverse("advisor:plan_detail")
    assert kept(begun)["levels"] == {"python": 1}


def test_show_my_path_works_with_nothing_picked(begun: Client) -> None:
    assert answer(begun, "hours", answer="", action="plan").url == reverse("advisor:plan_detail")


def test_review_without_a_goal_begins(client: Client) -> None:
    assert client.get("/start/review/").url == reverse("advisor:questionnaire_start")


def test_starting_again_empties_the_answers(begun: Client) -> None:
    assert begun.post("/start/").url == page("goal")
    assert kept(begun) == {}


def test_get_writes_nothing_to_an_account(client: Client) -> None:
    client.force_login(create_user())
    client.get("/start/?goal=deep", follow=True)
    assert not Answers.objects.exists()


def test_answers_of_a_user_resume_on_another_device() -> None:
    user = create_user()
    laptop, phone = Client(), Client()
    laptop.force_login(user)
    phone.force_login(user)
    answer(laptop, "goal", answer="deep")
    answer(laptop, "taken", action="skip")
    assert phone.get("/start/").url == page("hours")
    answer(phone, "level-python", answer="1")
    assert Answers.objects.get().data == {"goal": "deep", "levels": {"python": 1}}


def test_answers_of_another_are_not_seen(client: Client) -> None:
    Answers.objects.create(user=create_user(), data={"goal": "deep"})
    client.force_login(create_user())
    assert client.get("/start/").url == page("goal")


def test_finished_answers_are_copied_not_changed(client: Client) -> None:
    user = create_user()
    Answers.objects.create(user=user, data={"goal": "deep"}, trail=["goal"], is_finished=True)
    client.force_login(user)
    answer(client, "hours", answer="8")
    assert [row.data for row in Answers.objects.order_by("id")] == [
        {"goal": "deep"},
        {"goal": "deep", "hours_per_week": 8},
    ]


@pytest.mark.parametrize("key", ["goal", "taken", "level-python", "budget"])
def test_question_page_takes_no_more_queries_for_more_courses(begun: Client, key: str) -> None:
    counts = []
    for _ in range(2):
        create_course(teaches={"nets": 1, "python": 1}, requires={"python": 1})
        with CaptureQueriesContext(connection) as queries:
            begun.get(page(key))
        counts.append(len(queries))
    assert counts[0] == counts[1]
