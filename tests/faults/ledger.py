"""What learners were told, held against what the database says afterwards."""

import threading
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from advisor.models import Completion, StudyLog, TrackingChange
from advisor.tracking import SAID, Progress


@dataclass(frozen=True, slots=True)
class Logged:
    """Time that adds up: each token once."""

    course: str
    token: uuid.UUID
    minutes: int


@dataclass(frozen=True, slots=True)
class Marked:
    """A state that replaces the one before; every change of it leaves a line in the history."""

    course: str
    state: Progress


Update = Logged | Marked


@dataclass
class Tally:
    """Counted over all learners: answers to single requests, and updates that are acknowledged at last."""

    acknowledged: int = 0
    answered: int = 0
    refused: int = 0
    unknown: int = 0
    slowest: float = 0.0
    wrong: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, outcome: str, seconds: float = 0.0) -> None:
        with self.lock:
            setattr(self, outcome, getattr(self, outcome) + 1)
            self.slowest = max(self.slowest, seconds)


@dataclass
class Record:
    """What one learner sent: `acknowledged` in this order, then `open`, which was still without a good answer."""

    user: int
    acknowledged: list[Update] = field(default_factory=list)
    open: list[Update] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Findings:
    lost: int
    doubled: int
    invented: int

    def __add__(self, other: "Findings") -> "Findings":
        return Findings(self.lost + other.lost, self.doubled + other.doubled, self.invented + other.invented)

    def __bool__(self) -> bool:
        return self != Findings(0, 0, 0)


def audit(record: Record) -> Findings:
    """Lost or doubled: what was acknowledged and is not there once. Invented: what is there and nobody sent."""
    courses = {update.course for update in (*record.acknowledged, *record.open)}
    marks = [audit_marks(record, course) for course in sorted(courses)]
    return sum(marks, start=audit_logs(record))


def audit_logs(record: Record) -> Findings:
    def wanted(updates: Sequence[Update]) -> set[tuple[str, uuid.UUID | None, int]]:
        return {(one.course, one.token, one.minutes) for one in updates if isinstance(one, Logged)}

    acknowledged, maybe = wanted(record.acknowledged), wanted(record.open)
    rows = StudyLog.objects.filter(user=record.user).values_list("course__slug", "token", "minutes")
    found = Counter(tuple(row) for row in rows)
    changes = TrackingChange.objects.filter(user=record.user, kind=TrackingChange.Kind.LOG).count()
    return Findings(
        lost=len(acknowledged - found.keys()) + max(0, found.total() - changes),
        doubled=found.total() - len(found) + max(0, changes - found.total()),
        invented=len(found.keys() - acknowledged - maybe),
    )


def audit_marks(record: Record, course: str) -> Findings:
    """The history must be the acknowledged changes, each once and in order, then at most what is open."""

    def said(updates: Sequence[Update]) -> list[Progress]:
        return [one.state for one in updates if isinstance(one, Marked) and one.course == course]

    sure, maybe = said(record.acknowledged), said(record.open)
    changes = TrackingChange.objects.filter(user=record.user, course__slug=course, kind=TrackingChange.Kind.PROGRESS)
    history = list(changes.order_by("pk").values_list("what", flat=True))
    allowed = [sure, [*sure, *maybe]]
    state = Completion.objects.filter(user=record.user, course__slug=course).values_list("state", flat=True).first()
    if any(history == [SAID[one] for one in states] and state == held_after(states) for states in allowed):
        return Findings(0, 0, 0)
    expected, found = Counter(SAID[one] for one in sure), Counter(history)
    lost, more = (expected - found).total(), (found - expected - Counter(SAID[one] for one in maybe)).total()
    # The same changes in another order, or a state that is not the last one's, are a loss too.
    return Findings(lost=lost or int(not more), doubled=more, invented=0)


def held_after(states: Sequence[Progress]) -> str | None:
    """The state that is stored after going round in the order of `updates.ROUND`."""
    last = states[-1] if states else "unstarted"
    return {"undone": "started", "unstarted": None}.get(last, last)
