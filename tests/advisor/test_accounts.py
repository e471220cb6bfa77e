"""The whole account: what is kept, what is handed out, and that nothing stays behind."""

import json
import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import SESSION_KEY
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.test import Client
from django.utils import timezone

from advisor.accounts import erase_account, export_account
from advisor.models import (
    Answers,
    CalendarFeed,
    Completion,
    DigestChoice,
    DigestDelivery,
    Dismissal,
    Path,
    PathVersion,
    Proposal,
    ShareLink,
    Snapshot,
    Step,
    User,
)
from advisor.personal_data import KEPT
from advisor.tracking import fingerprint, log_hours, save_note, start_timer
from catalog.desk.courses import COURSES
from catalog.desk.drafts import publish_draft, save_draft
from catalog.models import Draft, Revision
from tests.factories import create_course, create_goal, create_skill, create_user

pytestmark = pytest.mark.django_db


def note(*, by: User, about: models.Model) -> LogEntry:
    return LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(about),
        object_id=str(about.pk),
        object_repr=str(about),
        action_flag=CHANGE,
    )


def save_session(**data: Any) -> str:
    store = SessionStore()
    store.update(data)
    store.save()
    return str(store.session_key)


def fill_account(user: User) -> Path:
    """One row at least in every model that leads to a user."""
    course, goal = create_course(slug=f"course-{user.pk}"), create_goal()
    address = EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    address.emailconfirmation_set.create(key=f"key-{user.pk}")
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "do-not-hand-out"})
    UserSession.objects.create(user=user, ip="192.0.2.7", user_agent="Browser", session_key=f"key-{user.pk}")
    Answers.objects.create(user=user, data={"hours_per_week": 7})
    Dismissal.objects.create(user=user, skill=create_skill())
    Completion.objects.create(user=user, course=course, state="done", finished_on=date(2027, 1, 2))
    log_hours(user=user, course=course, minutes=90, on=date(2027, 1, 2))
    save_note(user=user, course=course, text="What I learned", seen=fingerprint(""))
    start_timer(user=user, course=course)
    snapshot, _ = Snapshot.objects.get_or_create(digest="0" * 64, defaults={"catalog": {}})
    path = Path.objects.create(
        user=user, goal=goal, title="To the top", answers={}, problem={}, plan={"weeks": 3}, snapshot=snapshot
    )
    days = {"starts_on": date(2027, 1, 4), "finishes_on": date(2027, 1, 10)}
    Step.objects.create(path=path, position=1, course=course, hours_expected=10, **days)
    made = {"path": path, "answers": {}, "problem": {}, "plan": {"weeks": 2}, "snapshot": snapshot}
    Proposal.objects.create(kind=Proposal.Kind.PROGRESS, stay={}, fingerprint="0" * 64, **made)
    PathVersion.objects.create(number=1, goal=goal, titles={}, cause=PathVersion.Cause.DIALS, **made)
    ShareLink.objects.create(path=path)
    CalendarFeed.objects.create(path=path)
    DigestChoice.objects.create(user=user, is_wanted=True)
    DigestDelivery.objects.create(user=user, week=date(2027, 1, 4), claim=uuid.uuid4(), claimed_at=timezone.now())
    note(by=user, about=course)
    draft = save_draft(COURSES, course.slug, COURSES.read_row(course) | {"title": "Other"}, by=user)
    publish_draft(draft, user)
    return path


def personal_models() -> Iterator[type[models.Model]]:
    """The user model and all whose rows hang on a user, however far."""
    found: list[type[models.Model]] = [User]
    for model in found:
        found.extend(
            other
            for other in apps.get_models()
            if other not in found
            and any(
                isinstance(field, models.ForeignKey)
                and field.related_model is model
                and field.remote_field.on_delete is models.CASCADE
                for field in other._meta.get_fields()
            )
        )
    yield from found


