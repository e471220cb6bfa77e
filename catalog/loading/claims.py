"""Statements of sources about one field, as groups: a group whose field has statements already is left alone."""

from collections.abc import Sequence
from typing import Any

from catalog.loading.files import FILLED, FLAG, TEXT, Entry, Expected, Record, Shape
from catalog.loading.rows import Ids, Link, Row, Tally, check_values
from catalog.models import Claim, Course, Platform

SLUG = Expected(FILLED.wanted, FILLED.fits, is_optional=True)
CLAIM_SHAPE: Shape = {
    "course": SLUG,
    "platform": SLUG,
    "field": FILLED,
    "statements": Record({"value": FILLED, "source": FILLED, "as_of": TEXT, "chosen": FLAG}, is_list=True),
}


def claim_label(values: dict[str, Any]) -> str:
    return f"{values.get('course') or values.get('platform')}/{values.get('field')}"


def claim_group(entry: Entry) -> Row:
    """A row that stands for one group; it is not itself a row of a model. Raises DataError."""
    values, place = entry.values, entry.place
    if ("course" in values) == ("platform" in values):
        raise place.error("course", "give a course or a platform, one of the two")
    if sum(statement["chosen"] for statement in values["statements"]) > 1:
        raise place.error("statements", "only one statement can be chosen")
    for number, statement in enumerate(values["statements"], start=1):
        check_values(
            Claim, claim_values(values["field"], statement), place, {"is_chosen": "chosen"}, f"statements[{number}]."
        )
    return Row(place, place.entry, values, {"subject": subject_link(values)})


def subject_link(values: dict[str, Any]) -> Link:
    if "course" in values:
        return Link("course", Course, values["course"])
    return Link("platform", Platform, values["platform"])


def claim_values(field: str, statement: dict[str, Any]) -> dict[str, Any]:
    return {
        "field": field,
        "value": statement["value"],
        "source": statement["source"],
        "as_of": statement["as_of"],
        "is_chosen": statement["chosen"],
    }


def wanted_claims(group: Row, ids: Ids) -> list[Claim]:
    values = group.values
    name = "course" if "course" in values else "platform"
    subject = {f"{name}_id": ids.resolve(subject_link(values), group.place)}
    return [Claim(**subject, **claim_values(values["field"], statement)) for statement in values["statements"]]


def facts(claim: Claim) -> tuple[str, str, str, bool]:
    return (claim.value, claim.source, claim.as_of, claim.is_chosen)


def write_claims(groups: Sequence[Row], ids: Ids, *, overwrite: bool) -> Tally:
    """Add the groups about which nothing is stated yet; with `overwrite` also replace those that differ."""
    if not groups:
        return Tally()
    stated: dict[tuple[int | None, int | None, str], list[Claim]] = {}
    for claim in Claim.objects.order_by("id"):
        stated.setdefault((claim.course_id, claim.platform_id, claim.field), []).append(claim)
    tally, stale, fresh = Tally(), list[int](), list[Claim]()
    for wanted in (wanted_claims(group, ids) for group in groups if group.values["statements"]):
        present = stated.get((wanted[0].course_id, wanted[0].platform_id, wanted[0].field), [])
        if not present:
            tally.added += len(wanted)
        elif overwrite and sorted(map(facts, present)) != sorted(map(facts, wanted)):
            tally.overwritten += len(wanted)
            stale += [claim.pk for claim in present]
        else:
            tally.kept += len(present)
            continue
        fresh += wanted
    if fresh:
        Claim.objects.filter(pk__in=stale).delete()
        Claim.objects.bulk_create(fresh)
    return tally
