"""The one bridge between people's answers and the planner: answers and catalogue in, a plan to show out."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from itertools import islice

from advisor import planner
from advisor.answers import AnswerSet
from advisor.calendars import Calendar, lay_out
from advisor.problems import Problem, build_problem, plannable_catalog
from advisor.snapshot import Catalogue

# Each ranked path costs a solving for each of its courses, so a longer walk would keep a learner waiting.
RANKED_WITHIN_BUDGET = 8


class Advisor:
    """Answers questions about one catalogue, which it compiles once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.compiled = planner.compile_catalog(plannable_catalog(catalogue))

    def solve(self, answers: AnswerSet) -> "Solution":
        """The best path for the answers."""
        return Solution(self, answers, build_problem(answers, self.catalogue, self.compiled.catalog))

    def relevant_skills(self, targets: Mapping[str, int]) -> tuple[str, ...]:
        """Skills whose level can matter to somebody with these targets, in the vocabulary's order.

        A course matters when it teaches a skill that matters, up to the level that matters; what it requires and what
        helps in it then matters too.
        """
        wanted = dict(targets)
        courses = list(self.compiled.catalog.courses)
        grew = True
        while grew:
            grew = False
            waiting = []
            for course in courses:
                if not wanted.keys() & course.teaches.keys():
                    waiting.append(course)
                    continue
                for skill, level in (*course.requires.items(), *course.helps.items()):
                    if wanted.get(skill, 0) < level:
                        wanted[skill] = level
                        grew = True
            courses = waiting
        return tuple(skill for skill in self.catalogue.skills if skill in wanted)


class Solution:
    """The best path for one set of answers, with its place on the calendar."""

    def __init__(
        self, advisor: Advisor, answers: AnswerSet, problem: Problem, plan: planner.Plan | None = None
    ) -> None:
        self.advisor = advisor
        self.answers = answers
        self.problem = problem
        self.plan = plan or self._best_plan()

    def _best_plan(self) -> planner.Plan:
        """The first of the ranked paths whose bill, months of subscriptions rounded up, fits the budget.

        The search knows only a price that never exceeds the bill, so walking the ranking is exact. When no ranked path
        fits, some of the goal has to be given up: less and less money is allowed until one does, which proves nothing.
        """
        learner, compiled = self.problem.learner, self.advisor.compiled
        if learner.budget is None:
            return planner.plan_path(compiled, learner)
        for plan in islice(planner.ranked_plans(compiled, learner), RANKED_WITHIN_BUDGET):
            if self._fits(plan):
                return plan
        while not self._fits(plan):
            allowed = min(plan.money - 1, plan.money * learner.budget // self._bill(plan))
            plan = planner.plan_path(compiled, replace(learner, budget=allowed))
        return replace(plan, proven=False)

    def _fits(self, plan: planner.Plan) -> bool:
        return self._bill(plan) <= (self.problem.learner.budget or 0)

    def _bill(self, plan: planner.Plan) -> int:
        """Cents that the calendar will charge."""
        return lay_out(plan.steps, self.answers, self.advisor.catalogue, self.held).timetable.bill.total_cents

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
            if other.courses != self.courses and (self.problem.learner.budget is None or self._fits(plan)):
                yield other

    def forced(self, courses: Collection[str]) -> planner.Plan:
        """The best path that has these courses on it."""
        learner = self.problem.learner
        return planner.plan_path(self.advisor.compiled, replace(learner, pinned=learner.pinned | frozenset(courses)))
