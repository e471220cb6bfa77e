"""Writes a course's document back to its rows."""

import json
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Model

from catalog.desk.documents import Document
from catalog.desk.rows import Wanted, compare, positions, rehearsal_key
from catalog.loading.courses import COURSE_SHAPE, course_row
from catalog.loading.files import FLAG, TEXT, Entry, Expected, Place, Record, Shape, check_shape, is_text, or_null
from catalog.loading.rows import Child, Ids, Row, check_values, keys
from catalog.models import Claim, Course, Outcome, Part, Requirement, Source

REASONS = Expected(
    "an object of skills and texts",
    lambda value: isinstance(value, dict) and all(map(is_text, value.values())),
)
AMOUNT_OR_NULL = or_null(COURSE_SHAPE["official_hours"])  # type: ignore[arg-type]
DOCUMENT_SHAPE: Shape = {
    **COURSE_SHAPE,
    # on the way to a rating its value may still be missing
    "rating": Record(
        {
            "value": AMOUNT_OR_NULL,
            **{name: or_null(COURSE_SHAPE["year"]) for name in ("scale", "count")},  # type: ignore[arg-type]
            "source": TEXT,
            "as_of": TEXT,
        },
        may_be_null=True,
    ),
    "status": Expected("draft, published or retired", lambda value: value in Course.Status.values),
    "requires_why": REASONS,
    "helpful_why": REASONS,
    "claims": Record({"field": TEXT, "value": TEXT, "source": TEXT, "as_of": TEXT, "chosen": FLAG}, is_list=True),
}
REASON_FIELDS = {Requirement.Kind.REQUIRED: "requires_why", Requirement.Kind.HELPFUL: "helpful_why"}


def write_course(
    document: Document, course: Course | None, *, is_rehearsal: bool = False, ids: Ids | None = None
) -> Course:
    """Bring the course, or a new one, to what the document says. Unchanged rows are not touched.

    In a rehearsal, which the caller takes back, new rows get negative keys, the same each time. Raises DataError for
    what the models refuse or for a slug that nothing has. `ids` are those of all courses, read once for many.
    """
    row = read_row(document)
    ids = ids or Ids()
    links = keys(row.links, ids, row.place)
    with transaction.atomic():
        course = write_own(course, {**row.values, "status": document["status"]} | links, row.slug, is_rehearsal)
        rehearsed_for = course.pk if is_rehearsal else None
        write_parts(course, row, ids, rehearsed_for)
        write_skills(course, row, ids, document, rehearsed_for)
        write_sources(course, row, rehearsed_for)
        write_claims(course, document, rehearsed_for)
    return course


def read_row(document: Document, place: Place | None = None) -> Row:
    """Raises DataError, which `place` words."""
    place = place or Place("course", str(document.get("slug", "")) if isinstance(document, dict) else "")
    # exact numbers, as the data files are read
    values = check_shape(json.loads(json.dumps(document), parse_float=Decimal), DOCUMENT_SHAPE, place)
    row = course_row(Entry(place, values))
    row.values.setdefault("reviewed_on", None)
    for number, claim in enumerate(document["claims"], start=1):
        check_values(Claim, claim_values(claim), place, {"is_chosen": "chosen"}, f"claims[{number}].")
    return row


def write_own(course: Course | None, values: dict[str, Any], slug: str, is_rehearsal: bool) -> Course:
    if course is None:
        course = Course(slug=slug, pk=rehearsal_key(slug) if is_rehearsal else None, **values)
        course.save(force_insert=True)
        return course
    differing = {name: value for name, value in values.items() if getattr(course, name) != value}
    for name, value in differing.items():
        setattr(course, name, value)
    if differing:
        course.save()
    return course


def children(row: Row, model: type[Model]) -> list[Child]:
    return [child for child in row.children if child.kind.model is model]


def write_parts(course: Course, row: Row, ids: Ids, rehearsed_for: int | None) -> None:
    present = list(course.parts.order_by("position"))
    wanted = [(keys(child.links, ids, row.place)["course_id"], child.values) for child in children(row, Part)]
    places = positions([(part.course_id, part.position) for part in present], [key for key, _ in wanted])
    compare(
        present,
        [
            Wanted(key, {**values, "course_id": key, "position": position})
            for (key, values), position in zip(wanted, places, strict=True)
        ],
        key_of=lambda part: part.course_id,
        new=lambda: Part(bundle=course),
        rehearsed_for=rehearsed_for,
    ).write(["position"])


def write_skills(course: Course, row: Row, ids: Ids, document: Document, rehearsed_for: int | None) -> None:
    needs, outcomes = [], []
    for child in row.children:
        link = child.links.get("skill")
        if link is None:
            continue
        values = {**child.values, "skill_id": ids.resolve(link, row.place)}
        if child.kind.model is Outcome:
            outcomes.append(Wanted(values["skill_id"], values))
        else:
            reasons = document[REASON_FIELDS[Requirement.Kind(values["kind"])]]
            needs.append(Wanted((values["kind"], values["skill_id"]), {**values, "reason": reasons.get(link.slug, "")}))
    compare(
        course.requirements.all(),
        needs,
        key_of=lambda need: (need.kind, need.skill_id),
        new=lambda: Requirement(course=course),
        rehearsed_for=rehearsed_for,
    ).write()
    compare(
        course.outcomes.all(),
        outcomes,
        key_of=lambda outcome: outcome.skill_id,
        new=lambda: Outcome(course=course),
        rehearsed_for=rehearsed_for,
    ).write()


def write_sources(course: Course, row: Row, rehearsed_for: int | None) -> None:
    present = list(course.sources.all())
    wanted = [child.values for child in children(row, Source)]
    places = positions(
        [(source.location, source.position) for source in present], [values["location"] for values in wanted]
    )
    compare(
        present,
        [
            Wanted(values["location"], {**values, "position": position})
            for values, position in zip(wanted, places, strict=True)
        ],
        key_of=lambda source: source.location,
        new=lambda: Source(course=course),
        rehearsed_for=rehearsed_for,
    ).write()


def claim_values(claim: Document) -> dict[str, Any]:
    values = {name: claim[name] for name in ("field", "value", "source", "as_of")}
    return {**values, "is_chosen": claim["chosen"]}


def write_claims(course: Course, document: Document, rehearsed_for: int | None) -> None:
    compare(
        course.claims.order_by("id"),
        [
            Wanted((claim["field"], claim["value"], claim["source"]), claim_values(claim))
            for claim in document["claims"]
        ],
        key_of=lambda claim: (claim.field, claim.value, claim.source),
        new=lambda: Claim(course=course),
        rehearsed_for=rehearsed_for,
    ).write(["is_chosen"])
