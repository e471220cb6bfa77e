"""Short checks, one a skill; a check that is there already is left alone unless told otherwise."""

from collections.abc import Sequence
from typing import Any

from catalog.loading.files import FILLED, TEXTS, WHOLE, Entry, Record, Shape
from catalog.loading.rows import Ids, Link, Row, Tally, check_values
from catalog.models import Check, CheckItem, CheckOption, Skill
from catalog.models.checks import FEWEST_OPTIONS, MOST_OPTIONS

CHECK_SHAPE: Shape = {
    "skill": FILLED,
    "title": FILLED,
    "items": Record(
        {"level": WHOLE, "text": TEXTS, "options": TEXTS, "right": FILLED, "explanation": FILLED}, is_list=True
    ),
}

Facts = list[tuple[str, str, int, list[tuple[str, bool]]]]


def check_label(values: dict[str, Any]) -> str:
    return str(values.get("skill", ""))


def check_row(entry: Entry) -> Row:
    """Raises DataError for what the models refuse, and for an item without exactly one right option."""
    values, place = entry.values, entry.place
    check_values(Check, {"title": values["title"]}, place)
    if not values["items"]:
        raise place.error("items", "must have at least one item")
    for number, item in enumerate(values["items"], start=1):
        prefix, options = f"items[{number}].", item["options"]
        if not FEWEST_OPTIONS <= len(options) <= MOST_OPTIONS or len(set(options)) < len(options):
            raise place.error(f"{prefix}options", f"must be {FEWEST_OPTIONS} to {MOST_OPTIONS} different texts")
        if item["right"] not in options:
            raise place.error(f"{prefix}right", "must be one of the options")
        plain = {"level": item["level"], "text": "\n".join(item["text"]), "explanation": item["explanation"]}
        check_values(CheckItem, plain, place, prefix=prefix)
        for option in options:
            check_values(CheckOption, {"text": option}, place, {"text": "options"}, prefix)
    return Row(place, values["skill"], values, {"skill": Link("skill", Skill, values["skill"])})


def write_checks(rows: Sequence[Row], ids: Ids, *, overwrite: bool) -> Tally:
    """Add the checks of skills that have none; with `overwrite` also replace the items of those that differ."""
    if not rows:
        return Tally()
    present = {check.skill_id: check for check in Check.objects.prefetch_related("items__options")}
    tally = Tally()
    for row in rows:
        link = row.links["skill"]
        assert link is not None
        skill = ids.resolve(link, row.place)
        check = present.get(skill)
        if check is None:
            _write(Check(skill_id=skill, is_published=True), row)
            tally.added += 1
        elif overwrite and (check.title, _facts(check)) != (row.values["title"], _wanted(row)):
            _write(check, row)
            tally.overwritten += 1
        else:
            tally.kept += 1
    return tally


def _write(check: Check, row: Row) -> None:
    check.title = row.values["title"]
    check.save()
    check.items.all().delete()
    for position, (text, explanation, level, options) in enumerate(_wanted(row), start=1):
        item = check.items.create(text=text, explanation=explanation, level=level, position=position)
        CheckOption.objects.bulk_create(
            CheckOption(item=item, text=words, is_right=is_right, position=number)
            for number, (words, is_right) in enumerate(options, start=1)
        )


def _wanted(row: Row) -> Facts:
    return [
        (
            "\n".join(item["text"]),
            item["explanation"],
            item["level"],
            [(option, option == item["right"]) for option in item["options"]],
        )
        for item in row.values["items"]
    ]


def _facts(check: Check) -> Facts:
    return [
        (item.text, item.explanation, item.level, [(option.text, option.is_right) for option in item.options.all()])
        for item in check.items.all()
    ]
