"""Answers turned while looking at a path: how they stand in an address, and what they make of the answers.

The address names only what differs from the answers that the page is about, so it stays short and can be kept.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from advisor.answers import AnswerError, AnswerSet, Budget

Json = dict[str, Any]
Params = Mapping[str, str]

# What the form beside the journey has; the other parameters come from buttons such as "what would change it".
DIAL_NAMES = ("hours", "start", "budget", "total", "style", "practice", "prefer")
LEVEL = "level-"
OPEN = "any"
NOTHING = "none"
LISTS = ("exclude", "exclude_teaching", "pinned", "dismissed")


def dial_values(answers: AnswerSet) -> dict[str, str]:
    """The dials as the answers stand, in the form's own words."""
    budget = answers.budget
    capped = budget.total is not None or budget.monthly is not None
    return {
        "hours": f"{answers.hours_per_week.normalize():f}",
        "start": answers.start.isoformat(),
        "budget": "free" if budget.free_only else "capped" if capped else OPEN,
        "total": "" if budget.total is None else f"{budget.total.normalize():f}",
        "style": answers.style or OPEN,
        "practice": answers.practice or OPEN,
        "prefer": answers.prefer,
    }


def address_values(answers: AnswerSet) -> dict[str, str]:
    """Every parameter as the answers stand."""
    return {
        **dial_values(answers),
        "monthly": "" if answers.budget.monthly is None else f"{answers.budget.monthly.normalize():f}",
        "finish_by": answers.finish_by.isoformat() if answers.finish_by else NOTHING,
        "certificate": "yes" if answers.certificate else "no",
        "languages": ",".join(answers.languages) or OPEN,
        "targets": "" if answers.goal else ",".join(f"{skill}:{level}" for skill, level in answers.targets.items()),
        **{name: ",".join(getattr(answers, name)) or NOTHING for name in LISTS},
        **{f"{LEVEL}{skill}": str(level) for skill, level in answers.levels.items()},
    }


def address_of(wanted: AnswerSet, base: AnswerSet) -> dict[str, str]:
    """The parameters that lead from the one set of answers to the other; levels left out are 0."""
    before = address_values(base)
    after = {**{name: "0" for name in before if name.startswith(LEVEL)}, **address_values(wanted)}
    return {
        name: value
        for name, value in after.items()
        if value != before.get(name, "0" if name.startswith(LEVEL) else None)
    }


def changed_fields(params: Params, base: AnswerSet) -> Json:
    """The fields of the answers that the parameters set, in the shape of the first interface.

    Unknown parameters are passed over; values are not judged here but by `parse_answers`, apart from those that it
    could not even read: these raise AnswerError.
    """
    fields: Json = {}
    for name, (field, read) in READERS.items():
        if name in params:
            fields[field] = read(params[name])
    if any(name in params for name in ("budget", "total", "monthly")):
        fields["budget"] = _budget(params, base.budget)
    if params.get("targets"):
        fields |= {"goal": None, "targets": dict(_target(pair) for pair in params["targets"].split(","))}
    said = {name.removeprefix(LEVEL): _level(name, value) for name, value in params.items() if name.startswith(LEVEL)}
    if said:
        fields["levels"] = {**base.levels, **said}
    return fields


def _choice(value: str) -> str | None:
    return None if value == OPEN else value


def _list(value: str) -> list[str]:
    return [] if value in (NOTHING, OPEN, "") else value.split(",")


def _number(value: str) -> Decimal | str:
    """As written when it is no number, so that the check of the answers names what would be right."""
    try:
        return Decimal(value)
    except ArithmeticError:
        return value


def _day(value: str) -> str | None:
    return None if value == NOTHING else value


READERS: Mapping[str, tuple[str, Callable[[str], Any]]] = {
    "hours": ("hours_per_week", _number),
    "start": ("start", str),
    "finish_by": ("finish_by", _day),
    "style": ("style", _choice),
    "practice": ("practice", _choice),
    "prefer": ("prefer", str),
    "certificate": ("certificate", lambda value: {"yes": True, "no": False}.get(value, value)),
    "languages": ("languages", _list),
    **{name: (name, _list) for name in LISTS},
}


def _budget(params: Params, base: Budget) -> Json:
    """Free only and no limit leave no amount standing; a limit keeps the amounts that are not named."""
    kind = params.get("budget", "free" if base.free_only else "capped")
    amounts = {"total": base.total, "monthly": base.monthly}
    for name in amounts:
        if name in params:
            amounts[name] = _number(params[name]) if params[name] else None  # type: ignore[assignment]
    if kind != "capped":
        amounts = dict.fromkeys(amounts)
    return {"free_only": kind == "free", "currency": base.currency, **amounts}


def _target(pair: str) -> tuple[str, int]:
    skill, _, level = pair.partition(":")
    return skill, _level("targets", level)


def _level(name: str, value: str) -> int:
    if value.isascii() and value.isdigit() and len(value) == 1:
        return int(value)
    raise AnswerError(name, "must be a level from 0 to 3")


def plain(fields: Json) -> Json:
    """The fields ready to be stored as JSON."""
    return {name: _plain(value) for name, value in fields.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    return {name: _plain(inner) for name, inner in value.items()} if isinstance(value, dict) else value
