"""What people are told while something breaks. `make faults` breaks the real site; these hold its rules quickly."""

import os
import runpy
import smtplib
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import InterfaceError, OperationalError, connection
from django.test import Client, override_settings
from redis.backoff import NoBackoff
from redis.retry import Retry

from advisor.adapter import NOT_SENT
from advisor.models import Path as SavedPath
from advisor.models import StudyLog, TrackingChange, User
from advisor.tracking import log_hours, record_progress
from catalog.models import Course
from config.server import FIGURES_PREFIX, remove_orphans
from tests.advisor.path_rows import make_catalogue, make_path
from tests.factories import create_course, create_user
from tests.faults.ledger import Findings, Logged, Marked, Record, audit
from tests.postgres import free_port

SEND = "django.core.mail.backends.locmem.EmailBackend.send_messages"
SIGN_UP = {"email": "ada@example.org", "password1": "a-long-enough-secret"}
SETTINGS = Path(__file__).resolve().parent.parent / "config" / "settings.py"
# Of SQLite: a commit is on the disk before it is acknowledged.
FULL = 2
sqlite_only = pytest.mark.skipif("os.environ.get('TEST_DB') == 'postgres'", reason="SQLite's own trouble")


@pytest.fixture
def path(client: Client) -> SavedPath:
    user = create_user()
    make_catalogue()
    client.force_login(user)
    client.raise_request_exception = False
    return make_path(user)


def log_time(client: Client, path: SavedPath) -> int:
    fields = {"token": str(uuid.uuid4()), "studied": "30 min", "on": "2026-11-20", "page": "step"}
    return client.post(f"/paths/{path.pk}/courses/first/hours/", fields).status_code


