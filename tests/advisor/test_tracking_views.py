"""The page of one course of a path, and the forms on it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from advisor.models import Completion, Note, Path, StudyLog, Timer, TrackingChange, User
from advisor.tracking import fingerprint, log_hours, record_progress, start_timer
from catalog.models import Course
from tests.advisor.path_rows import make_catalogue, make_path
from tests.factories import create_user

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
POSTED = {
    "progress_record": {"state": "done"},
    "hours_log": {"studied": "1 h", "on": "2026-11-01"},
    "timer_set": {"action": "start"},
    "dates_set": {"started_on": "2026-11-01"},
    "evidence_set": {"project_url": "https://example.org/"},
    "note_save": {"text": "Mine", "seen": fingerprint("")},
}


@pytest.fixture
def user() -> User:
    return create_user()


@pytest.fixture
def path(user: User) -> Path:
    make_catalogue()
    return make_path(user)


@pytest.fixture
def owner(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


@pytest.fixture
def course(path: Path) -> Course:
    return Course.objects.get(slug="first")


def address(path: Path, name: str = "step_detail", *more: int) -> str:
    return reverse(f"advisor:{name}", args=[path.pk, "first", *more])


def send(client: Client, path: Path, name: str, data: dict[str, Any], **options: Any) -> str:
    response = client.post(address(path, name), {"page": "step", **data}, **options)
    assert response.status_code in (200, 302)
    return str(response.content.decode())


def test_page_shows_the_course_before_anything_is_recorded(owner: Client, path: Path) -> None:
    text = owner.get(address(path)).content.decode()
    assert "First steps" in text
    assert "Nothing logged yet" in text
    assert text.count('class="button"') == 1


@pytest.mark.parametrize("name", POSTED)
def test_stranger_and_visitor_record_nothing(client: Client, path: Path, name: str) -> None:
    assert client.post(address(path, name), POSTED[name]).url.startswith(reverse("account_login"))
    client.force_login(create_user())
    assert client.post(address(path, name), POSTED[name]).status_code == 404
    assert not any(model._default_manager.exists() for model in (Completion, StudyLog, Timer, Note))


def test_stranger_sees_neither_course_nor_entry(client: Client, path: Path, course: Course) -> None:
    log_hours(user=path.user, course=course, minutes=5, on=date(2026, 11, 1))
    client.force_login(create_user())
    assert client.get(address(path)).status_code == 404
    assert client.get(address(path, "hours_edit", StudyLog.objects.get().pk)).status_code == 404
    own = make_path(User.objects.exclude(pk=path.user_id).get())
    assert client.get(address(own, "hours_edit", StudyLog.objects.get().pk)).status_code == 404
    assert client.post(address(own, "change_undo", TrackingChange.objects.get().pk)).status_code == 404


@pytest.mark.parametrize("name", POSTED)
def test_forms_answer_without_htmx_by_going_back(owner: Client, path: Path, course: Course, name: str) -> None:
    record_progress(user=path.user, course=course, state="started")
    response = owner.post(address(path, name), {"page": "step", **POSTED[name]})
    assert response.url == address(path)
    assert "First steps" in owner.get(response.url).content.decode()


@pytest.mark.parametrize("name", POSTED)
def test_forms_answer_htmx_with_the_part_that_changed(owner: Client, path: Path, course: Course, name: str) -> None:
    record_progress(user=path.user, course=course, state="started")
    text = send(owner, path, name, POSTED[name], headers=HTMX)
    assert '<div id="step"' in text
    assert "<html" not in text
    assert 'id="announcement"' in text


def test_pause_and_skip_with_a_reason(owner: Client, path: Path) -> None:
    for data in ({"state": "started"}, {"state": "paused"}, {"state": "skipped", "reason": "Known already"}):
        send(owner, path, "progress_record", data)
    text = owner.get(path.get_absolute_url()).content.decode()
    assert "Known already" in text
    assert Completion.objects.get().state == "skipped"


@pytest.mark.parametrize("page", ["step", ""])
@pytest.mark.parametrize("reason", ["", "x" * 201])
def test_skipping_without_a_good_reason_is_refused(owner: Client, path: Path, reason: str, page: str) -> None:
    text = send(owner, path, "progress_record", {"state": "skipped", "reason": reason, "page": page})
    assert ("Give a reason" if not reason else "at most 200") in text
    assert f'value="{reason}"' in text
    assert not Completion.objects.exists()


def test_undo_on_the_path_takes_back_that_change_once(owner: Client, path: Path, course: Course) -> None:
    record_progress(user=path.user, course=course, state="started")
    change = record_progress(user=path.user, course=course, state="done")
    assert change is not None
    for _ in range(2):
        send(owner, path, "progress_record", {"undo": change.pk, "page": ""})
        assert Completion.objects.get().state == "started"


def test_undo_of_an_earlier_change_says_what_stands_in_the_way(owner: Client, path: Path, course: Course) -> None:
    first = record_progress(user=path.user, course=course, state="started")
    record_progress(user=path.user, course=course, state="done")
    assert first is not None
    text = send(owner, path, "progress_record", {"undo": first.pk})
    assert "undo the later change first" in text
    assert Completion.objects.get().state == "done"


@pytest.mark.parametrize("undo", ["0", "-1", "x", "99999999"])
def test_undo_of_nothing_is_no_error_of_the_server(owner: Client, path: Path, undo: str) -> None:
    response = owner.post(address(path, "progress_record"), {"undo": undo, "page": "step"})
    assert response.status_code in (200, 404)


def test_change_is_undone_and_done_again_from_the_list(owner: Client, path: Path, course: Course) -> None:
    change = log_hours(user=path.user, course=course, minutes=90, on=date(2026, 11, 1))
    assert change is not None
    assert "Undo" in owner.get(address(path)).content.decode()
    owner.post(address(path, "change_undo", change.pk), {"page": "step"})
    assert not StudyLog.objects.exists()
    owner.post(address(path, "change_undo", change.pk), {"page": "step", "again": "yes"})
    assert StudyLog.objects.get().minutes == 90


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"studied": "", "on": "2026-11-01"}, "1:30, 1.5 h or 45 min"),
        ({"studied": "90", "on": "2026-11-01"}, "90 h or 90 min"),
        ({"studied": "25 h", "on": "2026-11-01"}, "1 minute to 24 hours"),
        ({"studied": "soon", "on": "2026-11-01"}, "1:30, 1.5 h or 45 min"),
        ({"studied": "1 h", "on": "03/04/2026"}, "two different days"),
        ({"studied": "1 h", "on": "1999-12-31"}, "from 2000 on"),
        ({"studied": "1 h", "on": "2026-11-01", "note": "x" * 301}, "at most 300"),
    ],
)
def test_bad_log_is_explained_and_what_was_typed_kept(
    owner: Client, path: Path, data: dict[str, str], message: str
) -> None:
    text = send(owner, path, "hours_log", data)
    assert message in text
    assert all(f'value="{value}"' in text for value in data.values() if value)
    assert not StudyLog.objects.exists()


def test_hours_of_a_day_to_come_are_refused(owner: Client, path: Path) -> None:
    day = timezone.localdate() + timedelta(days=2)
    assert "still to come" in send(owner, path, "hours_log", {"studied": "1 h", "on": day.isoformat()})


def test_form_sent_twice_logs_once(owner: Client, path: Path) -> None:
    data = {"studied": "1:30", "on": "2026-11-01", "token": "6f1b7e7c-0d0e-4a53-9f0a-0d6d0f6f3f10"}
    for _ in range(2):
        send(owner, path, "hours_log", data)
    assert StudyLog.objects.get().minutes == 90


def test_entry_is_changed_and_deleted_on_its_own_page(owner: Client, path: Path, course: Course) -> None:
    log_hours(user=path.user, course=course, minutes=90, on=date(2026, 11, 1))
    log = StudyLog.objects.get()
    page = address(path, "hours_edit", log.pk)
    assert "1 h 30 min" in owner.get(page).content.decode()
    assert "still to come" in owner.post(page, {"studied": "2 h", "on": "2999-01-01"}).content.decode()
    owner.post(page, {"studied": "2 h", "on": "2026-11-02"})
    assert StudyLog.objects.get().minutes == 120
    assert owner.post(page, {"delete": "yes"}).url == address(path)
    assert not StudyLog.objects.exists()


def test_forgotten_timer_asks_on_the_page(owner: Client, path: Path, course: Course) -> None:
    timer = start_timer(user=path.user, course=course, now=timezone.now() - timedelta(hours=13))
    assert "How long did you study?" in owner.get(address(path)).content.decode()
    text = send(owner, path, "timer_set", {"action": "stop", "timer": timer.pk})
    assert "nothing was logged yet" in text
    text = send(owner, path, "timer_set", {"action": "stop", "timer": timer.pk, "studied": "lots"})
    assert 'value="lots"' in text
    send(owner, path, "timer_set", {"action": "stop", "timer": timer.pk, "studied": "2 h"})
    assert StudyLog.objects.get().minutes == 120


@pytest.mark.parametrize("data", [{"action": "explode"}, {"action": "stop", "timer": "x"}, {"action": "stop"}])
def test_odd_timer_forms_change_nothing(owner: Client, path: Path, course: Course, data: dict[str, str]) -> None:
    start_timer(user=path.user, course=course)
    send(owner, path, "timer_set", data)
    assert Timer.objects.exists()
    assert not StudyLog.objects.exists()


def test_dates_are_corrected(owner: Client, path: Path, course: Course) -> None:
    record_progress(user=path.user, course=course, state="done")
    send(owner, path, "dates_set", {"started_on": "2026-10-01", "finished_on": "2026-10-20"})
    assert Completion.objects.get().finished_on == date(2026, 10, 20)
    text = send(owner, path, "dates_set", {"started_on": "2026-10-21", "finished_on": "2026-10-20"})
    assert "finished before it is started" in text
    assert 'value="2026-10-21"' in text
    assert "Give a date" in send(owner, path, "dates_set", {"started_on": "", "finished_on": ""})


def test_evidence_takes_web_addresses_only(owner: Client, path: Path, course: Course) -> None:
    record_progress(user=path.user, course=course, state="done")
    for address_typed in ("javascript:alert(1)", "no address"):
        text = send(owner, path, "evidence_set", {"evidence_url": address_typed})
        assert "https://" in text
        assert address_typed in text
    send(owner, path, "evidence_set", {"evidence_url": "https://example.org/c", "project_url": "https://example.org/p"})
    text = owner.get(address(path)).content.decode()
    assert "My certificate" in text
    assert "https://example.org/p" in text


def test_notes_are_markdown_and_never_html(owner: Client, path: Path) -> None:
    note = "# Loss\n\n**bold** <script>alert(1)</script> [x](javascript:alert(1))"
    send(owner, path, "note_save", {"text": note, "seen": fingerprint("")})
    text = owner.get(address(path)).content.decode()
    assert "<strong>bold</strong>" in text
    assert "<script>alert" not in text
    assert "<h3>Loss</h3>" in text


def test_notes_changed_in_another_tab_are_not_overwritten(owner: Client, path: Path) -> None:
    send(owner, path, "note_save", {"text": "First", "seen": fingerprint("")})
    text = send(owner, path, "note_save", {"text": "Second", "seen": fingerprint("")})
    assert "another window" in text
    assert "Second" in text
    assert fingerprint("First") in text
    assert Note.objects.get().text == "First"


def test_page_takes_the_same_queries_for_many_rows(
    owner: Client, path: Path, course: Course, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    record_progress(user=path.user, course=course, state="started")
    for number in range(60):
        log_hours(user=path.user, course=course, minutes=number + 1, on=date(2026, 10, 1) + timedelta(days=number % 30))
    with django_assert_max_num_queries(14):
        text = owner.get(address(path)).content.decode()
    assert "Show all 60 entries" in text
