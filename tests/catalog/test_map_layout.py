"""Where nodes and lines of a map stand: nothing overlaps, and lines run from left to right."""

from itertools import combinations, pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.maps.layout import COLUMN_GAP, NODE_HEIGHT, NODE_WIDTH, Layout, lay_out, spread

# A busy machine is slow, which is no fault of the code.
UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
KEYS = [f"n{number}" for number in range(14)]
PAIRS = st.lists(st.sampled_from([(a, b) for a in KEYS for b in KEYS if a != b]), unique=True, max_size=40)


def overlapping(layout: Layout) -> list[tuple[str, str]]:
    return [
        (one, other)
        for (one, (x, y)), (other, (to_x, to_y)) in combinations(layout.places.items(), 2)
        if abs(x - to_x) < NODE_WIDTH and abs(y - to_y) < NODE_HEIGHT
    ]


def runs_into_nodes(layout: Layout) -> list[str]:
    """Nodes that a line runs through on its level pieces, which are those within a layer."""
    return [
        key
        for route in layout.routes
        for (x, y), (to_x, to_y) in pairwise(route.points)
        for key, (left, top) in layout.places.items()
        if y == to_y and abs(to_x - x) == NODE_WIDTH and min(x, to_x) == left and top <= y <= top + NODE_HEIGHT
    ]


@UNTIMED
@given(PAIRS)
def test_nodes_and_lines_keep_clear_of_each_other(edges: list[tuple[str, str]]) -> None:
    layout = lay_out(KEYS, edges, centre="n0")
    assert overlapping(layout) == []
    assert runs_into_nodes(layout) == []
    assert all(0 <= x <= layout.width - NODE_WIDTH for x, _ in layout.places.values())
    assert all(0 <= y <= layout.height - NODE_HEIGHT for _, y in layout.places.values())


@UNTIMED
@given(PAIRS)
def test_every_line_runs_from_left_to_right_or_is_a_loop(edges: list[tuple[str, str]]) -> None:
    layout = lay_out(KEYS, edges, centre="n0")
    assert [(route.start, route.end) for route in layout.routes] == edges
    for route in layout.routes:
        steps = [right - left for (left, _), (right, _) in pairwise(route.points)]
        assert all(step < 0 for step in steps) if route.is_loop else all(step > 0 for step in steps)
        assert {abs(step) for step in steps} <= {COLUMN_GAP, NODE_WIDTH}


def test_circle_is_drawn_with_one_loop() -> None:
    layout = lay_out(["a", "b", "c"], [("a", "b"), ("b", "c"), ("c", "a")], centre="b")
    assert [route.is_loop for route in layout.routes] == [False, False, True]
    assert layout.layers == (("a",), ("b",), ("c",))


def test_two_nodes_that_lead_to_each_other_have_two_lines() -> None:
    layout = lay_out(["a", "b"], [("a", "b"), ("b", "a")], centre="a")
    assert [route.is_loop for route in layout.routes] == [False, True]
    assert len({route.points[0][1] for route in layout.routes}) == 2


def test_layer_is_the_longest_way_and_what_leads_to_the_centre_stands_near_it() -> None:
    edges = [("a", "b"), ("b", "c"), ("a", "c"), ("near", "c")]
    layout = lay_out(["a", "b", "c", "near"], edges, centre="c")
    assert layout.layers == (("a",), ("b", "near"), ("c",))


def test_crossing_that_can_be_undone_is_undone() -> None:
    layout = lay_out(["a", "b", "x", "y"], [("a", "y"), ("b", "x")], centre="a")
    assert [[layout.places[key][1] for key in pair] for pair in (("a", "y"), ("b", "x"))] == [[14, 14], [88, 88]]


def test_clashing_wishes_are_shared_out() -> None:
    assert spread([100, 100], ["a", "b"]) == [63, 137]
    assert spread([0, 500], ["a", "b"]) == [0, 500]
    assert spread([], []) == []


def test_map_of_one_node_is_drawn() -> None:
    layout = lay_out(["a"], [], centre="a")
    assert (layout.places, layout.routes) == ({"a": (14, 14)}, ())