def pragma(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        return int(cursor.fetchone()[0])


@pytest.fixture
def no_space() -> Iterator[Callable[[], None]]:
    """From the call on the database's file can hardly grow, as on a full disk."""
    usual = pragma("max_page_count")

    def fill() -> None:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")  # pages that other tests gave back would hold hundreds of writes
        pragma(f"max_page_count = {pragma('page_count') + 4}")

    yield fill
    pragma(f"max_page_count = {usual}")


@sqlite_only
@pytest.mark.django_db(transaction=True)
def test_full_disk_keeps_what_it_acknowledged(client: Client, path: SavedPath, no_space: Callable[[], None]) -> None:
    no_space()
    acknowledged = 0
    while (status := log_time(client, path)) == 302:
        acknowledged += 1
    assert status == 503
    assert StudyLog.objects.count() == acknowledged > 0
    assert client.get("/dashboard/").status_code == 200


@sqlite_only
@pytest.mark.django_db(transaction=True)
def test_locked_database_refuses_plainly_and_goes_on(client: Client, path: SavedPath) -> None:
    usual = pragma("busy_timeout")
    pragma("busy_timeout = 50")
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert log_time(client, path) == 503
        assert client.get("/dashboard/").status_code == 200
        other.execute("ROLLBACK")
    pragma(f"busy_timeout = {usual}")
    assert log_time(client, path) == 302
    assert StudyLog.objects.count() == 1


def test_sqlite_waits_for_the_disk_at_each_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings as a site reads them; test databases do without."""
    monkeypatch.setenv("DATABASE_URL", "sqlite:///somewhere.sqlite3")
    options = runpy.run_path(str(SETTINGS))["DATABASES"]["default"]["OPTIONS"]
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(options["init_command"])
        (level,) = database.execute("PRAGMA synchronous").fetchone()
    assert level == FULL


@pytest.mark.parametrize("trouble", [TimeoutError(), smtplib.SMTPRecipientsRefused({}), ConnectionRefusedError()])
@pytest.mark.django_db
def test_sign_up_stands_when_its_mail_fails(client: Client, trouble: Exception) -> None:
    with patch(SEND, side_effect=trouble):
        page = client.post("/accounts/signup/", SIGN_UP, follow=True)
    text = page.content.decode()
    assert User.objects.filter(email=SIGN_UP["email"]).exists()
    assert NOT_SENT in text
    assert "Confirmation email sent" not in text
    cache.clear()  # a few minutes later, as far as the rate limit knows
    client.post(page.redirect_chain[-1][0], {"action": "resend"})
    assert [message.to for message in mail.outbox] == [[SIGN_UP["email"]]]


@pytest.mark.django_db
def test_sign_up_says_nothing_of_failure_when_the_mail_went(client: Client) -> None:
    page = client.post("/accounts/signup/", SIGN_UP, follow=True)
    assert NOT_SENT not in page.content.decode()
    assert len(mail.outbox) == 1


@pytest.fixture
def redis_gone() -> Iterator[None]:
    away = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": f"redis://127.0.0.1:{free_port()}/0",
        "OPTIONS": {"retry": Retry(NoBackoff(), retries=1)},
    }
    pages = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pages"}
    with override_settings(CACHES={"default": away, "pages": pages}):
        yield


@pytest.mark.django_db
def test_redis_away_is_a_plain_page(client: Client, redis_gone: None) -> None:
    create_course()
    client.raise_request_exception = False
    page = client.post("/accounts/login/", {"login": "ada@example.org", "password": "wrong"})
    assert (page.status_code, page["Retry-After"]) == (503, "10")
    assert client.get("/readyz").content == b"cache unavailable\n"
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("trouble", [OperationalError, InterfaceError])
def test_healthz_with_a_connection_that_died(client: Client, trouble: type[Exception]) -> None:
    with patch.object(connection, "cursor", side_effect=trouble("closed")):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (503, b"database unavailable\n")


def test_figures_of_killed_servers_are_taken_away(tmp_path: Path) -> None:
    gone, alive = tmp_path / f"{FIGURES_PREFIX}4194305-a", tmp_path / f"{FIGURES_PREFIX}{os.getppid()}-b"
    gone.mkdir()
    alive.mkdir()
    remove_orphans(tmp_path)
    assert list(tmp_path.iterdir()) == [alive]


@pytest.fixture
def record() -> Record:
    """A learner who logged time and marked a course as started and done."""
    user, course = create_user(), create_course(slug="knots")
    sent = Record(user.pk, [Logged("knots", uuid.uuid4(), 30), Marked("knots", "started"), Marked("knots", "done")])
    for update in sent.acknowledged:
        store(user, course, update)
    return sent


def store(user: User, course: Course, update: Logged | Marked) -> None:
    if isinstance(update, Marked):
        record_progress(user=user, course=course, state=update.state)
    else:
        on = StudyLog._meta.get_field("on").to_python("2026-11-20")
        log_hours(user=user, course=course, minutes=update.minutes, on=on, token=update.token)


@pytest.mark.django_db
def test_audit_is_content_with_what_was_sent(record: Record) -> None:
    assert audit(record) == Findings(0, 0, 0)
    record.open.append(Logged("knots", uuid.uuid4(), 5))
    assert not audit(record)


@pytest.mark.django_db
def test_audit_finds_a_lost_log(record: Record) -> None:
    StudyLog.objects.all().delete()
    TrackingChange.objects.filter(kind="log").delete()
    assert audit(record) == Findings(lost=1, doubled=0, invented=0)


@pytest.mark.django_db
def test_audit_finds_a_lost_mark(record: Record) -> None:
    TrackingChange.objects.filter(what="Marked as done").delete()
    assert audit(record) == Findings(lost=1, doubled=0, invented=0)


@pytest.mark.django_db
def test_audit_finds_a_doubled_mark(record: Record) -> None:
    change = TrackingChange.objects.get(what="Marked as done")
    change.pk = None
    change.save()
    assert audit(record) == Findings(lost=0, doubled=1, invented=0)


@pytest.mark.django_db
def test_audit_finds_what_nobody_sent(record: Record) -> None:
    course = Course.objects.get(slug="knots")
    store(User.objects.get(pk=record.user), course, Logged("knots", uuid.uuid4(), 10))
    assert audit(record) == Findings(lost=0, doubled=0, invented=1)
