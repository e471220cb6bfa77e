"""The cheapest set of actions that hits every cut, by depth-first search under the bound of disjointly priced cuts."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from advisor.planner.effort import Effort, LimitReached

DEEPEST = 400
"""Choices one upon another, far more than any real path holds courses; keeps clear of Python's recursion limit."""


class Row(NamedTuple):
    """A cut: its own bit, and the columns that hit it."""

    bit: int
    columns: list[int]


class HittingSet:
    """One search over a pool of cuts.

    `upper` is a cost to stay below. With a `cap` the money of the set may not pass it, and `toll` is what a cent
    of money is priced at in the bound: a set within the cap costs at least its tolled cost less toll times cap.
    """

    def __init__(
        self,
        cost: Sequence[int],
        money: Sequence[int],
        effort: Effort,
        *,
        cap: int | None = None,
        toll: int = 0,
    ) -> None:
        self.all_cost, self.all_money = cost, money
        self.effort, self.cap, self.toll = effort, cap, toll
        self.top = 0
        self.found: tuple[int, ...] | None = None

    def cheapest(self, cuts: Sequence[Sequence[int]], open_actions: Iterable[int], upper: int) -> list[int] | None:
        """Actions, or None when no set within the cap costs less than `upper`. Raises LimitReached."""
        rows = self._shortest_rows(cuts, frozenset(open_actions))
        self._make_columns(rows)
        self.top, self.found = upper, None
        self._branch(self.rows, (), 0, 0, frozenset(range(len(self.columns))))
        return None if self.found is None else [self.columns[column] for column in self.found]

    def _shortest_rows(self, cuts: Sequence[Sequence[int]], alive: frozenset[int]) -> list[frozenset[int]]:
        """Cuts that contain another cut are hit anyway."""
        rows: list[frozenset[int]] = []
        for row in sorted({frozenset(cut) & alive for cut in cuts}, key=lambda row: (len(row), sorted(row))):
            if not any(shorter <= row for shorter in rows):
                rows.append(row)
        return rows

    def _make_columns(self, rows: Sequence[frozenset[int]]) -> None:
        """Actions that hit no more than another one at no less are left out."""
        hits: dict[int, int] = {}
        for at, row in enumerate(rows):
            for action in row:
                hits[action] = hits.get(action, 0) | 1 << at
        cost, money = self.all_cost, self.all_money
        kept: list[int] = []
        for action in sorted(hits, key=lambda action: (cost[action], action)):
            mine = hits[action]
            for other in kept:
                if not mine & ~hits[other] and (self.cap is None or money[other] <= money[action]):
                    break
            else:
                kept.append(action)
        self.columns = kept
        self.cost = [cost[action] for action in kept]
        self.money = [money[action] for action in kept]
        self.tolled = [cost[action] + self.toll * money[action] for action in kept]
        self.hits = [hits[action] for action in kept]
        place = {action: at for at, action in enumerate(kept)}
        self.rows = [
            Row(1 << at, [place[action] for action in sorted(row) if action in place]) for at, row in enumerate(rows)
        ]

    def _branch(
        self, rows: Sequence[Row], chosen: tuple[int, ...], cost: int, money: int, usable: frozenset[int]
    ) -> None:
        """Hit the rows that are left with columns that are still usable."""
        if not rows:
            if cost < self.top:
                self.top, self.found = cost, chosen
            return
        if len(chosen) >= DEEPEST:
            raise LimitReached
        self.effort.spend(sum([len(row.columns) for row in rows]))
        rows = [Row(bit, [column for column in columns if column in usable]) for bit, columns in rows]
        rows.sort(key=_length)
        if not rows[0].columns:
            return
        rest = self.tolled.copy()
        low = cost + _price(rows, rest)
        if self.cap is not None:
            if money + _price(rows, self.money.copy()) > self.cap or cost + _price(rows, self.cost.copy()) >= self.top:
                return
            low -= self.toll * (self.cap - money)
        if low >= self.top:
            return
        gap = self.top - low
        usable = frozenset([column for column in usable if rest[column] < gap])
        if self.cap is not None:
            usable = frozenset(column for column in usable if money + self.money[column] <= self.cap)
        members = [column for column in rows[0].columns if column in usable]
        members.sort(key=lambda column: (rest[column], self.cost[column]))
        for column in members:
            if low + rest[column] < self.top:
                hits = self.hits[column]
                self._branch(
                    [row for row in rows if not row.bit & hits],
                    (*chosen, column),
                    cost + self.cost[column],
                    money + self.money[column],
                    usable,
                )
            usable -= {column}


def _length(row: Row) -> int:
    return len(row.columns)


def _price(rows: Iterable[Row], rest: list[int]) -> int:
    """What the rows cost at least; `rest`, the cost of each column, is left with what the column has yet to pay."""
    total = 0
    for _, columns in rows:
        step = min([rest[column] for column in columns])
        if step:
            total += step
            for column in columns:
                rest[column] -= step
    return total
