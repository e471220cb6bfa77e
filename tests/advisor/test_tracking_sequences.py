"""Whatever is done, in whatever order and from however many tabs: nothing is lost, nothing doubled, undo is exact."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor.changes import TrackingError, put_back, take_back
from advisor.models import Completion, Note, StudyLog, Timer, TrackingChange, User
from advisor.tracking import (
    delete_log,
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
from tests.at_once import run_at_once
from tests.examples import examples
from tests.factories import create_course, create_user

STATES = ("started", "paused", "done", "skipped", "undone", "unstarted")
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
MOVES = st.tuples(st.just("move"), st.sampled_from(STATES), DAYS)
OTHERS = st.one_of(
    st.tuples(st.just("dates"), DAYS, DAYS),
    st.tuples(st.just("evidence"), st.sampled_from(["", "https://example.org/a", "https://example.org/b"])),
    st.tuples(st.just("log"), st.integers(1, 1440), DAYS),
    st.tuples(st.just("edit"), st.integers(1, 1440), DAYS),
    st.tuples(st.just("delete")),
    st.tuples(st.just("note"), st.sampled_from(["", "One", "Two"])),
)
BACK = st.tuples(st.just("back"), st.integers(0, 5))
AGAIN = st.tuples(st.just("again"), st.integers(0, 5))
QUIET = settings(
    max_examples=examples(12),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def act(user: User, course: Course, deed: tuple[Any, ...]) -> TrackingChange | None:
    """Do one thing as a page would; what can't be done is refused and changes nothing."""
    match deed:
        case ("move", state, day):
            return record_progress(user=user, course=course, state=state, on=day, reason="Known")
        case ("dates", first, last):
            return set_dates(user=user, course=course, started_on=first, finished_on=last)
        case ("evidence", address):
            return set_evidence(user=user, course=course, evidence_url=address, project_url="")
        case ("log", minutes, day):
            return log_hours(user=user, course=course, minutes=minutes, on=day)
        case ("edit" | "delete", *rest):
            log = StudyLog.objects.filter(user=user).first()
            if log is None:
                return None
            return (
                edit_log(user=user, log=log, minutes=rest[0], on=rest[1], note="")
                if rest
                else delete_log(user=user, log=log)
            )
        case ("note", text):
            row = Note.objects.filter(user=user, course=course).first()
            return save_note(user=user, course=course, text=text, seen=fingerprint(row.text if row else ""))
        case ("back" | "again", place):
            changes = list(TrackingChange.objects.filter(user=user))
            if place < len(changes):
                (take_back if deed[0] == "back" else put_back)(user=user, change=changes[place].pk)
    return None


def attempt(user: User, course: Course, deed: tuple[Any, ...]) -> TrackingChange | None:
    before = recorded(user)
    try:
        return act(user, course, deed)
    except TrackingError:
        assert recorded(user) == before
        return None


def recorded(user: User) -> dict[str, list[Any]]:
    """All that the user has recorded, without when each row was written."""
    unmarked = {"id", "created_at", "updated_at", "token"}
    return {
        model.__name__: [
            {name: value for name, value in row.items() if name not in unmarked}
            for row in model.objects.filter(user=user).order_by("pk").values()
        ]
        for model in (Completion, StudyLog, Note)
    }


@QUIET
@given(deeds=st.lists(st.one_of(MOVES, OTHERS, BACK, AGAIN), max_size=12), last=st.one_of(MOVES, OTHERS))
def test_undo_restores_exactly_and_redo_too(db: None, deeds: list[Any], last: Any) -> None:
    user, course = create_user(), create_course()
    for deed in deeds:
        attempt(user, course, deed)
    before = recorded(user)
    change = attempt(user, course, last)
    after = recorded(user)
    if change is None:
        assert after == before
        return
    take_back(user=user, change=change.pk)
    assert recorded(user) == before
    put_back(user=user, change=change.pk)
    assert recorded(user) == after


@QUIET
@given(deeds=st.lists(st.one_of(MOVES, OTHERS, BACK, AGAIN), min_size=2, max_size=15))
def test_everything_can_be_taken_back_to_the_beginning(db: None, deeds: list[Any]) -> None:
    user, course = create_user(), create_course()
    for deed in deeds:
        attempt(user, course, deed)
    for change in TrackingChange.objects.filter(user=user, is_undone=False):
        take_back(user=user, change=change.pk)
    assert recorded(user) == {"Completion": [], "StudyLog": [], "Note": []}


@QUIET
@given(states=st.lists(st.sampled_from(["started", "paused", "done", "skipped", "unstarted"]), min_size=2, max_size=10))
def test_completion_is_never_lost_but_by_taking_it_back(db: None, states: list[Any]) -> None:
    user, course = create_user(), create_course()
    was_done = False
    for state in states:
        record_progress(user=user, course=course, state=state, reason="Known")
        was_done = was_done or state == "done"
        assert Completion.objects.filter(user=user, course=course, state="done").exists() is was_done


@QUIET
@given(deeds=st.lists(st.one_of(MOVES, OTHERS), min_size=1, max_size=8))
def test_repeating_a_change_of_progress_changes_nothing(db: None, deeds: list[Any]) -> None:
    user, course = create_user(), create_course()
    for deed in deeds:
        attempt(user, course, deed)
        once = recorded(user)
        if deed[0] in ("dates", "evidence", "note") or (deed[0] == "move" and deed[1] not in ("undone", "unstarted")):
            assert attempt(user, course, deed) is None
            assert recorded(user) == once


@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_once_lose_and_double_nothing() -> None:
    user = create_user()
    courses = [create_course() for _ in range(3)]

    def mark(course: Course) -> None:
        record_progress(user=User.objects.get(pk=user.pk), course=course, state="done")

    assert run_at_once([lambda course=course: mark(course) for course in courses for _ in range(3)]) == []
    assert Completion.objects.owned_by(user).done().count() == 3
    assert TrackingChange.objects.filter(user=user).count() == 3


@pytest.mark.django_db(transaction=True)
def test_timer_started_and_stopped_in_several_tabs_is_one_timer() -> None:
    user, course = create_user(), create_course()
    noon = datetime(2026, 11, 1, 12, tzinfo=UTC)
    assert run_at_once([lambda: start_timer(user=user, course=course, now=noon)] * 4) == []
    timer = Timer.objects.get().pk
    stop = [lambda: stop_timer(user=user, timer=timer, now=noon + timedelta(hours=1))] * 4
    assert run_at_once(stop) == []
    assert StudyLog.objects.get().minutes == 60


@pytest.mark.django_db(transaction=True)
def test_one_change_undone_in_several_tabs_is_undone_once() -> None:
    user, course = create_user(), create_course()
    record_progress(user=user, course=course, state="started")
    change = record_progress(user=user, course=course, state="done")
    assert change is not None
    assert run_at_once([lambda: take_back(user=user, change=change.pk)] * 4) == []
    assert Completion.objects.get().state == "started"
