"""The plan of the current answers, and saving it."""

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from advisor.models import Answers, Path, User
from advisor.report import Report
from tests.advisor.path_rows import make_catalogue, make_path
from tests.factories import create_course, create_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def catalogue() -> None:
    make_catalogue()


@pytest.fixture
def user() -> User:
    return create_user()


@pytest.fixture
def owner(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def give(client: Client, **answers: Any) -> None:
    """Put answers where the questionnaire keeps them."""
    session = client.session
    session["answers"] = answers
    session.save()
    if user_id := session.get("_auth_user_id"):
        Answers.objects.create(user_id=user_id, data=answers)


def plan_text(client: Client, **answers: Any) -> str:
    give(client, **answers)
    response = client.get("/plan/")
    assert response.status_code == 200
    return str(response.content.decode())


def test_plan_without_a_goal_begins_with_the_questions(client: Client) -> None:
    assert client.get("/plan/").url == reverse("advisor:questionnaire_start")


def test_visitor_sees_the_whole_plan_and_how_to_keep_it(client: Client) -> None:
    text = plan_text(client, goal="deep")
    assert text.index("First steps") < text.index("Nets</a>")
    assert "A pair" in text
    assert f"{reverse('account_signup')}?next=%2Fplan%2F" in text
    assert "proven" in text


def test_plan_of_own_targets_has_a_title(client: Client) -> None:
    assert "Your own targets" in plan_text(client, targets={"nets": 1})


def test_plan_with_nothing_to_learn_says_so(client: Client) -> None:
    text = plan_text(client, goal="deep", levels={"nets": 1})
    assert "You hold everything this goal asks for" in text
    assert "Save this path" not in text


def test_plan_names_what_it_does_not_reach(client: Client) -> None:
    text = plan_text(client, goal="deep", exclude=["nets-course"])
    assert "does not reach all of your goal" in text


def test_plan_says_that_it_was_not_proven(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = Report.journey
    monkeypatch.setattr(Report, "journey", lambda report: {**honest(report), "proven": False})
    text = plan_text(client, goal="deep")
    assert "before it could prove" in text
    assert "The best path" not in text


@pytest.mark.parametrize(
    ("day", "said"), [("2027-01-05", "after your deadline"), ("2030-01-05", "before your deadline")]
)
def test_plan_says_whether_the_deadline_holds(client: Client, day: str, said: str) -> None:
    assert said in plan_text(client, goal="deep", start="2027-01-04", finish_by=day)


@pytest.mark.parametrize(
    "answers",
    [
        {"levels": {"gone": 2}},
        {"taken": ["gone"]},
        {"hours_per_week": "many"},
        {"start": "2027-13-01"},
        {"nonsense": 1},
    ],
)
def test_answers_that_no_longer_fit_get_a_clear_page(client: Client, answers: dict[str, Any]) -> None:
    text = plan_text(client, goal="deep", **answers)
    assert "One answer needs another look" in text
    assert "All of your answers are kept" in text


def test_plan_takes_no_more_queries_for_more_courses(client: Client) -> None:
    give(client, goal="deep")
    client.get("/plan/")
    counts = []
    for _ in range(2):
        create_course(teaches={"nets": 1}, requires={"python": 1})
        with CaptureQueriesContext(connection) as queries:
            client.get("/plan/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_saving_leads_to_the_path_and_finishes_the_answers(owner: Client, user: User) -> None:
    give(owner, goal="deep")
    response = owner.post("/plan/save/", {"token": str(uuid.uuid4())})
    path = Path.objects.get(user=user)
    assert response.url == path.get_absolute_url()
    assert [step.course.slug for step in path.steps.all()] == ["first", "nets-course"]
    assert Answers.objects.get(user=user).is_finished


def test_saving_twice_keeps_one_path(owner: Client) -> None:
    give(owner, goal="deep")
    token = str(uuid.uuid4())
    addresses = {owner.post("/plan/save/", {"token": token}).url for _ in range(2)}
    addresses.add(owner.post("/plan/save/", {"token": str(uuid.uuid4())}).url)
    assert addresses == {Path.objects.get().get_absolute_url()}


def test_saved_plan_points_at_its_path(owner: Client, user: User) -> None:
    path = make_path(user)
    text = plan_text(owner, goal="deep", start="2027-01-04")
    assert path.get_absolute_url() in text
    assert "Save this path" not in text


@pytest.mark.parametrize("data", [{}, {"token": "nonsense"}])
def test_saving_with_a_broken_token_says_so(owner: Client, data: dict[str, str]) -> None:
    give(owner, goal="deep")
    response = owner.post("/plan/save/", data)
    assert response.status_code == 200
    assert "The path was not saved" in response.content.decode()
    assert not Path.objects.exists()


def test_saving_without_a_goal_begins_with_the_questions(owner: Client) -> None:
    assert owner.post("/plan/save/", {"token": str(uuid.uuid4())}).url == reverse("advisor:questionnaire_start")


def test_visitor_who_saves_signs_up_first(client: Client) -> None:
    give(client, goal="deep")
    assert client.post("/plan/save/").url == f"{reverse('account_signup')}?next=%2Fplan%2F"
    assert not Path.objects.exists()
