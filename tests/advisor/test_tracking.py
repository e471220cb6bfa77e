"""Recording progress, hours, the timer and notes, and taking each change back."""

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from advisor.changes import TrackingError, put_back, take_back
from advisor.models import Completion, Note, StudyLog, Timer, TrackingChange, User
from advisor.tracking import (
    Forgotten,
    delete_log,
    drop_timer,
    duration,
    edit_log,
    fingerprint,
    log_hours,
    record_progress,
    save_note,
    set_dates,
    set_evidence,
    start_timer,
    stop_timer,
)
from catalog.models import Course
from tests.factories import create_course, create_user

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 1)
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.fixture
def user() -> User:
    return create_user()


@pytest.fixture
def course() -> Course:
    return create_course()


def state_of(user: User, course: Course) -> str | None:
    row = Completion.objects.filter(user=user, course=course).first()
    return row.state if row else None


@pytest.mark.parametrize(
    ("states", "last"),
    [
        (["started"], "started"),
        (["started", "paused"], "paused"),
        (["started", "paused", "started"], "started"),
        (["paused"], None),
        (["done", "started"], "done"),
        (["done", "paused"], "done"),
        (["done", "skipped"], "done"),
        (["done", "unstarted"], "done"),
        (["started", "done", "undone"], "started"),
        (["done", "undone"], None),
        (["skipped"], "skipped"),
        (["skipped", "undone"], None),
        (["started", "skipped", "undone"], "started"),
        (["skipped", "started"], "started"),
        (["paused", "done"], "done"),
        (["started", "paused", "unstarted"], None),
        (["undone"], None),
    ],
)
def test_progress_leads_from_state_to_state(user: User, course: Course, states: list[Any], last: str | None) -> None:
    for state in states:
        record_progress(user=user, course=course, state=state, reason="Known already")
    assert state_of(user, course) == last


def test_progress_keeps_both_days(user: User, course: Course) -> None:
    record_progress(user=user, course=course, state="started", on=DAY)
    record_progress(user=user, course=course, state="done", on=DAY + timedelta(days=8))
    row = Completion.objects.get()
    assert (row.started_on, row.finished_on) == (DAY, DAY + timedelta(days=8))


def test_course_is_not_finished_before_the_day_it_was_started(user: User, course: Course) -> None:
    record_progress(user=user, course=course, state="started", on=DAY)
    record_progress(user=user, course=course, state="done", on=DAY - timedelta(days=1))
    assert Completion.objects.get().finished_on == DAY


def test_skipping_keeps_the_reason_until_it_is_taken_up(user: User, course: Course) -> None:
    record_progress(user=user, course=course, state="skipped", reason="My employer teaches it")
    assert Completion.objects.get().skip_reason == "My employer teaches it"
    record_progress(user=user, course=course, state="started")
    assert Completion.objects.get().skip_reason == ""


def test_change_names_what_was_done(user: User, course: Course) -> None:
    said = [record_progress(user=user, course=course, state=state) for state in ("started", "paused", "started")]
    assert [change and change.what for change in said] == ["Marked as started", "Paused", "Taken up again"]


def test_taking_back_restores_a_record_with_all_it_held(user: User, course: Course) -> None:
    record_progress(user=user, course=course, state="started", on=DAY)
    set_evidence(user=user, course=course, evidence_url="", project_url="https://example.org/project")
    change = record_progress(user=user, course=course, state="unstarted")
    assert change is not None
    take_back(user=user, change=change.pk)
    row = Completion.objects.get()
    assert (row.state, row.started_on, row.project_url) == ("started", DAY, "https://example.org/project")


def test_taking_back_twice_is_taking_back_once(user: User, course: Course) -> None:
    record_progress(user=user, course=course, state="started")
    change = record_progress(user=user, course=course, state="done")
    assert change is not None
    for _ in range(2):
        assert take_back(user=user, change=change.pk).is_undone
        assert state_of(user, course) == "started"


