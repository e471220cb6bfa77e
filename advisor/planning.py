"""The one bridge between people's answers and the planner: answers and catalogue in, a plan to show out."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import astuple, replace
from functools import cached_property, lru_cache
from itertools import islice

from advisor import planner
from advisor.answers import AnswerSet
from advisor.calendars import Calendar, lay_out
from advisor.planner.request import Request
from advisor.problems import Problem, Problems, plannable_catalog
from advisor.snapshot import Catalogue

# Each ranked path costs a solving for each of its courses, so a longer walk would keep a learner waiting.
RANKED_WITHIN_LIMITS = 8
# A few dozen learners turning their dials; a solution takes about 50 kB.
SOLUTIONS_KEPT = 64


class Advisor:
    """Answers questions about one catalogue, which it compiles once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.compiled = planner.compile_catalog(plannable_catalog(catalogue))
        self.problems = Problems(catalogue, self.compiled.catalog)
        self.solved: Callable[[AnswerSet], Solution] = lru_cache(SOLUTIONS_KEPT)(self.solve)
        """The same as `solve`, remembered for whoever asks again soon: a page and what it loads afterwards."""

    def solve(self, answers: AnswerSet) -> "Solution":
        """The best path for the answers."""
        return Solution(self, answers, self.problems.of(answers))

    @cached_property
    def implications(self) -> tuple[planner.Implication, ...]:
        """The curators' implications and all that follows from several of them together."""
        rules = tuple(planner.Implication(*astuple(rule)) for rule in self.catalogue.implications)
        return _with_consequences(rules, self.compiled.catalog.max_level)

    def relevant_skills(self, targets: Mapping[str, int], pinned: Collection[str] = ()) -> tuple[str, ...]:
        """Skills whose level can change the path of somebody with these targets and pinned courses.

        In the vocabulary's order. A course counts when it teaches something wanted at the level where it is wanted;
        what it requires and what helps in it is wanted then. No limit or wish of a learner adds to these.
        """
        anybody = planner.Learner(
            levels={}, goal=targets, pinned=frozenset(pinned), weights=planner.Weights(help=1), credits_taken=False
        )
        relevant, top = Request(self.compiled, anybody).relevant, self.compiled.catalog.max_level
        return tuple(skill for skill in self.catalogue.skills if self.compiled.skill_facts(skill, top) & relevant)


@lru_cache(maxsize=4)
def _with_consequences(rules: tuple[planner.Implication, ...], top: int) -> tuple[planner.Implication, ...]:
    skills = {rule.skill for rule in rules} | {rule.implies for rule in rules}
    closed = []
    for skill, level in sorted({(rule.skill, rule.level) for rule in rules}):
        lows = planner.narrowed_box(planner.Box({skill: level}, dict.fromkeys(skills, top)), rules).lows
        closed += [planner.Implication(skill, level, *implied) for implied in lows.items() if implied[0] != skill]
    return tuple(closed)


