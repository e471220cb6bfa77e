"""The weekly digest: who is due, what it says, and that nobody gets the same week's twice.

A delivery's row is claimed before anything is sent, and marked as being sent just before the message is handed over. A
run that crashes leaves claims behind, which a later run takes over; a message that was being handed over is never sent
again, since nobody knows whether it went.
"""

import uuid
import zoneinfo
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core import signing
from django.db.models import Q, Sum

from advisor.journey import Journey, Progress, draw
from advisor.models import Completion, DigestChoice, DigestDelivery, Path, StudyLog, User

# Reading takes a fixed number of queries for so many people.
BATCH = 100
# A hundred messages at the mail server's limit of ten seconds each take 17 minutes; a claim older than this is of a
# run that is gone.
CLAIM_LASTS = timedelta(hours=1)
MOST_ATTEMPTS = 3
# Nobody wants mail in the night.
SEND_FROM = time(7)

SALT = "advisor.digest.stop"


@dataclass(frozen=True, slots=True)
class PathNews:
    """One path in the digest; `planned_minutes` a week are those of the plan's answers."""

    path: Path
    journey: Journey
    planned_minutes: int


@dataclass(frozen=True, slots=True)
class Digest:
    """`minutes` were studied since Monday."""

    user: User
    week: date
    minutes: int
    paths: tuple[PathNews, ...]


def due_week(choice: DigestChoice, now: datetime) -> date | None:
    """The Monday of the week whose digest is due at `now`; None before the chosen morning or when chosen after it.

    The time zone decides which day it is, and a morning missed is made up for until the week ends.
    """
    zone = _zone(choice.time_zone)
    local = now.astimezone(zone)
    monday = local.date() - timedelta(days=local.weekday())
    day = monday + timedelta(days=choice.weekday)
    if local < datetime.combine(day, SEND_FROM, zone) or choice.changed_at.astimezone(zone).date() > day:
        return None
    return monday


def _zone(name: str) -> zoneinfo.ZoneInfo:
    """UTC for a zone that the time zone data no longer has, so that one row does not stop everybody's digest."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo("UTC")


def next_morning(choice: DigestChoice, now: datetime) -> datetime:
    """The chosen morning that comes next after `now`."""
    zone = _zone(choice.time_zone)
    local = now.astimezone(zone)
    day = local.date() + timedelta(days=(choice.weekday - local.weekday()) % 7)
    morning = datetime.combine(day, SEND_FROM, zone)
    return morning if morning > now else datetime.combine(day + timedelta(days=7), SEND_FROM, zone)


@dataclass(frozen=True, slots=True)
class Batch:
    """People to look at, and those of them who are due, each with the week."""

    choices: tuple[DigestChoice, ...]
    due: Mapping[User, date]


def batches(now: datetime) -> Iterator[Batch]:
    """Everybody who may be due. What a run costs depends on how many these are, not on how many people there are."""
    waiting = Q(look_at__lte=now) | Q(look_at=None)
    wanted = DigestChoice.objects.filter(waiting, is_wanted=True, user__is_active=True).select_related("user")
    last = 0
    while rows := tuple(wanted.filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = rows[-1].pk
        weeks = {row.user: due_week(row, now) for row in rows}
        yield Batch(rows, {user: week for user, week in weeks.items() if week})


def put_off(batch: Batch, now: datetime) -> None:
    """Nobody of the batch is looked at again before it can matter: the next morning when this week's is settled,
    tomorrow when there was nothing to tell. Whoever is still to be tried again stays, and who chose anew meanwhile."""
    deliveries = DigestDelivery.objects.filter(user__in=batch.due, week__in=set(batch.due.values()))
    states = {(row.user_id, row.week): row for row in deliveries}
    together: defaultdict[datetime, list[int]] = defaultdict(list)
    for row in batch.choices:
        moment = look_again(row, batch.due.get(row.user), states, now)
        if moment is not None:
            together[moment].append(row.pk)
    for moment, rows in together.items():
        DigestChoice.objects.filter(pk__in=rows, changed_at__lte=now).update(look_at=moment)


def look_again(
    choice: DigestChoice, week: date | None, states: Mapping[tuple[int, date], DigestDelivery], now: datetime
) -> datetime | None:
    """None while this week's digest is still to be sent."""
    if week is None:
        return next_morning(choice, now)
    delivery = states.get((choice.user_id, week))
    if delivery is None:
        return now + timedelta(days=1)
    is_settled = delivery.state in (DigestDelivery.State.SENT, DigestDelivery.State.SENDING)
    return next_morning(choice, now) if is_settled or delivery.attempts >= MOST_ATTEMPTS else None