def signatures() -> set[tuple[str, str]]:
    """Where rows that stay name the user who wrote them."""
    return {
        (model._meta.label, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is User and field.remote_field.on_delete is models.SET_NULL
    }


def test_every_field_about_a_person_has_a_reason_and_a_lifetime() -> None:
    fields = {
        (model._meta.label, field.name)
        for model in personal_models()
        for field in (*model._meta.concrete_fields, *model._meta.many_to_many)
    }
    assert fields | signatures() == {(entry.model, name) for entry in KEPT for name in entry.fields}
    assert all(entry.what and entry.reason and entry.lifetime for entry in KEPT)


def test_every_tie_to_a_user_goes_with_the_user() -> None:
    ties = [
        relation
        for relation in User._meta.get_fields(include_hidden=True)
        if relation.auto_created and (relation.one_to_many or relation.one_to_one)
    ]
    others = {(tie.related_model._meta.label, tie.field.name) for tie in ties if tie.on_delete is not models.CASCADE}
    assert others == signatures()


def test_what_a_curator_published_stays_without_the_name() -> None:
    user = create_user()
    fill_account(user)
    erase_account(user=user)
    draft, version = Draft.objects.get(), Revision.objects.get(source="draft")
    assert (draft.created_by, draft.published_by, version.made_by) == (None, None, None)


def test_filled_account_has_a_row_in_every_personal_model() -> None:
    fill_account(create_user())
    connection.check_constraints()  # as the end of a transaction does, which PostgreSQL's triggers wait for
    assert [model._meta.label for model in personal_models() if not model._default_manager.exists()] == []


def test_erasing_leaves_no_row_of_the_user() -> None:
    user, other = create_user(), create_user()
    fill_account(other)
    before = {model: model._default_manager.count() for model in personal_models()}
    fill_account(user)
    user.groups.create(name="curators")
    erase_account(user=user)
    before[User] -= 1
    assert {model: model._default_manager.count() for model in personal_models()} == before
    assert User.objects.get() == other
    assert not User.groups.through.objects.exists()


def test_erasing_removes_what_the_admin_noted_about_the_user() -> None:
    curator, user = create_user(is_staff=True), create_user()
    path = fill_account(user)
    kept = note(by=curator, about=create_course())
    for row in (user, path, EmailAddress.objects.get(user=user)):
        note(by=curator, about=row)
    erase_account(user=user)
    assert LogEntry.objects.get() == kept


def test_erasing_ends_every_session_that_names_the_user() -> None:
    user, other = create_user(email="Gone@example.org"), create_user()
    Client().force_login(user)
    save_session(**{SESSION_KEY: str(user.pk)})
    save_session(account_login={"email": "gone@example.org"})
    save_session(account_password_reset={"user_id": str(user.pk)})
    kept = {save_session(**{SESSION_KEY: str(other.pk)}), save_session(answers={"hours_per_week": user.pk})}
    erase_account(user=user)
    assert set(Session.objects.values_list("session_key", flat=True)) == kept


def test_erasing_keeps_courses_goals_and_the_catalogue_of_the_plan() -> None:
    user = create_user()
    path = fill_account(user)
    erase_account(user=user)
    assert Snapshot.objects.filter(pk=path.snapshot_id).exists()
    assert path.goal is not None
    assert type(path.goal).objects.filter(pk=path.goal_id).exists()


def test_export_holds_every_part_of_the_account() -> None:
    user = create_user(email="me@example.org", password="a long password")
    fill_account(user)
    document = json.loads(json.dumps(export_account(user), cls=DjangoJSONEncoder))
    assert document["account"]["email"] == "me@example.org"
    assert document["email_addresses"] == [{"email": "me@example.org", "verified": True, "primary": True}]
    assert document["second_factors"][0]["type"] == "totp"
    assert document["sessions"][0]["ip"] == "192.0.2.7"
    assert document["answers"][0]["data"] == {"hours_per_week": 7}
    assert document["paths"][0]["plan"] == {"weeks": 3}
    assert document["paths"][0]["steps"][0]["course"] == f"course-{user.pk}"
    assert document["completions"][0]["finished_on"] == "2027-01-02"
    assert document["study_logs"][0]["minutes"] == 90
    assert document["notes"][0]["text"] == "What I learned"
    assert document["timers"][0]["course"] == f"course-{user.pk}"
    assert len(document["changes"]) == 2
    assert document["paths"][0]["links"][0]["with_progress"] is False
    assert document["paths"][0]["has_calendar_address"] is True
    assert document["paths"][0]["proposals"][0]["plan"] == {"weeks": 2}
    assert document["paths"][0]["versions"][0]["number"] == 1
    assert document["weekly_email"]["is_wanted"] is True
    assert document["changes_as_curator"][0]["kind"] == "course"
    assert document["drafts_as_curator"][0]["state"] == "published"
    assert document["published_as_curator"][0]["number"] == 2


def test_export_hands_out_no_secret() -> None:
    user = create_user(password="a long password")
    fill_account(user)
    text = json.dumps(export_account(user), cls=DjangoJSONEncoder)
    assert "do-not-hand-out" not in text
    assert user.password not in text
    assert ShareLink.objects.get().token not in text
    assert CalendarFeed.objects.get().token not in text


def test_export_holds_nothing_of_others() -> None:
    user, other = create_user(), create_user()
    fill_account(user)
    fill_account(other)
    text = json.dumps(export_account(user), cls=DjangoJSONEncoder)
    assert other.email not in text
    assert f"course-{other.pk}" not in text


def test_export_takes_the_same_queries_for_many_rows(django_assert_max_num_queries: Any) -> None:
    user = create_user()
    path = fill_account(user)
    for number in range(5):
        Path.objects.create(
            user=user, title=str(number), answers={}, problem={}, plan={}, snapshot=path.snapshot, goal=path.goal
        )
        Completion.objects.create(user=user, course=create_course(), state="started")
    with django_assert_max_num_queries(22):
        export_account(user)
