"""Implications between skills; a row is told by its skill, level and implied skill."""

from collections.abc import Sequence
from typing import Any

from catalog.loading.files import FILLED, WHOLE, Entry, Shape
from catalog.loading.rows import Ids, Link, Row, Tally, check_values
from catalog.models import Implication, Skill

IMPLICATION_SHAPE: Shape = {
    "skill": FILLED,
    "level": WHOLE,
    "implies": FILLED,
    "implied_level": WHOLE,
    "reason": FILLED,
}


def implication_label(values: dict[str, Any]) -> str:
    return f"{values.get('skill')}/{values.get('level')}/{values.get('implies')}"


def implication_row(entry: Entry) -> Row:
    """Raises DataError for what the model refuses."""
    values, place = entry.values, entry.place
    if values["skill"] == values["implies"]:
        raise place.error("implies", "must be another skill")
    plain = {name: values[name] for name in ("level", "implied_level", "reason")}
    check_values(Implication, plain, place)
    links = {name: Link(name, Skill, values[name]) for name in ("skill", "implies")}
    return Row(place, place.entry, plain, links)


def write_implications(rows: Sequence[Row], ids: Ids, *, overwrite: bool) -> Tally:
    """Add those that are missing; with `overwrite` also bring the others to what the rows say."""
    if not rows:
        return Tally()
    present = {(rule.skill_id, rule.level, rule.implies_id): rule for rule in Implication.objects.all()}
    tally, fresh, changed = Tally(), list[Implication](), list[Implication]()
    for row in rows:
        skill, implies = (ids.resolve(link, row.place) for link in row.links.values() if link)
        rule = present.get((skill, row.values["level"], implies))
        if rule is None:
            rule = Implication(skill_id=skill, implies_id=implies, **row.values)
            present[skill, rule.level, implies] = rule
            fresh.append(rule)
        elif overwrite and any(getattr(rule, name) != value for name, value in row.values.items()):
            for name, value in row.values.items():
                setattr(rule, name, value)
            changed.append(rule)
        else:
            tally.kept += 1
    Implication.objects.bulk_create(fresh)
    Implication.objects.bulk_update(changed, ["implied_level", "reason"])
    tally.added, tally.overwritten = len(fresh), len(changed)
    return tally