def write_digests(due: Mapping[User, date]) -> list[Digest]:
    """The digests of those who have a path under way; three queries."""
    paths: defaultdict[int, list[Path]] = defaultdict(list)
    for path in Path.objects.active().filter(user__in=due).defer("problem").order_by("created_at", "pk"):
        paths[path.user_id].append(path)
    progress: defaultdict[int, dict[str, Progress]] = defaultdict(dict)
    rows = Completion.objects.filter(user__in=due).values_list("user_id", "course__slug", "state")
    for user_id, slug, state in rows:
        progress[user_id][slug] = Progress(state)
    minutes = _minutes(due)
    found = []
    for user, week in due.items():
        drawn = [(path, draw(path.plan, progress=progress[user.pk])) for path in paths[user.pk]]
        news = tuple(_news(path, journey) for path, journey in drawn if journey.total and not journey.is_complete)
        if news:
            found.append(Digest(user, week, minutes.get(user.pk, 0), news))
    return found


def _news(path: Path, journey: Journey) -> PathNews:
    return PathNews(path, journey, int((path.answers.get("hours_per_week") or 0) * 60))


def _minutes(due: Mapping[User, date]) -> dict[int, int]:
    since = Q()
    for week in set(due.values()):
        users = [user for user, monday in due.items() if monday == week]
        since |= Q(user__in=users, on__gte=week, on__lt=week + timedelta(days=7))
    rows = StudyLog.objects.filter(since).order_by().values("user_id").annotate(total=Sum("minutes"))
    return {row["user_id"]: row["total"] for row in rows}


def unsent(due: Mapping[User, date], now: datetime) -> dict[User, date]:
    """Those of them whose digest of that week has neither gone out nor is on its way in another run."""
    taken = DigestDelivery.objects.filter(user__in=due).exclude(_free(now)).values_list("user_id", "week")
    gone = set(taken)
    return {user: week for user, week in due.items() if (user.pk, week) not in gone}


def _free(now: datetime) -> Q:
    """Deliveries that a run may take over: claimed by one that is gone, or failed and worth another try."""
    abandoned = Q(state=DigestDelivery.State.CLAIMED, claimed_at__lt=now - CLAIM_LASTS)
    return abandoned | Q(state=DigestDelivery.State.FAILED, attempts__lt=MOST_ATTEMPTS)


def claim(digests: Sequence[Digest], now: datetime) -> dict[int, DigestDelivery]:
    """The deliveries, by user, that this run alone may make; three queries."""
    if not digests:
        return {}
    run = uuid.uuid4()
    mine = Q()
    for digest in digests:
        mine |= Q(user=digest.user, week=digest.week)
    DigestDelivery.objects.bulk_create(
        [DigestDelivery(user=digest.user, week=digest.week, claim=run, claimed_at=now) for digest in digests],
        ignore_conflicts=True,
    )
    DigestDelivery.objects.filter(mine & _free(now)).update(
        claim=run, claimed_at=now, state=DigestDelivery.State.CLAIMED
    )
    return {row.user_id: row for row in DigestDelivery.objects.filter(claim=run)}


def deliver(digest: Digest, delivery: DigestDelivery, send: Callable[[Digest], None]) -> Exception | None:
    """Send one; what went wrong is noted with the delivery and handed back. None also when another run has taken it."""
    held = DigestDelivery.objects.filter(pk=delivery.pk, claim=delivery.claim, state=DigestDelivery.State.CLAIMED)
    if not held.update(state=DigestDelivery.State.SENDING, attempts=delivery.attempts + 1):
        return None
    failure: Exception | None = None
    try:
        send(digest)
    except Exception as error:  # whatever one address provokes, the others get theirs
        failure = error
    state = DigestDelivery.State.FAILED if failure else DigestDelivery.State.SENT
    DigestDelivery.objects.filter(pk=delivery.pk).update(state=state)
    return failure


def stop_token(user: User) -> str:
    """What lets whoever got the message stop the digest, and do nothing else."""
    return signing.Signer(salt=SALT).sign(str(user.pk))


def read_stop_token(token: str) -> int | None:
    try:
        return int(signing.Signer(salt=SALT).unsign(token))
    except (signing.BadSignature, ValueError):
        return None


def stop_digest(*, user: int) -> None:
    DigestChoice.objects.filter(user_id=user).update(is_wanted=False)
