"""The difference between two catalogues as planning sees it, and proofs that it does not matter to a path."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property

from advisor import planner
from advisor.answers import AnswerSet
from advisor.planning import Advisor, Solution
from advisor.problems import Problem
from advisor.snapshot import CourseFacts

# Nothing is planned by these; the product gives ratings no weight. Every other field counts.
EDITORIAL = frozenset(
    ("title", "kind", "provider", "url", "level", "rating", "best_for", "skip_if", "weaknesses", "unsure")
)
PLANNED = tuple(field.name for field in fields(CourseFacts) if field.name not in EDITORIAL)

Place = tuple[str, str | None, bool]


@dataclass(frozen=True)
class Edit:
    """Two catalogues, compiled."""

    before: Advisor
    after: Advisor

    @cached_property
    def changed(self) -> frozenset[str]:
        """Courses of which anything that planning reads is different, with all parts of a bundle that is."""
        old, new = self.before.catalogue.courses, self.after.catalogue.courses
        differing = {slug for slug in {*old, *new} if _planned(old.get(slug)) != _planned(new.get(slug))}
        parts = {
            part
            for slug in differing
            for course in (old.get(slug), new.get(slug))
            if course is not None
            for part, _ in course.parts
        }
        return frozenset(differing | parts)

    @cached_property
    def changes_planning(self) -> bool:
        """Whether any learner at all could get another plan."""
        old, new = self.before.catalogue, self.after.catalogue
        goals = [{slug: dict(goal.targets) for slug, goal in side.goals.items()} for side in (old, new)]
        return bool(
            self.changed or goals[0] != goals[1] or old.weights != new.weights or set(old.skills) != set(new.skills)
        )

    @cached_property
    def reads_answers_alike(self) -> bool:
        """Whether the same answers, kept with a path, stand for the same with both catalogues."""
        old, new = self.before.catalogue, self.after.catalogue
        return (
            old.courses.keys() == new.courses.keys()
            and old.offered.keys() == new.offered.keys()
            and old.skills.keys() == new.skills.keys()
            and old.goals == new.goals
            and old.currencies == new.currencies
        )

    @cached_property
    def _places(self) -> tuple[Mapping[str, frozenset[Place]], Mapping[str, frozenset[Place]]]:
        return _places(self.before.compiled), _places(self.after.compiled)

    def keeps(self, solved: Solution, answers: AnswerSet, problem: Problem) -> bool:
        """Whether the courses of the plan solved before the edit are proven to be the best after it.

        `answers` and `problem` are the learner's after the edit. A wanted day is kept by walking other paths too, so
        only solving tells what becomes of those learners.
        """
        if solved.answers.finish_by is not None or replace(answers, targets=solved.answers.targets) != solved.answers:
            return False
        return self._keeps(solved.problem.learner, problem.learner, solved.plan)

    def _keeps(self, old: planner.Learner, new: planner.Learner, plan: planner.Plan) -> bool:
        on_path = self.changed & {step.course for step in plan.steps}
        if not self._is_comparable(old, new, plan) or (old.budget is not None and (on_path or shortfall_of(plan))):
            return False
        if not all(self._only_costs_differ(slug, old, new) for slug in on_path):
            return False
        rises = {slug: self._rise(slug, old, new) for slug in on_path}
        dearer = [slug for slug, rise in rises.items() if rise > (0, 0)]
        doubtful = [
            slug
            for slug in self.changed - on_path
            if _is_open(slug, self.after.compiled, new)
            and (old.budget is not None or not self._is_no_better(slug, old, new))
        ]
        if not dearer and not doubtful:
            return True
        points, money = (sum(rise[part] for rise in rises.values()) for part in (0, 1))
        objective = replace(plan.objective, points=plan.objective.points + points)
        now = replace(plan, objective=objective, money=plan.money + money)
        return not planner.could_rival(self.after.compiled, new, now, doubtful, lacking=dearer)

    def _is_comparable(self, old: planner.Learner, new: planner.Learner, plan: planner.Plan) -> bool:
        """Whether the plan is proven, and the learner is asked the same apart from what the edit changes in courses."""
        counted = {*old.taken, *new.taken, *old.pinned, *new.pinned}
        return (
            plan.proven
            and set(self.before.catalogue.skills) == set(self.after.catalogue.skills)
            and self.changed.isdisjoint(counted)
            and self._apart(old) == self._apart(new)
        )

    def _only_costs_differ(self, slug: str, old: planner.Learner, new: planner.Learner) -> bool:
        """Whether the course fits into the same paths as before, each of which costs so much more or less with it."""
        if not (_is_open(slug, self.before.compiled, old) and _is_open(slug, self.after.compiled, new)):
            return False
        was, now = (_course(side.compiled, slug) for side in (self.before, self.after))
        own = [{pair for pair in learner.dismissed if pair[0] == slug} for learner in (old, new)]
        return (
            self._places[0].get(slug) == self._places[1].get(slug)
            and (was.requires, was.helps, was.teaches) == (now.requires, now.helps, now.teaches)
            and own[0] == own[1]
            and not (new.filters.free_only and slug in new.prices)
        )

    def _rise(self, slug: str, old: planner.Learner, new: planner.Learner) -> tuple[int, int]:
        """By how many points and cents a path with the course is dearer."""
        minutes = _course(self.after.compiled, slug).minutes - _course(self.before.compiled, slug).minutes
        money = new.prices.get(slug, 0) - old.prices.get(slug, 0)
        surcharge = new.surcharges.get(slug, 0) - old.surcharges.get(slug, 0)
        return minutes * new.weights.minute + money * new.weights.cent + surcharge, money

    def _apart(self, learner: planner.Learner) -> planner.Learner:
        """The learner without what is said of changed courses and bundles."""
        filters = replace(learner.filters, exclude=learner.filters.exclude - self.changed)
        return replace(
            learner,
            filters=filters,
            surcharges={slug: points for slug, points in learner.surcharges.items() if slug not in self.changed},
            prices={slug: cents for slug, cents in learner.prices.items() if slug not in self.changed},
            dismissed=frozenset(pair for pair in learner.dismissed if pair[0] not in self.changed),
        )

    def _is_no_better(self, slug: str, old: planner.Learner, new: planner.Learner) -> bool:
        """Whether every path with the course was possible before, at no higher cost."""
        if not _is_open(slug, self.before.compiled, old) or self._places[0].get(slug) != self._places[1].get(slug):
            return False
        was, now = (_course(side.compiled, slug) for side in (self.before, self.after))
        asked = all(now.requires.get(skill, 0) >= level for skill, level in was.requires.items()) and all(
            max(now.requires.get(skill, 0), now.helps.get(skill, 0)) >= level for skill, level in was.helps.items()
        )
        given = all(was.teaches.get(skill, 0) >= level for skill, level in now.teaches.items())
        charged = all(
            theirs.get(slug, 0) >= ours.get(slug, 0)
            for ours, theirs in ((old.surcharges, new.surcharges), (old.prices, new.prices))
        )
        freed = {pair for pair in new.dismissed - old.dismissed if pair[0] == slug and pair[1] in was.requires}
        return asked and given and charged and not freed and now.minutes >= was.minutes


def among(plan: planner.Plan, side: Advisor, answers: AnswerSet, problem: Problem) -> Solution:
    """The solution when the courses of the plan are known to be the best, found at once among these alone."""
    others = {course.id for course in side.compiled.courses} - {step.course for step in plan.steps}
    filters = replace(problem.learner.filters, exclude=problem.learner.filters.exclude | others)
    alone = replace(problem, learner=replace(problem.learner, filters=filters))
    return Solution(side, answers, problem, Solution(side, answers, alone).plan)


def shortfall_of(plan: planner.Plan) -> bool:
    return bool(plan.objective.pinned_missing or plan.objective.levels_missing)


def _planned(course: CourseFacts | None) -> tuple[object, ...] | None:
    return None if course is None else tuple(getattr(course, name) for name in PLANNED)


def _course(compiled: planner.CompiledCatalog, slug: str) -> planner.Course:
    return compiled.courses[compiled.course_at[slug]]


def _is_open(slug: str, compiled: planner.CompiledCatalog, learner: planner.Learner) -> bool:
    """False when no path of the learner can have it; prices are left to the search."""
    if slug not in compiled.course_at or slug in learner.taken or slug in learner.filters.exclude:
        return False
    languages = learner.filters.languages
    return not languages or _course(compiled, slug).language in languages


def _places(compiled: planner.CompiledCatalog) -> dict[str, frozenset[Place]]:
    """For each part the programs it is in, the part before it there, and whether it can be taken alone."""
    found: dict[str, set[Place]] = {}
    for program in compiled.programs:
        for before, part in zip((None, *program.parts), program.parts, strict=False):
            found.setdefault(part, set()).add((program.id, before, part in program.standalone))
    return {part: frozenset(places) for part, places in found.items()}
