"""Leave out options that another option replaces wherever they could stand."""

from collections.abc import Sequence
from typing import NamedTuple

from advisor.planner.compiled import Option, bit_positions


class Candidate(NamedTuple):
    """An option as one learner sees it; `needs_all` and `helps_all` hold the lower levels too."""

    option: Option
    needs: int
    needs_all: int
    gives: int
    helps: int
    helps_all: int
    points: int
    money: int


WORTH_LOOKING = 150
"""Fewer candidates than this are searched faster than they are compared (measured on generated catalogues)."""


def undominated(candidates: Sequence[Candidate], penalty: int, *, capped: bool) -> list[Candidate]:
    """Those that no other replaces, in the given order; `penalty` is for each unmet help.

    One replaces another when it needs no more, gives no less, and costs no more even with every help missed that the
    other does not count on too; with `capped` money its money must be no more either. Of equals the first stays.
    """
    if len(candidates) < WORTH_LOOKING:
        return list(candidates)
    ranked = sorted(range(len(candidates)), key=lambda at: (candidates[at].points, candidates[at].money, at))
    givers: dict[int, list[Candidate]] = {}
    kept: list[int] = []
    for at in ranked:
        candidate = candidates[at]
        facts = bit_positions(candidate.gives)
        rivals = min((givers.get(fact, []) for fact in facts), key=len)
        if not any(_replaces(rival, candidate, penalty, capped=capped) for rival in rivals):
            kept.append(at)
            for fact in facts:
                givers.setdefault(fact, []).append(candidate)
    return [candidates[at] for at in sorted(kept)]


def _replaces(rival: Candidate, other: Candidate, penalty: int, *, capped: bool) -> bool:
    if other.gives & ~rival.gives or rival.needs & ~other.needs_all:
        return False
    if capped and rival.money > other.money:
        return False
    extra = rival.helps & ~other.helps_all & ~other.needs_all
    return not extra or rival.points + penalty * extra.bit_count() < other.points
