"""Writing what a learner records so that each change can be taken back, exactly, as long as it is remembered.

Every write leaves a TrackingChange with the row's values before and after. Callers hold the owner's lock, which makes
two tabs that write at once wait for each other.
"""

from collections.abc import Mapping
from typing import Any

from django.db import models, transaction

from advisor.models import Completion, Note, StudyLog, TrackingChange, User
from catalog.models import Course

Kind = TrackingChange.Kind
Values = dict[str, Any]

ROWS: Mapping[str, tuple[type[models.Model], tuple[str, ...]]] = {
    Kind.PROGRESS: (
        Completion,
        ("state", "started_on", "finished_on", "skip_reason", "evidence_url", "project_url"),
    ),
    Kind.LOG: (StudyLog, ("minutes", "on", "note")),
    Kind.NOTE: (Note, ("text",)),
}


class TrackingError(ValueError):
    """A change that can't be made; the text says why and what to do, for the page."""


def lock_owner(user: User) -> None:
    """Inside a transaction: whatever else writes for this user waits until it ends."""
    User.objects.select_for_update().get(pk=user.pk)


def current(kind: str, *, user: User, course: Course, row: int | None = None) -> Values | None:
    """What is stored now, ready for JSON; None when there is no row."""
    found = _find(kind, user, course, row).first()
    if found is None:
        return None
    _, names = ROWS[kind]
    return {name: _plain(found, name) for name in names}


def write(
    kind: str, values: Values | None, *, what: str, user: User, course: Course, row: int | None = None
) -> TrackingChange | None:
    """Make the row hold the values, or with None be gone. Returns the change, None when nothing is different.

    A log without `row` is a new one.
    """
    before = current(kind, user=user, course=course, row=row) if row or kind != Kind.LOG else None
    if before == values:
        return None
    row = _store(kind, values, user=user, course=course, row=row)
    return TrackingChange.objects.create(
        user=user, course=course, kind=kind, row=row, what=what, before=before, after=values
    )


def take_back(*, user: User, change: int) -> TrackingChange:
    """Restore what the change found. Repeating it does nothing more.

    Raises TrackingChange.DoesNotExist for a change of somebody else, TrackingError when it is not the last one.
    """
    with transaction.atomic():
        lock_owner(user)
        found = TrackingChange.objects.select_related("course").get(pk=change, user=user)
        if not found.is_undone:
            _swap(found, expected=found.after, restored=found.before)
    return found


def put_back(*, user: User, change: int) -> TrackingChange:
    """Make a change again that was taken back; the same rules as for `take_back`."""
    with transaction.atomic():
        lock_owner(user)
        found = TrackingChange.objects.select_related("course").get(pk=change, user=user)
        if found.is_undone:
            _swap(found, expected=found.before, restored=found.after)
    return found


def _swap(change: TrackingChange, *, expected: Values | None, restored: Values | None) -> None:
    later = TrackingChange.objects.filter(
        user=change.user, course=change.course, kind=change.kind, row=change.row, pk__gt=change.pk, is_undone=False
    )
    now = current(change.kind, user=change.user, course=change.course, row=change.row)
    if now != expected or later.exists():
        raise TrackingError(
            f"“{change.what}” can't be undone, since the same entry was changed again later. "
            "Nothing was changed now; undo the later change first."
        )
    _store(change.kind, restored, user=change.user, course=change.course, row=change.row)
    change.is_undone = not change.is_undone
    change.save(update_fields=["is_undone"])


def _find(kind: str, user: User, course: Course, row: int | None) -> models.QuerySet[Any]:
    model, _ = ROWS[kind]
    rows = model._default_manager.filter(user=user, course=course)
    return rows.filter(pk=row) if kind == Kind.LOG else rows


def _store(kind: str, values: Values | None, *, user: User, course: Course, row: int | None) -> int | None:
    """The log's number; None for what there is one of a course."""
    model, names = ROWS[kind]
    if values is None:
        _find(kind, user, course, row).delete()
        return row
    found = _find(kind, user, course, row).first() or model(pk=row, user=user, course=course)
    for name in names:
        setattr(found, name, model._meta.get_field(name).to_python(values[name]))  # type: ignore[union-attr]
    found.save()
    return found.pk if kind == Kind.LOG else None


def _plain(found: models.Model, name: str) -> Any:
    value = getattr(found, name)
    return value.isoformat() if hasattr(value, "isoformat") else value
