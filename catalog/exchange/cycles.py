"""Loops that a file would close, found before anything is written."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from catalog.desk.documents import Document
from catalog.exchange.problems import Problem
from catalog.graph import read_nodes
from catalog.loops import (
    Node,
    describe_nesting,
    describe_succession,
    describe_waiting,
    nesting_loop,
    succession_loop,
    waiting_circle,
)
from catalog.models import Course, Skill

# A row's number and what the search has to know of its course.
Pending = Iterable[tuple[int, Mapping[str, Any]]]


def node_data(document: Document) -> dict[str, Any]:
    """What of a course can close a loop. A draft counts as published, for that is what it is for."""
    return {
        "key": document["slug"],
        "title": document["title"],
        "requires": document["requires"],
        "teaches": document["teaches"],
        "parts": [[part["course"], part["standalone"]] for part in document["parts"]],
        "superseded_by": document["superseded_by"],
        "is_published": document["status"] != Course.Status.RETIRED,
    }


def find_loop(pending: Pending, before: Mapping[str, Node]) -> Problem | None:
    """The first loop, at a row that is part of it. `before` are the courses without those of the file."""
    nodes, rows = dict(before), {}
    for row, data in pending:
        parts = tuple((course, is_standalone) for course, is_standalone in data["parts"])
        node = Node(**{**data, "parts": parts})
        nodes[node.key], rows[node.key] = node, row
    names = dict(Skill.objects.values_list("slug", "name"))
    loops = (
        ("parts", nesting_loop(nodes), describe_nesting(nodes)),
        ("superseded_by", succession_loop(nodes), describe_succession(nodes)),
    )
    for column, loop, sentence in loops:
        if loop:
            return Problem(first_row(loop, rows), column, sentence)
    circle = waiting_circle(nodes, before=before)
    if not circle:
        return None
    sentence = describe_waiting(nodes, names, before=before)
    return Problem(first_row([wait.course for wait in circle], rows), "requires", sentence)


def first_row(keys: Iterable[str], rows: Mapping[str, int]) -> int | None:
    return min((rows[key] for key in keys if key in rows), default=None)


def present_nodes() -> dict[str, Node]:
    """All courses, with slugs for keys."""
    courses = {str(pk): slug for pk, slug in Course.objects.values_list("pk", "slug")}
    skills = {str(pk): slug for pk, slug in Skill.objects.values_list("pk", "slug")}
    return {
        courses[node.key]: replace(
            node,
            key=courses[node.key],
            requires={skills[skill]: level for skill, level in node.requires.items()},
            teaches={skills[skill]: level for skill, level in node.teaches.items()},
            parts=tuple((courses[course], is_standalone) for course, is_standalone in node.parts),
            superseded_by=courses[node.superseded_by] if node.superseded_by else None,
        )
        for node in read_nodes().values()
    }
