"""What is deleted once it has served: one rule for each kind of row. Progress, hours, notes and paths have none."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connections, models, router, transaction
from django.db.models import Exists, OuterRef, Q

from advisor.models import Answers, DigestDelivery, Proposal, ShareLink, TrackingChange, User
from catalog.models import CatalogueImport, FactReport, ImportedRow
from catalog.models.outgoing import OutgoingClick

# Locks are held for the time that so many rows take.
BATCH = 500


def always() -> Q:
    return Q()


@dataclass(frozen=True, slots=True)
class Rule:
    """Rows of `model` that meet `where` go `days` after their `moment`, a column; the very last moment still keeps."""

    model: type[models.Model]
    moment: str
    days: int
    what: str
    why: str
    where: Callable[[], Q] = always

    @property
    def kept(self) -> str:
        return f"{self.days} day{'' if self.days == 1 else 's'}" if self.days else "until then"

    def rows(self, now: datetime) -> models.QuerySet[Any]:
        last = now - timedelta(days=self.days)
        field = self.model._meta.get_field(self.moment.split("__")[0])
        is_day = type(field) is models.DateField
        found = self.model._default_manager.filter(**{f"{self.moment}__lt": last.date() if is_day else last})
        return found.filter(self.where()).order_by("pk")


def is_ended() -> Q:
    return Q(~Exists(Session.objects.filter(session_key=OuterRef("session_key"))))


def has_nothing() -> Any:
    """Accounts that nobody ever got into, with no row in any table but an address that was never confirmed."""
    found: Any = Q(is_staff=False, is_superuser=False, last_login=None)
    found &= ~Exists(EmailAddress.objects.filter(user=OuterRef("pk"), verified=True))
    for relation in User._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel) and relation.related_model is not EmailAddress:
            rows = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            found &= ~Exists(rows)
    return found


RULES = (
    Rule(
        Session,
        "expire_date",
        0,
        "Browser sessions that ran out, and the unfinished answers of visitors in them",
        f"A session runs out {settings.SESSION_COOKIE_AGE // 86400} days after it was last changed.",
    ),
    Rule(
        UserSession,
        "created_at",
        1,
        "Where an account was logged in, once that session is gone",
        "The list of your sessions shows those that can still be ended.",
        is_ended,
    ),
    Rule(
        User,
        "date_joined",
        30,
        "Accounts whose address was never confirmed and that hold nothing",
        "Somebody mistyped an address, or typed in another person's.",
        has_nothing,
    ),
    Rule(
        Answers,
        "updated_at",
        365,
        "Questionnaires begun and not finished",
        "After a year courses and aims have changed; finished ones stay.",
        lambda: Q(is_finished=False, path=None),
    ),
    Rule(
        TrackingChange,
        "created_at",
        90,
        "What is needed to take a change of progress, hours or notes back",
        "Slips are noticed within a season; what was recorded stays.",
    ),
    Rule(
        Proposal,
        "decided_at",
        365,
        "Proposals for a path that were accepted or refused",
        "After a year what was refused may be proposed once more.",
        lambda: Q(state__in=(Proposal.State.ACCEPTED, Proposal.State.REFUSED)),
    ),
    Rule(
        ShareLink,
        "revoked_at",
        30,
        "Links to a path that were revoked",
        "The address leads nowhere from the moment of revoking, and never comes again.",
    ),
    Rule(
        DigestDelivery,
        "claimed_at",
        90,
        "For which weeks the e-mail went out",
        "To send none twice, the last week is enough; the rest helps to trace a failure.",
    ),
    Rule(
        FactReport,
        "handled_at",
        365,
        "Reports of wrong facts that were dealt with",
        "A message may name its writer, although nobody asks for it.",
        lambda: ~Q(state=FactReport.State.OPEN),
    ),
    Rule(
        ImportedRow,
        "catalogue_import__made_at",
        90,
        "Rows of files that curators brought in",
        "What was applied is in the history of each course.",
    ),
    Rule(
        CatalogueImport,
        "made_at",
        90,
        "Files that curators brought in",
        "What was applied is in the history of each course.",
        lambda: Q(~Exists(ImportedRow.objects.filter(catalogue_import=OuterRef("pk")))),
    ),
    Rule(
        OutgoingClick,
        "day",
        730,
        "How often visitors left for a course, by day",
        "To compare a month with that of the year before; it tells of nobody.",
    ),
)


def purge(rule: Rule, now: datetime, *, dry_run: bool = False) -> int:
    """How many rows went, or would go. Safe to run twice at once: the other run's rows are passed over."""
    if dry_run:
        return rule.rows(now).count()
    gone = 0
    while (batch := _purge_batch(rule, now)) is not None:
        gone += batch
    return gone


def _purge_batch(rule: Rule, now: datetime) -> int | None:
    """None when there is nothing left. What changed before its lock was had stays."""
    database = connections[router.db_for_write(rule.model)]
    options: dict[str, Any] = {"of": ("self",)} if database.features.has_select_for_update_of else {}
    with transaction.atomic(using=database.alias):
        rows = rule.rows(now).using(database.alias)
        keys = list(rows.select_for_update(skip_locked=True, **options).values_list("pk", flat=True)[:BATCH])
        if not keys:
            return None
        _, counts = rows.filter(pk__in=keys).delete()
        return counts.get(rule.model._meta.label, 0)


def purge_cache(now: datetime, *, dry_run: bool = False) -> int:
    """Of the cache in the database, if that is where it is; it throws out old entries only when it is full."""
    store = caches["default"]
    if not isinstance(store, DatabaseCache):
        return 0
    connection = connections[router.db_for_write(store.cache_model_class)]
    table = connection.ops.quote_name(store._table)  # type: ignore[attr-defined]
    moment = connection.ops.adapt_datetimefield_value(now)
    verb = "SELECT COUNT(*)" if dry_run else "DELETE"
    with connection.cursor() as cursor:
        cursor.execute(f"{verb} FROM {table} WHERE expires < %s", [moment])
        return int(cursor.fetchone()[0]) if dry_run else cursor.rowcount
