"""A plan as lines and stations, without a database."""

from typing import Any

import pytest

from advisor.journey import Progress, alternatives, draw, hours_text


def step(course: str, within: str | None = None, **fields: Any) -> dict[str, Any]:
    """As in the contract, without the keys that only newer plans have."""
    return {
        "course": course,
        "title": course.title(),
        "within": within,
        "alongside": False,
        "hours": {"low": 4, "expected": 5, "high": 6},
        "starts": "2027-01-04",
        "finishes": "2027-01-10",
        "teaches": {"python": 2},
        "because": [],
        "text": "Because.",
        **fields,
    }


def plan(*steps: dict[str, Any], **fields: Any) -> dict[str, Any]:
    hours = {"low": 12, "expected": 15, "high": 18}
    return {"steps": list(steps), "hours": hours, "finishes": "2027-02-01", "alternatives": [], **fields}


def test_neighbours_of_one_bundle_make_a_line() -> None:
    drawn = draw(plan(step("a"), step("b", "x"), step("c", "x"), step("d"), step("e", "y"), step("f", "x")))
    assert [(line.slug, line.colour, len(line.stations)) for line in drawn.lines] == [
        ("", 1, 1),
        ("x", 2, 2),
        ("", 1, 1),
        ("y", 3, 1),
        ("x", 2, 1),
    ]


def test_more_bundles_than_colours_go_round() -> None:
    drawn = draw(plan(*(step(f"c{number}", f"bundle{number}") for number in range(9))))
    assert {line.colour for line in drawn.lines} == set(range(2, 9))


@pytest.mark.parametrize(
    ("states", "upcoming"),
    [
        ({}, "a"),
        ({"a": "done"}, "b"),
        ({"c": "started"}, "c"),
        ({"a": "done", "b": "done", "c": "done"}, None),
    ],
)
def test_next_station_is_the_started_or_the_first_open_one(states: dict[str, str], upcoming: str | None) -> None:
    progress = {slug: Progress(state) for slug, state in states.items()}
    found = draw(plan(step("a"), step("b"), step("c")), progress=progress).next
    assert (found.slug if found else None) == upcoming


def test_hours_left_leave_out_what_is_done() -> None:
    drawn = draw(plan(step("a"), step("b")), progress={"a": Progress("done")})
    assert (drawn.done, drawn.total, drawn.hours_left) == (1, 2, "4–6 hours")


def test_skills_are_named_with_the_word_of_their_level() -> None:
    assert draw(plan(step("a")), skills={"python": "Python"}).stations[0].teaches == (("Python", "working"),)


def test_path_without_steps_can_be_drawn() -> None:
    drawn = draw(plan())
    assert (drawn.total, drawn.next, drawn.is_complete) == (0, None, True)


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [(1, 1, "1 hour"), (0.5, 1, "0.5–1 hour"), (8, 12.4, "8–12 hours"), (28, 45, "28–45 hours"), (0, 0, "0 hours")],
)
def test_hours_are_a_range_with_their_unit(low: float, high: float, text: str) -> None:
    assert hours_text(low, high) == text


def test_alternative_is_told_by_the_difference() -> None:
    other = {
        "prefer": "fastest",
        "hours": {"low": 1, "expected": 2, "high": 3},
        "weeks": 1,
        "cost": {"total": 0, "currency": "USD"},
        "courses": ["a", "z"],
        "titles": ["A", "Z"],
    }
    (found,) = alternatives(plan(step("a"), step("b"), alternatives=[other]))
    assert (found.more, found.less) == (("Z",), ("B",))
