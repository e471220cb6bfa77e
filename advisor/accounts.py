"""A person's whole account: handed out as one document, or erased."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.auth import SESSION_KEY
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import models, router, transaction
from django.db.models.deletion import Collector
from django.utils import timezone

from advisor.importing.documents import FORMAT, VERSION
from advisor.models import (
    Answers,
    Completion,
    DigestChoice,
    Dismissal,
    Note,
    Path,
    Step,
    StudyLog,
    Timer,
    TrackingChange,
    User,
)
from catalog.models import Draft, Revision

PROPOSAL_FIELDS = ("kind", "state", "plan", "stay", "answers", "problem", "created_at", "decided_at")
VERSION_FIELDS = ("number", "answers", "problem", "plan", "titles", "cause", "replaced_at")


def export_account(user: User) -> dict[str, Any]:
    """Everything kept about the user, ready for JSON but for dates; secrets are named, not handed out.

    `advisor.importing` reads it back. Moments by which it knows rows again are written in full.
    """
    paths = list(_paths(user))
    return {
        "format": FORMAT,
        "version": VERSION,
        "exported_at": timezone.now(),
        "account": _account(user),
        "email_addresses": list(
            EmailAddress.objects.filter(user=user).order_by("pk").values("email", "verified", "primary")
        ),
        "second_factors": [_second_factor(row) for row in Authenticator.objects.filter(user=user).order_by("pk")],
        "sessions": list(
            UserSession.objects.filter(user=user)
            .order_by("pk")
            .values("created_at", "last_seen_at", "ip", "user_agent", "data")
        ),
        "weekly_email": _digest(user),
        "catalogues": {path.snapshot.digest: path.snapshot.catalog for path in paths},
        "answers": [_answers(row) for row in Answers.objects.filter(user=user).select_related("path").order_by("pk")],
        "dismissed": [
            {"skill": row.skill.slug, "created_at": row.created_at.isoformat()}
            for row in Dismissal.objects.filter(user=user).select_related("skill")
        ],
        "paths": [_path(row) for row in paths],
        **_study(user),
        "changes_as_curator": [
            _change(row) for row in LogEntry.objects.filter(user=user).select_related("content_type").order_by("pk")
        ],
        "drafts_as_curator": list(
            Draft.objects.filter(created_by=user).order_by("pk").values("kind", "key", "note", "state", "created_at")
        ),
        "published_as_curator": list(
            Revision.objects.filter(made_by=user).order_by("pk").values("kind", "key", "number", "made_at", "comment")
        ),
    }


def _study(user: User) -> dict[str, Any]:
    """What the user recorded of courses, in the order of recording."""

    def rows(found: models.QuerySet[Any], *names: str) -> list[dict[str, Any]]:
        return [_about_course(row, names) for row in found.select_related("course").order_by("pk")]

    moments = ("created_at", "updated_at")
    return {
        "completions": rows(
            Completion.objects.owned_by(user),
            *("state", "started_on", "finished_on", "skip_reason", "evidence_url", "project_url", *moments),
        ),
        "study_logs": rows(StudyLog.objects.filter(user=user), "minutes", "on", "note", "created_at"),
        "notes": rows(Note.objects.filter(user=user), "text", "updated_at"),
        "timers": rows(Timer.objects.filter(user=user), "started_at"),
        "changes": rows(
            TrackingChange.objects.filter(user=user), "kind", "what", "before", "after", "is_undone", "created_at"
        ),
    }


def _about_course(row: Any, names: Iterable[str]) -> dict[str, Any]:
    return {"course": row.course.slug, "title": row.course.title, **_values(row, names)}


def _values(row: Any, names: Iterable[str]) -> dict[str, Any]:
    """Moments to the microsecond, which Django's own encoder would cut."""
    found = {name: getattr(row, name) for name in names}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in found.items()}


def _digest(user: User) -> dict[str, Any]:
    choice = DigestChoice.objects.filter(user=user).first() or DigestChoice(user=user)
    names = ("is_wanted", "weekday", "time_zone")
    deliveries = user.digest_deliveries.values("week", "state", "claimed_at")
    return {**{name: getattr(choice, name) for name in names}, "deliveries": list(deliveries)}