class Solution:
    """The best path for one set of answers, with its place on the calendar."""

    def __init__(
        self,
        advisor: Advisor,
        answers: AnswerSet,
        problem: Problem,
        plan: planner.Plan | None = None,
        *,
        hints: Collection[str] = (),
    ) -> None:
        self.advisor = advisor
        self.hints = hints
        self.answers = answers
        self.problem = problem
        self.plan = plan or self._best_plan()

    def _best_plan(self) -> planner.Plan:
        """The best path within the budget that keeps the wanted date; a date that no path keeps is let go."""
        plan = self._best_affordable()
        return self._best_in_time(plan) if self._is_late(plan) else plan

    def _best_affordable(self) -> planner.Plan:
        """The first of the ranked paths whose bill, months of subscriptions rounded up, fits the budget.

        The search knows only a price that never exceeds the bill, so walking the ranking is exact. When no ranked path
        fits, some of the goal has to be given up: less and less money is allowed until one does, which proves nothing.
        """
        learner, compiled = self.problem.learner, self.advisor.compiled
        if learner.budget is None:
            return planner.plan_path(compiled, learner, hints=self.hints)
        for plan in self._ranked():
            if self._fits(plan):
                return plan
        while not self._fits(plan):
            allowed = min(plan.money - 1, plan.money * learner.budget // self._bill(plan))
            plan = planner.plan_path(compiled, replace(learner, budget=allowed))
        return replace(plan, proven=False)

    def _best_in_time(self, late: planner.Plan) -> planner.Plan:
        """Walks the ranking as for the budget; when that is too short, the best of the quickest path's courses."""
        quickest = self.quickest()
        if self._is_late(quickest.plan) or shortfall(quickest.plan) > shortfall(late):
            return late
        for plan in self._ranked():
            if self._fits(plan) and not self._is_late(plan):
                return plan
        learner, compiled = self.problem.learner, self.advisor.compiled
        others = {course.id for course in compiled.courses} - quickest.courses
        filters = replace(learner.filters, exclude=learner.filters.exclude | others)
        plan = planner.plan_path(compiled, replace(learner, filters=filters))
        return replace(plan if self._fits(plan) else quickest.plan, proven=False)

    def _ranked(self) -> Iterator[planner.Plan]:
        ranked = planner.ranked_plans(self.advisor.compiled, self.problem.learner, hints=self.hints)
        return islice(ranked, RANKED_WITHIN_LIMITS)

    def _fits(self, plan: planner.Plan) -> bool:
        return self.problem.learner.budget is None or self._bill(plan) <= self.problem.learner.budget

    def _bill(self, plan: planner.Plan) -> int:
        """Cents that the calendar will charge."""
        return self._lay_out(plan).timetable.bill.total_cents

    def _is_late(self, plan: planner.Plan) -> bool:
        wanted = self.answers.finish_by
        return wanted is not None and self._lay_out(plan).schedule.finishes_on > wanted

    def _lay_out(self, plan: planner.Plan) -> Calendar:
        return lay_out(plan.steps, self.answers, self.advisor.catalogue, self.held)

    def quickest(self) -> "Solution":
        """The path of the least study time within the other limits: when it is late, every path is."""
        learner = replace(self.problem.learner, weights=planner.Weights(), surcharges={})
        return Solution(self.advisor, replace(self.answers, finish_by=None), replace(self.problem, learner=learner))

    @property
    def courses(self) -> frozenset[str]:
        return frozenset(step.course for step in self.plan.steps)

    @property
    def expected_minutes(self) -> int:
        return sum(load.expected_minutes for load in self.calendar.timetable.workloads)

    @cached_property
    def held(self) -> dict[str, int]:
        """Levels before the first step."""
        return dict(self.problem.learner.levels)

    @cached_property
    def calendar(self) -> Calendar:
        return self.calendar_for(self.answers)

    def calendar_for(self, answers: AnswerSet) -> Calendar:
        """The same courses as another set of answers would have them scheduled and paid."""
        return lay_out(self.plan.steps, answers, self.advisor.catalogue, self.held)

    @cached_property
    def reached(self) -> dict[str, int]:
        """Levels after the last step."""
        levels = dict(self.held)
        for step in self.plan.steps:
            for skill, level in self.advisor.catalogue.courses[step.course].teaches.items():
                levels[skill] = max(levels.get(skill, 0), level)
        return levels

    def alternative(self, **changes: object) -> "Solution":
        """The best path when some answers were different."""
        return self.advisor.solve(replace(self.answers, **changes))  # type: ignore[arg-type]

    def next_best(self) -> Iterator["Solution"]:
        """Other paths for the same answers in rising order of points, within the budget."""
        ranked = planner.ranked_plans(self.advisor.compiled, self.problem.learner)
        for plan in ranked:
            other = Solution(self.advisor, self.answers, self.problem, plan)
            if other.courses != self.courses and self._fits(plan):
                yield other

    def forced(self, courses: Collection[str]) -> planner.Plan:
        """The best path that has these courses on it."""
        learner = self.problem.learner
        return planner.plan_path(self.advisor.compiled, replace(learner, pinned=learner.pinned | frozenset(courses)))


def shortfall(plan: planner.Plan) -> tuple[int, int]:
    """Pinned courses and goal levels missing."""
    return plan.objective.pinned_missing, plan.objective.levels_missing
