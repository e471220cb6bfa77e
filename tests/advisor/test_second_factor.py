"""The admin is for staff with a second factor."""

import runpy
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, override_settings
from django.urls import reverse

import config
from advisor.models import User
from tests.factories import create_user

pytestmark = pytest.mark.django_db
WANTED = "/admin/catalog/course/?q=nets"


@pytest.fixture
def staff(client: Client) -> User:
    user = create_user(is_staff=True, is_superuser=True)
    Authenticator.objects.all().delete()
    client.force_login(user)
    return user


def add_factor(user: User, kind: Authenticator.Type) -> None:
    Authenticator.objects.create(user=user, type=kind, data={})


def test_staff_without_one_learn_why_and_come_back(client: Client, staff: User) -> None:
    page = client.get(WANTED, follow=True)
    assert page.redirect_chain == [(reverse("advisor:desk_enter"), 302)]
    assert b"asks for a second factor" in page.content
    add_factor(staff, Authenticator.Type.TOTP)
    assert client.get(reverse("advisor:desk_enter"))["Location"] == WANTED
    assert client.get(reverse("advisor:desk_enter"))["Location"] == reverse("admin:index")


@pytest.mark.parametrize("address", ["/admin/", "/admin/no/such/page/", "/admin/jsi18n/", "/admin/catalog/health/"])
def test_no_page_of_the_admin_opens_without_one(client: Client, staff: User, address: str) -> None:
    assert client.get(address)["Location"] == reverse("advisor:desk_enter")
    assert client.post(address)["Location"] == reverse("advisor:desk_enter")


def test_recovery_codes_alone_are_none(client: Client, staff: User) -> None:
    add_factor(staff, Authenticator.Type.RECOVERY_CODES)
    assert client.get("/admin/").status_code == 302


def test_passkey_is_one_and_taking_it_away_closes_the_admin(client: Client, staff: User) -> None:
    add_factor(staff, Authenticator.Type.WEBAUTHN)
    assert client.get("/admin/").status_code == 200
    staff.authenticator_set.all().delete()
    assert client.get("/admin/").status_code == 302


def test_what_was_sent_is_not_asked_for_again(client: Client, staff: User) -> None:
    client.post("/admin/catalog/provider/add/", {"name": "Quay"})
    add_factor(staff, Authenticator.Type.TOTP)
    assert client.get(reverse("advisor:desk_enter"))["Location"] == reverse("admin:index")


def test_way_to_the_desk_is_for_staff(client: Client) -> None:
    client.force_login(create_user())
    assert client.get(reverse("advisor:desk_enter")).status_code == 404


def test_development_can_go_without(client: Client, staff: User) -> None:
    with override_settings(STAFF_SECOND_FACTOR=False):
        assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("environment", ["development", "production"])
def test_only_development_may_say_so(monkeypatch: pytest.MonkeyPatch, environment: str) -> None:
    values = {"ENVIRONMENT": environment, "STAFF_SECOND_FACTOR": "no", "ALLOWED_HOSTS": "first.example.org"}
    for name, value in {**values, "EMAIL_HOST": "console", "SECRET_KEY": "abcdefghijklmnop" * 4}.items():
        monkeypatch.setenv(name, value)
    settings = str(Path(str(config.__file__)).with_name("settings.py"))
    if environment == "development":
        assert runpy.run_path(settings)["STAFF_SECOND_FACTOR"] is False
    else:
        with pytest.raises(ImproperlyConfigured, match="STAFF_SECOND_FACTOR"):
            runpy.run_path(settings)
