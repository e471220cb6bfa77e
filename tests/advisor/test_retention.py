"""What the nightly clean-up deletes, to the second, and what it never touches."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.management import call_command
from django.db import models
from django.test import override_settings
from django.utils import timezone

from advisor.models import (
    Answers,
    CalendarFeed,
    Completion,
    DigestChoice,
    DigestDelivery,
    Dismissal,
    Note,
    Path,
    PathVersion,
    Proposal,
    ShareLink,
    Step,
    StudyLog,
    Timer,
    TrackingChange,
    User,
)
from advisor.personal_data import KEPT
from advisor.retention import BATCH, RULES, Rule, purge, purge_cache
from advisor.tracking import record_progress
from catalog.models import CatalogueImport, Course, FactReport, ImportedRow
from catalog.models.outgoing import OutgoingClick
from tests.advisor.path_rows import make_catalogue, make_path
from tests.at_once import run_at_once
from tests.factories import create_course, create_skill, create_user

NOW = datetime(2027, 3, 1, 4, 10, tzinfo=UTC)
Row = models.Model


def saved_path() -> Path:
    if not Course.objects.filter(slug="first").exists():
        make_catalogue()
    return make_path(create_user())


def proposal(**fields: Any) -> Proposal:
    path = saved_path()
    given = {"kind": "progress", "state": "refused", "fingerprint": uuid.uuid4().hex, **fields}
    plain = {name: {} for name in ("plan", "stay", "answers", "problem")}
    return Proposal.objects.create(path=path, snapshot=path.snapshot, **plain, **given)


def change() -> TrackingChange:
    return TrackingChange.objects.create(user=create_user(), course=create_course(), kind="progress", what="Done")


def user_session() -> UserSession:
    return UserSession.objects.create(user=create_user(), ip="192.0.2.1", session_key=uuid.uuid4().hex)


def delivery() -> DigestDelivery:
    given = {"week": NOW.date(), "claim": uuid.uuid4(), "claimed_at": NOW}
    return DigestDelivery.objects.create(user=create_user(), **given)


def an_import() -> CatalogueImport:
    return CatalogueImport.objects.create(made_by=create_user(), name="a.csv", format="csv", digest="", content=b"")


def unconfirmed(**fields: Any) -> User:
    user = create_user(**fields)
    EmailAddress.objects.create(user=user, email=user.email)
    return user


def answers(**fields: Any) -> Answers:
    return Answers.objects.create(user=create_user(), data={}, **fields)


# How a row of each rule is made; its moment is set afterwards.
MAKERS: dict[type[Row], Callable[[], Row]] = {
    Session: lambda: Session.objects.create(session_key=uuid.uuid4().hex, session_data="", expire_date=NOW),
    UserSession: user_session,
    User: unconfirmed,
    Answers: answers,
    TrackingChange: change,
    Proposal: proposal,
    ShareLink: lambda: ShareLink.objects.create(path=saved_path()),
    DigestDelivery: delivery,
    FactReport: lambda: FactReport.objects.create(course=create_course(), message="Wrong.", state="done"),
    ImportedRow: lambda: ImportedRow.objects.create(catalogue_import=an_import(), number=1, verdict="same"),
    CatalogueImport: an_import,
    OutgoingClick: lambda: OutgoingClick.objects.create(course=create_course(), day=NOW, kind="plain"),
}


def aged(rule: Rule, row: Row, moment: datetime) -> Row:
    """Sets the moment past whatever fills it in by itself."""
    first, _, rest = rule.moment.partition("__")
    if rest:
        owner = getattr(row, first)
        type(owner)._default_manager.filter(pk=owner.pk).update(**{rest: moment})
    else:
        type(row)._default_manager.filter(pk=row.pk).update(**{first: moment})
    return row


def is_there(row: Row) -> bool:
    return type(row)._default_manager.filter(pk=row.pk).exists()


def each_rule(*models_: type[Row]) -> Any:
    rules = [rule for rule in RULES if not models_ or rule.model in models_]
    return pytest.mark.parametrize("rule", rules, ids=lambda rule: rule.model.__name__)


@pytest.mark.django_db
@each_rule()
def test_row_at_the_boundary_stays_and_an_older_one_goes(rule: Rule) -> None:
    last = NOW - timedelta(days=rule.days)
    kept, gone = aged(rule, MAKERS[rule.model](), last), aged(rule, MAKERS[rule.model](), last - timedelta(days=1))
    assert purge(rule, NOW, dry_run=True) == 1
    assert is_there(gone)
    assert purge(rule, NOW) == 1
    assert (is_there(kept), is_there(gone)) == (True, False)
    assert purge(rule, NOW) == 0


EXCEPTIONS: list[tuple[type[Row], Callable[[], Row]]] = [
    (Answers, lambda: answers(is_finished=True)),
    (Proposal, lambda: proposal(state="later")),
    (FactReport, lambda: FactReport.objects.create(course=create_course(), message="Wrong.")),
    (User, lambda: unconfirmed(is_staff=True)),
    (User, lambda: unconfirmed(last_login=NOW)),
    (User, lambda: confirmed()),
    (User, lambda: answers().user),
    (User, lambda: make_noted().user),
    (User, lambda: saved_path().user),
    (UserSession, lambda: live_session()),
]


def confirmed() -> User:
    user = unconfirmed()
    EmailAddress.objects.filter(user=user).update(verified=True)
    return user


def make_noted() -> Note:
    return Note.objects.create(user=create_user(), course=create_course(), text="Mine")


def live_session() -> UserSession:
    row = user_session()
    Session.objects.create(session_key=row.session_key, session_data="", expire_date=NOW + timedelta(days=1))
    return row


@pytest.mark.django_db
@pytest.mark.parametrize("number", range(len(EXCEPTIONS)))
def test_old_row_that_still_serves_stays(number: int) -> None:
    model, make = EXCEPTIONS[number]
    rule = next(rule for rule in RULES if rule.model is model)
    row = aged(rule, make(), NOW - timedelta(days=5000))
    assert purge(rule, NOW) == 0
    assert is_there(row)


def fill_account(user: User) -> None:
    """A row of everything that an owner would miss."""
    path = make_path(user)
    first = Course.objects.get(slug="first")
    record_progress(user=user, course=first, state="done")
    StudyLog.objects.create(user=user, course=first, minutes=30, on=NOW)
    Note.objects.create(user=user, course=first, text="Mine")
    Timer.objects.create(user=user, course=first, started_at=NOW)
    Dismissal.objects.create(user=user, skill=create_skill())
    ShareLink.objects.create(path=path)
    CalendarFeed.objects.create(path=path)
    DigestChoice.objects.create(user=user)
    Answers.objects.create(user=user, data={}, is_finished=True, path=path)
    plain: dict[str, Any] = {name: {} for name in ("plan", "answers", "problem", "titles")}
    PathVersion.objects.create(path=path, number=1, snapshot=path.snapshot, cause="dials", **plain)


OWNED = (Path, Step, Completion, StudyLog, Note, Timer, Dismissal, ShareLink, CalendarFeed, DigestChoice, Answers)


@pytest.mark.django_db
def test_clean_up_ten_years_later_takes_nothing_that_the_owner_would_miss() -> None:
    make_catalogue()
    fill_account(create_user())
    kept = (*OWNED, PathVersion, User, Course)
    before = {model: list(model._default_manager.order_by("pk").values()) for model in kept}
    assert all(before.values())
    for rule in RULES:
        purge(rule, timezone.now() + timedelta(days=3650))
    assert {model: list(model._default_manager.order_by("pk").values()) for model in kept} == before


def test_no_rule_is_about_what_people_recorded() -> None:
    touched = {rule.model for rule in RULES}
    assert not touched & {Path, Step, Completion, StudyLog, Note, PathVersion, Timer, Course}


@pytest.mark.django_db
def test_more_than_a_batch_goes() -> None:
    rows = [Session(session_key=f"s{number}", session_data="", expire_date=NOW) for number in range(2 * BATCH + 1)]
    Session.objects.bulk_create(rows)
    assert purge(RULES[0], NOW + timedelta(seconds=1)) == 2 * BATCH + 1


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_delete_each_row_once() -> None:
    rows = [Session(session_key=f"s{number}", session_data="", expire_date=NOW) for number in range(BATCH + 100)]
    Session.objects.bulk_create(rows)
    counts: list[int] = []
    assert run_at_once([lambda: counts.append(purge(RULES[0], NOW + timedelta(days=1)))] * 2) == []
    assert sum(counts) == BATCH + 100
    assert not Session.objects.exists()


@pytest.mark.django_db
def test_cache_loses_what_ran_out() -> None:
    cache = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
    with override_settings(CACHES={"default": cache}):
        call_command("createcachetable")
        caches["default"].set("old", 1, timeout=3600)
        caches["default"].set("new", 1, timeout=3 * 3600)
        later = timezone.now() + timedelta(hours=2)
        assert [purge_cache(later, dry_run=True), purge_cache(later), purge_cache(later)] == [1, 1, 0]
        assert caches["default"].get("new") == 1
        caches["default"].clear()


@pytest.mark.django_db
def test_command_prints_counts_and_dry_run_deletes_nothing() -> None:
    row = MAKERS[Session]()
    aged(RULES[0], row, timezone.now() - timedelta(days=2))
    out = StringIO()
    call_command("purge", "--dry-run", stdout=out)
    assert "       1 Browser sessions" in out.getvalue()
    assert "Nothing was deleted." in out.getvalue()
    assert is_there(row)
    call_command("purge", stdout=StringIO())
    assert not is_there(row)


def test_account_page_says_the_same_lifetimes() -> None:
    for rule in RULES:
        lifetimes = [entry.lifetime for entry in KEPT if entry.model == rule.model._meta.label]
        assert not lifetimes or any(rule.kept in lifetime for lifetime in lifetimes), rule.what
