"""How much the advice is used, in groups of at least five learners, so that no figure tells of one of them.

A count under five is None, whatever it is. A figure that would tell something about such a count is None as well: for a
reader of all that is published, it may be anything from nought to four.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth

from advisor.models import Completion, Goal, Path

LEAST = 5
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """`month` is its first day."""

    month: date
    learners: int | None


@dataclass(frozen=True, slots=True)
class Use:
    """Learners with a path: in all, by the goal it is for, and by the month it was saved in, the oldest first.

    Archived paths count. Who has paths for two goals, or saved some in two months, is counted in both.
    """

    learners: int | None
    goals: tuple[tuple[str, int | None], ...]
    months: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """Learners who started a course and go on or pause, finished it, or skipped it, and all of them."""

    course: str
    started: int | None
    done: int | None
    skipped: int | None
    learners: int | None


def in_groups(counts: Iterable[int]) -> list[int | None]:
    return [count if count >= LEAST else None for count in counts]


def in_all(counts: Sequence[int]) -> int | None:
    """The sum of counts of different people, unless with the published ones it tells what a small one can't be."""
    small = [count for count in counts if count < LEAST]
    total, hidden, most = sum(counts), sum(small), LEAST - 1
    tells = bool(small) and not most <= hidden <= most * (len(small) - 1)
    return None if tells or total < LEAST else total


def are_told(counts: Sequence[int], people: int) -> bool:
    """Whether a small count can't be nought for a reader who knows that there are so many people in the counts."""
    small = [count for count in counts if count < LEAST]
    return bool(small) and people > sum(counts) - sum(small) + (LEAST - 1) * (len(small) - 1)


def use_of(goals: Sequence[tuple[str, int]], months: Sequence[tuple[date, int]], learners: int) -> Use:
    """Publishes what it may of these counts; the months are withheld together, lest they tell of each other."""
    by_goal, by_month = [count for _, count in goals], [count for _, count in months]
    shown = in_groups(by_goal)
    is_told = are_told(by_goal, max(by_month, default=0)) or are_told(by_month, max(by_goal, default=0))
    whole = (
        learners if learners >= LEAST and not (are_told(by_goal, learners) or are_told(by_month, learners)) else None
    )
    return Use(
        learners=whole,
        goals=tuple((title, count) for (title, _), count in zip(goals, shown, strict=True)),
        months=tuple(
            Bar(month, None if is_told else count)
            for (month, _), count in zip(months, in_groups(by_month), strict=True)
        ),
    )


def read_use(today: date) -> Use:
    goals = Goal.objects.order_by("position", "slug").annotate(learners=Count("paths__user", distinct=True))
    whole = Path.objects.aggregate(
        learners=Count("user", distinct=True), own=Count("user", distinct=True, filter=Q(goal=None))
    )
    first = months_until(today)
    saved = (
        Path.objects.filter(created_at__date__gte=first[0])
        .annotate(month=TruncMonth("created_at"))
        .order_by("month")
        .values_list("month")
        .annotate(learners=Count("user", distinct=True))
    )
    counts = {month.date(): learners for month, learners in saved}
    return use_of(
        [*goals.values_list("title", "learners"), ("Targets of their own", whole["own"])],
        [(month, counts.get(month, 0)) for month in first],
        whole["learners"],
    )


def months_until(today: date) -> list[date]:
    """First days of the last twelve months, this one included."""
    last = today.year * 12 + today.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(last - MONTHS + 1, last + 1)]


def read_progress() -> list[Progress]:
    """Courses with a figure that may be published, by title: any order by counts would tell of them."""
    state = Completion.State
    rows = (
        Completion.objects.order_by("course__title", "course__slug")
        .values_list("course__title", "course__slug")
        .annotate(
            started=Count("pk", filter=Q(state__in=[state.STARTED, state.PAUSED])),
            done=Count("pk", filter=Q(state=state.DONE)),
            skipped=Count("pk", filter=Q(state=state.SKIPPED)),
            learners=Count("pk"),
        )
        .filter(learners__gte=LEAST)
        .values_list("course__title", "started", "done", "skipped")
    )
    figures = [progress_of(*row) for row in rows]
    return [row for row in figures if any((row.started, row.done, row.skipped, row.learners))]


def progress_of(course: str, started: int, done: int, skipped: int) -> Progress:
    counts = [started, done, skipped]
    shown = in_groups(counts)
    return Progress(course, shown[0], shown[1], shown[2], in_all(counts))
