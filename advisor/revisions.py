"""What a saved path would be if it were planned today, with all that its owner has done since. Reads, never writes.

A path that goes on is planned from the courses finished: these stay at its head as they were, the rest is the best path
from here. It is compared with going on as before, from today as well, so that nothing but the change itself counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from advisor import planner
from advisor.answers import AnswerSet, parse_answers
from advisor.comparing import Difference, compare
from advisor.journey import DONE, PAUSED, SKIPPED, STARTED
from advisor.models import Path
from advisor.planning import Advisor, Solution, shortfall
from advisor.records import digest
from advisor.report import Report
from advisor.snapshot import Catalogue

Json = dict[str, Any]
DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Done:
    """What a person has recorded: courses to do no more (done, or skipped), and courses begun."""

    finished: frozenset[str] = frozenset()
    under_way: frozenset[str] = frozenset()

    @classmethod
    def of(cls, states: Mapping[str, str]) -> "Done":
        """From the recorded state of each course."""
        return cls(
            frozenset(course for course, state in states.items() if state in (DONE, SKIPPED)),
            frozenset(course for course, state in states.items() if state in (STARTED, PAUSED)),
        )

    def basis(self, token: str | None, path: Path) -> str:
        """A name for all that a re-plan of this path depends on, apart from the day."""
        return digest(
            {
                "catalogue": token,
                "finished": sorted(self.finished),
                "under_way": sorted(self.under_way),
                "version": path.version,
            }
        )


def standing_answers(path: Path, done: Done, catalogue: Catalogue, *, today: date) -> AnswerSet:
    """The answers of the path as they stand today; what the catalogue no longer knows is left out of them.

    Finished courses count as taken. A course under way stays on the path as long as it is offered. Work that is left
    starts today at the earliest, and a day to finish by that is over binds no more. Raises AnswerError when nothing
    is left to aim at.
    """
    data = dict(path.answers)
    if data.get("goal") not in catalogue.goals:
        data |= {"goal": None, "targets": {skill: level for skill, level in path.problem["goal"].items() if level}}
    for name in ("targets", "levels", "overrides"):
        data[name] = {skill: level for skill, level in (data.get(name) or {}).items() if skill in catalogue.skills}
    for name in ("exclude_teaching", "dismissed"):
        data[name] = [skill for skill in data.get(name) or () if skill in catalogue.skills]
    on_path = {step["course"] for step in path.plan["steps"]}
    begun = (done.under_way & on_path) - set(data.get("exclude") or ())
    data["taken"] = [slug for slug in {*(data.get("taken") or ()), *done.finished} if slug in catalogue.courses]
    data["pinned"] = [slug for slug in {*(data.get("pinned") or ()), *begun} if slug in catalogue.offered]
    data["exclude"] = [slug for slug in data.get("exclude") or () if slug in catalogue.courses]
    start = max(data["start"], today.isoformat())
    if data.get("finish_by") and data["finish_by"] < start:
        data["finish_by"] = None
    return parse_answers({**data, "start": start}, catalogue, today=today)


@dataclass(frozen=True)
class Revision:
    """A path beside what it could be. `stay` and `solution` begin today and leave out what is finished."""

    path: Path
    done: Done
    solution: Solution
    unturned: AnswerSet

    @property
    def advisor(self) -> Advisor:
        return self.solution.advisor

    @cached_property
    def left(self) -> list[Json]:
        """The steps of the saved path that are not finished."""
        return [step for step in self.path.plan["steps"] if step["course"] not in self.done.finished]

    @cached_property
    def gone(self) -> tuple[str, ...]:
        """Courses among them that can't be taken up any more."""
        offered = {course.id for course in self.advisor.compiled.courses}
        return tuple(step["course"] for step in self.left if step["course"] not in offered)

    @cached_property
    def stay(self) -> Json:
        """Going on as saved: the steps left, with dates and cost as from today."""
        kept = [step for step in self.left if step["course"] in self._known]
        steps = tuple(planner.Step(step["course"], self._bundle(step), ()) for step in kept)
        plan = replace(self.solution.plan, steps=steps, proven=False)
        problem = self.solution.problem
        figures = Report(Solution(self.advisor, self.unturned, problem, plan)).figures()
        return {"steps": [{"course": step["course"], "title": step["title"]} for step in self.left], **figures}

    @property
    def _known(self) -> set[str]:
        """Courses with hours, retired ones too: who is on one may still finish it."""
        return {slug for slug, course in self.advisor.catalogue.courses.items() if course.minutes is not None}

    def _bundle(self, step: Json) -> str | None:
        bundle = self.advisor.catalogue.courses.get(step["within"] or "")
        return step["within"] if bundle and step["course"] in dict(bundle.parts) else None

    @cached_property
    def rest(self) -> Json:
        """The plan from here."""
        return Report(self.solution).journey()

    @cached_property
    def plan(self) -> Json:
        """The whole plan the path would become: what is finished as it was, then the plan from here."""
        finished = [step for step in self.path.plan["steps"] if step["course"] in self.done.finished]
        if not finished:
            return self.rest
        steps = [*finished, *self.rest["steps"]]
        starts = self.path.plan.get("starts", steps[0]["starts"])
        hours = {name: round(sum(step["hours"][name] for step in steps), 2) for name in ("low", "expected", "high")}
        days = (date.fromisoformat(self.rest["finishes"]) - date.fromisoformat(starts)).days + 1
        return {
            **self.rest,
            "steps": steps,
            "hours": hours,
            "starts": starts,
            "weeks": -(-days // DAYS_A_WEEK),
            "finished": len(finished),
            "revised_on": self.solution.answers.start.isoformat(),
        }

    @cached_property
    def difference(self) -> Difference:
        return compare(self.stay, self.rest)

    @property
    def fingerprint(self) -> str:
        """What changes and what that costs, without days: it stays the same while the learner goes on."""
        found = self.difference
        return digest(
            {
                "dropped": found.dropped,
                "added": found.added,
                "moved": found.moved,
                "hours": found.hours,
                "cost": found.cost,
            }
        )

    @property
    def is_better(self) -> bool:
        """Whether the plan from here has other courses than are left, and does more, or the same for less.

        Another order or other days alone are no better path: the learner goes on as they like.
        """
        left = frozenset(step["course"] for step in self.left)
        if self.solution.courses == left:
            return False
        if self.gone:
            # no plan of the courses left has all of them
            return True
        answers = self.solution.answers
        others = {course.id for course in self.advisor.compiled.courses} - left
        without = self.advisor.solve(replace(answers, exclude=tuple(sorted({*answers.exclude, *others}))))
        return without.courses != left or _merit(self.solution) < _merit(without)


def _merit(solution: Solution) -> tuple[tuple[int, int], bool, int]:
    """Less is better: what is missed, whether it is late, points."""
    wanted = solution.answers.finish_by
    late = wanted is not None and solution.calendar.schedule.finishes_on > wanted
    return shortfall(solution.plan), late, solution.plan.objective.points


def revise(path: Path, done: Done, advisor: Advisor, *, today: date, answers: AnswerSet | None = None) -> Revision:
    """The path planned anew for other answers, or for its own. Raises AnswerError when nothing is left to aim at."""
    standing = standing_answers(path, done, advisor.catalogue, today=today)
    return Revision(path, done, advisor.solved(answers or standing), standing)
