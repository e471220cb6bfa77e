"""Answers that no path can meet together: the smallest set in conflict, and changes that mend it, least first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import combinations

from advisor.answers import MOST_HOURS_PER_WEEK, AnswerSet
from advisor.planning import Advisor, Solution

# Beyond this size every subset is too many to try; a set from which nothing can be left out is named instead.
LARGEST_TRIED = 3
HALF_HOUR = Decimal("0.5")

# How much a change asks of the learner, beside the share by which a number grows: one course let in is less than a
# limit given up, and a smaller goal is the last resort.
SIZE_OF_COURSE = 0.5
SIZE_OF_LIMIT = 1.0
SIZE_OF_GOAL = 2.0


@dataclass(frozen=True, slots=True)
class Limit:
    """One answer that rules paths out: its field, what it names, and the answers without it."""

    field: str
    name: str | None
    lift: Callable[[AnswerSet], AnswerSet]


@dataclass(frozen=True, slots=True)
class Mend:
    """One field changed: to `value`, or with None the limit (of what `name` names) given up."""

    field: str
    name: str | None
    value: object
    size: float


@dataclass(frozen=True, slots=True)
class Repair:
    """Changes with which a path exists, and the answers that they make."""

    mends: tuple[Mend, ...]
    answers: AnswerSet

    @property
    def size(self) -> float:
        """How much is asked of the learner; repairs are offered in rising order of it."""
        return sum(mend.size for mend in self.mends)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Limits that can't hold together. Empty `limits`: the catalogue itself does not lead to the goal."""

    limits: tuple[Limit, ...]
    repairs: tuple[Repair, ...]


def find_conflict(solution: Solution) -> Conflict | None:
    """None when the answers can be met: the goal reached, pinned courses taken, done by the wanted date."""
    search = _Search(solution.advisor, solution.answers)
    if search.is_met(solution.answers):
        return None
    limits = tuple(_limits(solution.answers))
    conflict = search.smallest_conflict(limits)
    repairs = sorted(search.repairs(limits), key=lambda repair: (repair.size, str(repair.mends)))
    return Conflict(conflict, tuple(repairs))


def _limits(answers: AnswerSet) -> Iterator[Limit]:
    budget = answers.budget
    if answers.finish_by is not None:
        yield Limit("finish_by", None, lambda a: replace(a, finish_by=None))
    if budget.free_only:
        yield Limit("budget.free_only", None, lambda a: replace(a, budget=replace(a.budget, free_only=False)))
    if budget.total is not None:
        yield Limit("budget.total", None, lambda a: replace(a, budget=replace(a.budget, total=None)))
    if budget.monthly is not None:
        yield Limit("budget.monthly", None, lambda a: replace(a, budget=replace(a.budget, monthly=None)))
    if answers.languages:
        yield Limit("languages", None, lambda a: replace(a, languages=()))
    for field in ("exclude", "exclude_teaching", "pinned"):
        for name in getattr(answers, field):
            yield Limit(field, name, _without(field, name))


def _without(field: str, name: str) -> Callable[[AnswerSet], AnswerSet]:
    def lift(answers: AnswerSet) -> AnswerSet:
        kept = tuple(slug for slug in getattr(answers, field) if slug != name)
        return replace(answers, **{field: kept})  # type: ignore[arg-type]

    return lift


