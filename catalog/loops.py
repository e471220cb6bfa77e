"""Finds what would make learners go round in circles; pure functions on plain values.

Three kinds: a bundle that contains itself, an edition superseded by itself, and courses that wait for one another.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter

Need = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Node:
    """A course or bundle; skills are named by the same keys throughout, courses by `key`.

    `parts` are the keys of a bundle's courses in order, each with whether it can be taken on its own.
    """

    key: str
    title: str
    requires: Mapping[str, int] = field(default_factory=dict)
    teaches: Mapping[str, int] = field(default_factory=dict)
    parts: tuple[tuple[str, bool], ...] = ()
    superseded_by: str | None = None
    is_published: bool = True


@dataclass(frozen=True, slots=True)
class Wait:
    """`course` can't be taken before `awaited`: it teaches the need or, without one, comes before it in a bundle."""

    course: str
    need: Need | None
    awaited: str


Nodes = Mapping[str, Node]


def nesting_loop(nodes: Nodes) -> tuple[str, ...]:
    """Bundles each containing the next, the first also last; empty when there are none."""
    return loop_along(nodes, lambda node: [key for key, _ in node.parts])


def succession_loop(nodes: Nodes) -> tuple[str, ...]:
    """Editions each superseded by the next, the first also last; empty when there are none."""
    return loop_along(nodes, lambda node: [node.superseded_by] if node.superseded_by else [])


def loop_along(nodes: Nodes, following: Callable[[Node], Iterable[str]]) -> tuple[str, ...]:
    graph = {key: sorted(following(nodes[key])) for key in sorted(nodes)}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        # graphlib lists each node before the one that points at it
        return tuple(reversed(error.args[1]))
    return ()


def waiting_circle(nodes: Nodes, *, before: Nodes | None = None) -> tuple[Wait, ...]:
    """Published courses each waiting for the next and the last for the first; empty when there are none.

    A course waits for a skill that some course teaches but none that can be taken without it, starting from nothing,
    or for the part before it when it is not worth taking on its own. A need that no course teaches is left to what
    learners bring along. With `before`, only a circle through a course that was not yet stuck in it counts.
    """
    found = find_stuck(nodes)
    old = find_stuck(before).waiting if before is not None else set()
    for key in sorted(found.waiting - old):
        if circle := shortest_circle(found, key):
            return circle
    return ()


@dataclass(frozen=True, slots=True)
class Stuck:
    """Courses that can't be taken from nothing, with the skills `held` by then, and who teaches what."""

    offered: Nodes
    waiting: set[str]
    held: Mapping[str, int]
    teachers: Mapping[str, list[tuple[str, int]]]
    earlier: Mapping[str, list[str]]

    def waits_of(self, key: str) -> Iterator[Wait]:
        """Everything that the course waits for."""
        for skill, level in sorted(self.offered[key].requires.items()):
            if self.held.get(skill, 0) < level:
                for teacher, taught in self.teachers.get(skill, []):
                    if taught >= level:
                        yield Wait(key, (skill, level), teacher)
        before = self.earlier.get(key, [])
        if all(part in self.waiting for part in before):
            yield from (Wait(key, None, part) for part in before)


def find_stuck(nodes: Nodes) -> Stuck:
    offered = {key: node for key, node in nodes.items() if node.is_published and not node.parts}
    teachers = taught_by(offered)
    highest = {skill: max(level for _, level in given) for skill, given in teachers.items()}
    earlier = parts_before(nodes, offered)
    held: dict[str, int] = {}
    waiting = set(offered)
    while True:
        left = {key for key in waiting if is_waiting(offered[key], held, highest, earlier.get(key), waiting)}
        for key in waiting - left:
            for skill, level in offered[key].teaches.items():
                held[skill] = max(level, held.get(skill, 0))
        if left == waiting:
            return Stuck(offered, left, held, teachers, earlier)
        waiting = left


def taught_by(offered: Nodes) -> dict[str, list[tuple[str, int]]]:
    teachers: dict[str, list[tuple[str, int]]] = {}
    for key in sorted(offered):
        for skill, level in offered[key].teaches.items():
            teachers.setdefault(skill, []).append((key, level))
    return teachers


def parts_before(nodes: Nodes, offered: Nodes) -> dict[str, list[str]]:
    """For each course that is only taken within bundles, and first in none, the parts before it."""
    places: dict[str, list[str | None]] = {}
    for node in nodes.values():
        previous: str | None = None
        for key, is_standalone in node.parts if node.is_published else ():
            places.setdefault(key, []).append(None if is_standalone else previous)
            previous = key
    return {
        key: sorted({place for place in found if place is not None})
        for key, found in places.items()
        if None not in found and all(place in offered for place in found)
    }


def is_waiting(
    node: Node, held: Mapping[str, int], highest: Mapping[str, int], earlier: list[str] | None, waiting: set[str]
) -> bool:
    if earlier and all(key in waiting for key in earlier):
        return True
    return any(held.get(skill, 0) < level <= highest.get(skill, 0) for skill, level in node.requires.items())


def shortest_circle(stuck: Stuck, start: str) -> tuple[Wait, ...]:
    routes: dict[str, tuple[Wait, ...]] = {start: ()}
    queue = deque([start])
    while queue:
        key = queue.popleft()
        for wait in stuck.waits_of(key):
            if wait.awaited == start:
                return (*routes[key], wait)
            if wait.awaited not in routes:
                routes[wait.awaited] = (*routes[key], wait)
                queue.append(wait.awaited)
    return ()


def describe_nesting(nodes: Nodes) -> str:
    """A sentence about bundles that contain themselves, empty when there are none."""
    return describe_chain(nodes, nesting_loop(nodes), "contains")


def describe_succession(nodes: Nodes) -> str:
    """A sentence about editions superseded by themselves, empty when there are none."""
    return describe_chain(nodes, succession_loop(nodes), "is superseded by")


def describe_chain(nodes: Nodes, loop: Sequence[str], verb: str) -> str:
    if not loop:
        return ""
    titles = [f"“{nodes[key].title}”" for key in loop]
    return f"{titles[0]} {verb} " + f", which {verb} ".join(titles[1:]) + "."


def describe_waiting(nodes: Nodes, skills: Mapping[str, str], *, before: Nodes | None = None) -> str:
    """A sentence about courses that wait for one another, as `waiting_circle` finds them; empty when there are none.

    `skills` maps keys to names.
    """
    circle = waiting_circle(nodes, before=before)
    if not circle:
        return ""
    reasons = "; ".join(describe_wait(wait, nodes, skills) for wait in circle)
    return f"These courses wait for one another: {reasons}."


def describe_wait(wait: Wait, nodes: Nodes, skills: Mapping[str, str]) -> str:
    course, awaited = nodes[wait.course].title, nodes[wait.awaited].title
    if wait.need is None:
        return f"“{course}” comes after “{awaited}” in its bundle"
    skill, level = wait.need
    return f"“{course}” needs {skills[skill]} at level {level}, taught by “{awaited}”"


def describe_loop(nodes: Nodes, skills: Mapping[str, str]) -> tuple[str, str, str] | None:
    """The first loop of any kind: the key of a course in it, the field at fault and a sentence; or None."""
    if loop := nesting_loop(nodes):
        return loop[0], "parts", describe_nesting(nodes)
    if loop := succession_loop(nodes):
        return loop[0], "superseded_by", describe_succession(nodes)
    if circle := waiting_circle(nodes):
        return circle[0].course, "requires", describe_waiting(nodes, skills)
    return None
