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
        lists = [givers.setdefault(fact, []) for fact in bit_positions(candidate.gives)]
        if not _is_replaced(candidate, min(lists, key=len), penalty, capped=capped):
            kept.append(at)
            for rivals in lists:
                rivals.append(candidate)
    kept.sort()
    return [candidates[at] for at in kept]


def _is_replaced(candidate: Candidate, rivals: Sequence[Candidate], penalty: int, *, capped: bool) -> bool:
    """Whether one of the rivals, none of which costs more, stands in everywhere."""
    gives, not_asked = candidate.gives, ~candidate.needs_all
    not_counted_on = not_asked & ~candidate.helps_all
    for rival in rivals:
        if rival.needs & not_asked or gives & ~rival.gives:
            continue
        if capped and rival.money > candidate.money:
            continue
        extra = rival.helps & not_counted_on
        if not extra or rival.points + penalty * extra.bit_count() < candidate.points:
            return True
    return False
