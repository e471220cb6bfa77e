"""Roles: kept right by the code, given and taken by command and in the admin."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from advisor.models import User
from advisor.roles import RIGHTS, Role, synchronise
from advisor.staffing import give_role, role_of
from tests.admin_pages import page_data
from tests.factories import create_user

pytestmark = pytest.mark.django_db


def rights_of(role: Role) -> set[str]:
    found = Permission.objects.filter(group__name=role).values_list("content_type__app_label", "codename")
    return {f"{label}.{codename}" for label, codename in found}


def test_migrating_brings_the_rights_of_roles_up_to_date() -> None:
    Group.objects.get(name=Role.CURATOR).permissions.set(Permission.objects.filter(codename="view_user"))
    Group.objects.get(name=Role.EDITOR).delete()
    for _ in range(2):
        synchronise(using="default")
        assert {role: rights_of(role) for role in Role} == RIGHTS


def test_each_role_may_what_the_one_below_may() -> None:
    assert RIGHTS[Role.CURATOR] < RIGHTS[Role.EDITOR] < RIGHTS[Role.ADMINISTRATOR]


def test_command_gives_one_role_and_keeps_other_groups() -> None:
    user = create_user(email="ada@example.org")
    user.groups.add(Group.objects.create(name="translators"))
    for role in (Role.CURATOR, Role.EDITOR):
        call_command("grant_role", "Ada@example.org", role)
    user.refresh_from_db()
    assert user.is_staff
    assert set(user.groups.values_list("name", flat=True)) == {"translators", "editor"}
    call_command("grant_role", "ada@example.org", "editor", take=True)
    assert set(user.groups.values_list("name", flat=True)) == {"translators"}


def test_taking_the_role_takes_the_way_in_but_not_a_superusers() -> None:
    for is_superuser in (False, True):
        user = create_user(is_superuser=is_superuser)
        give_role(user, Role.CURATOR)
        give_role(user, None)
        assert user.is_staff is is_superuser


@pytest.mark.parametrize(
    ("email", "role", "said"),
    [("eve@example.org", "editor", "has no account"), ("ada@example.org", "editor", "is not an editor")],
)
def test_command_says_what_is_wrong(email: str, role: str, said: str) -> None:
    create_user(email="ada@example.org")
    with pytest.raises(CommandError, match=said):
        call_command("grant_role", email, role, take=True)


def post(client: Client, user: User, **fields: Any) -> int:
    page = reverse("admin:advisor_user_change", args=[user.pk])
    return client.post(page, page_data(client.get(page)) | fields).status_code


def administrator(client: Client, *, is_superuser: bool = False) -> User:
    user = create_user(is_staff=True, is_superuser=is_superuser)
    give_role(user, Role.ADMINISTRATOR)
    client.force_login(user)
    return user


@pytest.mark.parametrize("is_superuser", [False, True])
def test_administrator_gives_a_role_on_the_persons_page(client: Client, is_superuser: bool) -> None:
    administrator(client, is_superuser=is_superuser)
    user = create_user()
    others = Group.objects.create(name="translators")
    user.groups.add(others)
    assert post(client, user, role="editor") == 302
    user.refresh_from_db()
    assert (role_of(user), user.is_staff, user.groups.count()) == (Role.EDITOR, True, 2)
    assert post(client, user, role="", groups=[others.pk]) == 302
    assert role_of(user) is None


def test_administrator_gives_no_more_than_roles(client: Client) -> None:
    administrator(client)
    user, above = create_user(), create_user(is_staff=True, is_superuser=True)
    assert post(client, user, role="curator", is_superuser="on") == 302
    assert post(client, above, role="curator", is_active="") == 302
    user.refresh_from_db()
    above.refresh_from_db()
    assert (user.is_superuser, above.is_active, role_of(above)) == (False, True, None)
