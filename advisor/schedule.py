"""The calendar of a path: on which days each course runs, in whole minutes and without a clock of its own.

Study time is one line of minutes. Day d of the schedule (counting from 1) ends when `weekly_minutes * d // 7` minutes
have been worked, so minute m of the line falls on day ceil(7 * m / weekly_minutes): a division, however long the path.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

Estimate = Literal["low", "expected", "high"]

# A quarter leaves the main course three quarters of the time, so it takes at most a third longer than alone,
# while five hours a week still give the side course a sitting of 75 minutes.
SIDE_SHARE = Fraction(1, 4)


@dataclass(frozen=True, slots=True)
class Workload:
    """One course of a path: how long it takes, what it is charged, and what has to come before it.

    `platform` names the subscription that is charged `monthly_price` cents a month while the course runs; None means
    that none is. `one_off` is paid when the course starts. `needs` are courses of the same path that must have ended
    first; `helped_by` may also run alongside.
    """

    course: str
    low_minutes: int
    expected_minutes: int
    high_minutes: int
    platform: str | None = None
    monthly_price: int = 0
    one_off: int = 0
    one_off_label: str = ""
    needs: frozenset[str] = frozenset()
    helped_by: frozenset[str] = frozenset()
    bundle: str | None = None

    def minutes(self, which: Estimate) -> int:
        match which:
            case "low":
                return self.low_minutes
            case "expected":
                return self.expected_minutes
            case "high":
                return self.high_minutes


@dataclass(frozen=True, slots=True)
class Entry:
    """A course on the calendar, both days included; `alongside` means: beside the entry that follows it."""

    course: str
    starts_on: date
    finishes_on: date
    minutes: int
    alongside: bool


@dataclass(frozen=True, slots=True)
class Schedule:
    """`weeks` counts the weeks of seven days from `starts_on` in which there is work."""

    entries: tuple[Entry, ...]
    starts_on: date
    finishes_on: date
    weeks: int
    weekly_minutes: int
    share: Fraction


@dataclass(frozen=True, slots=True)
class Week:
    """The minutes of each course worked on in the seven days from `starts_on`, in path order."""

    starts_on: date
    work: tuple[tuple[str, int], ...]


def schedule(
    workloads: Sequence[Workload],
    *,
    weekly_minutes: int,
    start: date,
    which: Estimate = "expected",
    share: Fraction = SIDE_SHARE,
) -> Schedule:
    """Lay the courses on the calendar in the order given.

    A course that merely helps the one right after it runs alongside when it ends by the time half of that one is
    worked, so that it still helps: it gets `share` of the time and the main course the rest, until it ends. Everything
    after waits for both, so the last day is the same as without; a share of 0 runs nothing alongside. Parts of one
    bundle never overlap. Two courses may share a day; a course of no minutes starts and ends on the day the work before
    it ends.
    Raises ValueError for no study time, a share outside 0 <= share < 1, negative minutes, a course named twice, a need
    that does not come earlier in the order, and an end after the year 9999.
    """
    if weekly_minutes <= 0:
        raise ValueError(f"weekly minutes must be above 0, not {weekly_minutes}")
    if not 0 <= share < 1:
        raise ValueError(f"the share of a side course must be from 0 to below 1, not {share}")
    check_order(workloads)
    minutes = [workload.minutes(which) for workload in workloads]
    if min(minutes, default=0) < 0:
        raise ValueError(f"course {workloads[minutes.index(min(minutes))].course!r} has negative minutes")
    alongside = _alongside(workloads, minutes, share)
    entries = []
    worked = 0
    for block in _blocks(alongside):
        for index, (first, last) in zip(block, _spans([minutes[i] for i in block], share), strict=True):
            finishes_on = _day(worked + last, weekly_minutes, start)
            starts_on = _day(worked + first, weekly_minutes, start) if minutes[index] else finishes_on
            entries.append(Entry(workloads[index].course, starts_on, finishes_on, minutes[index], alongside[index]))
        worked += sum(minutes[i] for i in block)
    return Schedule(
        entries=tuple(entries),
        starts_on=start,
        finishes_on=_day(worked, weekly_minutes, start),
        weeks=-(-worked // weekly_minutes),
        weekly_minutes=weekly_minutes,
        share=share,
    )


def week_by_week(planned: Schedule) -> tuple[Week, ...]:
    """The schedule as a table of weeks. Courses of no minutes take no time and do not appear."""
    weeks = []
    before = [0] * len(planned.entries)
    for number in range(planned.weeks):
        after = _worked_after(planned, planned.weekly_minutes * (number + 1))
        work = tuple(
            (entry.course, new - old)
            for entry, old, new in zip(planned.entries, before, after, strict=True)
            if new > old
        )
        weeks.append(Week(planned.starts_on + timedelta(weeks=number), work))
        before = after
    return tuple(weeks)


def check_order(workloads: Sequence[Workload]) -> None:
    """Raises ValueError when a course is named twice or needs one that does not come before it."""
    ended: set[str] = set()
    for workload in workloads:
        if workload.course in ended:
            raise ValueError(f"course {workload.course!r} is there twice")
        if missing := sorted(workload.needs - ended):
            raise ValueError(f"course {workload.course!r} needs {missing[0]!r}, which does not come before it")
        ended.add(workload.course)


def _alongside(workloads: Sequence[Workload], minutes: Sequence[int], share: Fraction) -> list[bool]:
    flags = [False] * len(workloads)
    for index in range(len(workloads) - 1):
        side, main = workloads[index], workloads[index + 1]
        flags[index] = (
            not (index and flags[index - 1])
            and _ends_in_time(minutes[index], minutes[index + 1], share)
            and side.course in main.helped_by - main.needs
            and (side.bundle is None or side.bundle != main.bundle)
        )
    return flags


def _ends_in_time(side: int, main: int, share: Fraction) -> bool:
    """Whether at least half of the main course is still to come when the side course ends."""
    return side > 0 and share > 0 and 2 * (_last_side_minute(side, share) - side) <= main


def _last_side_minute(side: int, share: Fraction) -> int:
    """The minute of their block with which a side course ends."""
    return -(-side * share.denominator // share.numerator)


def _blocks(alongside: Iterable[bool]) -> Iterator[tuple[int, ...]]:
    """Indexes that share their time: one course, or a side course with its main course."""
    waiting: tuple[int, ...] = ()
    for index, is_side in enumerate(alongside):
        waiting += (index,)
        if not is_side:
            yield waiting
            waiting = ()


def _spans(minutes: Sequence[int], share: Fraction) -> list[tuple[int, int]]:
    """First and last minute of each course of a block, counted from 1 at the block's begin."""
    if len(minutes) == 1:
        return [(1, minutes[0])]
    side, main = minutes
    return [(_last_side_minute(1, share), _last_side_minute(side, share)), (1, side + main)]


def _worked_after(planned: Schedule, minutes: int) -> list[int]:
    worked = []
    left = minutes
    for block in _blocks(entry.alongside for entry in planned.entries):
        length = [planned.entries[i].minutes for i in block]
        spent = min(max(left, 0), sum(length))
        if len(length) == 1:
            worked.append(spent)
        else:
            side = min(length[0], spent * planned.share.numerator // planned.share.denominator)
            worked += [side, spent - side]
        left -= sum(length)
    return worked


def _day(minute: int, weekly_minutes: int, start: date) -> date:
    """The day on which that minute of the line falls, counted from 1; minute 0 is the first day."""
    try:
        return start + timedelta(days=max(1, -(-7 * minute // weekly_minutes)) - 1)
    except OverflowError:
        raise ValueError(f"at {weekly_minutes} minutes a week the path ends after the year 9999") from None
