"""Study time as shapes: where each day and each bar stands, in units of the drawing. Pure, without words or markup."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from advisor.forecast import WEEK, monday_of, week_totals

WEEKS_OF_YEAR = 53
CELL, PITCH = 10, 12
# Shades from the lightest: under half an hour, under one, under two, more.
SHADES = (30, 60, 120)

WEEKS_IN_BARS = 12
BAR, BAR_PITCH, BAR_HEIGHT = 22, 30, 100
# A little time still shows.
LEAST_BAR = 2


@dataclass(frozen=True, slots=True)
class Cell:
    """One day with study; `shade` is from 1, the lightest, to 4."""

    x: int
    y: int
    shade: int


@dataclass(frozen=True, slots=True)
class Month:
    first: date
    minutes: int
    days: int


@dataclass(frozen=True, slots=True)
class Year:
    """A column a week, Mondays on top, this week last; `months` tell the same in figures, the latest first."""

    cells: tuple[Cell, ...]
    months: tuple[Month, ...]
    first: date
    minutes: int
    days: int
    width: int = WEEKS_OF_YEAR * PITCH
    height: int = 7 * PITCH


@dataclass(frozen=True, slots=True)
class Bar:
    """The week from `monday`; `y` and `height` count from the top of the drawing."""

    monday: date
    minutes: int
    x: int
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class Weeks:
    """`plan_y` is the height of the planned hours; the week that is not over comes last."""

    bars: tuple[Bar, ...]
    planned: int
    plan_y: int
    bar_width: int = BAR
    width: int = WEEKS_IN_BARS * BAR_PITCH
    height: int = BAR_HEIGHT


def draw_year(days: Mapping[date, int], today: date) -> Year:
    first = monday_of(today) - (WEEKS_OF_YEAR - 1) * WEEK
    shown = {day: minutes for day, minutes in sorted(days.items()) if first <= day <= today and minutes}
    cells = tuple(
        Cell((day - first).days // 7 * PITCH, day.weekday() * PITCH, _shade(minutes)) for day, minutes in shown.items()
    )
    return Year(cells, _months(shown), first, sum(shown.values()), len(shown))


def draw_weeks(days: Mapping[date, int], *, planned: int, today: date) -> Weeks:
    """`planned` are minutes a week."""
    totals = week_totals(days)
    mondays = [monday_of(today) - ago * WEEK for ago in reversed(range(WEEKS_IN_BARS))]
    top = max([planned, 1, *(totals.get(monday, 0) for monday in mondays)])
    bars = []
    for place, monday in enumerate(mondays):
        minutes = totals.get(monday, 0)
        height = max(LEAST_BAR, round(minutes * BAR_HEIGHT / top)) if minutes else 0
        bars.append(Bar(monday, minutes, place * BAR_PITCH + (BAR_PITCH - BAR) // 2, BAR_HEIGHT - height, height))
    return Weeks(tuple(bars), planned, BAR_HEIGHT - round(planned * BAR_HEIGHT / top))


def minutes_this_week(days: Mapping[date, int], today: date) -> int:
    start = monday_of(today)
    return sum(minutes for day, minutes in days.items() if start <= day < start + timedelta(days=7))


def _shade(minutes: int) -> int:
    return 1 + sum(minutes >= bound for bound in SHADES)


def _months(days: Mapping[date, int]) -> tuple[Month, ...]:
    grouped: dict[date, list[int]] = {}
    for day, minutes in days.items():
        grouped.setdefault(day.replace(day=1), []).append(minutes)
    return tuple(Month(first, sum(values), len(values)) for first, values in sorted(grouped.items(), reverse=True))
