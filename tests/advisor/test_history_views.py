"""Earlier questionnaires of an account: listed, used again, deleted, and nobody else's business."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from advisor.models import Answers, Dismissal, Path, User
from tests.factories import create_course, create_goal, create_skill, create_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def catalogue() -> None:
    create_goal(slug="deep", title="Go deep", targets={"nets": 1})
    create_course(slug="nets-course", title="Nets", teaches={"nets": 1})


@pytest.fixture
def user(client: Client) -> User:
    user = create_user()
    client.force_login(user)
    return user


def answers_of(user: User, *, is_finished: bool = True, **data: Any) -> Answers:
    return Answers.objects.create(user=user, data={"goal": "deep", **data}, trail=["goal"], is_finished=is_finished)


def page(client: Client) -> str:
    response = client.get("/answers/")
    assert response.status_code == 200
    return str(response.content.decode())


def test_history_says_what_it_was_about_and_where_it_led(client: Client, user: User) -> None:
    client.post("/start/goal/", {"answer": "deep"})
    assert "In progress" in page(client)
    client.post("/plan/save/", {"token": "5f0d4bcb-9f3c-4f0a-8a64-3a1a6f2f3a11"})
    html = page(client)
    assert "Finished" in html
    assert "Go deep" in html
    assert Path.objects.get(user=user).get_absolute_url() in html


def test_history_without_questionnaires_begins_one(client: Client, user: User) -> None:
    Answers.objects.create(user=user, data={})
    assert "No questionnaire yet" in page(client)


def test_history_names_a_goal_that_is_gone_and_own_targets(client: Client, user: User) -> None:
    answers_of(user, goal="long-gone")
    Answers.objects.create(user=user, data={"targets": {"nets": 1}}, is_finished=True)
    html = page(client)
    assert "long-gone" in html
    assert "Skill" in html


def test_using_again_makes_a_copy_for_today(client: Client, user: User) -> None:
    row = answers_of(user, hours_per_week=8, start="2001-01-01", finish_by="2002-01-01", dismissed=["old"])
    Dismissal.objects.create(user=user, skill=create_skill(slug="sums"))
    assert client.post(f"/answers/{row.pk}/copy/").url == "/start/review/"
    copy = Answers.objects.get(user=user, is_finished=False)
    assert copy.data == {"goal": "deep", "hours_per_week": 8, "dismissed": ["sums"]}
    row.refresh_from_db()
    assert row.data["start"] == "2001-01-01"


def test_copy_puts_the_unfinished_one_aside(client: Client, user: User) -> None:
    row, unfinished = answers_of(user), answers_of(user, is_finished=False, hours_per_week=3)
    client.post(f"/answers/{row.pk}/copy/")
    unfinished.refresh_from_db()
    assert unfinished.is_finished
    assert unfinished.data["hours_per_week"] == 3
    assert "Put aside" in page(client)


def test_copying_the_unfinished_one_goes_on_with_it(client: Client, user: User) -> None:
    row = answers_of(user, is_finished=False)
    client.post(f"/answers/{row.pk}/copy/")
    assert Answers.objects.get() == row


def test_deleting_leaves_the_path(client: Client, user: User) -> None:
    client.post("/start/goal/", {"answer": "deep"})
    client.post("/plan/save/", {"token": "5f0d4bcb-9f3c-4f0a-8a64-3a1a6f2f3a11"})
    row = Answers.objects.get()
    client.post(f"/answers/{row.pk}/delete/")
    assert not Answers.objects.exists()
    assert Path.objects.get(user=user).answers["goal"] == "deep"
    assert client.get("/start/").url == "/start/goal/"


@pytest.mark.parametrize("verb", ["copy", "delete"])
def test_anothers_questionnaire_is_not_found(client: Client, user: User, verb: str) -> None:
    row = answers_of(create_user(), hours_per_week=77)
    assert client.post(f"/answers/{row.pk}/{verb}/").status_code == 404
    assert "Go deep" not in page(client)
    row.refresh_from_db()


@pytest.mark.parametrize("address", ["/answers/", "/answers/1/copy/", "/answers/1/delete/"])
def test_visitor_is_sent_to_log_in(client: Client, address: str) -> None:
    response = client.get(address) if address == "/answers/" else client.post(address)
    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/")


def test_history_takes_no_more_queries_for_more_rows(client: Client, user: User) -> None:
    counts = []
    for _ in range(2):
        for _ in range(4):
            answers_of(user)
        with CaptureQueriesContext(connection) as queries:
            page(client)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_history_has_pages(client: Client, user: User) -> None:
    for _ in range(21):
        answers_of(user)
    assert "Page 1 of 2" in page(client)
    assert client.get("/answers/?page=nonsense").status_code == 200