def erase_account(*, user: User) -> None:
    """Delete the user, all that hangs on the user, every session that names the user, and the admin's notes on them.

    Sessions are stored as opaque text, so each one is read, about 1.7 seconds for 10,000; that happens before the
    transaction, so that nobody else waits for it.
    """
    sessions = list(_sessions_about(user))
    with transaction.atomic():
        for model, keys in list(_rows_about(user)):
            notes = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(model))
            notes.filter(object_id__in=[str(key) for key in keys]).delete()
        Session.objects.filter(pk__in=sessions).delete()
        user.delete()


def _sessions_about(user: User) -> Iterator[str]:
    """Keys of the sessions of every browser in which the user is logged in or was about to be."""
    marks = _session_marks(user)
    addresses = {user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)}
    lowered = {address.lower() for address in addresses}
    for session in Session.objects.iterator():
        if _names_person(session.get_decoded(), marks, lowered):
            yield session.pk


def _rows_about(user: User) -> Iterator[tuple[type[models.Model], list[Any]]]:
    """Models with the keys of their rows that go when the user goes."""
    collector = Collector(using=router.db_for_write(User), origin=user)
    collector.collect([user])
    for model, instances in collector.data.items():
        yield model, [instance.pk for instance in instances]
    for rows in collector.fast_deletes:
        yield rows.model, list(rows.values_list("pk", flat=True))


def _session_marks(user: User) -> dict[str, str]:
    """Session keys that name a user, with what they hold for this one; the last three belong to allauth's log-in."""
    return {
        SESSION_KEY: str(user.pk),
        "user_id": str(user.pk),
        "user_pk": user_pk_to_url_str(user),
        "account_authentication_methods_user": str(user.pk),
    }


def _names_person(value: Any, marks: Mapping[str, str], addresses: set[str]) -> bool:
    if isinstance(value, Mapping):
        return any(
            (key in marks and str(inner) == marks[key]) or _names_person(inner, marks, addresses)
            for key, inner in value.items()
        )
    if isinstance(value, list):
        return any(_names_person(inner, marks, addresses) for inner in value)
    return isinstance(value, str) and value.lower() in addresses


def _account(user: User) -> dict[str, Any]:
    return {
        "email": user.email,
        "has_password": user.has_usable_password(),
        "date_joined": user.date_joined,
        "last_login": user.last_login,
        "is_active": user.is_active,
        "is_staff": user.is_staff,
        "is_superuser": user.is_superuser,
        "groups": sorted(user.groups.values_list("name", flat=True)),
        "permissions": sorted(user.user_permissions.values_list("codename", flat=True)),
    }


def _second_factor(row: Authenticator) -> dict[str, Any]:
    return {"type": row.type, "name": str(row), "created_at": row.created_at, "last_used_at": row.last_used_at}


def _answers(row: Answers) -> dict[str, Any]:
    names = ("data", "trail", "is_finished", "created_at", "updated_at")
    return {**_values(row, names), "path": row.path and row.path.title}


def _paths(user: User) -> models.QuerySet[Path]:
    steps = Step.objects.select_related("course", "bundle").order_by("position")
    return (
        Path.objects.owned_by(user)
        .select_related("goal", "snapshot", "calendar_feed")
        .prefetch_related(models.Prefetch("steps", steps), "share_links", "proposals", "versions")
        .order_by("pk")
    )


def _path(row: Path) -> dict[str, Any]:
    names = ("title", "answers", "problem", "plan", "is_archived", "created_at", "updated_at")
    return {
        **_values(row, names),
        "goal": row.goal and row.goal.slug,
        "catalogue_digest": row.snapshot.digest,
        "steps": [_step(step) for step in row.steps.all()],
        "proposals": [_values(proposal, PROPOSAL_FIELDS) for proposal in row.proposals.all()],
        "versions": [_values(version, VERSION_FIELDS) for version in row.versions.all()],
        "links": [_values(link, ("with_progress", "created_at", "revoked_at")) for link in row.share_links.all()],
        "has_calendar_address": hasattr(row, "calendar_feed"),
    }


def _step(row: Step) -> dict[str, Any]:
    return {
        "position": row.position,
        "course": row.course.slug,
        "title": row.course.title,
        "bundle": row.bundle and row.bundle.slug,
        "hours_expected": row.hours_expected,
        "starts_on": row.starts_on,
        "finishes_on": row.finishes_on,
    }


def _change(row: LogEntry) -> dict[str, Any]:
    return {
        "at": row.action_time,
        "kind": row.content_type and row.content_type.model,
        "entry": row.object_repr,
        "action": row.get_action_flag_display(),
        "detail": row.get_change_message(),
    }
