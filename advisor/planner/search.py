"""The cheapest path of a task: bound, prune, and hit cuts until the cheapest hitting set is a path."""

from collections.abc import Sequence
from typing import NamedTuple

from advisor.planner.cuts import Bound, ascent, closure, irredundant, minimal_cut
from advisor.planner.effort import Effort, LimitReached
from advisor.planner.hitting import HittingSet
from advisor.planner.narrow import narrowed
from advisor.planner.tasks import Source, Task

WORTH_NARROWING = 60
"""With more actions than this, a first round without tie digits pays for itself (measured)."""


class Outcome(NamedTuple):
    """The actions of a path; `proven` when no path is cheaper."""

    actions: list[Source]
    proven: bool


def cheapest_path(task: Task, effort: Effort) -> Outcome:
    """The goal must be within reach of all actions together; ties are settled by the narrowed task's costs."""
    alive: Sequence[int] = range(len(task.source))
    if len(alive) > WORTH_NARROWING:
        alive = _worthwhile(task)
    task = narrowed(task, alive)
    path, proven = _Search(task, effort).run()
    return Outcome([task.source[action] for action in path], proven)


def path_in(task: Task, bound: Bound, cost: Sequence[int], actions: Sequence[int]) -> list[int]:
    """A path among the actions that the ascent left nothing to pay."""
    return irredundant(task, cost, [action for action in actions if not bound.rest[action]])


def _worthwhile(task: Task) -> list[int]:
    """The actions that a path as cheap as the cheapest may hold."""
    everything = range(len(task.source))
    bound = ascent(task, task.cost, everything)
    found = path_in(task, bound, task.cost, everything)
    gap = sum(task.cost[action] for action in found) - bound.value
    return [action for action in everything if bound.rest[action] <= gap]


class _Search:
    def __init__(self, task: Task, effort: Effort) -> None:
        self.task, self.cost, self.effort = task, task.cost, effort
        self.best: list[int] = []
        self.top: int | None = None
        self.alive = list(range(len(task.source)))

    def run(self) -> tuple[list[int], bool]:
        while True:
            bound = ascent(self.task, self.cost, self.alive)
            if bound.closed:
                return self.best, True
            self.offer(path_in(self.task, bound, self.cost, self.alive))
            assert self.top is not None
            if bound.value >= self.top:
                return self.best, True
            before, gap = len(self.alive), self.top - bound.value
            self.alive = [action for action in self.alive if bound.rest[action] < gap]
            if len(self.alive) * 5 > before * 4:
                break
        try:
            self.hit_cuts(bound)
        except LimitReached:
            return self.best, False
        return self.best, True

    def offer(self, path: list[int]) -> None:
        cost = sum(self.cost[action] for action in path)
        if self.top is None or cost < self.top:
            self.best, self.top = path, cost

    def hit_cuts(self, bound: Bound) -> None:
        """Leaves the cheapest path in `best`. Raises LimitReached."""
        pool = bound.cuts
        search = HittingSet(self.cost, self.task.money, self.effort)
        order = sorted(self.alive, key=bound.rest.__getitem__)
        while True:
            assert self.top is not None
            chosen = search.cheapest(pool, order, self.top)
            if chosen is None or not complete(self.task, self.cost, chosen, order, pool):
                return
            known = self.top
            self.offer(irredundant(self.task, self.cost, chosen))
            if self.top < known:
                gap = self.top - bound.value
                order = [action for action in order if bound.rest[action] < gap]


def complete(task: Task, cost: Sequence[int], chosen: list[int], order: Sequence[int], pool: list[list[int]]) -> bool:
    """Make `chosen` a path with the cheapest action of each cut it misses; the cuts join the pool.

    False when the actions of `order` hold no path.
    """
    held = closure(task, 0, chosen)
    members = set(chosen)
    while task.goal & ~held:
        waiting = [action for action in chosen if task.needs[action] & ~held]
        cut = minimal_cut(task, held, [action for action in order if action not in members], waiting)
        if not cut:
            return False
        pool.append(cut)
        chosen.append(min(cut, key=cost.__getitem__))
        members.add(chosen[-1])
        held = closure(task, held, chosen)
    return True
