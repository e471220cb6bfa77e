"""The cheapest path whose money stays within a cap.

Whatever a cent is priced at, a path within the cap costs at least its cost with money priced in, less the price of the
whole cap (Lagrange). So each ascent with priced money bounds all affordable paths; the best price found also guides
the search for hitting sets.
"""

from collections.abc import Sequence
from functools import partial

from advisor.planner.cuts import Bound, ascent, in_order, irredundant
from advisor.planner.effort import Effort, LimitReached
from advisor.planner.hitting import HittingSet
from advisor.planner.narrow import narrowed
from advisor.planner.search import Outcome, complete
from advisor.planner.tasks import Skip, Task

TOLLS = 8
"""How many prices of a cent are tried; more moved no bound on generated catalogues."""


def cheapest_affordable_path(task: Task, cap: int, effort: Effort, known: list[int] | None = None) -> Outcome:
    """The task must hold an action that skips for each wanted fact, so that a path without money exists.

    A `known` path, affordable or not, makes it quicker and the answer no other.
    """
    task = narrowed(task, range(len(task.source)))
    search = _CappedSearch(task, cap, effort)
    if known is not None:
        search.offer(known)
    path, proven = search.run()
    return Outcome([task.source[action] for action in path], proven)


class _CappedSearch:
    def __init__(self, task: Task, cap: int, effort: Effort) -> None:
        self.task, self.cap, self.effort = task, cap, effort
        self.cost, self.money = task.cost, task.money
        self.skips = [action for action, source in enumerate(task.source) if isinstance(source, Skip)]
        self.best = self.skips
        self.top = sum(self.cost[action] for action in self.best)
        self.alive = [action for action in range(len(self.cost)) if self.money[action] <= cap]
        self.toll = 0

    def run(self) -> tuple[list[int], bool]:
        bound = self.price_money()
        if bound is None:
            return self.best, True
        try:
            self.hit_cuts(bound)
        except LimitReached:
            return self.best, False
        return self.best, True

    def sums(self, path: list[int]) -> tuple[int, int]:
        return sum(self.cost[action] for action in path), sum(self.money[action] for action in path)

    def offer(self, path: list[int]) -> None:
        """Keep the path, or what of it is affordable, if it is the best so far."""
        cost, money = self.sums(path)
        if money > self.cap:
            path = self.affordable_part(path)
            cost, money = self.sums(path)
        if cost < self.top:
            self.best, self.top = path, cost

    def affordable_part(self, path: list[int]) -> list[int]:
        """The steps of the path as long as the money lasts, the dearer ones left out; what they miss is skipped."""
        spent = 0
        kept = []
        for action in in_order(self.task, path):
            if spent + self.money[action] <= self.cap:
                spent += self.money[action]
                kept.append(action)
        return irredundant(self.task, self.cost, {*kept, *self.skips})

    def price_money(self) -> Bound | None:
        """The bound at the best price of a cent found; None when it proves the best path.

        Each price tried is the one at which the last affordable path and the last other one cost the same.
        """
        tried: set[int] = set()
        pool: list[list[int]] = []
        floor: int | None = None
        fitting, other = self.sums(self.best), (0, 0)
        toll = 0
        best_bound: Bound | None = None
        while toll >= 0 and toll not in tried and len(tried) < TOLLS:
            tried.add(toll)
            bound = self.bound_at(toll)
            if bound is None:
                return None
            pool += bound.cuts
            path = self.tolled_path(bound, toll)
            self.offer(path)
            if floor is None or bound.value - toll * self.cap > floor:
                floor, self.toll, best_bound = bound.value - toll * self.cap, toll, bound
            if floor >= self.top:
                return None
            if self.sums(path)[1] <= self.cap:
                fitting = self.sums(path)
            else:
                other = self.sums(path)
            if other[1] <= self.cap:
                break
            toll = (fitting[0] - other[0]) // (other[1] - fitting[1])
        assert best_bound is not None
        return best_bound._replace(cuts=pool)

    def bound_at(self, toll: int) -> Bound | None:
        """None when no better path is left; else actions that none can hold are dropped."""
        bound = ascent(self.task, self.tolled(toll), self.alive)
        if bound.closed:
            return None
        gap = self.top - (bound.value - toll * self.cap)
        self.alive = [action for action in self.alive if bound.rest[action] < gap]
        return bound

    def tolled(self, toll: int) -> list[int]:
        return [cost + toll * money for cost, money in zip(self.cost, self.money, strict=True)]

    def tolled_path(self, bound: Bound, toll: int) -> list[int]:
        free = [action for action in range(len(self.cost)) if not bound.rest[action]]
        return irredundant(self.task, self.tolled(toll), free)

    def hit_cuts(self, bound: Bound) -> None:
        """Leaves the cheapest affordable path in `best`. Raises LimitReached."""
        pool = bound.cuts
        search = HittingSet(self.cost, self.money, self.effort, cap=self.cap, toll=self.toll)
        order = sorted(self.alive, key=bound.rest.__getitem__)
        while search.improve(pool, order, self.top, partial(self.completed, order, pool)):
            pass

    def completed(self, order: Sequence[int], pool: list[list[int]], chosen: list[int]) -> int:
        """Make the set a path, and say what to stay below: nothing when no better path is left."""
        if not complete(self.task, self.cost, chosen, order, pool, self.effort):
            return 0
        self.offer(irredundant(self.task, self.cost, chosen))
        return self.top
