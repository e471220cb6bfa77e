"""Which estimated or disputed facts decide a plan: with another value of such a fact another path would be better.

Every answer is planned again by the exact planner on the changed catalogue. Trials are spared only where it is proven
that they change nothing, or are made together where that proves something of each of them.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from advisor.otherwise import Otherwise, counts, estimates
from advisor.planner import Objective
from advisor.planning import Advisor, Solution
from advisor.problems import search_price
from advisor.snapshot import Catalogue, CourseFacts
from advisor.statements import Dispute, disputed

# A solving takes 10 to 60 milliseconds on the shipped catalogue, and nobody should wait for more than two seconds.
MOST_TRIALS = 24


@dataclass(frozen=True, slots=True)
class Doubt:
    """A fact that decides; `solution` is the best path with the fact otherwise.

    `tipping` are the minutes of the course from which on, or with fewer than expected up to which, that path is the
    better one; None for other facts, and where a budget or a last day has a say. `distance` is how far the fact is from
    tipping: 0 when a source says so already, a share of the expected time, or 1 for one step of another fact.
    """

    otherwise: Otherwise
    solution: Solution
    tipping: int | None
    distance: float


@dataclass(frozen=True, slots=True)
class Doubts:
    """What decides, nearest first. `untried` values were not looked at; `is_proven` when all the trials made are.

    `unread` are disputes about courses on the path from which the planner can take no value.
    """

    found: tuple[Doubt, ...]
    untried: int
    is_proven: bool
    unread: tuple[Dispute, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """The best path with facts changed, and whether it is better than the courses of the solution are then."""

    best: Solution
    is_better: bool
    is_proven: bool


def find_doubts(solution: Solution, disputes: Iterable[Dispute] = (), *, at_most: int = MOST_TRIALS) -> Doubts:
    """Solves at most `at_most` times, not counting the same path's price with a fact otherwise."""
    return _Search(solution, tuple(disputes), at_most).doubts()


def tried(solution: Solution, changes: Sequence[Otherwise]) -> Trial:
    """Plan again with the facts changed; a path only as good as the solution's courses are then is no better."""
    advisor = Advisor(changed(solution.advisor.catalogue, changes))
    best = advisor.solve(solution.answers)
    if best.courses == solution.courses:
        return Trial(best, is_better=False, is_proven=best.plan.proven)
    unwanted = {slug for slug, course in advisor.catalogue.offered.items() if not course.is_bundle} - solution.courses
    answers = replace(solution.answers, exclude=tuple(sorted({*solution.answers.exclude, *unwanted})))
    kept = advisor.solve(answers)
    holds = kept.courses == solution.courses and _rank(kept) <= _rank(best)
    return Trial(best, is_better=not holds, is_proven=best.plan.proven)


def changed(catalogue: Catalogue, changes: Iterable[Otherwise]) -> Catalogue:
    courses: dict[str, CourseFacts] = dict(catalogue.courses)
    for otherwise in changes:
        for slug in otherwise.courses:
            courses[slug] = otherwise.change(courses[slug])
    return replace(catalogue, courses=courses)


def _rank(solution: Solution) -> tuple[bool, Objective]:
    return _is_late(solution), solution.plan.objective


def _is_late(solution: Solution) -> bool:
    wanted = solution.answers.finish_by
    return wanted is not None and solution.calendar.schedule.finishes_on > wanted


