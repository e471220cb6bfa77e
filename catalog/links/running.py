"""One run over the addresses: which are due, whose turn it is, and what is written down.

All state is in the database, so a stopped run goes on where it was, and two runs at once share the hosts out: whoever
claims a host is the only one to ask it.
"""

import heapq
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from catalog.links.addresses import host_of
from catalog.links.asking import Answer, Asker
from catalog.links.uses import uses
from catalog.models.links import LinkCheck, LinkCheckQuerySet, LinkHost

# Seconds between two requests to a host: fewer than a reader who opens one link after another.
PAUSE = 3.0
# Longer than an address can take; what a run claimed is free again when it dies.
CLAIM = timedelta(minutes=5)
# Pages rarely change within a week ...
USUAL_AGE = timedelta(days=7)
# ... but whether a failure lasts is asked every night, also when the night's run starts a little earlier.
FAILING_AGE = timedelta(hours=20)

Ask = Callable[[str], Answer]


def site_asker() -> Asker:
    """Says who asks, so that a host can complain or refuse."""
    return Asker(agent=f"WhichFirst-link-check (+{settings.SITE_URL})")


@dataclass(slots=True)
class Run:
    """`limit` bounds the addresses asked, `seconds` the time; those asked within `older_than` are left out."""

    ask: Ask
    limit: int | None = None
    seconds: float | None = None
    older_than: timedelta | None = None
    pause: float = PAUSE
    sleep: Callable[[float], None] = time.sleep
    owner: str = field(default_factory=lambda: uuid4().hex)
    started_at: datetime = field(default_factory=timezone.now)

    def go(self) -> Counter[str]:
        """How many addresses had which outcome."""
        gather()
        outcomes: Counter[str] = Counter()
        end = time.monotonic() + self.seconds if self.seconds is not None else float("inf")
        # the host whose turn comes first, by the moment from which it may be asked
        turns = [(0.0, host) for host in self.due().order_by("host").values_list("host", flat=True).distinct()]
        try:
            while turns and (self.limit is None or outcomes.total() < self.limit):
                turn, host = heapq.heappop(turns)
                wait = max(0.0, turn - time.monotonic())
                if time.monotonic() + wait >= end:
                    break
                self.sleep(wait)
                if answer := self.take(host):
                    outcomes[answer.outcome] += 1
                    if not answer.rest and self.due().filter(host=host).exists():
                        heapq.heappush(turns, (time.monotonic() + self.pause, host))
        finally:
            LinkHost.objects.filter(claimed_by=self.owner).update(claimed_by="", not_before=None)
        return outcomes

    def due(self) -> LinkCheckQuerySet:
        now = self.started_at
        age, failing_age = (self.older_than,) * 2 if self.older_than is not None else (USUAL_AGE, FAILING_AGE)
        long_ago = Q(asked_at=None) | Q(asked_at__lt=now - age)
        failing = Q(outcome__in=LinkCheck.FAILURES, asked_at__lt=now - failing_age)
        return LinkCheck.objects.filter(long_ago | failing)

    def take(self, host: int) -> Answer | None:
        """Ask one address of the host; None when none is due or somebody else has the host."""
        if not self.claim(host):
            return None
        row = self.due().filter(host=host).order_by(F("asked_at").asc(nulls_first=True), "pk").first()
        if row is None:
            return None
        answer = self.ask(row.address)
        note(row, answer, timezone.now())
        if answer.rest:
            rest = timezone.now() + timedelta(seconds=answer.rest)
            LinkHost.objects.filter(pk=host, claimed_by=self.owner).update(claimed_by="", not_before=rest)
        return answer

    def claim(self, host: int) -> bool:
        """One statement, so that of two runs only one succeeds."""
        now = timezone.now()
        free = Q(not_before=None) | Q(not_before__lte=now) | Q(claimed_by=self.owner)
        claimed = LinkHost.objects.filter(free, pk=host).update(claimed_by=self.owner, not_before=now + CLAIM)
        return bool(claimed)


def gather() -> None:
    """A row for each address that the public pages name, and none for others."""
    named = set(uses())
    known = set(LinkCheck.objects.values_list("address", flat=True))
    LinkCheck.objects.filter(address__in=known - named).delete()
    hosts = {address: host_of(address) for address in sorted(named - known)}
    LinkHost.objects.bulk_create((LinkHost(name=name) for name in sorted(set(hosts.values()))), ignore_conflicts=True)
    keys: Mapping[str, int] = dict(LinkHost.objects.values_list("name", "pk"))
    LinkCheck.objects.bulk_create(
        (LinkCheck(address=address, host_id=keys[host]) for address, host in hosts.items()), ignore_conflicts=True
    )


def note(row: LinkCheck, answer: Answer, now: datetime) -> None:
    """Write down what came of asking. A host that is busy says nothing about the page."""
    values: dict[str, Any] = {"first_asked_at": row.first_asked_at or now, "asked_at": now}
    if not answer.rest:
        values |= {"outcome": answer.outcome, "status": answer.status, "words": answer.words}
        values |= {"final_address": answer.final, **failures(row, answer.outcome, now.date())}
        if (row.outcome, row.final_address) != (answer.outcome, answer.final):
            values |= {"changed_at": now, "settled_at": None}
    # not the whole row: a curator may have settled it meanwhile, and another run may have taken it out
    LinkCheck.objects.filter(pk=row.pk).update(**values)


def failures(row: LinkCheck, outcome: LinkCheck.Outcome, today: date) -> dict[str, Any]:
    """How often in a row it has failed by now; several failures of one day count as one."""
    gone_answers = row.gone_answers + 1 if outcome == LinkCheck.Outcome.GONE else 0
    if outcome not in LinkCheck.FAILURES:
        return {"gone_answers": 0, "failed_days": 0, "failed_on": None}
    failed_days = row.failed_days + (row.failed_on != today)
    return {"gone_answers": gone_answers, "failed_days": failed_days, "failed_on": today}
