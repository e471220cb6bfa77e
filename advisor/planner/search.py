"""The cheapest path of a task: bound, prune, and hit cuts until the cheapest hitting set is a path."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from advisor.planner.cuts import Bound, ascent, closure, irredundant, minimal_cut
from advisor.planner.effort import Effort, LimitReached
from advisor.planner.hitting import HittingSet
from advisor.planner.narrow import narrowed
from advisor.planner.tasks import Source, Task

CORE = 100
"""How many actions are searched first; fewer miss the cheapest path more often, more are slower (measured)."""


class Outcome(NamedTuple):
    """The actions of a path; `proven` when no path is cheaper."""

    actions: list[Source]
    proven: bool


def cheapest_path(task: Task, effort: Effort, known: list[int] | None = None) -> Outcome:
    """The goal must be within reach of all actions together; ties are settled by the narrowed task's costs.

    The search goes over the actions that the first bound favours. If its path is so cheap that no other action can be
    on a cheaper one, it is the answer; else the search is repeated with all those that can. A `known` path, better or
    worse, makes it quicker and the answer no other.
    """
    actions = range(len(task.source))
    if len(actions) <= CORE:
        path, proven = _search(task, actions, known, effort)
        return Outcome([task.source[action] for action in path], proven)
    bound = ascent(task, task.cost, actions)
    path = path_in(task, bound, task.cost, actions)
    if known is not None and _gap(task, bound, known) < _gap(task, bound, path):
        path = known
    reach = min(sorted(bound.rest)[CORE], _gap(task, bound, path))
    core = [action for action in actions if bound.rest[action] <= reach or action in path]
    path, proven = _search(task, core, path, effort)
    gap = _gap(task, bound, path)
    if proven and gap > reach:
        path, proven = _search(task, [action for action in actions if bound.rest[action] <= gap], path, effort)
    return Outcome([task.source[action] for action in path], proven)


def path_in(task: Task, bound: Bound, cost: Sequence[int], actions: Sequence[int]) -> list[int]:
    """A path among the actions that the ascent left nothing to pay."""
    return irredundant(task, cost, [action for action in actions if not bound.rest[action]])


def _gap(task: Task, bound: Bound, path: Sequence[int]) -> int:
    return sum(task.cost[action] for action in path) - bound.value


def _search(task: Task, actions: Sequence[int], known: Sequence[int] | None, effort: Effort) -> tuple[list[int], bool]:
    """The cheapest path within the actions, and whether it is proven; `known` is one, if any is known."""
    search = _Search(narrowed(task, actions), effort)
    if known is not None:
        place = {action: at for at, action in enumerate(actions)}
        search.offer([place[action] for action in known])
    path, proven = search.run()
    return [actions[at] for at in path], proven


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
        assert self.top is not None
        while search.improve(pool, order, self.top, partial(self.completed, order, pool)):
            gap = self.top - bound.value
            order = [action for action in order if bound.rest[action] < gap]

    def completed(self, order: Sequence[int], pool: list[list[int]], chosen: list[int]) -> int:
        """Make the set a path, and say what to stay below: nothing when no better path is left."""
        assert self.top is not None
        if not complete(self.task, self.cost, chosen, order, pool, self.effort):
            return 0
        self.offer(irredundant(self.task, self.cost, chosen))
        return self.top


def complete(
    task: Task,
    cost: Sequence[int],
    chosen: list[int],
    order: Sequence[int],
    pool: list[list[int]],
    effort: Effort,
) -> bool:
    """Make `chosen` a path with the cheapest action of each cut it misses; the cuts join the pool.

    False when the actions of `order` hold no path. Raises LimitReached.
    """
    held = closure(task, 0, chosen)
    members = set(chosen)
    while task.goal & ~held:
        effort.spend(len(order))
        waiting = [action for action in chosen if task.needs[action] & ~held]
        cut = minimal_cut(task, held, [action for action in order if action not in members], waiting)
        if not cut:
            return False
        pool.append(cut)
        chosen.append(min(cut, key=cost.__getitem__))
        members.add(chosen[-1])
        held = closure(task, held, chosen)
    return True
