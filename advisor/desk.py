"""What drafts of this app are about: goals, and the weights."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from advisor.loading import GOAL_SHAPE, goal_row
from advisor.models import Goal, Path, Target
from advisor.standards_desk import WEIGHTS
from catalog.desk.documents import Document
from catalog.desk.rows import Wanted, compare, rehearsal_key
from catalog.desk.subjects import Label, Subject, register
from catalog.loading.files import FLAG, WHOLE, Entry, Place, Shape, check_shape
from catalog.loading.rows import Ids, Row
from catalog.models import Level, Skill

DOCUMENT_SHAPE: Shape = {**GOAL_SHAPE, "position": WHOLE, "is_offered": FLAG}
LABELS: Mapping[str, Label] = {
    "slug": Label("slug"),
    "title": Label("title"),
    "blurb": Label("blurb"),
    "position": Label("position"),
    "is_offered": Label("offered to new learners"),
    "targets": Label("target", words={level.value: level.label for level in Level}, named=Skill),
}


def goals() -> QuerySet[Goal]:
    return Goal.objects.prefetch_related(Prefetch("targets", Target.objects.select_related("skill")))


def goal_document(goal: Goal) -> Document:
    own = {name: getattr(goal, name) for name in ("slug", "title", "blurb", "position", "is_offered")}
    return {**own, "targets": {target.skill.slug: target.level for target in goal.targets.all()}}


def write_goal(goal: Goal | None, document: Document, is_rehearsal: bool) -> Goal:
    """Raises DataError for what the models refuse or for a skill that is not there."""
    row = read_row(document)
    with transaction.atomic():
        if goal is None:
            goal = Goal(slug=row.slug, pk=rehearsal_key(row.slug) if is_rehearsal else None)
        if any(getattr(goal, name) != value for name, value in row.values.items()):
            for name, value in row.values.items():
                setattr(goal, name, value)
            goal.save()
        write_targets(goal, row, goal.pk if is_rehearsal else None)
    return goal


def read_row(document: Document) -> Row:
    """Raises DataError."""
    place = Place("goal", str(document.get("slug", "")))
    row = goal_row(Entry(place, check_shape(document, DOCUMENT_SHAPE, place)), document["position"])
    row.values["is_offered"] = document["is_offered"]
    return row


def write_targets(goal: Goal, row: Row, rehearsed_for: int | None) -> None:
    ids = Ids()
    wanted = []
    for child in row.children:
        link: Any = child.links["skill"]
        skill = ids.resolve(link, row.place)
        wanted.append(Wanted(skill, {**child.values, "skill_id": skill}))
    compare(
        goal.targets.all(),
        wanted,
        key_of=lambda target: target.skill_id,
        new=lambda: Target(goal=goal),
        rehearsed_for=rehearsed_for,
    ).write()


GOALS = Subject(
    kind="goal",
    name="goal",
    rows=goals,
    read_row=goal_document,
    write_row=write_goal,
    labels=LABELS,
    unpublished={"is_offered": False},
    is_used=lambda goal: Path.objects.filter(goal=goal).exists(),
)
register(GOALS)
register(WEIGHTS)
