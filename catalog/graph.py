"""The catalogue as plain nodes, for the search for loops."""

from catalog.loops import Node
from catalog.models import Course, Outcome, Part, Requirement, Skill


def read_nodes() -> dict[str, Node]:
    """All courses by primary key as text, in four queries."""
    requires: dict[int, dict[str, int]] = {}
    for course, skill, level in Requirement.objects.filter(kind=Requirement.Kind.REQUIRED).values_list(
        "course_id", "skill_id", "level"
    ):
        requires.setdefault(course, {})[str(skill)] = level
    teaches: dict[int, dict[str, int]] = {}
    for course, skill, level in Outcome.objects.values_list("course_id", "skill_id", "level"):
        teaches.setdefault(course, {})[str(skill)] = level
    parts: dict[int, list[tuple[str, bool]]] = {}
    for bundle, course, is_standalone in Part.objects.order_by("bundle_id", "position").values_list(
        "bundle_id", "course_id", "is_standalone"
    ):
        parts.setdefault(bundle, []).append((str(course), is_standalone))
    return {
        str(pk): Node(
            key=str(pk),
            title=title,
            requires=requires.get(pk, {}),
            teaches=teaches.get(pk, {}),
            parts=tuple(parts.get(pk, ())),
            superseded_by=str(newer) if newer else None,
            is_published=status == Course.Status.PUBLISHED,
        )
        for pk, title, newer, status in Course.objects.order_by("pk").values_list(
            "pk", "title", "superseded_by_id", "status"
        )
    }


def skill_names() -> dict[str, str]:
    return {str(pk): name for pk, name in Skill.objects.values_list("pk", "name")}
