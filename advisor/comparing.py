"""What is different between two plans as plain JSON: steps, hours, arrival and cost. Knows no database and no words."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

Plan = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """From one plan to another. Courses are slugs in the order of the plan that has them.

    `moved` are the fewest courses of both that have to change places. Hours (expected ones), days until arrival and
    cost are more, or, negative, less; a cost that leaves out courses whose price is not known is not `is_priced`.
    """

    kept: tuple[str, ...]
    dropped: tuple[str, ...]
    added: tuple[str, ...]
    moved: tuple[str, ...]
    hours: float
    days: int
    cost: float
    currency: str
    is_priced: bool

    @property
    def swapped(self) -> int:
        return min(len(self.dropped), len(self.added))

    @property
    def changes_steps(self) -> bool:
        return bool(self.dropped or self.added or self.moved)

    @property
    def is_none(self) -> bool:
        return not (self.changes_steps or self.hours or self.days or self.cost)


def compare(before: Plan, after: Plan) -> Difference:
    """Both plans may be without steps; currencies are the same in all plans of one learner."""
    old, new = ([step["course"] for step in plan["steps"]] for plan in (before, after))
    common = [course for course in new if course in old]
    return Difference(
        kept=tuple(common),
        dropped=tuple(course for course in old if course not in new),
        added=tuple(course for course in new if course not in old),
        moved=_moved(common, old),
        hours=round(after["hours"]["expected"] - before["hours"]["expected"], 2),
        days=(_arrival(after) - _arrival(before)).days,
        cost=round(after["cost"]["total"] - before["cost"]["total"], 2),
        currency=after["cost"]["currency"],
        is_priced=not before["cost"].get("unknown") and not after["cost"].get("unknown"),
    )


def _arrival(plan: Plan) -> date:
    return date.fromisoformat(plan["finishes"])


def _moved(common: Sequence[str], old: Sequence[str]) -> tuple[str, ...]:
    """The courses outside a longest run that keeps the old order; of equally long runs the one that patience finds."""
    places = {course: place for place, course in enumerate(old)}
    ends: list[int] = []  # the least last place of a run of each length
    runs: list[tuple[str, ...]] = []
    for course in common:
        length = bisect_left(ends, places[course])
        run = (*(runs[length - 1] if length else ()), course)
        if length == len(ends):
            ends.append(places[course])
            runs.append(run)
        else:
            ends[length], runs[length] = places[course], run
    still = set(runs[-1]) if runs else set()
    return tuple(course for course in common if course not in still)
