"""Three ways out for who is behind: more hours a week, a later day, a smaller goal; each is solved anew.

Courses that were begun count with what is left of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Literal

from advisor.answers import AnswerSet
from advisor.forecast import LEAST_LEFT, Forecast
from advisor.outlook import Outlook
from advisor.planning import Advisor, Solution

HALF_HOUR = 30
# A full working week; whoever would need more is offered half as much again as now instead.
MOST_MINUTES_OFFERED = 40 * 60
HALF_AS_MUCH_AGAIN = Fraction(3, 2)
# Each round tries every target, and a goal of which more is given up is another goal.
MOST_LOWERED = 3


@dataclass(frozen=True, slots=True)
class Lowered:
    """A target that was lowered to `level`, or with 0 given up."""

    skill: str
    level: int


@dataclass(frozen=True, slots=True)
class Remedy:
    """A change of the answers and what it leads to; courses are slugs in the order they would be taken."""

    kind: Literal["hours", "date", "goal"]
    answers: AnswerSet
    weekly_minutes: int
    arrives_on: date
    is_in_time: bool
    courses: tuple[str, ...]
    lowered: tuple[Lowered, ...] = ()


def remedies(answers: AnswerSet, forecast: Forecast, outlook: Outlook, advisor: Advisor) -> tuple[Remedy, ...]:
    """`answers` are the path's as they stand today, with what is finished as taken."""
    search = _Search(forecast, outlook, advisor)
    found = [search.more_hours(answers), search.later_day(answers), search.smaller_goal(answers)]
    return tuple(remedy for remedy in found if remedy)


class _Search:
    """Solves changed answers and reckons arrivals at the learner's own pace and speed."""

    def __init__(self, forecast: Forecast, outlook: Outlook, advisor: Advisor) -> None:
        self.forecast = forecast
        self.outlook = outlook
        self.advisor = advisor
        self.pace = _half_hours(forecast.pace.mean)
        self.factor = forecast.speed.factor if forecast.speed else Fraction(1)

    def more_hours(self, answers: AnswerSet) -> Remedy:
        """The fewest half hours a week that keep the promised day; half as much again where that is too much to ask."""
        solution = self._at(answers, self.pace)
        days = (self.forecast.promised - answers.start).days + 1
        needed = _half_hours(self._left(solution) * 7 / days) if days > 0 else MOST_MINUTES_OFFERED + 1
        if needed > MOST_MINUTES_OFFERED:
            needed = min(_half_hours(self.pace * HALF_AS_MUCH_AGAIN), MOST_MINUTES_OFFERED)
        return self._remedy("hours", answers, max(needed, self.pace))

    def later_day(self, answers: AnswerSet) -> Remedy:
        """The pace of now; a day to finish by that this misses moves to the arrival."""
        remedy = self._remedy("date", answers, self.pace)
        if answers.finish_by is None or remedy.arrives_on <= answers.finish_by:
            return remedy
        return replace(remedy, answers=replace(remedy.answers, finish_by=remedy.arrives_on))

    def smaller_goal(self, answers: AnswerSet) -> Remedy | None:
        """Targets lowered by as few levels as bring the arrival forward to the promised day, at the pace of now.

        Of those that do, what gives up least time; where nothing does, what saves most. None for a single basic target.
        """
        lowered: dict[str, int] = {}
        best: Remedy | None = None
        for _ in range(MOST_LOWERED):
            tried = [
                self._remedy("goal", fewer, self.pace, tuple(Lowered(*item) for item in {**lowered, **change}.items()))
                for fewer, change in _one_lower(answers)
            ]
            if not tried:
                break
            enough = [remedy for remedy in tried if remedy.is_in_time]
            best = max(enough, key=_arrival) if enough else min(tried, key=_arrival)
            if enough:
                break
            answers, lowered = best.answers, {item.skill: item.level for item in best.lowered}
        return best

    def _remedy(
        self, kind: Literal["hours", "date", "goal"], answers: AnswerSet, pace: int, lowered: tuple[Lowered, ...] = ()
    ) -> Remedy:
        solution = self._at(answers, pace)
        days = max(1, ceil(self._left(solution) * 7 / pace))
        arrives_on = answers.start + timedelta(days=days - 1)
        courses = solution.calendar.order
        return Remedy(kind, solution.answers, pace, arrives_on, arrives_on <= self.forecast.promised, courses, lowered)

    def _at(self, answers: AnswerSet, pace: int) -> Solution:
        return self.advisor.solved(replace(answers, hours_per_week=Decimal(pace) / 60))

    def _left(self, solution: Solution) -> Fraction:
        """Minutes still to study for its courses, at the learner's own speed."""
        total = Fraction(0)
        for load in solution.calendar.timetable.workloads:
            needed = load.expected_minutes * self.factor
            total += max(needed - self.outlook.logged.get(load.course, 0), needed * LEAST_LEFT)
        return total


def _one_lower(answers: AnswerSet) -> Iterator[tuple[AnswerSet, dict[str, int]]]:
    """The answers with one target a level lower; the last basic one stays."""
    for skill, level in answers.targets.items():
        targets = {other: kept - (other == skill) for other, kept in answers.targets.items()}
        targets = {other: kept for other, kept in targets.items() if kept}
        if targets:
            yield replace(answers, goal=None, targets=targets), {skill: level - 1}


def _arrival(remedy: Remedy) -> tuple[date, tuple[str, ...]]:
    return remedy.arrives_on, remedy.courses


def _half_hours(minutes: Fraction | int) -> int:
    """Rounded up to half hours."""
    return max(HALF_HOUR, ceil(Fraction(minutes) / HALF_HOUR) * HALF_HOUR)
