"""How far a person is: what is recorded for each course, the hours of each day and course. Reads only."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from advisor.journey import Progress, Undo
from advisor.models import Completion, Path, StudyLog, TrackingChange, User
from advisor.tracking import DATES_SAID, LINKS_SAID


def progress_of(user: User, *, path: Path | None = None) -> dict[str, Progress]:
    """By course. With a path, the courses on it also have their last change, for undoing it."""
    last = _last_changes(user, path) if path else {}
    rows = Completion.objects.owned_by(user).values_list(
        "course__slug", "state", "started_on", "finished_on", "skip_reason"
    )
    found = {
        slug: Progress(state, started, finished, reason, last.pop(slug, None))
        for slug, state, started, finished, reason in rows
    }
    return found | {slug: Progress(undo=undo) for slug, undo in last.items()}


def _last_changes(user: User, path: Path) -> dict[str, Undo]:
    changes = TrackingChange.objects.filter(
        user=user, kind=TrackingChange.Kind.PROGRESS, is_undone=False, course__steps__path=path
    )
    rows = changes.order_by("pk").values_list("course__slug", "pk", "what")
    return {slug: Undo(pk, what, what not in (DATES_SAID, LINKS_SAID)) for slug, pk, what in rows}


def minutes_by_day(user: User, *, since: date) -> dict[date, int]:
    rows = StudyLog.objects.filter(user=user, on__gte=since).order_by("on")
    return dict(rows.values_list("on").annotate(total=Sum("minutes")))


def minutes_by_course(user: User) -> dict[str, int]:
    rows = StudyLog.objects.filter(user=user).order_by()
    return dict(rows.values_list("course__slug").annotate(total=Sum("minutes")))


@dataclass(frozen=True, slots=True)
class Past:
    """A change that was recorded, and whether it can be undone or done again now."""

    change: TrackingChange
    can_undo: bool
    can_redo: bool


def history(changes: Iterable[TrackingChange]) -> list[Past]:
    """`changes` of one course, latest first. Undo goes from the last one back, redo forth again in the same order."""
    by_row: Mapping[tuple[str, int | None], list[TrackingChange]] = defaultdict(list)
    for change in changes:
        by_row[change.kind, change.row].append(change)
    undo, redo = set(), set()
    for same in by_row.values():
        done = next((at for at, change in enumerate(same) if not change.is_undone), len(same))
        undo |= {change.pk for change in same[done : done + 1]}
        redo |= {change.pk for change in same[max(0, done - 1) : done]}
    every = sorted((change for same in by_row.values() for change in same), key=lambda change: -change.pk)
    return [Past(change, change.pk in undo, change.pk in redo) for change in every]