def test_what_was_taken_back_can_be_put_back(user: User, course: Course) -> None:
    change = record_progress(user=user, course=course, state="done", on=DAY)
    assert change is not None
    take_back(user=user, change=change.pk)
    for _ in range(2):
        put_back(user=user, change=change.pk)
        assert Completion.objects.get().finished_on == DAY


def test_only_the_last_change_is_taken_back(user: User, course: Course) -> None:
    first = record_progress(user=user, course=course, state="started")
    second = record_progress(user=user, course=course, state="done")
    assert first is not None
    assert second is not None
    with pytest.raises(TrackingError, match="Marked as started"):
        take_back(user=user, change=first.pk)
    assert state_of(user, course) == "done"
    take_back(user=user, change=second.pk)
    take_back(user=user, change=first.pk)
    assert state_of(user, course) is None


def test_change_is_not_put_back_over_a_later_one(user: User, course: Course) -> None:
    change = record_progress(user=user, course=course, state="done")
    assert change is not None
    take_back(user=user, change=change.pk)
    record_progress(user=user, course=course, state="started")
    with pytest.raises(TrackingError):
        put_back(user=user, change=change.pk)
    assert state_of(user, course) == "started"


def test_nobody_takes_back_what_is_not_theirs(user: User, course: Course) -> None:
    change = record_progress(user=user, course=course, state="done")
    assert change is not None
    with pytest.raises(TrackingChange.DoesNotExist):
        take_back(user=create_user(), change=change.pk)
    assert state_of(user, course) == "done"


def test_dates_can_be_corrected_afterwards(user: User, course: Course) -> None:
    record_progress(user=user, course=course, state="done")
    set_dates(user=user, course=course, started_on=DAY, finished_on=DAY + timedelta(days=3))
    row = Completion.objects.get()
    assert (row.started_on, row.finished_on) == (DAY, DAY + timedelta(days=3))


@pytest.mark.parametrize(
    ("state", "started", "finished", "message"),
    [
        (None, DAY, None, "Mark the course"),
        ("done", DAY, None, "needs the day"),
        ("done", DAY, DAY - timedelta(days=1), "before it is started"),
        ("started", DAY, DAY, "not marked as done"),
    ],
)
def test_dates_that_the_state_rules_out_are_refused(
    user: User, course: Course, state: Any, started: date, finished: date | None, message: str
) -> None:
    if state:
        record_progress(user=user, course=course, state=state)
    before = list(Completion.objects.values())
    with pytest.raises(TrackingError, match=message):
        set_dates(user=user, course=course, started_on=started, finished_on=finished)
    assert list(Completion.objects.values()) == before


def test_hours_are_logged_once_for_each_form(user: User, course: Course) -> None:
    token = uuid.uuid4()
    first, second = (log_hours(user=user, course=course, minutes=90, on=DAY, token=token) for _ in range(2))
    log_hours(user=user, course=course, minutes=30, on=DAY)
    assert first == second
    assert sorted(StudyLog.objects.values_list("minutes", flat=True)) == [30, 90]


def test_token_of_somebody_else_takes_nothing_away(user: User, course: Course) -> None:
    token = uuid.uuid4()
    for person in (user, create_user()):
        log_hours(user=person, course=course, minutes=90, on=DAY, token=token)
    assert StudyLog.objects.count() == 2


def test_edited_and_deleted_entry_comes_back_exactly(user: User, course: Course) -> None:
    log_hours(user=user, course=course, minutes=90, on=DAY, note="Chapter 1")
    log = StudyLog.objects.get()
    edited = edit_log(user=user, log=log, minutes=60, on=DAY + timedelta(days=1), note="")
    deleted = delete_log(user=user, log=log)
    assert not StudyLog.objects.exists()
    assert delete_log(user=user, log=log) is None
    for change in (deleted, edited):
        assert change is not None
        take_back(user=user, change=change.pk)
    row = StudyLog.objects.get()
    assert (row.pk, row.minutes, row.on, row.note) == (log.pk, 90, DAY, "Chapter 1")


