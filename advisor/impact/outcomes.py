"""What one learner gets from one catalogue, and what is different about it with another."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from advisor.comparing import Difference, compare
from advisor.planning import Solution

MINUTES_AN_HOUR = 60


@dataclass(frozen=True, slots=True)
class Outcome:
    """A plan in figures. `steps` are courses in the order of the calendar, each with the bundle it is taken in.

    `held` are levels before the first step, `missing` the skills that end below their target and how far they get.
    `unpriced` are slugs or titles of courses whose price is not known. `is_complete` says that nothing asked
    for is missing, pinned courses included.
    """

    steps: tuple[tuple[str, str | None], ...]
    held: Mapping[str, int]
    missing: Mapping[str, int]
    minutes: int
    cents: int
    currency: str
    unpriced: tuple[str, ...]
    weeks: int
    finishes_on: date
    is_complete: bool
    proven: bool

    @property
    def courses(self) -> tuple[str, ...]:
        return tuple(course for course, _ in self.steps)

    def as_plan(self) -> dict[str, Any]:
        """As much of the plan of the first interface as comparing takes."""
        return {
            "steps": [{"course": course} for course in self.courses],
            "hours": {"expected": self.minutes / MINUTES_AN_HOUR},
            "finishes": self.finishes_on.isoformat(),
            "cost": {"total": self.cents / 100, "currency": self.currency, "unknown": list(self.unpriced)},
        }


def outcome_of(solution: Solution) -> Outcome:
    calendar, objective = solution.calendar, solution.plan.objective
    reached = solution.reached
    return Outcome(
        steps=tuple((course, calendar.within[course]) for course in calendar.order),
        held=solution.held,
        missing={
            skill: reached.get(skill, 0)
            for skill, level in solution.answers.targets.items()
            if reached.get(skill, 0) < level
        },
        minutes=solution.expected_minutes,
        cents=calendar.timetable.bill.total_cents,
        currency=solution.answers.budget.currency,
        unpriced=calendar.unpriced,
        weeks=calendar.schedule.weeks,
        finishes_on=calendar.schedule.finishes_on,
        is_complete=objective.levels_missing == 0 and objective.pinned_missing == 0,
        proven=solution.plan.proven,
    )


def stored_outcome(plan: Mapping[str, Any], held: Mapping[str, int]) -> Outcome:
    """From the plan as saved paths keep it; `held` are levels before its first step."""
    return Outcome(
        steps=tuple((step["course"], step["within"]) for step in plan["steps"]),
        held=held,
        missing={gap["skill"]: gap["reached"] for gap in plan["unmet"]},
        minutes=round(plan["hours"]["expected"] * MINUTES_AN_HOUR),
        cents=round(plan["cost"]["total"] * 100),
        currency=plan["cost"]["currency"],
        unpriced=tuple(plan["cost"]["unknown"]),
        weeks=plan["weeks"],
        finishes_on=date.fromisoformat(plan["finishes"]),
        is_complete=plan["reached"],
        proven=plan["proven"],
    )


@dataclass(frozen=True, slots=True)
class Shift:
    """From one outcome to another. `lost` and `gained` are skills whose target is reached no more, or now is."""

    difference: Difference
    lost: tuple[str, ...]
    gained: tuple[str, ...]

    @property
    def is_other_plan(self) -> bool:
        """Other courses, another order, or more or less of the goal."""
        return self.difference.changes_steps or bool(self.lost or self.gained)

    @property
    def is_none(self) -> bool:
        return self.difference.is_none and not (self.lost or self.gained)


def shift_between(before: Outcome, after: Outcome) -> Shift:
    return Shift(
        difference=compare(before.as_plan(), after.as_plan()),
        lost=tuple(skill for skill in after.missing if skill not in before.missing),
        gained=tuple(skill for skill in before.missing if skill not in after.missing),
    )
