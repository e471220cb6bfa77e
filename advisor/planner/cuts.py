"""Closures, cuts and the bound they give.

A region is a set of facts. The actions that can be taken inside it and lead out of it are its cut. Every path crosses
the cut of every region without the goal, and a set of actions that crosses all of them is a path: so the cheapest path
is the cheapest set that hits every cut (Bonet and Castillo 2011; Haslum, Slaney and Thiebaux 2012).
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from advisor.planner.tasks import Task


class Bound(NamedTuple):
    """No path costs less than `value`, none with an action less than `value` plus the action's `rest`.

    `closed` says that no path is left at all.
    """

    value: int
    rest: list[int]
    cuts: list[list[int]]
    closed: bool


def closure(task: Task, held: int, actions: Iterable[int]) -> int:
    """Everything that follows from the facts held and the actions."""
    needs, gives = task.needs, task.gives
    while True:
        before, waiting = held, []
        for action in actions:
            if needs[action] & ~held:
                waiting.append(action)
            else:
                held |= gives[action]
        if held == before or not waiting:
            return held
        actions = waiting


def minimal_cut(task: Task, region: int, order: Sequence[int], chosen: Iterable[int] = ()) -> list[int]:
    """The cut of a largest region around `region` that leaves the goal out.

    Actions are let in by `order`; those that would let the goal in make the cut. `chosen` actions that still wait for
    something are let in whenever they become possible, so the cut never holds one of them. Empty: the goal cannot be
    reached with these actions.
    """
    needs, gives, goal = task.needs, task.gives, task.goal
    cut: list[int] = []
    fatal = 0  # Facts each of which would let the goal in, given the region.
    fatal_sets: list[int] = []  # Sets of facts that would do so together.
    waiting: dict[int, list[int]] = {}
    awaited = 0  # Every fact that a waiting action lacks, or has lacked.
    for action in chosen:
        missing = needs[action] & ~region
        awaited |= missing
        waiting.setdefault(missing & -missing, []).append(action)
    for action in order:
        missing = needs[action] & ~region
        if missing:
            awaited |= missing
            lowest = missing & -missing
            if lowest in waiting:
                waiting[lowest].append(action)
            else:
                waiting[lowest] = [action]
            continue
        gain = gives[action] & ~region
        if gain & fatal:
            cut.append(action)
            continue
        if not gain:
            continue
        outside = ~(region | gain)
        for together in fatal_sets:
            if not together & outside:
                cut.append(action)
                break
        else:
            if not gain & awaited and goal & outside:
                region |= gain
                continue
            fired: list[tuple[int, int]] = []
            grown = _grow(task, region, gain, waiting, fired)
            if goal & ~grown:
                region = grown
                continue
            cut.append(action)
            wanted = goal & ~region
            for fact, waiter in reversed(fired):
                waiting.setdefault(fact, []).append(waiter)
                if gives[waiter] & wanted:
                    wanted = wanted & ~gives[waiter] | needs[waiter] & ~region
            if wanted & (wanted - 1):
                fatal_sets.append(wanted)
            else:
                fatal |= wanted
    return [action for action in cut if gives[action] & ~region]


def _grow(task: Task, region: int, gain: int, waiting: dict[int, list[int]], fired: list[tuple[int, int]]) -> int:
    """The region with the gain and all that the waiting actions make of it, or enough of it to hold the goal.

    `fired` collects the actions that were let in, each with the fact it had waited for, in the order they came.
    """
    needs, gives, goal = task.needs, task.gives, task.goal
    grown = region | gain
    while gain and goal & ~grown:
        fact = gain & -gain
        gain ^= fact
        for waiter in waiting.pop(fact, ()):
            missing = needs[waiter] & ~grown
            if missing:
                waiting.setdefault(missing & -missing, []).append(waiter)
            else:
                fired.append((fact, waiter))
                gain |= gives[waiter] & ~grown
                grown |= gives[waiter]
    return grown


def ascent(task: Task, cost: Sequence[int], actions: Sequence[int]) -> Bound:
    """Price cuts until the goal follows from actions that have nothing left to pay.

    Each cut is worth the least its members still have to pay, and takes that from all of them.
    """
    gives, goal = task.gives, task.goal
    rest = list(cost)
    value, free = 0, 0
    cuts: list[list[int]] = []
    for action in forced(task, actions):
        cuts.append([action])
        value += rest[action]
        rest[action] = 0
    order = sorted(actions, key=rest.__getitem__)
    while True:
        free = closure(task, free, [action for action in order if not rest[action]])
        if not goal & ~free:
            return Bound(value, rest, cuts, closed=False)
        order = [action for action in order if gives[action] & ~free]
        cut = minimal_cut(task, free, order)
        if not cut:
            return Bound(value, rest, cuts, closed=True)
        step = min([rest[action] for action in cut])
        value += step
        for action in cut:
            rest[action] -= step
        cuts.append(cut)
        order.sort(key=rest.__getitem__)


def forced(task: Task, actions: Sequence[int]) -> list[int]:
    """The actions that alone give a fact that the goal rests on, directly or through other forced actions."""
    needs, gives = task.needs, task.gives
    given = given_twice = 0
    for action in actions:
        given_twice |= given & gives[action]
        given |= gives[action]
    once = given & ~given_twice
    wanted = task.goal
    waiting = [action for action in actions if gives[action] & once]
    found: list[int] = []
    while True:
        before, later = len(found), []
        for action in waiting:
            if gives[action] & once & wanted:
                found.append(action)
                wanted |= needs[action]
            else:
                later.append(action)
        if len(found) == before:
            return found
        waiting = later


def irredundant(task: Task, cost: Sequence[int], actions: Iterable[int]) -> list[int]:
    """A path within the actions (which hold one) that can do without none of its members, the dearest dropped first."""
    kept = in_order(task, actions)
    for action in sorted(kept, key=cost.__getitem__, reverse=True):
        without = [other for other in kept if other != action]
        if not task.goal & ~closure(task, 0, without):
            kept = without
    return kept


def in_order(task: Task, actions: Iterable[int]) -> list[int]:
    """The actions that can be taken, in an order in which they can; closures of such lists need one or two passes."""
    needs, gives = task.needs, task.gives
    held = 0
    ordered: list[int] = []
    while True:
        before, waiting = len(ordered), []
        for action in actions:
            if needs[action] & ~held:
                waiting.append(action)
            else:
                held |= gives[action]
                ordered.append(action)
        if len(ordered) == before or not waiting:
            return ordered
        actions = waiting