def test_deleted_entry_can_not_be_edited(user: User, course: Course) -> None:
    log_hours(user=user, course=course, minutes=90, on=DAY)
    log = StudyLog.objects.get()
    delete_log(user=user, log=log)
    with pytest.raises(TrackingError, match="deleted in the meantime"):
        edit_log(user=user, log=log, minutes=60, on=DAY, note="")
    assert not StudyLog.objects.exists()


def test_timer_is_started_once_and_logs_what_it_ran(user: User, course: Course) -> None:
    timer = start_timer(user=user, course=course, now=NOON)
    assert start_timer(user=user, course=create_course(), now=NOON + timedelta(hours=1)) == timer
    for _ in range(2):
        stop_timer(user=user, timer=timer.pk, now=NOON + timedelta(minutes=95, seconds=20))
    log = StudyLog.objects.get()
    assert (log.minutes, log.on, log.course) == (95, DAY, course)


def test_stopping_from_an_older_page_leaves_the_newer_timer_alone(user: User, course: Course) -> None:
    old = start_timer(user=user, course=course, now=NOON)
    stop_timer(user=user, timer=old.pk, now=NOON + timedelta(minutes=1))
    new = start_timer(user=user, course=course, now=NOON)
    assert stop_timer(user=user, timer=old.pk) is None
    assert Timer.objects.get() == new


@pytest.mark.parametrize(("ran", "is_asked"), [(timedelta(hours=12), False), (timedelta(hours=12, seconds=1), True)])
def test_forgotten_timer_asks_instead_of_logging(user: User, course: Course, ran: timedelta, is_asked: bool) -> None:
    timer = start_timer(user=user, course=course, now=NOON)
    found = stop_timer(user=user, timer=timer.pk, now=NOON + ran)
    assert isinstance(found, Forgotten) is is_asked
    assert StudyLog.objects.exists() is not is_asked
    assert Timer.objects.exists() is is_asked


def test_forgotten_timer_logs_what_the_learner_says(user: User, course: Course) -> None:
    timer = start_timer(user=user, course=course, now=NOON)
    stop_timer(user=user, timer=timer.pk, minutes=45, now=NOON + timedelta(days=3))
    assert StudyLog.objects.get().minutes == 45


def test_very_short_sitting_counts_as_a_minute(user: User, course: Course) -> None:
    timer = start_timer(user=user, course=course, now=NOON)
    stop_timer(user=user, timer=timer.pk, now=NOON + timedelta(seconds=2))
    assert StudyLog.objects.get().minutes == 1


def test_dropped_timer_logs_nothing(user: User, course: Course) -> None:
    timer = start_timer(user=user, course=course)
    drop_timer(user=create_user(), timer=timer.pk)
    assert Timer.objects.exists()
    drop_timer(user=user, timer=timer.pk)
    assert not Timer.objects.exists()
    assert not StudyLog.objects.exists()


def test_note_is_kept_changed_and_removed(user: User, course: Course) -> None:
    save_note(user=user, course=course, text=" One\r\ntwo ", seen=fingerprint(""))
    assert Note.objects.get().text == "One\ntwo"
    removed = save_note(user=user, course=course, text="", seen=fingerprint("One\ntwo"))
    assert not Note.objects.exists()
    assert removed is not None
    take_back(user=user, change=removed.pk)
    assert Note.objects.get().text == "One\ntwo"


def test_note_changed_elsewhere_is_not_overwritten(user: User, course: Course) -> None:
    save_note(user=user, course=course, text="From one window", seen=fingerprint(""))
    with pytest.raises(TrackingError, match="another window"):
        save_note(user=user, course=course, text="From the other", seen=fingerprint(""))
    assert Note.objects.get().text == "From one window"
    assert save_note(user=user, course=course, text="From one window", seen=fingerprint("")) is None


@pytest.mark.parametrize(("minutes", "text"), [(0, "0 min"), (45, "45 min"), (60, "1 h"), (90, "1 h 30 min")])
def test_duration_is_in_hours_and_minutes(minutes: int, text: str) -> None:
    assert duration(minutes) == text
