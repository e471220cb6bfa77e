"""What a plan leaves unreached, why, and the least change that brings it in reach."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from advisor.planner.budget import cheapest_affordable_path
from advisor.planner.compiled import CompiledCatalog, Option
from advisor.planner.effort import Effort
from advisor.planner.ordering import ordered_plan
from advisor.planner.path import NODE_LIMIT
from advisor.planner.pricing import course_allowed, course_price
from advisor.planner.problem import Course, Learner, Plan, Weights
from advisor.planner.replay import level_history
from advisor.planner.request import Request
from advisor.planner.search import cheapest_path
from advisor.planner.tasks import build_task

Level = tuple[str, int]

Cause = Literal["nobody_teaches", "filtered", "needs_unreachable", "circular", "budget"]


@dataclass(frozen=True, slots=True)
class Fix:
    """The least change of answers, and the plan it gives for what the old plan reached and this skill.

    `allow` names the courses and programs to let in although a filter bars them, `filters` those filters ("exclude",
    "languages", "free_only"); `budget` is the money in cents the plan needs when the learner's is too small.
    """

    allow: tuple[str, ...]
    filters: tuple[str, ...]
    budget: int | None
    plan: Plan


@dataclass(frozen=True, slots=True)
class Unmet:
    """A wanted level that the plan does not reach.

    "nobody_teaches": no course of the catalogue. "filtered": only `courses`, barred by `filters`. "needs_unreachable":
    the first of `courses` lacks `needs`, out of reach themselves. "circular": the same, and whatever teaches those
    lacks something too, round and round. "budget": `courses` would teach it for more money.
    """

    skill: str
    wanted: int
    reached: int
    cause: Cause
    courses: tuple[str, ...]
    filters: tuple[str, ...]
    needs: tuple[Level, ...]
    fix: Fix | None


def unmet(catalog: CompiledCatalog, learner: Learner, plan: Plan, *, node_limit: int = NODE_LIMIT) -> tuple[Unmet, ...]:
    """One entry for each goal skill that falls short, by name."""
    reached = level_history(catalog, learner, plan)[-1]
    short = [(skill, wanted) for skill, wanted in sorted(learner.goal.items()) if reached.get(skill, 0) < wanted]
    if not short:
        return ()
    diagnosis = _Diagnosis(catalog, learner, plan, node_limit)
    return tuple(diagnosis.of(skill, wanted) for skill, wanted in short)


class _Diagnosis:
    def __init__(self, catalog: CompiledCatalog, learner: Learner, plan: Plan, node_limit: int) -> None:
        self.catalog, self.learner, self.node_limit = catalog, learner, node_limit
        self.reached = level_history(catalog, learner, plan)[-1]
        self.on_plan = {step.course for step in plan.steps}
        everything = dict.fromkeys(catalog.catalog.skills, catalog.catalog.max_level)
        self.request = Request(catalog, replace(learner, goal=everything))
        self.within_reach = self.request.held | self.request.reachable

    def of(self, skill: str, wanted: int) -> Unmet:
        """Teachers are listed with the fewest missing needs first, then the fewest minutes."""
        teachers = self.teachers(skill, wanted)
        offered = [course for course in teachers if self.is_offered(course)]
        cause: Cause
        needs: tuple[Level, ...] = ()
        barriers: tuple[str, ...] = ()
        if not teachers:
            cause = "nobody_teaches"
        elif self.is_reachable(skill, wanted):
            cause, teachers = "budget", offered
        elif not offered:
            cause, barriers = "filtered", self.filters_on(teachers)
        else:
            teachers = sorted(offered, key=lambda course: (len(self.lacking(course)), course.minutes, course.id))
            needs = self.lacking(teachers[0])
            if needs:
                cause = "circular" if self.goes_round(skill, wanted) else "needs_unreachable"
            else:
                # All it requires is in reach, but a filter bars an earlier part of its program.
                cause, barriers = "filtered", self.filters_on(self.earlier_parts(teachers[0]))
        return Unmet(
            skill=skill,
            wanted=wanted,
            reached=self.reached.get(skill, 0),
            cause=cause,
            courses=tuple(course.id for course in teachers),
            filters=barriers,
            needs=needs,
            fix=self.fix(skill, wanted) if teachers else None,
        )

    def teachers(self, skill: str, level: int) -> list[Course]:
        found = [
            course
            for course in self.catalog.courses
            if course.teaches.get(skill, 0) >= level and course.id not in self.learner.taken
        ]
        return sorted(found, key=lambda course: (course.minutes, course.id))

    def options(self, course: Course) -> list[Option]:
        at = self.catalog.course_at[course.id]
        return [self.catalog.options[option] for option in self.catalog.options_of[at]]

    def is_offered(self, course: Course) -> bool:
        """Whether some way to take the course is barred by no filter."""
        return any(self.request.is_open(option) for option in self.options(course))

    def lacking(self, course: Course) -> tuple[Level, ...]:
        """Required levels out of reach; when there are none, those of the parts before it in its programs."""
        lacks = self.own_lacking(course)
        if not lacks:
            for part in self.earlier_parts(course):
                lacks += self.own_lacking(part)
        return tuple(dict.fromkeys(lacks))

    def own_lacking(self, course: Course) -> tuple[Level, ...]:
        return tuple(
            (skill, level)
            for skill, level in sorted(course.requires.items())
            if not self.is_reachable(skill, level) and (course.id, skill) not in self.learner.dismissed
        )

    def is_reachable(self, skill: str, level: int) -> bool:
        return not self.catalog.skill_fact(skill, level) & ~self.within_reach

    def earlier_parts(self, course: Course) -> list[Course]:
        """Parts that come before the course in its programs."""
        found: list[Course] = []
        for program in self.catalog.programs:
            if course.id in program.parts:
                before = program.parts[: program.parts.index(course.id)]
                found += [self.catalog.courses[self.catalog.course_at[part]] for part in before]
        return found

    def goes_round(self, skill: str, level: int) -> bool:
        """Whether what is lacking always rests on something lacking again, without a dead end."""
        seen: set[Level] = set()
        queue = [(skill, level)]
        while queue:
            fact = queue.pop()
            seen.add(fact)
            needs = [self.lacking(course) for course in self.teachers(*fact) if self.is_offered(course)]
            if not needs or not all(needs):
                return False
            queue += [need for need in min(needs, key=len) if need not in seen]
        return True

    def filters_on(self, courses: Iterable[Course]) -> tuple[str, ...]:
        """The filters that bar a way to take one of the courses."""
        barred = [option for course in courses for option in self.options(course)]
        return tuple(sorted({name for option in barred for name in self.filters_on_option(option)}))

    def filters_on_option(self, option: Option) -> set[str]:
        filters, names = self.learner.filters, set[str]()
        fee = 0
        if option.program is not None:
            program = self.catalog.programs[option.program]
            fee = program.fee
            if program.id in filters.exclude:
                names.add("exclude")
        if option.course is not None:
            course = self.catalog.courses[option.course]
            fee += course_price(self.learner, course, alone=option.program is None)
            if course.id in filters.exclude:
                names.add("exclude")
            if filters.languages and course.language not in filters.languages:
                names.add("languages")
        if filters.free_only and fee:
            names.add("free_only")
        return names

    def fix(self, skill: str, wanted: int) -> Fix | None:
        """Breaks the fewest filters; with a budget, at the least money; then at the fewest points."""
        learner = self.learner
        goal = {name: min(level, self.reached.get(name, 0)) for name, level in learner.goal.items()}
        pinned = learner.pinned & (self.on_plan | learner.taken)
        asked = replace(learner, goal={**goal, skill: wanted}, pinned=pinned)
        request = Request(self.catalog, asked, lifted=True)
        if self.catalog.skill_facts(skill, wanted) & ~(request.held | request.reachable):
            return None
        effort = Effort(self.node_limit)
        if learner.budget is None:
            outcome, budget = cheapest_path(build_task(request, capped=False), effort), None
        else:
            cap = max(learner.budget, self.least_money(asked, effort))
            outcome = cheapest_affordable_path(build_task(request, capped=True), cap, effort)
            budget = cap if cap > learner.budget else None
        broken = [action for action in outcome.actions if isinstance(action, Option) and request.is_barred(action)]
        return Fix(
            allow=self.names_of(broken),
            filters=tuple(sorted({name for option in broken for name in self.filters_on_option(option)})),
            budget=budget,
            plan=ordered_plan(request, outcome.actions, proven=outcome.proven),
        )

    def least_money(self, asked: Learner, effort: Effort) -> int:
        """Cents for the cheapest plan among those that break the fewest filters."""
        frugal = replace(asked, weights=Weights(minute=0, cent=1), surcharges={})
        request = Request(self.catalog, frugal, lifted=True)
        outcome = cheapest_path(build_task(request, capped=False), effort)
        return ordered_plan(request, outcome.actions, proven=outcome.proven).money

    def names_of(self, broken: Iterable[Option]) -> tuple[str, ...]:
        names = set()
        for option in broken:
            if option.course is None:
                assert option.program is not None
                names.add(self.catalog.programs[option.program].id)
                continue
            course = self.catalog.courses[option.course]
            # A part barred only through its program is let in with the program.
            if option.program is None or not course_allowed(self.learner, course):
                names.add(course.id)
        return tuple(sorted(names))
