"""Loops on hand-made nodes; no database."""

from typing import Any

from catalog.loops import Node, describe_loop, nesting_loop, succession_loop, waiting_circle

SKILLS = {"maths": "Maths", "code": "Code"}


def nodes(*given: Node) -> dict[str, Node]:
    return {node.key: node for node in given}


def node(key: str, **fields: Any) -> Node:
    return Node(key, key.upper(), **fields)


def circle_of_two(**fields: Any) -> dict[str, Node]:
    return nodes(
        node("a", requires={"maths": 1}, teaches={"code": 1}, **fields),
        node("b", requires={"code": 1}, teaches={"maths": 2}),
    )


def test_nesting_through_several_levels_is_named_in_order() -> None:
    found = nodes(
        node("a", parts=(("b", False),)), node("b", parts=(("c", True),)), node("c", parts=(("a", True),)), node("d")
    )
    assert describe_loop(found, SKILLS) == ("a", "parts", "“A” contains “B”, which contains “C”, which contains “A”.")


def test_shared_part_is_no_nesting_loop() -> None:
    found = nodes(node("a", parts=(("c", True), ("b", True))), node("b", parts=(("c", True),)), node("c"))
    assert nesting_loop(found) == ()


def test_succession_loop_is_found() -> None:
    found = nodes(node("a", superseded_by="b"), node("b", superseded_by="a"))
    assert succession_loop(found) == ("a", "b", "a")


def test_courses_that_wait_for_one_another_are_named_with_skills() -> None:
    found = describe_loop(circle_of_two(), SKILLS)
    assert found == (
        "a",
        "requires",
        "These courses wait for one another: “A” needs Maths at level 1, taught by “B”; "
        "“B” needs Code at level 1, taught by “A”.",
    )


def test_third_teacher_opens_the_circle() -> None:
    assert waiting_circle(circle_of_two() | nodes(node("c", teaches={"maths": 1}))) == ()


def test_teacher_below_the_level_does_not_open_the_circle() -> None:
    found = nodes(
        node("a", requires={"maths": 2}, teaches={"code": 1}),
        node("b", requires={"code": 1}, teaches={"maths": 2}),
        node("c", teaches={"maths": 1}),
    )
    assert [wait.course for wait in waiting_circle(found)] == ["a", "b"]


def test_draft_takes_no_part_in_a_circle() -> None:
    assert waiting_circle(circle_of_two(is_published=False)) == ()


def test_need_that_nobody_teaches_is_left_to_learners() -> None:
    assert waiting_circle(nodes(node("a", requires={"maths": 3}, teaches={"code": 1}))) == ()


def test_course_that_needs_what_only_it_teaches_waits_for_itself() -> None:
    found = waiting_circle(nodes(node("a", requires={"maths": 1}, teaches={"maths": 2})))
    assert [(wait.course, wait.awaited) for wait in found] == [("a", "a")]


def test_part_that_needs_a_later_part_is_stuck() -> None:
    found = nodes(
        node("bundle", parts=(("a", False), ("b", False))),
        node("a", requires={"maths": 1}),
        node("b", teaches={"maths": 1}),
    )
    assert "“B” comes after “A” in its bundle" in describe_loop(found, SKILLS)[2]  # type: ignore[index]


def test_later_part_worth_taking_alone_is_not_stuck() -> None:
    found = nodes(
        node("bundle", parts=(("a", False), ("b", True))),
        node("a", requires={"maths": 1}),
        node("b", teaches={"maths": 1}),
    )
    assert waiting_circle(found) == ()


def test_course_behind_an_old_circle_is_not_blamed() -> None:
    before = circle_of_two()
    after = before | nodes(node("c", requires={"code": 1}))
    assert waiting_circle(after, before=before) == ()
    assert waiting_circle(after) != ()


def test_circle_that_a_change_closes_is_found_beside_an_old_one() -> None:
    before = circle_of_two() | nodes(node("c", requires={"sql": 1}, teaches={"r": 1}), node("d", teaches={"sql": 1}))
    after = before | nodes(node("d", teaches={"sql": 1}, requires={"r": 1}))
    assert {wait.course for wait in waiting_circle(after, before=before)} == {"c", "d"}
