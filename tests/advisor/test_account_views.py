"""The account page, its export and its deletion, for the owner and for others."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from advisor.models import Answers, User
from tests.factories import create_user

pytestmark = pytest.mark.django_db
PASSWORD = "seven quiet stations"


@pytest.fixture
def owner(client: Client) -> User:
    user = create_user(email="owner@example.org", password=PASSWORD)
    client.force_login(user)
    return user


def confirm(client: Client) -> None:
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


@pytest.mark.parametrize("name", ["account_detail", "account_export", "account_delete"])
def test_account_page_sends_a_visitor_to_log_in(client: Client, name: str) -> None:
    address = reverse(f"advisor:{name}")
    assert client.get(address).url == f"{reverse('account_login')}?next={address}"
    assert client.post(address).status_code in {302, 405}


def test_account_page_leads_to_every_setting(client: Client, owner: User) -> None:
    page = client.get(reverse("advisor:account_detail")).content.decode()
    for name in ("account_email", "account_change_password", "mfa_index", "mfa_list_webauthn", "usersessions_list"):
        assert f'href="{reverse(name)}"' in page
    assert "owner@example.org" in page
    assert "Your saved paths" in page


def test_account_page_of_one_without_password_offers_to_set_one(client: Client) -> None:
    client.force_login(create_user())
    assert reverse("account_set_password") in client.get(reverse("advisor:account_detail")).content.decode()


def test_export_is_a_file_that_nobody_keeps(client: Client, owner: User) -> None:
    answer = client.get(reverse("advisor:account_export"))
    assert answer["Content-Disposition"].startswith('attachment; filename="which-first-account-')
    assert "no-store" in answer["Cache-Control"]
    assert answer.json()["account"]["email"] == owner.email


def test_export_holds_the_own_account_only(client: Client, owner: User) -> None:
    stranger = create_user(email="stranger@example.org")
    Answers.objects.create(user=stranger, data={"goal": "of-a-stranger"})
    assert "stranger" not in client.get(reverse("advisor:account_export")).content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_deletion_asks_first_that_it_is_you(client: Client, owner: User, method: str) -> None:
    address = reverse("advisor:account_delete")
    answer = getattr(client, method)(address)
    assert answer.url.startswith(reverse("account_reauthenticate"))
    assert User.objects.filter(pk=owner.pk).exists()


def test_deletion_refuses_a_wrong_password(client: Client, owner: User) -> None:
    client.post(reverse("account_reauthenticate"), {"password": "a wrong one"})
    client.post(reverse("advisor:account_delete"))
    assert User.objects.filter(pk=owner.pk).exists()


def test_deletion_page_only_asks(client: Client, owner: User) -> None:
    confirm(client)
    answer = client.get(reverse("advisor:account_delete"))
    assert answer.status_code == 200
    assert "be undone" in answer.content.decode()
    assert User.objects.filter(pk=owner.pk).exists()


def test_deletion_removes_the_account_and_logs_out(client: Client, owner: User) -> None:
    confirm(client)
    stranger = create_user()
    answer = client.post(reverse("advisor:account_delete"), follow=True)
    assert answer.redirect_chain == [(reverse("advisor:home"), 302)]
    assert "is deleted" in answer.content.decode()
    assert list(User.objects.all()) == [stranger]
    assert not answer.wsgi_request.user.is_authenticated


def test_deletion_ends_the_other_browsers_too(client: Client, owner: User) -> None:
    elsewhere = Client()
    elsewhere.force_login(owner)
    confirm(client)
    client.post(reverse("advisor:account_delete"))
    assert elsewhere.get(reverse("advisor:account_detail")).status_code == 302


def test_deleted_address_can_sign_up_again(client: Client, owner: User) -> None:
    confirm(client)
    client.post(reverse("advisor:account_delete"))
    client.post(reverse("account_signup"), {"email": owner.email, "password1": PASSWORD})
    assert mail.outbox[-1].subject == "Which First: Confirm your e-mail address"
