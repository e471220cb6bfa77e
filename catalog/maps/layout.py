"""Where the nodes of a map stand and how its lines run, from left to right. Pure: the same map is always drawn alike.

The method is that of Sugiyama, Tagawa and Toda (1981): layers by the longest path, an order within each layer by the
mean place of the neighbours, and heights that keep lines as straight as the order allows.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from itertools import pairwise

Pair = tuple[str, str]

NODE_WIDTH, NODE_HEIGHT = 148, 60
COLUMN_GAP, ROW_GAP = 66, 14
# A line that passes a layer takes the place of a thin node there.
PASS_HEIGHT, PASS_GAP = 10, 10
MARGIN = 14
SWEEPS = 12


@dataclass(frozen=True, slots=True)
class Route:
    """Corners from the start's right side to the end's left one; a loop goes the other way, against the reading."""

    start: str
    end: str
    points: tuple[tuple[int, int], ...]
    is_loop: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """The top left corner of each node, layers from the left, and the routes in the order of the edges."""

    places: Mapping[str, tuple[int, int]]
    layers: tuple[tuple[str, ...], ...]
    routes: tuple[Route, ...]
    width: int
    height: int


def lay_out(keys: Sequence[str], edges: Sequence[Pair], *, centre: str) -> Layout:
    """`edges` join different keys, each pair once; of a circle the one that comes last in the order is the loop.

    What leads to the centre stands as near to it as it can.
    """
    loops = split_loops(edges)[1]
    turned = [(end, start) if (start, end) in loops else (start, end) for start, end in edges]
    level = layers_of(keys, turned, centre)
    chains = [chain(at, start, end, level) for at, (start, end) in enumerate(turned)]
    rows = ordered_rows(keys, level, chains)
    tops = heights_of(rows, chains)
    places = {key: (MARGIN + level[key] * (NODE_WIDTH + COLUMN_GAP), tops[key]) for key in keys}
    ports = ports_of(chains, tops)
    routes = tuple(
        route(pair, pair in loops, links, places, tops, ports[at])
        for at, (pair, links) in enumerate(zip(edges, chains, strict=True))
    )
    return Layout(
        places=places,
        layers=tuple(tuple(key for key in row if key in level) for row in rows),
        routes=routes,
        width=2 * MARGIN + len(rows) * NODE_WIDTH + max(0, len(rows) - 1) * COLUMN_GAP,
        height=MARGIN + max((top + size(key) for key, top in tops.items()), default=0),
    )


def split_loops(edges: Sequence[Pair]) -> tuple[list[Pair], set[Pair]]:
    """Edges that close no circle with those before them, and the others."""
    following: defaultdict[str, list[str]] = defaultdict(list)
    kept: list[Pair] = []
    loops: set[Pair] = set()
    for start, end in edges:
        if leads_to(following, end, start):
            loops.add((start, end))
        else:
            following[start].append(end)
            kept.append((start, end))
    return kept, loops


def leads_to(following: Mapping[str, Sequence[str]], start: str, end: str) -> bool:
    seen, waiting = {start}, [start]
    while waiting:
        key = waiting.pop()
        if key == end:
            return True
        new = [each for each in following.get(key, ()) if each not in seen]
        seen.update(new)
        waiting.extend(new)
    return False


def layers_of(keys: Sequence[str], edges: Iterable[Pair], centre: str) -> dict[str, int]:
    """Layers by the longest path to each node; what leads to the centre is moved towards what it leads to."""
    before: dict[str, list[str]] = {key: [] for key in keys}
    after: dict[str, list[str]] = {key: [] for key in keys}
    for start, end in edges:
        before[end].append(start)
        after[start].append(end)
    order = list(TopologicalSorter(before).static_order())
    level: dict[str, int] = {}
    for key in order:
        level[key] = max((level[each] + 1 for each in before[key]), default=0)
    leading = {centre}
    for key in reversed(order):
        if key != centre and not leading.isdisjoint(after[key]):
            leading.add(key)
            level[key] = min(level[each] for each in after[key]) - 1
    return level


def chain(at: int, start: str, end: str, level: Mapping[str, int]) -> list[str]:
    """The edge's ends with a passing place in each layer between them."""
    passed = range(level[start] + 1, level[end])
    return [start, *(f"{at}\0{layer}" for layer in passed), end]


def is_pass(key: str) -> bool:
    return "\0" in key


def size(key: str) -> int:
    return PASS_HEIGHT if is_pass(key) else NODE_HEIGHT


