"""When a learner arrives, as a window: by the plan's estimate at first, by their own pace once they have logged enough.

Plain values in and out; minutes are of study. Weeks begin on Mondays.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil
from statistics import quantiles
from typing import Literal

Basis = Literal["plan", "rested", "own"]
Verdict = Literal["early", "as-promised", "late"]

# Fewer say nothing of how weeks differ.
LEAST_WEEKS = 3
# A season: long enough to hold a holiday, short enough to follow a change of job.
WEEKS_COUNTED = 12
# Half the weeks lie between their quarters. A whole path evens slow and quick weeks out, so its pace stays nearer to
# the mean than single weeks do.
SLOWEST_OF_MEAN = Fraction(2, 3)
FASTEST_OF_MEAN = Fraction(3, 2)
# Who needs more than double or less than half of what is usual has more likely logged only a part, or something else.
SPEED_BOUNDS = (Fraction(1, 2), Fraction(2))
# However much was logged, a course that is not marked as done has something left.
LEAST_LEFT = Fraction(1, 10)
# Nobody can tell further ahead.
LATEST_WEEKS = 520

WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Load:
    """A course with the minutes it is planned to take, those logged, and for one in progress the day it was started."""

    low: int
    expected: int
    high: int
    logged: int = 0
    started_on: date | None = None


@dataclass(frozen=True, slots=True)
class Pace:
    """Minutes a week in slower and faster weeks, and on average; `empty` of the `weeks` had no study."""

    slow: Fraction
    mean: Fraction
    fast: Fraction
    weeks: int
    empty: int


@dataclass(frozen=True, slots=True)
class Speed:
    """How much longer (above 1) or shorter than expected the finished courses took, within `SPEED_BOUNDS`."""

    factor: Fraction
    courses: int
    logged: int
    expected: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """Whole weeks: `earliest` is a Monday, `latest` a Sunday, or None when it is too far ahead to say.

    "rested": there were logs, but none in the weeks counted, so the plan's pace is taken, from today.
    """

    basis: Basis
    earliest: date
    latest: date | None
    promised: date
    left_low: int
    left_high: int
    pace: Pace
    speed: Speed | None
    weeks_logged: int

    @property
    def verdict(self) -> Verdict:
        """Late only when even the earliest day is after the promised one."""
        if self.earliest > self.promised:
            return "late"
        return "early" if self.latest and self.latest < self.promised else "as-promised"


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def week_totals(days: Mapping[date, int]) -> dict[date, int]:
    """Minutes by the Monday of their week; weeks without study are not there."""
    totals: dict[date, int] = {}
    for day, minutes in sorted(days.items()):
        totals[monday_of(day)] = totals.get(monday_of(day), 0) + minutes
    return totals


def foresee(
    *,
    waiting: Sequence[Load],
    finished: Sequence[Load],
    days: Mapping[date, int],
    weekly_minutes: int,
    start: date,
    promised: date,
    today: date,
) -> Forecast | None:
    """`waiting` are the courses still to do, `finished` those done that hours were logged for. None with none to do."""
    if not waiting:
        return None
    weeks = week_totals({day: minutes for day, minutes in days.items() if day <= today})
    own = own_pace(weeks, today) if len(weeks) >= LEAST_WEEKS else None
    planned = Fraction(weekly_minutes)
    speed = own_speed(finished) if own else None
    factor = speed.factor if speed else Fraction(1)
    pace = own or Pace(planned, planned, planned, 0, 0)
    credit = 0 if weeks else weekly_minutes
    low, high = (
        sum(_left(load, getattr(load, end), factor, credit, today) for load in waiting) for end in ("low", "high")
    )
    begin = today if own else max(today, start)
    latest_weeks = high / pace.slow
    return Forecast(
        basis="own" if own else "rested" if len(weeks) >= LEAST_WEEKS else "plan",
        earliest=monday_of(_after(begin, low / pace.fast)),
        latest=monday_of(_after(begin, latest_weeks)) + timedelta(days=6) if latest_weeks <= LATEST_WEEKS else None,
        promised=promised,
        left_low=round(low),
        left_high=round(high),
        pace=pace,
        speed=speed,
        weeks_logged=len(weeks),
    )


def own_pace(weeks: Mapping[date, int], today: date) -> Pace | None:
    """From the weeks that are over, the latest `WEEKS_COUNTED` at most; None when nothing was logged in them."""
    this = monday_of(today)
    first = max(min(weeks), this - WEEKS_COUNTED * WEEK)
    counted = [weeks.get(first + number * WEEK, 0) for number in range((this - first) // WEEK)]
    if not any(counted):
        return None
    mean = Fraction(sum(counted), len(counted))
    quarters = quantiles(counted, n=4, method="inclusive") if len(counted) > 1 else [counted[0]] * 3
    return Pace(
        slow=min(mean, max(Fraction(quarters[0]), mean * SLOWEST_OF_MEAN)),
        mean=mean,
        fast=max(mean, min(Fraction(quarters[2]), mean * FASTEST_OF_MEAN)),
        weeks=len(counted),
        empty=counted.count(0),
    )


def own_speed(finished: Sequence[Load]) -> Speed | None:
    """None before a course is finished for which hours were logged and expected."""
    told = [load for load in finished if load.logged and load.expected]
    if not told:
        return None
    logged, expected = sum(load.logged for load in told), sum(load.expected for load in told)
    slowest, fastest = SPEED_BOUNDS
    return Speed(min(max(Fraction(logged, expected), slowest), fastest), len(told), logged, expected)


def _left(load: Load, minutes: int, factor: Fraction, credit: int, today: date) -> Fraction:
    """Minutes still to study; without any logs a course in progress is taken to go on at `credit` minutes a week."""
    needed = minutes * factor
    spent = Fraction(load.logged)
    if credit and load.started_on and load.started_on < today:
        spent = Fraction((today - load.started_on).days, 7) * credit
    return max(needed - spent, needed * LEAST_LEFT)


def _after(begin: date, weeks: Fraction) -> date:
    """The day on which that many weeks of work are done; the first day counts."""
    days = max(1, ceil(min(weeks, Fraction(LATEST_WEEKS)) * 7))
    return begin + timedelta(days=days - 1)
