"""What log-in, log-out and a new password do to sessions, in the site's own settings of django-allauth."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.test import Client

from advisor.models import User
from tests.factories import create_user

pytestmark = pytest.mark.django_db
PASSWORD, ANOTHER = "a long enough one", "another that is long"


@pytest.fixture
def user() -> User:
    found = create_user(password=PASSWORD)
    EmailAddress.objects.create(user=found, email=found.email, verified=True, primary=True)
    return found


def logged_in(user: User) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert is_in(client)
    return client


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_log_in_begins_a_session_of_another_name(user: User) -> None:
    client = Client()
    client.post("/start/goal/", {"action": "skip", "answer": ""})
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before or ""
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert is_in(client)
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_log_out_ends_the_session_on_the_server(user: User) -> None:
    client = logged_in(user)
    stolen = Client()
    stolen.cookies.load(client.cookies.output(header=""))
    assert is_in(stolen)
    client.post("/accounts/logout/")
    assert not is_in(stolen)


def test_another_session_can_be_ended(user: User) -> None:
    here, there = logged_in(user), logged_in(user)
    here.post("/accounts/sessions/")
    assert (is_in(here), is_in(there)) == (True, False)


@pytest.mark.parametrize(("old", "changes"), [("wrong", False), (PASSWORD, True)])
def test_new_password_asks_for_the_old_one_and_ends_other_sessions(user: User, old: str, changes: bool) -> None:
    here, there = logged_in(user), logged_in(user)
    here.post("/accounts/password/change/", {"oldpassword": old, "password1": ANOTHER, "password2": ANOTHER})
    user.refresh_from_db()
    assert user.check_password(ANOTHER) is changes
    assert is_in(here)
    assert is_in(there) is not changes


@pytest.mark.parametrize("password", ["password1234", "123456789012", "kfmwpzqhtrb", "qwertyuiop"])
def test_password_that_is_guessed_first_is_refused(password: str) -> None:
    Client().post("/accounts/signup/", {"email": "new@example.org", "password1": password})
    assert not User.objects.filter(email="new@example.org").exists()


def test_password_from_before_goes_on_working() -> None:
    """New ones have to be longer than some that people have."""
    user = create_user(password="eight-ch")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client = Client()
    client.post("/accounts/login/", {"login": user.email, "password": "eight-ch"})
    assert is_in(client)
