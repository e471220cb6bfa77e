"""The admin asks staff again who they are after a pause and after half a day; learners' sessions go on."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from advisor.models import User
from catalog.models import Provider
from tests.factories import create_user

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough one"
MINUTE = 60
ADD = "/admin/catalog/provider/add/"
CONFIRM = "/accounts/reauthenticate/"


@pytest.fixture
def move(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Moves time on by minutes."""
    now = [time.time()]
    monkeypatch.setattr(time, "time", lambda: now[0])

    def move_on(minutes: float) -> None:
        now[0] += minutes * MINUTE

    return move_on


@pytest.fixture
def staff(settings: LazySettings, client: Client) -> User:
    """Logged in by password, as without a second factor in development."""
    settings.STAFF_SECOND_FACTOR = False
    user = create_user(password=PASSWORD, is_staff=True, is_superuser=True)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    user.authenticator_set.all().delete()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    return user


def test_desk_closes_after_a_pause_and_opens_by_password(client: Client, staff: User, move: Any) -> None:
    move(29)
    assert client.get("/admin/").status_code == 200
    move(29)
    assert client.get("/admin/").status_code == 200
    move(31)
    page = client.get("/admin/?a=b", follow=True)
    assert page.redirect_chain == [(f"{CONFIRM}?next=%2Fadmin%2F%3Fa%3Db", 302)]
    assert "The desk closed" in page.content.decode()
    answer = client.post(CONFIRM, {"password": PASSWORD, "next": "/admin/?a=b"})
    assert answer["Location"] == "/admin/?a=b"
    assert client.get("/admin/").status_code == 200


def test_desk_closes_after_half_a_day_of_use(client: Client, staff: User, move: Any) -> None:
    found = []
    for _ in range(25):
        move(29)
        found.append(client.get("/admin/").status_code)
    assert found == [200] * 24 + [302]


def test_desk_does_not_open_by_a_session_of_days_ago(client: Client, staff: User, move: Any) -> None:
    move(3 * 24 * 60)
    assert client.get("/admin/")["Location"].startswith(CONFIRM)
    assert client.get("/account/").status_code == 200


def test_what_was_typed_is_sent_again_from_the_page_that_says_so(client: Client, staff: User, move: Any) -> None:
    move(31)
    page = client.post(ADD, {"name": '"><script>Quay', "slug": "quay", "csrfmiddlewaretoken": "x"})
    assert page.status_code == 403
    assert 'name="name" value="&quot;&gt;&lt;script&gt;Quay"' in page.content.decode()
    assert not Provider.objects.exists()
    client.post(CONFIRM, {"password": PASSWORD})
    assert client.post(ADD, {"name": "Quay", "slug": "quay"}).status_code != 403


def test_token_of_a_page_holds_when_the_desk_opens_again(staff: User, move: Any) -> None:
    """Else what is kept on the page could not be sent again."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(staff)
    assert client.get(ADD).status_code == 200
    old = client.cookies["csrftoken"].value
    move(31)
    page = client.post(ADD, {"name": "Quay", "csrfmiddlewaretoken": old})
    assert "The desk is closed" in page.content.decode()
    client.post(CONFIRM, {"password": PASSWORD, "csrfmiddlewaretoken": old})
    assert client.post(ADD, {"name": "Quay", "csrfmiddlewaretoken": old}).status_code != 403


def test_forged_request_is_offered_to_nobody(staff: User, move: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(staff)
    client.get("/admin/")
    move(31)
    assert "Send it again" not in client.post(ADD, {"name": "Evil"}).content.decode()


def test_file_has_to_be_chosen_anew(client: Client, staff: User, move: Any) -> None:
    move(31)
    page = client.post(ADD, {"name": "Quay", "file": SimpleUploadedFile("a.csv", b"a")}).content.decode()
    assert "choose it anew" in page
    assert "Send it again" not in page


def test_limits_are_settings(client: Client, staff: User, move: Any, settings: LazySettings) -> None:
    settings.DESK_IDLE_MINUTES, settings.DESK_HOURS = 120, 3
    move(119)
    assert client.get("/admin/").status_code == 200
    move(62)
    assert client.get("/admin/").status_code == 302


def test_learner_goes_on_for_weeks(client: Client, move: Any) -> None:
    client.force_login(create_user())
    move(60 * 24 * 60)
    assert client.get("/account/").status_code == 200
