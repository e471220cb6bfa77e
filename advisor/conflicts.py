"""Answers that no path can meet together: the smallest set in conflict, and changes that mend it, least first."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from advisor.answers import MOST_HOURS_PER_WEEK, AnswerSet
from advisor.planning import Advisor, Solution, shortfall

# Answers that take more corrections than any learner gives limits get a conflict from which nothing can be left out.
MOST_CORRECTIONS = 50
# A repair of more than three answers is no longer a small one.
MOST_LIFTED = 3
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
    conflict = search.smallest_conflict()
    repairs = sorted(search.repairs(conflict), key=lambda repair: (repair.size, str(repair.mends)))
    return Conflict(tuple(search.limits[place] for place in conflict), tuple(repairs))


def limits_of(answers: AnswerSet) -> Iterator[Limit]:
    """What may be in conflict, in the order of the questionnaire."""
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
    """Solves the answers with some of their limits lifted, each once."""

    def __init__(self, advisor: Advisor, answers: AnswerSet) -> None:
        self.advisor = advisor
        self.answers = answers
        self.limits = tuple(limits_of(answers))
        self.known: dict[tuple[int, ...], bool] = {}

    def is_met(self, answers: AnswerSet) -> bool:
        """The solution keeps the wanted date whenever the quickest path does, so a late one proves that none does."""
        solution = self.advisor.solve(answers)
        in_time = answers.finish_by is None or solution.calendar.schedule.finishes_on <= answers.finish_by
        return in_time and shortfall(solution.plan) == (0, 0)

    def lifting(self, lifted: Iterable[int]) -> AnswerSet:
        answers = self.answers
        for place in lifted:
            answers = self.limits[place].lift(answers)
        return answers

    def is_conflict(self, kept: Iterable[int]) -> bool:
        """Whether these limits, by their places, can't hold together."""
        lifted = tuple(sorted(set(range(len(self.limits))).difference(kept)))
        if lifted not in self.known:
            self.known[lifted] = not self.is_met(self.lifting(lifted))
        return self.known[lifted]

    def smallest_conflict(self) -> list[int]:
        """The fewest limits that can't hold together.

        Every conflict has a limit of each correction, a set of limits without which the others hold: so the smallest
        set that does is tried, and when it holds together it leads to one correction more (Ignatiev and others, 2015).
        """
        everything = range(len(self.limits))
        corrections: list[set[int]] = []
        for _ in range(MOST_CORRECTIONS):
            tried = smallest_hitting(corrections)
            if self.is_conflict(tried):
                return sorted(tried)
            held = set(tried)
            for place in everything:
                if not self.is_conflict(held | {place}):
                    held.add(place)
            corrections.append(set(everything) - held)
        return self.irreducible(everything)

    def irreducible(self, kept: Iterable[int]) -> list[int]:
        """Limits in conflict from which none can be left out; empty when these can hold together."""
        needed = list(kept)
        if not self.is_conflict(needed):
            return []
        for place in list(needed):
            fewer = [other for other in needed if other != place]
            if self.is_conflict(fewer):
                needed = fewer
        return needed

    def repairs(self, conflict: list[int]) -> list[Repair]:
        """Changes of as few fields as it takes, each solved; several at once only where no single one is enough.

        Limits have to be lifted in each conflict that is left, so only those of one are tried.
        """
        tried: list[tuple[int, ...]] = [(place,) for place in conflict]
        found = self._smaller_goals()
        for _ in range(MOST_LIFTED):
            found += [repair for lifted in tried for repair in self._mended([self.limits[place] for place in lifted])]
            if found:
                break
            tried = self._longer(tried)
        return found or self._goal_within_reach()

    def _longer(self, tried: list[tuple[int, ...]]) -> list[tuple[int, ...]]:
        longer: dict[tuple[int, ...], None] = {}
        for lifted in tried:
            kept = [place for place in range(len(self.limits)) if place not in lifted]
            longer.update({tuple(sorted((*lifted, place))): None for place in self.irreducible(kept)})
        return list(longer)

    def _mended(self, chosen: Sequence[Limit]) -> Iterator[Repair]:
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
            day = self.advisor.solve(lifted).quickest().calendar.schedule.finishes_on
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
        """By how much of the time from start to wanted date, both days included, the path is later."""
        wanted = self.answers.finish_by
        assert wanted is not None
        return (day - wanted).days / ((wanted - self.answers.start).days + 1)

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

    def _smaller_goals(self) -> list[Repair]:
        return [repair for skill in self.answers.targets for repair in self._without_targets([skill])]

    def _goal_within_reach(self) -> list[Repair]:
        """The goal without all that the path lacks."""
        reached = self.advisor.solve(self.answers).reached
        return self._without_targets([s for s, level in self.answers.targets.items() if reached.get(s, 0) < level])

    def _without_targets(self, left_out: Sequence[str]) -> list[Repair]:
        fewer = {skill: level for skill, level in self.answers.targets.items() if skill not in left_out}
        answers = replace(self.answers, goal=None, targets=fewer)
        if not fewer or not self.is_met(answers):
            return []
        return [Repair(tuple(Mend("targets", skill, None, SIZE_OF_GOAL) for skill in left_out), answers)]


def smallest_hitting(sets: Sequence[set[int]]) -> frozenset[int]:
    """The fewest numbers with one of every set; the same sets give the same numbers."""
    size = 0
    while (found := _hitting(sets, size)) is None:
        size += 1
    return found


def _hitting(sets: Sequence[set[int]], size: int) -> frozenset[int] | None:
    if not sets:
        return frozenset()
    if size == 0:
        return None
    shortest = min(sets, key=len)
    for number in sorted(shortest):
        found = _hitting([other for other in sets if number not in other], size - 1)
        if found is not None:
            return found | {number}
    return None
