"""The cheapest set of actions that hits every cut, by depth-first search under the bound of disjointly priced cuts."""

from collections.abc import Callable, Iterable, Sequence
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

    def improve(
        self, cuts: list[list[int]], open_actions: Iterable[int], upper: int, complete: Callable[[list[int]], int]
    ) -> bool:
        """Give `complete` sets that cost less than `upper`, cheaper ones as long as there are. Raises LimitReached.

        It adds to `cuts` those that the set misses, if any, and says what to stay below from then on, 0 to stop. False
        when no set is left; True when cuts came up, since actions were left out that only the earlier cuts can spare.
        """
        rows, known = self._shortest_rows(cuts, frozenset(open_actions)), len(cuts)
        self._make_columns(rows)
        self.cuts, self.top, self.complete = cuts, upper, complete
        self._branch(self.rows, (), 0, 0, frozenset(range(len(self.columns))))
        return self.top > 0 and len(cuts) > known

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
        self.place = {action: at for at, action in enumerate(kept)}
        self.rows = [self._row(at, sorted(row)) for at, row in enumerate(rows)]

    def _row(self, at: int, cut: Iterable[int]) -> Row:
        return Row(1 << at, [self.place[action] for action in cut if action in self.place])

    def _branch(
        self, rows: Sequence[Row], chosen: tuple[int, ...], cost: int, money: int, usable: frozenset[int]
    ) -> None:
        """Hit the rows that are left with columns that are still usable."""
        if not rows:
            rows = self._missed(chosen) if cost < self.top else rows
            if not rows:
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
        known = len(self.rows)
        for column in members:
            if low + rest[column] < self.top:
                if known < len(self.rows):
                    rows += [row for row in self.rows[known:] if not any(row.bit & self.hits[at] for at in chosen)]
                    known = len(self.rows)
                hits = self.hits[column]
                self._branch(
                    [row for row in rows if not row.bit & hits],
                    (*chosen, column),
                    cost + self.cost[column],
                    money + self.money[column],
                    usable,
                )
            usable -= {column}

    def _missed(self, chosen: Iterable[int]) -> list[Row]:
        """Rows of the cuts that a set, which hits all known ones, turns out to miss."""
        known = len(self.cuts)
        self.top = self.complete([self.columns[column] for column in chosen])
        missed = [self._row(len(self.rows) + at, cut) for at, cut in enumerate(self.cuts[known:])]
        for row in missed:
            for column in row.columns:
                self.hits[column] |= row.bit
        self.rows += missed
        return missed


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
