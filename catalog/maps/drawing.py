"""A map as the page shows it: shapes and lines with their words, and a list that says the same."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from textwrap import wrap
from urllib.parse import urlencode

from django.urls import reverse

from catalog.maps.atlas import Edge, Kind, Node, Picture
from catalog.maps.layout import MARGIN, NODE_HEIGHT, NODE_WIDTH, Route, lay_out
from catalog.models import Level

LINE_HEIGHT = 16
MOST_LINES, LINE_LENGTH = 3, 18
# An estimate of the room that a line's words take, in units of the drawing.
LABEL_HEIGHT, LETTER_WIDTH = 14, 7
# Where on a line its words may stand, the best first.
PLACES = (0.5, 0.35, 0.65, 0.25, 0.75, 0.15, 0.85)

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    y: int


@dataclass(frozen=True, slots=True)
class Shape:
    """A node with its top left corner; `role` says in words what it is."""

    node: Node
    x: int
    y: int
    address: str
    lines: tuple[Line, ...]
    is_centre: bool
    role: str

    @property
    def middle(self) -> tuple[int, int]:
        return self.x + NODE_WIDTH // 2, self.y + NODE_HEIGHT // 2

    @property
    def right(self) -> int:
        return self.x + NODE_WIDTH


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line with its path, its sentence, and the few words that stand on it with their middle."""

    tie: str
    path: str
    sentence: str
    words: str
    x: int
    y: int
    is_loop: bool


@dataclass(frozen=True, slots=True)
class Item:
    """A node of the list with the sentences on the lines that leave it."""

    shape: Shape
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    shapes: tuple[Shape, ...]
    strokes: tuple[Stroke, ...]
    items: tuple[Item, ...]
    width: int
    height: int
    ties: frozenset[str]
    has_loops: bool
    node_width: int = NODE_WIDTH
    node_height: int = NODE_HEIGHT


def draw(picture: Picture, *, steps: str) -> Drawing:
    """`steps` is kept in the addresses of the nodes, so that another middle is seen as far around."""
    edges = list(picture.edges.values())
    layout = lay_out(list(picture.nodes), [(edge.start, edge.end) for edge in edges], centre=picture.key)
    shapes = {
        key: shape_of(picture, picture.nodes[key], layout.places[key], steps) for row in layout.layers for key in row
    }
    strokes = tuple(strokes_of(edges, layout.routes, shapes))
    leaving: defaultdict[str, list[str]] = defaultdict(list)
    for edge, stroke in zip(edges, strokes, strict=True):
        if stroke.sentence:
            leaving[edge.start].append(stroke.sentence)
    return Drawing(
        shapes=tuple(shapes.values()),
        strokes=strokes,
        items=tuple(Item(shape, tuple(leaving[key])) for key, shape in shapes.items()),
        width=layout.width,
        height=max(layout.height, 2 * MARGIN + NODE_HEIGHT),
        ties=frozenset(stroke.tie for stroke in strokes),
        has_loops=any(stroke.is_loop for stroke in strokes),
    )


def shape_of(picture: Picture, node: Node, place: tuple[int, int], steps: str) -> Shape:
    is_centre = node.key == picture.key
    x, y = place
    texts = wrap(node.title, LINE_LENGTH, max_lines=MOST_LINES - bool(node.note), placeholder="…")
    texts += [node.note] if node.note else []
    first = y + NODE_HEIGHT // 2 - LINE_HEIGHT * (len(texts) - 1) // 2
    lines = tuple(Line(text, first + LINE_HEIGHT * at) for at, text in enumerate(texts))
    role: str = "more of them" if node.kind == "more" else node.kind
    if node.note:
        role = f"{role}, {node.note}"
    return Shape(node, x, y, address_of(node, steps), lines, is_centre, f"{role}, in the middle" if is_centre else role)


