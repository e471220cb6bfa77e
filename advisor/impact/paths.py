"""What an edit would do to saved paths, planned as `advisor.revisions` does for proposals.

Solving is most of the work. The plan before the edit is taken from the path itself where that was planned from the very
same problem, and nothing is solved after it where a proof shows that the plan stays the best.
"""

from collections import Counter, OrderedDict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from advisor import planner
from advisor.answers import AnswerError, AnswerSet
from advisor.impact.edits import Edit, among
from advisor.impact.outcomes import Shift, outcome_of, shift_between, stored_outcome
from advisor.models import Path
from advisor.planning import Advisor, Solution
from advisor.problems import Problem
from advisor.records import catalog_record, digest, learner_record
from advisor.revisions import Done, Revision, standing_answers

PLANS_KEPT = 10_000
USUAL_ARRIVALS = 8


@dataclass(frozen=True, slots=True)
class PathEffect:
    """`proposed` says that its owner would be shown a better path, `was_proposed` that they are now.

    Sides on which nothing is left to aim at have no outcome; without both there is no shift.
    """

    shift: Shift | None
    loses_goal: bool = False
    proposed: bool = False
    was_proposed: bool = False

    @property
    def is_none(self) -> bool:
        return not self.loses_goal and (self.shift is None or self.shift.is_none) and self.proposed == self.was_proposed


NO_EFFECT = PathEffect(None)


class Known:
    """Plans of one catalogue that were made before, the latest ones. For one process."""

    def __init__(self) -> None:
        self._kept: OrderedDict[AnswerSet, planner.Plan] = OrderedDict()

    def get(self, answers: AnswerSet) -> planner.Plan | None:
        return self._kept.get(answers)

    def keep(self, solution: Solution) -> Solution:
        self._kept[solution.answers] = solution.plan
        if len(self._kept) > PLANS_KEPT:
            self._kept.popitem(last=False)
        return solution


@dataclass(frozen=True)
class PathPreview:
    """Holds paths against an edit; `known` are plans of the catalogue before it."""

    edit: Edit
    known: Known
    today: date
    arrived: Counter[str] = field(default_factory=Counter)
    """Courses that came to paths so far."""

    @cached_property
    def _snapshot(self) -> str:
        return digest(catalog_record(self.edit.before.compiled.catalog))

    def effect(self, path: Path, done: Done) -> PathEffect:
        """The path needs its snapshot."""
        if not self.edit.changes_planning:
            return NO_EFFECT
        before = self._standing(path, done, self.edit.before)
        after = before if self.edit.reads_answers_alike else self._standing(path, done, self.edit.after)
        if before is None or after is None:
            return PathEffect(None, loses_goal=before is not None)
        was, now = self.edit.before.problems.of(before), self.edit.after.problems.of(after)
        known = self.known.get(before)
        stored = None if known else self._stored(path, before, was.learner)
        old = Solution(self.edit.before, before, was, known or stored)
        is_kept = bool(known or stored) and self.edit.keeps(old, after, now)
        if is_kept and self.edit.changed.isdisjoint(old.courses | {step["course"] for step in path.plan["steps"]}):
            return NO_EFFECT
        new = among(old.plan, self.edit.after, after, now) if is_kept else self._solved(old, after, now)
        proposed = Revision(path, done, new, after).is_better
        if stored is not None and before.start.isoformat() == path.answers["start"]:
            return PathEffect(shift_between(stored_outcome(path.plan, old.held), outcome_of(new)), proposed=proposed)
        if stored is not None:
            old = among(stored, self.edit.before, before, was)
        self.known.keep(old)
        was_proposed = Revision(path, done, old, before).is_better
        shift = shift_between(outcome_of(old), outcome_of(new))
        return PathEffect(shift, proposed=proposed, was_proposed=was_proposed)

    def _solved(self, old: Solution, answers: AnswerSet, problem: Problem) -> Solution:
        """What took a course's place on other paths is likely to do so on this one."""
        usual = {course for course, _ in self.arrived.most_common(USUAL_ARRIVALS)}
        new = Solution(self.edit.after, answers, problem, hints=old.courses | usual)
        self.arrived.update(new.courses - old.courses)
        return new

    def _standing(self, path: Path, done: Done, side: Advisor) -> AnswerSet | None:
        try:
            return standing_answers(path, done, side.catalogue, today=self.today)
        except AnswerError:
            return None

    def _stored(self, path: Path, answers: AnswerSet, learner: planner.Learner) -> planner.Plan | None:
        """The plan that the path was saved with, if solving the same problem again would give it.

        The money of a budget and a wanted day depend on the days of the calendar; for a wanted day nothing is stored
        that says how it was come by.
        """
        plan = path.plan
        if answers.finish_by is not None or plan.get("finished"):
            return None
        if learner.budget is not None and answers.start.isoformat() != path.answers["start"]:
            return None
        if path.snapshot.digest != self._snapshot or path.problem != learner_record(learner):
            return None
        steps = tuple(planner.Step(step["course"], step["within"], ()) for step in plan["steps"])
        money = sum(learner.prices.get(step.course, 0) for step in steps)
        found = planner.Plan(steps, planner.Objective(**plan["objective"]), money, plan["proven"])
        return found if found.proven else None
