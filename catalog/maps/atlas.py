"""Skills and courses as a map sees them, and which of them stand around one. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from catalog.maps.layout import leads_to, split_loops

Kind = Literal["course", "skill", "goal", "more"]
Tie = Literal["required", "helpful", "teaches", "wants", "usual", "more"]

# How many courses the skills of one layer share among them, and how many nodes there are in all, so that a map fits a
# screen or two; the rest is counted in nodes of its own.
MOST_IN_A_LAYER = 8
MOST_NODES = 60
# So far around, a need is drawn only when it does not follow from others.
STEPS_IN_BRIEF = 3


@dataclass(frozen=True, slots=True)
class Stop:
    """A course, goal or skill with the levels of skills that it needs and gives.

    `is_drawn` is false for what a map shows in its middle only: drafts, retired and older courses, and parts that are
    not taken alone, since their bundle stands for them.
    """

    kind: Kind
    slug: str
    title: str
    required: Mapping[str, int] = field(default_factory=dict)
    helpful: Mapping[str, int] = field(default_factory=dict)
    teaches: Mapping[str, int] = field(default_factory=dict)
    is_drawn: bool = True


@dataclass(frozen=True, slots=True)
class Node:
    """`about` is what a node of the kind "more" counts for: where the others are found."""

    key: str
    kind: Kind
    slug: str
    title: str
    note: str = ""
    about: Kind = "skill"


@dataclass(frozen=True, slots=True)
class Edge:
    """`count` of `of` courses say so, for what is usual."""

    start: str
    end: str
    tie: Tie
    level: int = 0
    count: int = 0
    of: int = 0


@dataclass(frozen=True)
class Atlas:
    """Courses by slug and skills in the vocabulary's order."""

    courses: Mapping[str, Stop]
    skills: Mapping[str, str]

    @cached_property
    def drawn(self) -> list[Stop]:
        return [course for _, course in sorted(self.courses.items()) if course.is_drawn]

    @cached_property
    def teachers(self) -> Mapping[str, list[Stop]]:
        """By skill; those that ask for least first."""
        found: defaultdict[str, list[Stop]] = defaultdict(list)
        for course in sorted(self.drawn, key=lambda course: (len(course.required), course.slug)):
            for skill in course.teaches:
                found[skill].append(course)
        return found

    @cached_property
    def askers(self) -> Mapping[str, list[Stop]]:
        """By skill; those that require it first, and of these the ones that ask for least else."""
        found: defaultdict[str, list[Stop]] = defaultdict(list)
        for course in sorted(self.drawn, key=lambda course: (len(course.required), course.slug)):
            for skill in {**course.required, **course.helpful}:
                found[skill].append(course)
        return {skill: sorted(held, key=lambda course: skill not in course.required) for skill, held in found.items()}


class Picture:
    """Nodes and edges in the order in which they were met, nearest first."""

    def __init__(self, atlas: Atlas, centre: Stop) -> None:
        self.atlas = atlas
        self.key = f"{centre.kind}:{centre.slug}"
        self.nodes = {self.key: Node(self.key, centre.kind, centre.slug, centre.title)}
        self.edges: dict[tuple[str, str], Edge] = {}

    def has_room(self, key: str) -> bool:
        return key in self.nodes or len(self.nodes) < MOST_NODES

    def add(self, node: Node) -> bool:
        """Whether it is new."""
        is_new = node.key not in self.nodes
        self.nodes.setdefault(node.key, node)
        return is_new

    def join(self, edge: Edge) -> None:
        self.edges.setdefault((edge.start, edge.end), edge)

    def add_more(self, side: str, at: Node, left_out: int) -> None:
        """A node for what is left out at another one, on the side where it would stand."""
        if not left_out:
            return
        node = Node(f"more:{at.key}:{side}", "more", at.slug, f"and {left_out} more", about=at.kind)
        self.add(node)
        self.join(Edge(node.key, at.key, "more") if side == "before" else Edge(at.key, node.key, "more"))


