"""The writes of a learner who studies: progress, dates, evidence, hours, the timer and notes.

Each takes the owner's lock, may be repeated without harm, and answers with the change that `advisor.changes.take_back`
undoes; None where nothing was different.
"""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from django.db import transaction
from django.utils import timezone

from advisor.changes import Kind, TrackingError, Values, current, lock_owner, write
from advisor.models import StudyLog, Timer, TrackingChange, User
from advisor.models.tracking import MINUTES_A_DAY
from catalog.models import Course

Progress = Literal["started", "paused", "done", "skipped", "undone", "unstarted"]

SAID: dict[Progress, str] = {
    "started": "Marked as started",
    "paused": "Paused",
    "done": "Marked as done",
    "skipped": "Skipped",
    "undone": "No longer marked as done",
    "unstarted": "No longer marked as started",
}
DATES_SAID, LINKS_SAID = "Dates changed", "Links changed"
SAID_OF_RETURN = {"paused": "Taken up again", "skipped": "No longer skipped"}

# Nobody studies half a day in one go; a timer that ran longer was left on.
LONGEST_SITTING = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Forgotten:
    """A timer that ran too long to be believed: nothing was logged, the learner says how long it was."""

    timer: Timer


def record_progress(
    *, user: User, course: Course, state: Progress, on: date | None = None, reason: str = ""
) -> TrackingChange | None:
    """Mark a course started, paused, done or skipped, or take back "done" or "skipped" ("undone"), or all of it.

    What is done stays done when it is started, paused or skipped from an older page. "undone" keeps a course started
    that had been; "unstarted" removes the record of one that is not done.
    """
    with transaction.atomic():
        lock_owner(user)
        before = current(Kind.PROGRESS, user=user, course=course)
        after = _moved(before, state, on or timezone.localdate(), reason)
        what = _said(before, state)
        return write(Kind.PROGRESS, after, what=what, user=user, course=course)


def _moved(now: Values | None, state: Progress, day: date, reason: str) -> Values | None:
    """The record after the change; the same as before where the change does not apply."""
    held = now["state"] if now else ""
    today = day.isoformat()
    match state:
        case "started" if held != "done":
            values = now or _blank()
            return {**values, "state": "started", "started_on": values["started_on"] or today, "skip_reason": ""}
        case "paused" if now and held == "started":
            return {**now, "state": "paused"}
        case "done" if held != "done":
            values = now or _blank()
            # A start that was entered for a later day can't be after the end.
            finished = max(today, values["started_on"] or today)
            return {**values, "state": "done", "finished_on": finished, "skip_reason": ""}
        case "skipped" if held != "done":
            return {**(now or _blank()), "state": "skipped", "skip_reason": reason}
        case "undone" if now and held in ("done", "skipped"):
            kept = {**now, "state": "started", "finished_on": None, "skip_reason": ""}
            return kept if now["started_on"] else None
        case "unstarted" if held != "done":
            return None
        case _:
            return now


def _blank() -> Values:
    return {
        "state": "",
        "started_on": None,
        "finished_on": None,
        "skip_reason": "",
        "evidence_url": "",
        "project_url": "",
    }


def _said(before: Values | None, state: Progress) -> str:
    held = before["state"] if before else ""
    if (held == "paused" and state == "started") or (held == "skipped" and state in ("started", "undone")):
        return SAID_OF_RETURN[held]
    return SAID[state]


def set_dates(
    *, user: User, course: Course, started_on: date | None, finished_on: date | None
) -> TrackingChange | None:
    """Raises TrackingError for a course without a record, and for dates that its state can't have."""
    with transaction.atomic():
        lock_owner(user)
        before = _record(user, course)
        is_done = before["state"] == "done"
        if is_done and finished_on is None:
            raise TrackingError("A course that is done needs the day it was finished.")
        if finished_on and not is_done:
            raise TrackingError("The course is not marked as done, so it has no day of finishing yet.")
        if started_on and finished_on and finished_on < started_on:
            raise TrackingError("A course can't be finished before it is started.")
        days = {"started_on": _iso(started_on), "finished_on": _iso(finished_on)}
        return write(Kind.PROGRESS, {**before, **days}, what=DATES_SAID, user=user, course=course)


def set_evidence(*, user: User, course: Course, evidence_url: str, project_url: str) -> TrackingChange | None:
    """Raises TrackingError for a course without a record."""
    with transaction.atomic():
        lock_owner(user)
        links = {"evidence_url": evidence_url, "project_url": project_url}
        values = {**_record(user, course), **links}
        return write(Kind.PROGRESS, values, what=LINKS_SAID, user=user, course=course)


