"""The cheapest path whose money stays within a cap.

Whatever a cent is priced at, a path within the cap costs at least its cost with money priced in, less the price of the
whole cap (Lagrange). So each ascent with priced money bounds all affordable paths; the best price found also guides
the search for hitting sets.
"""

from advisor.planner.cuts import Bound, ascent, irredundant
from advisor.planner.effort import Effort, LimitReached
from advisor.planner.hitting import HittingSet
from advisor.planner.narrow import narrowed
from advisor.planner.search import Outcome, complete
from advisor.planner.tasks import Skip, Task

HALVINGS = 7
"""How often the price of a cent is bisected; more moved no bound on generated catalogues."""


def cheapest_affordable_path(task: Task, cap: int, effort: Effort) -> Outcome:
    """The task must hold an action that skips for each wanted fact, so that a path without money exists."""
    task = narrowed(task, range(len(task.source)))
    path, proven = _CappedSearch(task, cap, effort).run()
    return Outcome([task.source[action] for action in path], proven)


class _CappedSearch:
    def __init__(self, task: Task, cap: int, effort: Effort) -> None:
        self.task, self.cap, self.effort = task, cap, effort
        self.cost, self.money = task.cost, task.money
        self.best = [action for action, source in enumerate(task.source) if isinstance(source, Skip)]
        self.top = sum(self.cost[action] for action in self.best)
        self.alive = [action for action in range(len(self.cost)) if self.money[action] <= cap]
        self.toll = 0
        self.floor: int | None = None

    def run(self) -> tuple[list[int], bool]:
        bound = self.price_money()
        if bound is None:
            return self.best, True
        try:
            self.hit_cuts(bound)
        except LimitReached:
            return self.best, False
        return self.best, True

    def offer(self, path: list[int]) -> bool:
        """Whether the path is affordable; the best one is kept."""
        if sum(self.money[action] for action in path) > self.cap:
            return False
        cost = sum(self.cost[action] for action in path)
        if cost < self.top:
            self.best, self.top = path, cost
        return True

    def price_money(self) -> Bound | None:
        """The bound at the best price of a cent that bisection finds; None when it proves the best path."""
        low, high = 0, 0
        last: Bound | None = None
        pool: list[list[int]] = []
        for _ in range(2 * HALVINGS):
            toll = (low + high) // 2 if high else 4 * low + self.top // (64 * (self.cap + 1)) + 1 if last else 0
            bound = self.bound_at(toll)
            if bound is None:
                return None
            pool += bound.cuts
            affordable = self.offer(self.tolled_path(bound, toll))
            if self.floor is None or bound.value - toll * self.cap > self.floor:
                self.floor, self.toll, last = bound.value - toll * self.cap, toll, bound
            if self.floor >= self.top:
                return None
            if affordable:
                high = toll
            else:
                low = toll
            if high and high - low <= 1:
                break
        assert last is not None
        return last._replace(cuts=pool)

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
        while True:
            chosen = search.cheapest(pool, order, self.top)
            if chosen is None or not complete(self.task, self.cost, chosen, order, pool):
                return
            self.offer(irredundant(self.task, self.cost, chosen))
