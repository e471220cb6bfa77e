"""A person's dashboard: drawn once, never stale, never another's."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from advisor.accounts import erase_account
from advisor.models import Activity, Answers, Completion, Path, StudyLog, Timer, TrackingChange, User
from advisor.watching import EVENTS, PEOPLES_TABLES, trigger_name
from tests import factories
from tests.advisor.path_rows import make_catalogue, make_path

pytestmark = pytest.mark.django_db


@pytest.fixture
def path() -> Path:
    make_catalogue()
    made = make_path(factories.create_user())
    settle()
    return made


@pytest.fixture
def learner(client: Client, path: Path) -> Client:
    client.force_login(path.user)
    return client


def test_dashboard_is_drawn_once(learner: Client) -> None:
    learner.get("/dashboard/")
    with CaptureQueriesContext(connection) as queries:
        learner.get("/dashboard/")
    # Session, account, and what the person last did.
    assert len(queries) == 3


EDITS: dict[str, Callable[[Path], Any]] = {
    "path": lambda path: Path.objects.filter(pk=path.pk).update(title="Renamed"),
    "new path": lambda path: Path.objects.create(
        **{name: getattr(path, name) for name in ("user", "goal", "snapshot", "answers", "problem", "plan")},
        title="Two",
    ),
    "path gone": lambda path: path.delete(),
    "completion": lambda path: Completion.objects.create(
        user=path.user, course=path.steps.first().course, state="started"
    ),
    "log": lambda path: StudyLog.objects.create(
        user=path.user, course=path.steps.first().course, minutes=9, on=timezone.localdate()
    ),
    "timer": lambda path: Timer.objects.create(
        user=path.user, course=path.steps.first().course, started_at=timezone.now()
    ),
    "undone": lambda path: TrackingChange.objects.create(
        user=path.user, course=path.steps.first().course, kind="log", what="x"
    ),
    "answers": lambda path: Answers.objects.create(user=path.user, data={}),
}


@pytest.mark.parametrize("edit", EDITS)
def test_anything_the_person_does_draws_it_anew(path: Path, edit: str) -> None:
    before = Activity.current(path.user)
    EDITS[edit](path)
    settle()
    assert Activity.current(path.user) not in (None, before)


def settle() -> None:
    """PostgreSQL's triggers wait for the end of a transaction, which tests never reach."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_what_others_do_leaves_it(path: Path) -> None:
    settle()
    before = Activity.current(path.user)
    StudyLog.objects.create(
        user=factories.create_user(), course=factories.create_course(), minutes=9, on=timezone.localdate()
    )
    settle()
    assert Activity.current(path.user) == before


def test_row_that_changes_hands_touches_both(path: Path) -> None:
    other = factories.create_user()
    settle()
    before = Activity.current(path.user)
    Path.objects.filter(pk=path.pk).update(user=other)
    settle()
    assert Activity.current(path.user) != before
    assert Activity.current(other)


def test_each_visit_has_tokens_of_its_own(learner: Client, path: Path) -> None:
    Completion.objects.create(user=path.user, course=path.steps.first().course, state="started")
    pages = [learner.get("/dashboard/").content.decode() for _ in range(3)]
    for name in ("csrfmiddlewaretoken", "token"):
        assert len({match for page in pages for match in re.findall(rf'name="{name}" value="([^"]+)"', page)}) == 3


def test_kept_page_can_be_sent(path: Path) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(path.user)
    client.get("/dashboard/")
    page = client.get("/dashboard/").content.decode()
    token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[-1]
    assert client.post(f"/paths/{path.pk}/archive/", {"csrfmiddlewaretoken": token}).status_code == 302


def test_two_people_never_see_each_others(path: Path) -> None:
    other = make_path(factories.create_user())
    Path.objects.filter(pk=path.pk).update(title="Mine alone")
    Path.objects.filter(pk=other.pk).update(title="Theirs alone")
    for user, seen, unseen in ((path.user, "Mine", "Theirs"), (other.user, "Theirs", "Mine")):
        client = Client()
        client.force_login(user)
        for _ in range(2):
            page = client.get("/dashboard/").content.decode()
            assert f"{seen} alone" in page
            assert f"{unseen} alone" not in page


def test_message_is_shown_once(learner: Client, path: Path) -> None:
    learner.get("/dashboard/")
    learner.post(f"/paths/{path.pk}/archive/")
    shown = [b"notice--good" in learner.get("/dashboard/").content for _ in range(3)]
    assert shown == [True, False, False]


def test_new_day_draws_it_anew(learner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    learner.get("/dashboard/")
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: tomorrow)
    with CaptureQueriesContext(connection) as queries:
        learner.get("/dashboard/")
    assert len(queries) > 3


@pytest.mark.django_db(transaction=True)
def test_account_that_goes_leaves_no_token(path: Path) -> None:
    user: User = path.user
    with transaction.atomic():
        erase_account(user=user)
    assert not Activity.objects.exists()


def test_every_table_has_its_triggers() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            if connection.vendor == "sqlite"
            else "SELECT tgname FROM pg_trigger"
        )
        found = {name for (name,) in cursor.fetchall()}
    assert {trigger_name(table, event) for table in PEOPLES_TABLES for event in EVENTS} <= found
