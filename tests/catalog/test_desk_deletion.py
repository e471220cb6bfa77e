"""What a person's path or completion names can't be deleted, in the admin or by query, and the admin says so."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse

from advisor.models import Completion, Path, Snapshot
from tests.factories import create_bundle, create_course, create_goal, create_skill, create_user

pytestmark = pytest.mark.django_db


def completed(course: Any) -> None:
    Completion.objects.create(user=create_user(), course=course, state="started")


def completed_course() -> Any:
    course = create_course()
    completed(course)
    return course


def goal_of_a_path() -> Any:
    goal = create_goal()
    snapshot = Snapshot.objects.create(digest="0" * 64, catalog={})
    texts: dict[str, Any] = {"answers": {}, "problem": {}, "plan": {}}
    Path.objects.create(user=create_user(), goal=goal, title="Mine", snapshot=snapshot, **texts)
    return goal


def part_of_a_bundle() -> Any:
    part = create_course()
    completed(create_bundle(parts=[part]))
    return part


def skill_of_a_course() -> Any:
    skill = create_skill()
    completed(create_course(teaches={skill: 1}))
    return skill


def skill_of_a_goal() -> Any:
    skill = create_skill()
    create_goal(targets={skill: 1})
    return skill


def platform_of_a_course() -> Any:
    return completed_course().platform


def provider_of_a_course() -> Any:
    return completed_course().provider


def successor_of_a_course() -> Any:
    newer = create_course()
    completed(create_course(superseded_by=newer))
    return newer


NAMED = [
    completed_course,
    goal_of_a_path,
    part_of_a_bundle,
    skill_of_a_course,
    skill_of_a_goal,
    platform_of_a_course,
    provider_of_a_course,
    successor_of_a_course,
]


@pytest.mark.parametrize("create", NAMED, ids=lambda create: create.__name__)
def test_what_is_named_is_not_deleted_by_query(create: Callable[[], Any]) -> None:
    row = create()
    with pytest.raises(ProtectedError):
        type(row).objects.filter(pk=row.pk).delete()


@pytest.mark.parametrize("create", NAMED, ids=lambda create: create.__name__)
def test_admin_says_what_stands_in_the_way(client: Client, create: Callable[[], Any]) -> None:
    client.force_login(create_user(is_staff=True, is_superuser=True))
    row = create()
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}"
    one = client.post(reverse(f"{name}_delete", args=[row.pk]), {"post": "yes"})
    chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    several = client.post(reverse(f"{name}_changelist"), chosen)
    for response in (one, several):
        assert response.status_code == 200
        assert "protected" in response.content.decode()
    assert type(row).objects.filter(pk=row.pk).exists()
