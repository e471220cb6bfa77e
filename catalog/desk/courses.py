"""Courses as a subject of drafts."""

from collections.abc import Mapping
from typing import Any

from catalog.desk.documents import course_document, with_all
from catalog.desk.subjects import Label, Subject
from catalog.desk.writing import write_course
from catalog.estimates import FACTS
from catalog.graph import read_nodes, skill_names
from catalog.loops import Node, describe_nesting, describe_succession, describe_waiting
from catalog.models import Course, Level, Platform, Provider, Skill

LEVELS = {level.value: level.label for level in Level}
CHOICES: dict[str, Any] = {
    "kind": Course.Kind,
    "level": Course.CourseLevel,
    "maths": Course.Load,
    "coding": Course.Load,
    "style": Course.Style,
    "practice": Course.Practice,
    "status": Course.Status,
}
NAMED = {"provider": Provider, "platform": Platform, "superseded_by": Course}
OWN_LABELS = {
    "slug": "slug",
    "kind": "kind",
    "status": "status",
    "superseded_by": "superseded by",
    "hours_basis": "basis of the hours",
    "unsure": "estimates",
    "reviewed_on": "last checked on",
}


def words(choices: Any) -> dict[str, str]:
    return {value: str(label) for value, label in choices.choices}


def course_labels() -> dict[str, Label]:
    plain = {
        name: Label(text, words=words(CHOICES[name]) if name in CHOICES else {}, named=NAMED.get(name))
        for name, text in {**FACTS, **OWN_LABELS}.items()
    }
    skills = {name: Label(FACTS[name], words=LEVELS, named=Skill) for name in ("requires", "helpful", "teaches")}
    why = {f"{name}_why": Label(f"why {FACTS[name]}", named=Skill) for name in ("requires", "helpful")}
    return {
        **plain,
        **skills,
        **why,
        "unsure": Label(OWN_LABELS["unsure"], words=FACTS),
        "price": Label("price", words=words(Course.PriceModel)),
        "parts": Label("part", named=Course, known_by=("course",)),
        "sources": Label("source", known_by=("location",)),
        "claims": Label("statement", known_by=("field", "source", "value")),
    }


def loops_closed(before: Mapping[str, Node]) -> str:
    """A sentence about a loop that was not there before."""
    nodes = read_nodes()
    return (
        describe_nesting(nodes) or describe_succession(nodes) or describe_waiting(nodes, skill_names(), before=before)
    )


COURSES = Subject(
    kind="course",
    name="course",
    rows=lambda: with_all(Course.objects.all()),
    read_row=course_document,
    write_row=lambda course, document, is_rehearsal: write_course(document, course, is_rehearsal=is_rehearsal),
    labels=course_labels(),
    unpublished={"status": Course.Status.DRAFT},
    notice=read_nodes,
    problem=loops_closed,
    # a course that is gone is retired whatever it leaves behind
    tolerates=lambda document: bool(document["status"] == Course.Status.RETIRED),
)