class _Search:
    """The trials for one solution; each solving takes one of those that are left."""

    def __init__(self, solution: Solution, disputes: tuple[Dispute, ...], at_most: int) -> None:
        self.solution = solution
        self.catalogue = solution.advisor.catalogue
        self.answers = solution.answers
        self.disputes = disputes
        self.left = at_most
        self.untried = 0
        self.is_proven = solution.plan.proven
        self.found: list[Doubt] = []

    def doubts(self) -> Doubts:
        alone, worse, better = self._trials()
        for trial in alone:
            self._search([trial])
        self._search(worse)
        self._search(better)
        found = sorted(self.found, key=lambda doubt: (doubt.distance, _name_of(doubt.otherwise)))
        return Doubts(tuple(found), self.untried, self.is_proven, tuple(self._unread()))

    def _trials(self) -> tuple[list[Otherwise], list[Otherwise], list[Otherwise]]:
        """Those to be made alone; costs of courses on the path that rise; courses off the path that get better.

        What is in none of the three changes nothing: a course off the path that gets worse leaves the path as it is,
        and one on the path that gets cheaper does so in every other path too.
        """
        said = [otherwise for dispute in self.disputes for otherwise in self._said(dispute)]
        alone, worse, better = [one for one in said if self._is_of_use(one)], [], []
        for one in filter(self._is_of_use, estimates(self.answers, self.catalogue)):
            is_on = one.subject in self.solution.courses
            if self.is_limited or one.subject in self.taken or (is_on and not one.is_cost):
                alone.append(one)
            elif is_on and not one.is_better:
                worse.append(one)
            elif not is_on and one.is_better:
                better.append(one)
        alone.sort(key=lambda one: self.solution.courses.isdisjoint(one.courses))
        return alone, worse, better

    def _said(self, dispute: Dispute) -> list[Otherwise]:
        return disputed(dispute, self.answers, self.catalogue)[0]

    def _unread(self) -> Iterable[Dispute]:
        for dispute in self.disputes:
            is_used = counts(dispute.field, self.answers) and not self.solution.courses.isdisjoint(dispute.courses)
            if is_used and disputed(dispute, self.answers, self.catalogue)[1]:
                yield dispute

    @cached_property
    def is_limited(self) -> bool:
        """Whether the bill or the calendar has a say: then a course that gets shorter may still make things worse."""
        return self.answers.budget.total is not None or self.answers.finish_by is not None

    @cached_property
    def taken(self) -> frozenset[str]:
        """What is taken can't be planned, but what it teaches is held."""
        return frozenset(member for slug in self.answers.taken for member in self.catalogue.members(slug))

    @cached_property
    def useful(self) -> frozenset[str]:
        """Courses that a best path can have: they teach something wanted, were asked for, or come before such a one."""
        wanted = set(self.solution.advisor.relevant_skills(self.answers.targets, self.solution.problem.learner.pinned))
        parts = {part for course in self.catalogue.courses.values() for part, _ in course.parts}
        teachers = {slug for slug, course in self.catalogue.courses.items() if wanted & set(course.teaches)}
        return frozenset(teachers | parts | self.solution.problem.learner.pinned)

    def _is_of_use(self, otherwise: Otherwise) -> bool:
        if otherwise.field == "teaches" and not self.taken.isdisjoint(otherwise.courses):
            return True
        return not (self.useful - self.taken).isdisjoint(otherwise.courses)

    def _search(self, group: Sequence[Otherwise]) -> None:
        """Find the facts of the group that decide.

        Made together, costs that rise on the path or courses that get better off it leave the path the best one only
        if each does alone: for another path to win alone, it lacks the dearer course, or has the better one, and that
        is as much of an advantage when the others are changed too.
        """
        if not group:
            return
        if not self.left:
            self.untried += len(group)
            return
        self.left -= 1
        trial = tried(self.solution, group)
        self.is_proven = self.is_proven and trial.is_proven
        if not trial.is_better:
            return
        if len(group) == 1:
            self.found.append(self._doubt(group[0], trial.best))
            return
        is_gain = bool(group[0].is_better)
        touched = [one for one in group if (one.subject in trial.best.courses) == is_gain]
        for one in touched:
            self._search([one])
        self._search([one for one in group if one not in touched])

    def _doubt(self, otherwise: Otherwise, other: Solution) -> Doubt:
        if otherwise.statements or otherwise.field != "realistic_hours":
            return Doubt(otherwise, other, None, 0.0 if otherwise.statements else 1.0)
        minutes, value = self.catalogue.courses[otherwise.subject].minutes, otherwise.value
        assert minutes is not None
        assert isinstance(value, int)
        tipping = None if self.is_limited else self._tipping(otherwise, value, other)
        reached = value if tipping is None else tipping
        return Doubt(otherwise, other, tipping, abs(reached - minutes[1]) / max(minutes[1], 1))

    def _tipping(self, otherwise: Otherwise, end: int, other: Solution) -> int:
        """Exact: another path has the course or lacks it whatever its time, so only the course's own points move."""
        course = self.catalogue.courses[otherwise.subject]
        assert course.minutes is not None
        expected = course.minutes[1]
        weights = self.solution.problem.learner.weights

        def points(minutes: int) -> int:
            facts = replace(course, minutes=(minutes, minutes, minutes))
            return weights.minute * minutes + weights.cent * search_price(facts, self.answers)

        ahead = other.plan.objective.points - self.solution.plan.objective.points
        if otherwise.is_better:
            return end + bisect_left(range(end, expected + 1), points(end) - ahead, key=points) - 1
        return expected + bisect_right(range(expected, end + 1), points(expected) + ahead, key=points)


def _name_of(otherwise: Otherwise) -> tuple[str, str, str, str]:
    return otherwise.subject, otherwise.field, otherwise.skill or "", str(otherwise.value)