def address_of(node: Node, steps: str) -> str:
    """The map around the node; of what was left out, the library's list where a map would say no more."""
    library = reverse("catalog:course_list")
    if node.kind == "more" and node.about == "skill" and node.key.endswith(":before"):
        return f"{library}?{urlencode({'skill': node.slug})}"
    if node.kind == "more" and steps == "all":
        return library
    return map_address(node.about if node.kind == "more" else node.kind, node.slug, steps)


def map_address(kind: Kind, slug: str, steps: str) -> str:
    """Goals are the other application's, and only ever in the middle of their map, so that a query is enough."""
    query = f"?{urlencode({'steps': steps})}"
    return query if kind == "goal" else f"{reverse(f'catalog:{kind}_map', args=[slug])}{query}"


def strokes_of(edges: list[Edge], routes: tuple[Route, ...], shapes: Mapping[str, Shape]) -> Iterator[Stroke]:
    taken: list[Box] = [(shape.x, shape.y, shape.right, shape.y + NODE_HEIGHT) for shape in shapes.values()]
    for edge, route in zip(edges, routes, strict=True):
        words = words_of(edge, is_loop=route.is_loop)
        x, y, box = free_place(route.points, len(words) * LETTER_WIDTH / 2, taken)
        if words:
            taken.append(box)
        sentence = sentence_of(edge, shapes, is_loop=route.is_loop)
        yield Stroke(edge.tie, path_of(route.points), sentence, words, x, y, route.is_loop)


def words_of(edge: Edge, *, is_loop: bool) -> str:
    if edge.tie == "more":
        return ""
    return f"{edge.level} {Level(edge.level).label}{' ↩' if is_loop else ''}"


def sentence_of(edge: Edge, shapes: Mapping[str, Shape], *, is_loop: bool) -> str:
    start, end = (f"“{shapes[key].node.title}”" for key in (edge.start, edge.end))
    at = f"{Level(edge.level).label} ({edge.level})"
    match edge.tie:
        case "teaches":
            sentence = f"{start} teaches {end} up to {at}"
        case "required":
            sentence = f"{end} requires {start} at {at}"
        case "helpful":
            sentence = f"{end} is easier with {start} at {at}"
        case "wants":
            sentence = f"{end} wants {start} at {at}"
        case "usual":
            sentence = f"{edge.count} of {edge.of} courses that teach {end} require {start}, at {at} or above"
        case _:
            return ""
    return f"{sentence}; this goes back, against the order of the map." if is_loop else f"{sentence}."


def path_of(points: tuple[tuple[int, int], ...]) -> str:
    """A curve that is level at each of its corners."""
    parts = [f"M{points[0][0]} {points[0][1]}"]
    for (x, y), (to_x, to_y) in pairwise(points):
        bend = (x + to_x) // 2
        parts.append(f"H{to_x}" if y == to_y else f"C{bend} {y} {bend} {to_y} {to_x} {to_y}")
    return "".join(parts)


def free_place(points: tuple[tuple[int, int], ...], half: float, taken: list[Box]) -> tuple[int, int, Box]:
    """Where on the line, between two layers, words of this half width touch the least of what is there."""
    found: list[tuple[float, int, Box]] = []
    for at in PLACES:
        for (x, y), (to_x, to_y) in zip(points[::2], points[1::2], strict=True):
            middle = x + (to_x - x) * (1.5 * at - 1.5 * at**2 + at**3)
            middle = min(max(middle, min(x, to_x) + half), max(x, to_x) - half)
            height = y + (to_y - y) * (3 * at**2 - 2 * at**3)
            box = (middle - half, height - LABEL_HEIGHT / 2, middle + half, height + LABEL_HEIGHT / 2)
            found.append((sum(overlap(box, other) for other in taken), len(found), box))
    left, top, right, bottom = box = min(found)[2]
    return round((left + right) / 2), round((top + bottom) / 2), box


def overlap(one: Box, other: Box) -> float:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return width * height if width > 0 and height > 0 else 0.0