def around(atlas: Atlas, centre: Stop, steps: int) -> Picture:
    """The nodes within so many edges of the centre: on the left what it needs, on the right what it opens."""
    picture = Picture(atlas, centre)
    for side in ("before", "after"):
        frontier = [(picture.nodes[picture.key], centre)]
        for _ in range(steps):
            most = max(1, MOST_IN_A_LAYER // max(1, len(frontier)))
            frontier = [found for node, stop in frontier for found in grow(picture, side, node, stop, most)]
    if steps >= STEPS_IN_BRIEF:
        leave_out_what_follows(picture)
    return picture


def leave_out_what_follows(picture: Picture) -> None:
    """Take out needs that a longer way joins already; from afar there are more of them than one can see."""
    forward, loops = split_loops(list(picture.edges))
    kept = {*reduced(forward), *loops}
    picture.edges = {
        pair: edge for pair, edge in picture.edges.items() if pair in kept or edge.tie not in {"required", "helpful"}
    }


def grow(picture: Picture, side: str, node: Node, stop: Stop, most: int) -> list[tuple[Node, Stop]]:
    """Add what stands next to the node on one side, of a skill so many new courses at most; returns what is new."""
    ties = list(skill_ties(stop, side)) if stop.kind != "skill" else list(course_ties(picture, side, node, stop))
    shown: list[tuple[Node, Stop]] = []
    left_out = 0
    for other, tie, level in ties:
        plain = f"{other.kind}:{other.slug}"
        key = plain if plain == picture.key else f"{side}:{plain}"
        is_known = key in picture.nodes
        if not picture.has_room(key) or (stop.kind == "skill" and not is_known and len(shown) >= most):
            left_out += 1
            continue
        title = picture.atlas.skills.get(other.slug, other.title) if other.kind == "skill" else other.title
        found = Node(key, other.kind, other.slug, title)
        if picture.add(found):
            shown.append((found, other))
        ends = (key, node.key) if side == "before" else (node.key, key)
        picture.join(Edge(*ends, tie, level))
    picture.add_more(side, node, left_out)
    return shown


def skill_ties(stop: Stop, side: str) -> Iterator[tuple[Stop, Tie, int]]:
    """The skills that a course or goal needs, or gives; a skill carries the level at which it is looked for."""
    if side == "after":
        for skill, level in stop.teaches.items():
            yield Stop("skill", skill, skill, teaches={skill: level}), "teaches", level
        return
    for skill, level in stop.required.items():
        yield (
            Stop("skill", skill, skill, required={skill: level}),
            "wants" if stop.kind == "goal" else "required",
            level,
        )
    for skill, level in stop.helpful.items():
        if skill not in stop.required:
            yield Stop("skill", skill, skill, required={skill: level}), "helpful", level


def course_ties(picture: Picture, side: str, node: Node, stop: Stop) -> Iterator[tuple[Stop, Tie, int]]:
    """Courses that lead to the skill at the level looked for, or build on it, those in the picture first."""
    atlas, skill = picture.atlas, stop.slug
    if side == "before":
        least = stop.required.get(skill, 0)
        found = [(course, course.teaches[skill]) for course in atlas.teachers.get(skill, ())]
        ties: list[tuple[Stop, Tie, int]] = [(course, "teaches", level) for course, level in found if level >= least]
    else:
        most = stop.teaches.get(skill, 3)
        ties = [
            (course, "required" if skill in course.required else "helpful", level)
            for course in atlas.askers.get(skill, ())
            if (level := course.required.get(skill) or course.helpful[skill]) <= most
        ]
    others = [tie for tie in ties if f"course:{tie[0].slug}" != picture.key]
    return iter(sorted(others, key=lambda tie: f"{side}:course:{tie[0].slug}" not in picture.nodes))


def everything(atlas: Atlas, centre: Stop) -> Picture:
    """All skills on the ways to the centre and on from it; courses are counted, not drawn."""
    picture = Picture(atlas, centre)
    usual = usual_order(atlas)
    if centre.kind == "skill":
        near_before, near_after = {centre.slug}, {centre.slug}
        # the skill itself is the middle
        picture.nodes = {picture.key: skill_node(atlas, centre.slug)}
    else:
        near_before, near_after = {*centre.required, *centre.helpful}, set(centre.teaches)
        for other, tie, level in (*skill_ties(centre, "before"), *skill_ties(centre, "after")):
            key = f"skill:{other.slug}"
            picture.add(skill_node(atlas, other.slug))
            picture.join(Edge(picture.key, key, tie, level) if tie == "teaches" else Edge(key, picture.key, tie, level))
    before, after = reach(near_before, usual, 1, 0), reach(near_after, usual, 0, 1)
    left_out = 0
    for skill in (skill for skill in atlas.skills if skill in before | after):
        node = skill_node(atlas, skill)
        if picture.has_room(node.key):
            picture.add(node)
        else:
            left_out += 1
    for (start, end), edge in usual.items():
        if f"skill:{start}" in picture.nodes and f"skill:{end}" in picture.nodes:
            picture.join(edge)
    picture.add_more("after", picture.nodes[picture.key], left_out)
    return picture


def skill_node(atlas: Atlas, skill: str) -> Node:
    count = len(atlas.teachers.get(skill, ()))
    note = f"{count or 'no'} course{'' if count == 1 else 's'}"
    return Node(f"skill:{skill}", "skill", skill, atlas.skills.get(skill, skill), note=note)


def usual_order(atlas: Atlas) -> dict[tuple[str, str], Edge]:
    """Skills that at least half the courses which teach another one require; what follows from others is left out."""
    edges: dict[tuple[str, str], Edge] = {}
    for skill in atlas.skills:
        teachers = atlas.teachers.get(skill, [])
        asked = Counter(need for course in teachers for need in course.required if need != skill)
        for need in (need for need in atlas.skills if 2 * asked[need] >= len(teachers) > 0):
            level = min(course.required[need] for course in teachers if need in course.required)
            ends = (f"skill:{need}", f"skill:{skill}")
            edges[need, skill] = Edge(*ends, "usual", level, asked[need], len(teachers))
    # of a circle the weakest tie is the loop
    pairs = sorted(edges, key=lambda pair: -edges[pair].count / edges[pair].of)
    forward, loops = split_loops(pairs)
    kept = {*reduced(forward), *loops}
    return {pair: edges[pair] for pair in pairs if pair in kept}


def reduced(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Pairs without those that a longer way joins already; there are no circles among them."""
    following: defaultdict[str, list[str]] = defaultdict(list)
    listed = list(pairs)
    for start, end in listed:
        following[start].append(end)
    return [
        (start, end)
        for start, end in listed
        if not any(leads_to(following, other, end) for other in following[start] if other != end)
    ]


def reach(near: Iterable[str], pairs: Iterable[tuple[str, str]], at: int, to: int) -> set[str]:
    """What pairs lead to from those near, going from their place `at` to their place `to`."""
    following: defaultdict[str, list[str]] = defaultdict(list)
    for pair in pairs:
        following[pair[at]].append(pair[to])
    found, waiting = set(near), list(near)
    while waiting:
        new = [each for each in following[waiting.pop()] if each not in found]
        found.update(new)
        waiting.extend(new)
    return found