class _Search:
    """Solves changed answers, each once."""

    def __init__(self, advisor: Advisor, answers: AnswerSet) -> None:
        self.advisor = advisor
        self.answers = answers

    def is_met(self, answers: AnswerSet) -> bool:
        solution = self.quickest(answers)
        objective = solution.plan.objective
        if objective.levels_missing or objective.pinned_missing:
            return False
        return answers.finish_by is None or solution.calendar.schedule.finishes_on <= answers.finish_by

    def quickest(self, answers: AnswerSet) -> Solution:
        """The path of the least study time: when it is late, every path is."""
        return self.advisor.solve(replace(answers, prefer="fastest", style=None, practice=None))

    def smallest_conflict(self, limits: tuple[Limit, ...]) -> tuple[Limit, ...]:
        """The fewest limits that can't hold together; ties go to the order of the questionnaire."""
        for size in range(min(LARGEST_TRIED, len(limits)) + 1):
            for kept in combinations(limits, size):
                if not self.is_met(self.keeping(limits, kept)):
                    return kept
        needed = limits
        for limit in limits:
            fewer = tuple(other for other in needed if other is not limit)
            if not self.is_met(self.keeping(limits, fewer)):
                needed = fewer
        return needed

    def keeping(self, limits: tuple[Limit, ...], kept: tuple[Limit, ...]) -> AnswerSet:
        answers = self.answers
        for limit in limits:
            if limit not in kept:
                answers = limit.lift(answers)
        return answers

    def repairs(self, limits: tuple[Limit, ...]) -> list[Repair]:
        """Changes of as few fields as it takes, each solved; several at once only where no single one is enough."""
        for size in range(1, min(LARGEST_TRIED, len(limits)) + 1):
            found = [repair for chosen in combinations(limits, size) for repair in self._mended(chosen)]
            if size == 1:
                found += self._smaller_goals()
            if found:
                return found
        return []

    def _mended(self, chosen: tuple[Limit, ...]) -> Iterator[Repair]:
        lifted = self.answers
        for limit in chosen:
            lifted = limit.lift(lifted)
        if not self.is_met(lifted):
            return
        answers, mends = lifted, []
        for limit in chosen:
            answers, mend = self._least(limit, lifted, answers)
            mends.append(mend)
        if self.is_met(answers):
            yield Repair(tuple(mends), answers)
        if any(limit.field == "finish_by" for limit in chosen):
            others = [mend for mend in mends if mend.field != "finish_by"]
            yield from self._more_hours(replace(answers, finish_by=self.answers.finish_by), others)

    def _least(self, limit: Limit, lifted: AnswerSet, answers: AnswerSet) -> tuple[AnswerSet, Mend]:
        """The limit moved as little as it must be, or given up where it is no number."""
        if limit.field == "finish_by":
            day = self.quickest(lifted).calendar.schedule.finishes_on
            return replace(answers, finish_by=day), Mend("finish_by", None, day, self._delay(day))
        if limit.field == "budget.total":
            cheapest = self.advisor.solve(replace(lifted, prefer="cheapest"))
            total = Decimal(cheapest.calendar.timetable.bill.total_cents) / 100
            growth = float(total / (self.answers.budget.total or Decimal(1))) - 1
            return replace(answers, budget=replace(answers.budget, total=total)), Mend(
                "budget.total", None, total, growth
            )
        size = SIZE_OF_LIMIT if limit.name is None else SIZE_OF_COURSE
        return answers, Mend(limit.field, limit.name, None, size)

    def _delay(self, day: date) -> float:
        """By how much of the time between start and wanted date the path is later."""
        wanted = self.answers.finish_by
        assert wanted is not None
        return (day - wanted).days / max(1, (wanted - self.answers.start).days)

    def _more_hours(self, answers: AnswerSet, others: list[Mend]) -> Iterator[Repair]:
        """The fewest half hours a week with which the wanted date is kept."""
        low, high = int(answers.hours_per_week / HALF_HOUR), int(MOST_HOURS_PER_WEEK / HALF_HOUR)
        if not self.is_met(replace(answers, hours_per_week=high * HALF_HOUR)):
            return
        while high - low > 1:
            middle = (low + high) // 2
            if self.is_met(replace(answers, hours_per_week=middle * HALF_HOUR)):
                high = middle
            else:
                low = middle
        hours = high * HALF_HOUR
        growth = float(hours / answers.hours_per_week) - 1
        mends = (*others, Mend("hours_per_week", None, hours, growth))
        yield Repair(mends, replace(answers, hours_per_week=hours))

    def _smaller_goals(self) -> Iterator[Repair]:
        targets = self.answers.targets
        for skill in targets if len(targets) > 1 else ():
            fewer = {other: level for other, level in targets.items() if other != skill}
            answers = replace(self.answers, goal=None, targets=fewer)
            if self.is_met(answers):
                yield Repair((Mend("targets", skill, None, SIZE_OF_GOAL),), answers)