def ordered_rows(keys: Sequence[str], level: Mapping[str, int], chains: Sequence[Sequence[str]]) -> list[list[str]]:
    """Each layer from top to bottom; of the orders tried the one with the fewest crossings, the first of equals."""
    rows: list[list[str]] = [[] for _ in range(max(level.values(), default=-1) + 1)]
    for key in keys:
        rows[level[key]].append(key)
    for links in chains:
        for step, key in enumerate(links[1:-1], start=1):
            rows[level[links[0]] + step].append(key)
    before, after = neighbours(chains)
    best, fewest = [list(row) for row in rows], crossings(rows, after)
    for sweep in range(SWEEPS):
        beside = before if sweep % 2 == 0 else after
        for row in rows if sweep % 2 == 0 else reversed(rows):
            place = {key: at for other in rows for at, key in enumerate(other)}
            row.sort(key=lambda key: (mean([place[each] for each in beside[key]] or [place[key]]), place[key]))
        if (count := crossings(rows, after)) < fewest:
            best, fewest = [list(row) for row in rows], count
    return best


def neighbours(chains: Sequence[Sequence[str]]) -> tuple[defaultdict[str, list[str]], defaultdict[str, list[str]]]:
    before: defaultdict[str, list[str]] = defaultdict(list)
    after: defaultdict[str, list[str]] = defaultdict(list)
    for links in chains:
        for left, right in pairwise(links):
            before[right].append(left)
            after[left].append(right)
    return before, after


def crossings(rows: Sequence[Sequence[str]], after: Mapping[str, Sequence[str]]) -> int:
    place = {key: at for row in rows for at, key in enumerate(row)}
    count = 0
    for row in rows:
        seen: list[int] = []
        for key in row:
            ends = [place[each] for each in after.get(key, ())]
            count += sum(end < other for end in ends for other in seen)
            seen += ends
    return count


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def heights_of(rows: Sequence[Sequence[str]], chains: Sequence[Sequence[str]]) -> dict[str, int]:
    """The top of every node and passing place: as level with its neighbours as order and distances allow."""
    before, after = neighbours(chains)
    middles: dict[str, float] = {}
    for row in rows:
        middles |= zip(row, spread([0.0] * len(row), row), strict=True)
    for sweep in range(SWEEPS):
        for row in rows if sweep % 2 == 0 else reversed(rows):
            beside = [[middles[each] for each in (*before[key], *after[key])] for key in row]
            wanted = [mean(found or [middles[key]]) for key, found in zip(row, beside, strict=True)]
            middles |= zip(row, spread(wanted, row), strict=True)
    tops = {key: round(middle - size(key) / 2) for key, middle in middles.items()}
    highest = min(tops.values(), default=0)
    return {key: top - highest + MARGIN for key, top in tops.items()}


def spread(wanted: Sequence[float], row: Sequence[str]) -> list[int]:
    """Whole middles nearest to those wanted, in the least squares, with room for each; by pooling those that clash."""
    offsets = [0]
    for upper, lower in pairwise(row):
        gap = PASS_GAP if is_pass(upper) or is_pass(lower) else ROW_GAP
        offsets.append(offsets[-1] + (size(upper) + size(lower)) // 2 + gap)
    pools: list[tuple[float, int]] = []
    for middle, offset in zip(wanted, offsets, strict=False):
        total, count = middle - offset, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            total, count = total + pools[-1][0], count + pools[-1][1]
            pools.pop()
        pools.append((total, count))
    levels = [round(total / count) for total, count in pools for _ in range(count)]
    return [level + offset for level, offset in zip(levels, offsets, strict=False)]


def ports_of(chains: Sequence[Sequence[str]], tops: Mapping[str, int]) -> list[tuple[int, int]]:
    """For each chain the heights where it leaves its left node and enters its right one; lines don't cross there."""
    leaving: defaultdict[str, list[tuple[float, int]]] = defaultdict(list)
    entering: defaultdict[str, list[tuple[float, int]]] = defaultdict(list)
    for at, links in enumerate(chains):
        leaving[links[0]].append((tops[links[1]] + size(links[1]) / 2, at))
        entering[links[-1]].append((tops[links[-2]] + size(links[-2]) / 2, at))
    found: list[list[int]] = [[0, 0] for _ in chains]
    for side, held in enumerate((leaving, entering)):
        for key, ends in held.items():
            for number, (_, at) in enumerate(sorted(ends), start=1):
                found[at][side] = tops[key] + round(NODE_HEIGHT * number / (len(ends) + 1))
    return [(left, right) for left, right in found]


def route(
    pair: Pair,
    is_loop: bool,
    links: Sequence[str],
    places: Mapping[str, tuple[int, int]],
    tops: Mapping[str, int],
    ports: tuple[int, int],
) -> Route:
    x = places[links[0]][0]
    points = [(x + NODE_WIDTH, ports[0])]
    for step, key in enumerate(links[1:-1], start=1):
        left, y = x + step * (NODE_WIDTH + COLUMN_GAP), tops[key] + PASS_HEIGHT // 2
        points += [(left, y), (left + NODE_WIDTH, y)]
    points.append((places[links[-1]][0], ports[1]))
    return Route(*pair, tuple(reversed(points) if is_loop else points), is_loop)
