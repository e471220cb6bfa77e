"""The pages and messages of the accounts package in the site's own layout and words."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client, override_settings
from django.urls import reverse

from advisor.models import User
from tests.factories import create_user

pytestmark = pytest.mark.django_db
PASSWORD = "seven quiet stations"


def create_member(email: str = "rider@example.org") -> User:
    user = create_user(email=email, password=PASSWORD)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def log_in(client: Client) -> User:
    """By the form, so that the session counts as freshly confirmed."""
    user = create_member()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return user


def heading(answer: Any) -> str:
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count('<header class="masthead">') == 1
    assert len(re.findall(r"<main\b", page)) == 1
    found = re.findall(r"<h1>(.*?)</h1>", page)
    assert len(found) == 1
    return str(found[0])


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("account_login", "Log in"),
        ("account_signup", "Sign up"),
        ("account_reset_password", "Reset your password"),
        ("account_request_login_code", "Log in by code"),
        ("account_password_reset_completed", "Your password is changed"),
        ("account_inactive", "This account is closed"),
    ],
)
def test_page_for_visitors_is_the_sites_own(client: Client, name: str, title: str) -> None:
    assert heading(client.get(reverse(name))) == title


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("account_email", "E-mail addresses"),
        ("account_change_password", "Change your password"),
        ("account_logout", "Log out"),
        ("account_reauthenticate", "Confirm that it is you"),
        ("mfa_index", "Second factor and passkeys"),
        ("mfa_activate_totp", "Set up an authenticator app"),
        ("mfa_list_webauthn", "Passkeys and security keys"),
        ("mfa_add_webauthn", "Add a passkey"),
        ("usersessions_list", "Where you are logged in"),
    ],
)
def test_page_for_members_is_the_sites_own(client: Client, name: str, title: str) -> None:
    log_in(client)
    assert heading(client.get(reverse(name))) == title


def test_log_in_offers_password_code_and_passkey(client: Client) -> None:
    page = client.get(reverse("account_login")).content.decode()
    assert 'name="login"' in page
    assert 'name="password"' in page
    assert f'href="{reverse("account_request_login_code")}"' in page
    assert 'id="passkey_login"' in page


def test_log_in_keeps_the_address_when_the_password_is_wrong(client: Client) -> None:
    create_member()
    answer = client.post(reverse("account_login"), {"login": "rider@example.org", "password": "wrong"})
    assert heading(answer) == "Log in"
    assert 'value="rider@example.org"' in answer.content.decode()
    assert 'role="alert"' in answer.content.decode()


@pytest.mark.parametrize("address", ["rider@example.org", "nobody@example.org"])
def test_log_in_code_page_does_not_tell_who_has_an_account(client: Client, address: str) -> None:
    create_member()
    answer = client.post(reverse("account_request_login_code"), {"email": address}, follow=True)
    assert heading(answer) == "Enter the log-in code"
    assert f"If {address} can be used here" in answer.content.decode()


def test_log_in_by_code_works_without_a_password(client: Client) -> None:
    create_member()
    client.post(reverse("account_request_login_code"), {"email": "rider@example.org"})
    code = re.findall(r"^[0-9A-Z-]{6,}$", str(mail.outbox[-1].body), re.MULTILINE)[0]
    answer = client.post(reverse("account_confirm_login_code"), {"code": code})
    assert answer.url == reverse("advisor:dashboard")


@pytest.mark.parametrize(
    ("name", "field", "subject"),
    [
        ("account_request_login_code", "email", "Your log-in code"),
        ("account_reset_password", "email", "Your code to reset the password"),
    ],
)
def test_message_is_plain_and_names_the_site(client: Client, name: str, field: str, subject: str) -> None:
    create_member()
    client.post(reverse(name), {field: "rider@example.org"})
    message = mail.outbox[-1]
    assert message.subject == f"Which First: {subject}"
    assert str(message.body).endswith("Which First\nhttp://testserver/")
    assert "!" not in str(message.body)


def test_notice_of_a_new_password_says_where_it_came_from(client: Client) -> None:
    log_in(client)
    fields = {"oldpassword": PASSWORD, "password1": "eight quiet stations", "password2": "eight quiet stations"}
    with override_settings(ACCOUNT_EMAIL_NOTIFICATIONS=True):
        client.post(reverse("account_change_password"), fields)
    body = str(mail.outbox[-1].body)
    assert body.startswith("Your password was changed.")
    assert "network address: 127.0.0.1" in body


def test_sign_up_takes_as_long_for_whoever_has_an_account(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing is what takes time, so it is counted."""
    create_member("taken@example.org")
    hashed: list[str] = []
    real = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *given: hashed.append("once") or real(*given))
    for email in ("taken@example.org", "free@example.org"):
        answer = Client().post(reverse("account_signup"), {"email": email, "password1": PASSWORD})
        assert answer["Location"] == reverse("account_email_verification_sent")
        hashed.append(email)
    assert hashed == ["once", "taken@example.org", "once", "free@example.org"]
