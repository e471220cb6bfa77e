"""Goals and people in the admin."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from advisor.models import Completion, Goal, User
from tests.admin_pages import page_data, row_data
from tests.factories import create_course, create_goal, create_skill, create_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def superuser(client: Client) -> Client:
    client.force_login(create_user(is_staff=True, is_superuser=True))
    return client


def page(row: Any, name: str = "change") -> str:
    return reverse(f"admin:advisor_{row._meta.model_name}_{name}", args=[row.pk])


def test_goal_is_added_with_its_targets(superuser: Client) -> None:
    address = reverse("admin:advisor_goal_add")
    data = page_data(superuser.get(address)) | {"title": "Weave", "slug": "weave", "blurb": "Make cloth."}
    data = row_data(data, "targets", skill=create_skill().pk, level=2)
    assert superuser.post(address, data).status_code == 302
    assert Goal.objects.get(slug="weave").targets.get().level == 2


def test_target_named_twice_is_refused(superuser: Client) -> None:
    goal = create_goal(targets={"cloth": 1})
    skill = goal.targets.get().skill
    data = row_data(page_data(superuser.get(page(goal))), "targets", skill=skill.pk, level=3)
    assert superuser.post(page(goal), data).status_code == 200
    assert goal.targets.count() == 1


def test_person_is_found_by_address(superuser: Client) -> None:
    create_user(email="ada@example.org")
    create_user(email="bob@example.org")
    found = superuser.get(reverse("admin:advisor_user_changelist"), {"q": "ada@"}).context["cl"].queryset
    assert [user.email for user in found] == ["ada@example.org"]


def test_page_of_a_person_shows_no_password(superuser: Client) -> None:
    user = create_user(password="a-secret-of-mine")
    assert user.password not in superuser.get(page(user)).content.decode()


def test_address_and_password_cannot_be_changed(superuser: Client) -> None:
    user = create_user(email="ada@example.org", password="a-secret-of-mine")
    data = page_data(superuser.get(page(user))) | {"email": "eve@example.org", "password": "x"}
    superuser.post(page(user), data)
    user.refresh_from_db()
    assert user.email == "ada@example.org"
    assert user.check_password("a-secret-of-mine")


def test_curator_cannot_hand_out_rights(client: Client) -> None:
    curator = create_user(is_staff=True)
    curator.user_permissions.set(Permission.objects.filter(codename__in=["change_user", "view_user", "delete_user"]))
    client.force_login(curator)
    assert client.post(page(curator), {"is_superuser": "on", "is_staff": "on", "is_active": "on"}).status_code == 302
    curator.refresh_from_db()
    assert not curator.is_superuser
    assert client.post(page(curator, "delete"), {"post": "yes"}).status_code == 403


def test_deleting_a_person_leaves_nothing_of_them(superuser: Client) -> None:
    user = create_user(email="ada@example.org")
    Completion.objects.create(user=user, course=create_course(), state="started")
    assert superuser.post(page(user, "delete"), {"post": "yes"}).status_code == 302
    assert not User.objects.filter(email="ada@example.org").exists()
    assert not Completion.objects.exists()
    assert "ada@example.org" not in superuser.get(reverse("admin:index"), follow=True).content.decode().replace(
        "“ada@example.org” was deleted", ""
    )


def test_completion_can_be_seen_but_not_changed(superuser: Client) -> None:
    completion = Completion.objects.create(user=create_user(), course=create_course(), state="started")
    assert superuser.get(page(completion)).status_code == 200
    assert superuser.post(page(completion), {"state": "done"}).status_code == 403
    assert superuser.post(page(completion, "delete"), {"post": "yes"}).status_code == 403
