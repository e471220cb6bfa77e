"""Putting courses before the public and taking them back."""

from dataclasses import replace

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from catalog.graph import read_nodes, skill_names
from catalog.loops import describe_waiting
from catalog.models import Course


class LoopError(ValueError):
    """The sentence names the courses that would go round in a circle."""


def change_status(courses: QuerySet[Course], status: Course.Status) -> tuple[int, str]:
    """Number of courses changed, and a sentence about a circle of courses that this closed, or an empty one."""
    before = read_nodes()
    chosen = {str(pk) for pk in courses.values_list("pk", flat=True)}
    is_published = status == Course.Status.PUBLISHED
    after = {key: replace(node, is_published=is_published) if key in chosen else node for key, node in before.items()}
    sentence = describe_waiting(after, skill_names(), before=before)
    changed = courses.update(status=status, updated_at=timezone.now())
    return changed, sentence


def publish(courses: QuerySet[Course]) -> int:
    """Number of courses published. Raises LoopError, and publishes none, when they would wait for one another."""
    with transaction.atomic():
        changed, loop = change_status(courses, Course.Status.PUBLISHED)
        if loop:
            raise LoopError(loop)
    return changed


def retire(courses: QuerySet[Course]) -> tuple[int, str]:
    """Number of courses retired, and a sentence about courses that now wait for one another, or an empty one.

    A course that is gone is retired all the same.
    """
    with transaction.atomic():
        return change_status(courses, Course.Status.RETIRED)
