"""What a visitor answered goes to the account that signs up or logs in next: once, whole, and to nobody else."""

import re
import threading
import uuid
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.db import connection
from django.test import Client

from advisor.actions import claim_answers
from advisor.models import Answers, Dismissal, Goal, Path, User
from tests.factories import create_course, create_goal, create_skill, create_user

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery staple"
EMAIL = "learner@example.org"


@pytest.fixture(autouse=True)
def catalogue(_django_db_helper: None) -> None:
    create_goal(slug="deep", title="Go deep", targets={"nets": 1})
    create_course(slug="first", teaches={"python": 2})
    create_course(slug="nets-course", teaches={"nets": 1}, requires={"python": 1})


def person(email: str = EMAIL) -> User:
    user = create_user(email=email, password=PASSWORD)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def visit(client: Client, *, to_the_plan: bool = True, **hours: str) -> None:
    client.post("/start/goal/", {"answer": "deep"})
    client.post("/start/hours/", {"answer": hours.get("hours", "8")})
    if to_the_plan:
        assert "station-nets-course" in client.get("/plan/").content.decode()


def log_in(client: Client, email: str = EMAIL) -> Any:
    return client.post("/accounts/login/", {"login": email, "password": PASSWORD})


def code_from_mail() -> str:
    found = re.search(r"^\s*([0-9A-Z-]{6,})\s*$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found
    return found[1]


def assert_claimed(user: User) -> None:
    path, row = Path.objects.get(user=user), Answers.objects.get(user=user)
    assert path.answers["hours_per_week"] == 8
    assert (row.is_finished, row.path) == (True, path)


def test_visitor_gets_the_whole_path_without_an_account(client: Client) -> None:
    visit(client)
    assert not Answers.objects.exists()


def test_signing_up_claims_answers_and_path(client: Client) -> None:
    visit(client)
    client.post("/accounts/signup/", {"email": "new@example.org", "password1": PASSWORD})
    assert not Path.objects.exists()
    client.post("/accounts/confirm-email/", {"code": code_from_mail()})
    assert_claimed(User.objects.get(email="new@example.org"))


def test_logging_in_leads_to_the_claimed_path(client: Client) -> None:
    user = person()
    visit(client)
    assert log_in(client).url == Path.objects.get(user=user).get_absolute_url()
    assert_claimed(user)


def test_logging_in_by_code_claims(client: Client) -> None:
    user = person()
    visit(client)
    client.post("/accounts/login/code/", {"email": EMAIL})
    client.post("/accounts/login/code/confirm/", {"code": code_from_mail()})
    assert_claimed(user)


def test_second_factor_claims_only_once_it_is_given(client: Client) -> None:
    user = person()
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    visit(client)
    assert log_in(client).url == "/accounts/2fa/authenticate/"
    assert not Answers.objects.exists()
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert_claimed(user)


def test_account_with_paths_and_answers_gets_one_more_of_each(client: Client) -> None:
    user = person()
    visit(client, hours="3")
    log_in(client)
    client.post("/accounts/logout/")
    visit(client, hours="8")
    log_in(client)
    assert sorted(path.answers["hours_per_week"] for path in Path.objects.filter(user=user)) == [3, 8]
    assert Answers.objects.filter(user=user, is_finished=True).count() == 2


def test_the_same_answers_claimed_again_lead_to_the_same_path(client: Client) -> None:
    user = person()
    for _ in range(2):
        visit(client)
        log_in(client)
        client.post("/accounts/logout/")
    path = Path.objects.get(user=user)
    assert [row.path for row in Answers.objects.filter(user=user)] == [path, path]


def test_nothing_of_a_session_is_claimed_by_the_next_person(client: Client) -> None:
    first, second = person(), person("second@example.org")
    visit(client)
    log_in(client)
    client.post("/start/hours/", {"answer": "9"})
    client.post("/accounts/logout/")
    log_in(client, "second@example.org")
    assert not Answers.objects.filter(user=second).exists()
    assert not Path.objects.filter(user=second).exists()
    assert client.get("/start/").url == "/start/goal/"
    assert Answers.objects.get(user=first, is_finished=False).data["hours_per_week"] == 9


def test_one_session_in_two_hands_is_claimed_by_the_first_alone() -> None:
    first, second = person(), person("second@example.org")
    session = {"answers": {"goal": "deep"}, "answers_claim": str(uuid.uuid4()), "plan_seen": True}
    assert claim_answers(user=first, session=dict(session)) is not None
    assert claim_answers(user=second, session=dict(session)) is None
    assert not Answers.objects.filter(user=second).exists()


def test_two_unfinished_questionnaires_become_one(client: Client) -> None:
    user = person()
    old = {"goal": "other", "levels": {"python": 2, "nets": 0}, "hours_per_week": 3, "taken": ["first"]}
    Answers.objects.create(user=user, data=old, trail=["goal", "taken", "hours"])
    visit(client, to_the_plan=False)
    client.post("/start/level-python/", {"answer": "1"})
    log_in(client)
    row = Answers.objects.get(user=user, is_finished=False)
    assert row.data == {
        "goal": "deep",
        "levels": {"python": 1, "nets": 0},
        "hours_per_week": 8,
        "taken": ["first"],
    }
    assert row.trail == ["goal", "taken", "hours", "level-python"]
    assert Answers.objects.get(user=user, is_finished=True).data == old


def test_seen_path_goes_before_an_older_unfinished_questionnaire(client: Client) -> None:
    user = person()
    Answers.objects.create(user=user, data={"goal": "deep", "hours_per_week": 3}, trail=["goal"])
    visit(client)
    log_in(client)
    assert not Answers.objects.filter(user=user, is_finished=False).exists()
    assert "8 hours a week" in client.get("/start/review/").content.decode()


def test_goal_retired_before_the_log_in_keeps_an_unfinished_questionnaire(client: Client) -> None:
    user = person()
    visit(client)
    Goal.objects.update(is_offered=False)
    log_in(client)
    assert Answers.objects.get(user=user).is_finished is False
    response = client.get("/start/", follow=True)
    assert "no longer offered" in response.content.decode()


def test_dismissed_prerequisites_come_along(client: Client) -> None:
    user = person()
    Dismissal.objects.create(user=user, skill=create_skill(slug="sums"))
    visit(client)
    client.post("/plan/adjust/", {"action": "needless", "skill": "python"})
    log_in(client)
    assert set(Dismissal.objects.filter(user=user).values_list("skill__slug", flat=True)) == {"sums", "python"}


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_log_in_at_once_claim_once(transactional_db: None) -> None:
    user = person()
    visitor = Client()
    visit(visitor)
    tabs = [Client(), Client()]
    for tab in tabs:
        tab.cookies.update(visitor.cookies)
    barrier, statuses = threading.Barrier(len(tabs)), []

    def log_in_there(tab: Client) -> None:
        try:
            barrier.wait()
            statuses.append(log_in(tab).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=log_in_there, args=[tab]) for tab in tabs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(statuses) == 2
    assert_claimed(user)