def _record(user: User, course: Course) -> Values:
    found = current(Kind.PROGRESS, user=user, course=course)
    if found is None:
        raise TrackingError("Mark the course as started, done or skipped first; dates and links belong to that record.")
    return found


def log_hours(
    *, user: User, course: Course, minutes: int, on: date, note: str = "", token: uuid.UUID | None = None
) -> TrackingChange | None:
    """Add to the hours of a day. The same token logs once; None when its log has been taken back since."""
    with transaction.atomic():
        lock_owner(user)
        if token and (known := StudyLog.objects.filter(user=user, token=token).first()):
            return TrackingChange.objects.filter(user=user, kind=Kind.LOG, row=known.pk).last()
        change = _log(user, course, minutes, on, note)
        if token and change.row:
            StudyLog.objects.filter(pk=change.row).update(token=token)
    return change


def _log(user: User, course: Course, minutes: int, on: date, note: str) -> TrackingChange:
    values = {"minutes": minutes, "on": on.isoformat(), "note": note}
    change = write(Kind.LOG, values, what=f"Logged {duration(minutes)}", user=user, course=course)
    assert change is not None
    return change


def edit_log(*, user: User, log: StudyLog, minutes: int, on: date, note: str) -> TrackingChange | None:
    """Raises TrackingError when the log has been deleted in the meantime."""
    with transaction.atomic():
        lock_owner(user)
        if current(Kind.LOG, user=user, course=log.course, row=log.pk) is None:
            raise TrackingError("This entry was deleted in the meantime. Undo that first, or log the time anew.")
        values = {"minutes": minutes, "on": on.isoformat(), "note": note}
        return write(Kind.LOG, values, what="Entry changed", user=user, course=log.course, row=log.pk)


def delete_log(*, user: User, log: StudyLog) -> TrackingChange | None:
    with transaction.atomic():
        lock_owner(user)
        what = f"Deleted an entry of {duration(log.minutes)}"
        return write(Kind.LOG, None, what=what, user=user, course=log.course, row=log.pk)


def start_timer(*, user: User, course: Course, now: datetime | None = None) -> Timer:
    """The running timer where there is one, whatever its course; else a new one."""
    with transaction.atomic():
        lock_owner(user)
        running = Timer.objects.filter(user=user).select_related("course").first()
        return running or Timer.objects.create(user=user, course=course, started_at=now or timezone.now())


def stop_timer(
    *, user: User, timer: int, minutes: int | None = None, now: datetime | None = None
) -> TrackingChange | Forgotten | None:
    """Log the time since the start, or the `minutes` that the learner says it was, on the day of the start.

    Stopping it once more, or an earlier timer from an older page, does nothing.
    """
    with transaction.atomic():
        lock_owner(user)
        running = Timer.objects.filter(user=user, pk=timer).select_related("course").first()
        if running is None:
            return None
        elapsed = (now or timezone.now()) - running.started_at
        if minutes is None and elapsed > LONGEST_SITTING:
            return Forgotten(running)
        counted = max(1, round(elapsed / timedelta(minutes=1))) if minutes is None else minutes
        running.delete()
        return _log(user, running.course, min(counted, MINUTES_A_DAY), timezone.localdate(running.started_at), "")


def drop_timer(*, user: User, timer: int) -> None:
    """End the timer and log nothing."""
    with transaction.atomic():
        lock_owner(user)
        Timer.objects.filter(user=user, pk=timer).delete()


def save_note(*, user: User, course: Course, text: str, seen: str) -> TrackingChange | None:
    """Keep the notes; an empty text removes them. `seen` is the `fingerprint` of the text that was edited.

    Raises TrackingError when the notes were changed elsewhere since they were opened.
    """
    wanted = text.replace("\r\n", "\n").strip()
    with transaction.atomic():
        lock_owner(user)
        now = current(Kind.NOTE, user=user, course=course)
        held = now["text"] if now else ""
        if seen != fingerprint(held) and wanted != held:
            raise TrackingError(
                "These notes were changed in another window after you opened them. Nothing was overwritten: the saved "
                "notes are shown, what you typed is in the box. Bring them together, then save."
            )
        values = {"text": wanted} if wanted else None
        return write(Kind.NOTE, values, what="Notes changed", user=user, course=course)


def fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def duration(minutes: int) -> str:
    """1 h 30 min"""
    hours, rest = divmod(minutes, 60)
    return " ".join(
        part for part in (f"{hours:,} h" if hours else "", f"{rest} min" if rest or not hours else "") if part
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
