"""The cheapest set of actions that hits every cut, by depth-first search under the bound of disjointly priced cuts."""

from collections.abc import Iterable, Sequence

from advisor.planner.effort import Effort


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
        self._branch((1 << len(self.rows)) - 1, (), 0, 0, (1 << len(self.columns)) - 1)
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
        self.rows = [[place[action] for action in sorted(row) if action in place] for row in rows]

    def _branch(self, open_rows: int, chosen: tuple[int, ...], cost: int, money: int, usable: int) -> None:
        if not open_rows:
            if cost < self.top:
                self.top, self.found = cost, chosen
            return
        self.effort.spend()
        rows = self._open(open_rows, usable)
        if not rows[0]:
            return
        rest: dict[int, int] = {}
        if self.cap is None:
            low = cost + _price(rows, self.cost, rest)
        else:
            if money + _price(rows, self.money, {}) > self.cap or cost + _price(rows, self.cost, {}) >= self.top:
                return
            low = cost + _price(rows, self.tolled, rest) - self.toll * (self.cap - money)
        if low >= self.top:
            return
        for column, dear in rest.items():
            if low + dear >= self.top or (self.cap is not None and money + self.money[column] > self.cap):
                usable &= ~(1 << column)
        members = [column for column in rows[0] if usable >> column & 1]
        members.sort(key=lambda column: (rest[column], self.cost[column]))
        for column in members:
            if low + rest[column] < self.top:
                self._branch(
                    open_rows & ~self.hits[column],
                    (*chosen, column),
                    cost + self.cost[column],
                    money + self.money[column],
                    usable,
                )
            usable &= ~(1 << column)

    def _open(self, open_rows: int, usable: int) -> list[list[int]]:
        rows = []
        while open_rows:
            lowest = open_rows & -open_rows
            open_rows ^= lowest
            row = self.rows[lowest.bit_length() - 1]
            rows.append([column for column in row if usable >> column & 1])
        rows.sort(key=len)
        return rows


def _price(rows: Iterable[Sequence[int]], cost: Sequence[int], rest: dict[int, int]) -> int:
    """What the rows cost at least; `rest` is filled with what each column has left to pay after it."""
    total = 0
    for row in rows:
        step = min([rest[column] if column in rest else cost[column] for column in row])
        total += step
        for column in row:
            rest[column] = (rest[column] if column in rest else cost[column]) - step
    return total
