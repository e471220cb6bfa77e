"""A task cut down to the actions that still matter, with ties settled in the costs."""

from collections.abc import Sequence

from advisor.planner.compiled import Option, bit_positions
from advisor.planner.tasks import Assumption, Skip, Source, Task, Waiver


def narrowed(task: Task, actions: Sequence[int]) -> Task:
    """The task of only these actions, its facts renumbered without gaps.

    To each cost one binary digit is added below all others, so that no two sets of actions cost the same. The digits
    follow kind and place in the catalogue, which no learner's levels change: of two sets with equal cost the one wins
    whose highest digit, where they differ, is lower. Leaving other actions out does not change which of two sets wins.
    """
    useful = task.goal
    for action in actions:
        useful |= task.needs[action]
    place = {fact: 1 << at for at, fact in enumerate(bit_positions(useful))}
    ranked = sorted(actions, key=lambda action: (_kind(task.source[action]), _key(task.source[action])))
    digit = {action: 1 << rank for rank, action in enumerate(ranked)}
    width = len(ranked)
    return Task(
        _moved(task.goal, place),
        [_moved(task.needs[action], place) for action in actions],
        [_moved(task.gives[action] & useful, place) for action in actions],
        [task.cost[action] << width | digit[action] for action in actions],
        [task.money[action] for action in actions],
        [task.source[action] for action in actions],
    )


def _moved(mask: int, place: dict[int, int]) -> int:
    moved = 0
    for fact in bit_positions(mask):
        moved |= place[fact]
    return moved


def _kind(source: Source) -> int:
    if isinstance(source, Option):
        return 1 if source.course is None else 2
    return 0


def _key(source: Source) -> tuple[int, int]:
    if isinstance(source, Waiver):
        return source.course, source.fact
    if isinstance(source, Skip):
        return -1, source.fact
    if isinstance(source, Assumption):
        return -2, source.facts
    return (
        -1 if source.course is None else source.course,
        -1 if source.program is None else source.program,
    )
