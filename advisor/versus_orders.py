"""Courses side by side for one learner: both orders solved by the planner, and what weak maths would change."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations

from advisor.answers import AnswerSet, Budget
from advisor.planning import Advisor, Solution
from advisor.versus import MATHS, Gap, Levels, Side, Verdict, decide, gaps_of, in_best_order, missing

# What somebody holds at most who calls their maths weak.
WEAK_MATHS = {"school-maths": 1, "linear-algebra": 0, "calculus": 0}


@dataclass(frozen=True, slots=True)
class Order:
    """One order of the sides. `gaps` arise when nothing else is taken; the plan fills what courses can fill.

    `added` are the courses it puts in, `unreached` those compared that it has no way to. Minutes are expected ones.
    """

    sequence: tuple[str, ...]
    gaps: tuple[Gap, ...]
    added: tuple[str, ...]
    unreached: tuple[str, ...]
    unmet_helps: int
    minutes: int
    weekly_minutes: int
    cents: int
    certified_cents: int
    is_priced: bool
    currency: str

    @property
    def weeks(self) -> int:
        return -(-self.minutes // self.weekly_minutes)


@dataclass(frozen=True, slots=True)
class MathsPart:
    """The maths courses that come before one side, and the maths that it requires or is easier with and is not held."""

    side: str
    courses: tuple[str, ...]
    required: Levels
    helpful: Levels
    minutes: int


class Comparison:
    """Two to four sides for one learner; `answers` may have any aim, and its budget and last day are not applied."""

    def __init__(self, advisor: Advisor, sides: Sequence[Side], answers: AnswerSet) -> None:
        self.advisor = advisor
        self.sides = tuple(sides)
        self.answers = self._free(answers)

    def _free(self, answers: AnswerSet) -> AnswerSet:
        """The same learner, with nothing said that would forbid what is compared."""
        slugs = {slug for side in self.sides for slug in (side.slug, *side.members)}
        spoken = {self.advisor.catalogue.courses[slug].language for slug in slugs}
        return replace(
            answers,
            goal=None,
            pinned=(),
            exclude=tuple(sorted(set(answers.exclude) - slugs)),
            exclude_teaching=(),
            finish_by=None,
            budget=Budget(currency=answers.budget.currency),
            languages=tuple(sorted({*answers.languages, *spoken})) if answers.languages else (),
        )

    @cached_property
    def held(self) -> dict[str, int]:
        return self._aim(self.sides[0], self.answers).held

    @cached_property
    def verdicts(self) -> tuple[Verdict, ...]:
        pairs = combinations(sorted(self.sides, key=lambda side: side.slug), 2)
        return tuple(decide(one, other, self.held) for one, other in pairs)

    @cached_property
    def best(self) -> tuple[Side, ...]:
        return in_best_order(self.sides, self.held)

    @cached_property
    def can_be_planned(self) -> bool:
        return all(side.members for side in self.sides)

    @cached_property
    def orders(self) -> tuple[Order, ...]:
        """The best order and the opposite one; none when some side has no hours to plan with."""
        return (self.solve(self.best), self.solve(self.best[::-1])) if self.can_be_planned else ()

    def solve(self, sequence: Sequence[Side]) -> Order:
        """The best way to take the sides in this order: each as soon as possible, and none of the later ones before."""
        stages: list[Solution] = []
        answers = self.answers
        for place, side in enumerate(sequence):
            later = {slug for other in sequence[place + 1 :] for slug in other.members} - set(side.members)
            stage = self._aim(side, replace(answers, exclude=tuple(sorted({*self.answers.exclude, *later}))))
            stages.append(stage)
            answers = replace(
                answers,
                taken=tuple(sorted({*answers.taken, *stage.courses})),
                overrides=stage.reached,
                start=stage.calendar.schedule.finishes_on,
            )
        return self._order(sequence, stages)

    def _order(self, sequence: Sequence[Side], stages: Sequence[Solution]) -> Order:
        own = dict.fromkeys(slug for side in sequence for slug in side.members)
        done = {course for stage in stages for course in stage.courses}
        finished = {slug for taken in self.answers.taken for slug in self.advisor.catalogue.members(taken)}
        certified = [stage.calendar_for(replace(stage.answers, certificate=True)) for stage in stages]
        return Order(
            sequence=tuple(side.slug for side in sequence),
            gaps=gaps_of(self.advisor.catalogue, sequence, self.held),
            added=tuple(slug for stage in stages for slug in stage.calendar.order if slug not in own),
            unreached=tuple(slug for slug in own if slug not in done | finished),
            unmet_helps=sum(len(step.unmet_helps) for stage in stages for step in stage.plan.steps),
            minutes=sum(stage.expected_minutes for stage in stages),
            weekly_minutes=self.answers.weekly_minutes,
            cents=sum(stage.calendar.timetable.bill.total_cents for stage in stages),
            certified_cents=sum(calendar.timetable.bill.total_cents for calendar in certified),
            is_priced=not any(stage.calendar.unpriced for stage in stages),
            currency=self.answers.budget.currency,
        )

    def _aim(self, side: Side, answers: AnswerSet) -> Solution:
        return self.advisor.solved(replace(answers, targets=side.outcomes, pinned=tuple(sorted(side.members))))

    @cached_property
    def weak_maths(self) -> "Comparison":
        """The same for somebody with these levels but weak maths."""
        weak = {skill: min(level, self.held.get(skill, 0)) for skill, level in WEAK_MATHS.items()}
        levels = {
            skill: level for skill, level in {**self.held, **weak}.items() if skill in self.advisor.catalogue.skills
        }
        return Comparison(self.advisor, self.sides, replace(self.answers, overrides=levels))

    @cached_property
    def maths_parts(self) -> tuple[MathsPart, ...]:
        """For each side, in the best order, the maths that comes before it."""
        return tuple(self.maths_part(side) for side in self.best if side.members)

    def maths_part(self, side: Side) -> MathsPart:
        catalogue = self.advisor.catalogue
        aim = self._aim(side, self.answers)
        before = [slug for slug in aim.calendar.order if slug not in side.members]
        courses = tuple(slug for slug in before if set(catalogue.courses[slug].teaches) & set(MATHS))
        required, helpful = (
            {skill: level for skill, level in missing(levels, self.held).items() if skill in MATHS}
            for levels in (side.requires, side.helpful)
        )
        minutes = sum((catalogue.courses[slug].minutes or (0, 0, 0))[1] for slug in courses)
        return MathsPart(side.slug, courses, required, helpful, minutes)
