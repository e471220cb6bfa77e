"""What becomes of many paths, added up so that nobody's own can be told from it."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from advisor.impact.outcomes import Shift
from advisor.impact.paths import PathEffect

# Figures about fewer people than this are not shown.
SMALLEST_GROUP = 5


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle and the one furthest from nothing."""

    median: float
    largest: float


@dataclass
class Tally:
    """Paths are counted once each: `other_plans` have other courses, another order or another part of the goal within
    reach, `other_figures` the same courses at other hours or cost, `without_goal` nothing left to aim at.

    `proposed` are paths whose owners would be shown a better path and are not now, `withdrawn` the reverse. Shifts of
    hours and of cost, by currency, are those of the first two kinds.
    """

    seen: int = 0
    other_plans: int = 0
    other_figures: int = 0
    without_goal: int = 0
    reordered: int = 0
    proposed: int = 0
    withdrawn: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    added: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    gained: Counter[str] = field(default_factory=Counter)
    hours: list[float] = field(default_factory=list)
    cost: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def add(self, effect: PathEffect) -> None:
        self.seen += 1
        self.without_goal += effect.loses_goal
        self.proposed += effect.proposed and not effect.was_proposed
        self.withdrawn += effect.was_proposed and not effect.proposed
        if effect.shift is not None and not effect.shift.is_none:
            self._add_shift(effect.shift)

    def _add_shift(self, shift: Shift) -> None:
        found = shift.difference
        if shift.is_other_plan:
            self.other_plans += 1
        else:
            self.other_figures += 1
        self.reordered += bool(found.moved) and not (found.dropped or found.added)
        self.dropped.update(found.dropped)
        self.added.update(found.added)
        self.lost.update(shift.lost)
        self.gained.update(shift.gained)
        self.hours.append(found.hours)
        if found.is_priced:
            self.cost[found.currency].append(found.cost)

    @property
    def changed(self) -> int:
        """Paths that would get another plan."""
        return self.other_plans + self.without_goal


def spread(values: Sequence[float]) -> Spread | None:
    """None for too few values, or when nothing moves."""
    if len(values) < SMALLEST_GROUP or not any(values):
        return None
    return Spread(round(median(values), 2), max(values, key=abs))
