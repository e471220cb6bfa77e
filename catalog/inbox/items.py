"""The list, derived anew each time from what it is about: nothing waits in it that is settled elsewhere."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.db.models import Q, QuerySet, TextChoices
from django.utils import timezone

from catalog.desk.courses import COURSES
from catalog.freshness import CHECK_AGAIN_AFTER
from catalog.links.uses import Use, uses
from catalog.models import Course, Draft, FactReport, LinkCheck

LARGEST_KEY = 10**18


class Kind(TextChoices):
    """The most urgent first: a reader saw it, then nobody can open it, then it only costs a redirect."""

    REPORT = "report", "reports of wrong facts"
    GONE = "gone", "links that fail"
    MOVED = "moved", "links that moved"
    STALE = "stale", "courses past their check-by date"


URGENCY = {kind: number for number, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True)
class Item:
    """`since` is when it became a matter for the inbox; `pk` is that of the report, the link or the course."""

    kind: Kind
    pk: int
    since: datetime
    title: str
    what: str

    @property
    def key(self) -> str:
        return f"{self.kind.value}-{self.pk}"


def read_key(text: str) -> tuple[Kind, int] | None:
    kind, _, number = text.partition("-")
    if kind not in Kind or not number.isascii() or not number.isdecimal() or int(number) >= LARGEST_KEY:
        return None
    return Kind(kind), int(number)


def waiting(kinds: Collection[Kind]) -> list[Item]:
    """By urgency, the newest first within it."""
    found = [*reports(), *links(), *stale()]
    return sorted(
        (item for item in found if item.kind in kinds),
        key=lambda item: (URGENCY[item.kind], -item.since.timestamp(), item.pk),
    )


def counts(kinds: Collection[Kind]) -> list[tuple[Kind, int]]:
    counted = Counter(item.kind for item in waiting(kinds))
    return [(kind, counted[kind]) for kind in Kind if kind in kinds]


def reports() -> list[Item]:
    rows = FactReport.objects.filter(state=FactReport.State.OPEN).select_related("course")
    return [
        Item(Kind.REPORT, row.pk, row.created_at, row.course.title, row.get_field_display() or "something else")
        for row in rows
    ]


def links() -> list[Item]:
    rows = {row.address: row for row in LinkCheck.objects.gone() | LinkCheck.objects.moved()}
    named = uses(rows.keys()) if rows else {}
    return [
        Item(
            Kind.MOVED if row.outcome == LinkCheck.Outcome.MOVED else Kind.GONE,
            row.pk,
            row.changed_at,
            named[address][0].name,
            f"{named[address][0].what}: {address}",
        )
        for address, row in rows.items()
        if address in named
    ]


def stale() -> list[Item]:
    rows = past_check_by().values_list("pk", "title", "reviewed_on", "created_at")
    return [
        Item(
            Kind.STALE,
            pk,
            check_by(reviewed_on or created_at.date()),
            title,
            "all facts" if reviewed_on else "all facts, not checked since it was entered",
        )
        for pk, title, reviewed_on, created_at in rows
    ]


def check_by(checked_on: date) -> datetime:
    return datetime.combine(checked_on + CHECK_AGAIN_AFTER, time.min, UTC)


def past_check_by() -> QuerySet[Course]:
    """Published courses last checked, or else entered, too long ago; not those for which a draft says otherwise."""
    limit = timezone.localdate() - CHECK_AGAIN_AFTER
    drafted = Draft.objects.unsettled().filter(kind=COURSES.kind, document__reviewed_on__gte=limit.isoformat())
    old = Q(reviewed_on__lt=limit) | Q(reviewed_on=None, created_at__lt=datetime.combine(limit, time.min, UTC))
    return Course.objects.published().filter(old).exclude(slug__in=drafted.values("key"))


def uses_of(check: LinkCheck) -> list[Use]:
    return uses([check.address]).get(check.address, [])
