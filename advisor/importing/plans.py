"""The shape of a saved plan and of the answers it came from: every field that a page may read, with its type."""

from typing import Any

from advisor.answers import MOST_HOURS_PER_WEEK, MOST_MONEY, PRACTICES, PREFERENCES, STYLES, TOP_LEVEL
from advisor.importing.shapes import (
    Malformed,
    Reader,
    choice,
    day_text,
    flag,
    listing,
    maybe,
    number,
    record,
    slug,
    table,
    text,
    whole,
)

# Bounds are far above what a real plan has, and low enough that no page gets stuck on them.
MOST_STEPS = 300
MOST_HOURS = 20_000
MOST_NAMES = 1_000
SENTENCE = 2_000
TITLE = 300

PAYMENTS = ("free", "audit", "paid")

hours = record(dict.fromkeys(("low", "expected", "high"), number(0, MOST_HOURS * 10)))
money = number(0, MOST_MONEY * 10)
names = listing(slug, MOST_NAMES)
level = whole(0, TOP_LEVEL)

levels = table(level, MOST_NAMES)
budget = record(
    {},
    {
        "free_only": flag,
        "total": maybe(number(0, MOST_MONEY)),
        "monthly": maybe(number(0, MOST_MONEY)),
        "currency": text(3, least=3),
    },
)

ANSWERS: dict[str, Reader] = {
    "goal": maybe(slug),
    "targets": levels,
    "levels": levels,
    "taken": names,
    "pinned": names,
    "exclude": names,
    "exclude_teaching": names,
    "hours_per_week": maybe(number(0, MOST_HOURS_PER_WEEK)),
    "start": maybe(day_text),
    "finish_by": maybe(day_text),
    "budget": maybe(budget),
    "languages": listing(text(2, least=2), 50),
    "certificate": flag,
    "style": maybe(choice(STYLES)),
    "practice": maybe(choice(PRACTICES)),
    "prefer": maybe(choice(PREFERENCES)),
    "overrides": levels,
    "dismissed": names,
}
# Of a questionnaire that is not finished any field may be missing; a path was planned from all of them.
LATER_FIELDS = ("overrides", "dismissed")
read_answers = record({}, ANSWERS)
read_whole_answers = record(
    {name: reader for name, reader in ANSWERS.items() if name not in LATER_FIELDS}
    | {"start": day_text, "hours_per_week": number(0.01, MOST_HOURS_PER_WEEK), "budget": budget},
    {name: ANSWERS[name] for name in LATER_FIELDS},
)

bill = {
    "total": money,
    "currency": text(3, least=3),
    "lines": listing(record({"what": text(TITLE), "months": maybe(whole(0, 10_000)), "each": money}), MOST_STEPS),
}
unknown = {"unknown": listing(text(TITLE), MOST_STEPS)}
cost = record(bill, {**unknown, "with_certificates": record(bill, unknown)})
reason = record({"kind": text(40), "skill": maybe(slug), "level": maybe(level), "for": maybe(slug)})
step = record(
    {
        "course": slug,
        "title": text(TITLE, least=1),
        "within": maybe(slug),
        "alongside": flag,
        "hours": record(dict.fromkeys(("low", "expected", "high"), number(0, MOST_HOURS))),
        "starts": day_text,
        "finishes": day_text,
        "teaches": levels,
        "because": listing(reason, MOST_NAMES),
        "text": text(SENTENCE),
    },
    {
        "kind": text(40),
        "provider": text(TITLE),
        "platform": text(TITLE),
        "within_title": maybe(text(TITLE)),
        "hours_estimated": flag,
        "best_for": text(SENTENCE),
        "skip_if": text(SENTENCE),
        "weaknesses": listing(text(SENTENCE), 100),
        "or_else": listing(record({"course": slug, "title": text(TITLE)}), 100),
        "payment": choice(PAYMENTS),
    },
)
told = record({"course": slug, "title": text(TITLE), "because": text(SENTENCE)})
gap = record({"skill": slug, "wanted": level, "reached": level, "because": text(SENTENCE)}, {"name": text(TITLE)})
span: dict[str, Reader] = {"hours": hours, "weeks": whole(0, 100_000), "finishes": day_text}
days = {"starts": day_text, "finishes_low": day_text, "finishes_high": day_text}
alternative = record(
    {"prefer": text(40), "cost": cost, "courses": names, **span}, {"titles": listing(text(TITLE), MOST_NAMES), **days}
)
conflict = record(
    {
        "text": text(SENTENCE),
        "fields": listing(text(100), MOST_NAMES),
        "repairs": listing(record({"text": text(SENTENCE), "answers": read_answers}), 100),
    }
)
objective = record(dict.fromkeys(("pinned_missing", "levels_missing", "points"), whole(0, 10**15)))
plan = record(
    {
        "goal": maybe(slug),
        "proven": flag,
        "reached": flag,
        "objective": objective,
        "steps": listing(step, MOST_STEPS),
        "cost": cost,
        "unmet": listing(gap, MOST_NAMES),
        **span,
    },
    {
        "known": listing(told, MOST_NAMES),
        "not_chosen": listing(told, MOST_NAMES),
        "alternatives": listing(alternative, 20),
        "finish_by": maybe(record({"date": day_text, "met": flag})),
        "conflict": maybe(conflict),
        "finished": whole(0, MOST_STEPS),
        "revised_on": day_text,
        **days,
    },
)


def read_plan(place: str, value: object) -> dict[str, Any]:
    """The plan; also refuses what each field allows and the whole does not, such as a course that is there twice."""
    found: dict[str, Any] = plan(place, value)
    seen: set[str] = set()
    beside = False
    for at, one in enumerate(found["steps"]):
        where = f"{place}.steps[{at}]"
        if one["course"] in seen:
            raise Malformed(f"{where}.course", "is on the path already")
        if one["finishes"] < one["starts"]:
            raise Malformed(f"{where}.finishes", "must not be before the start")
        if beside and one["alongside"]:
            raise Malformed(f"{where}.alongside", "must be false after a course that runs alongside this one")
        seen.add(one["course"])
        beside = one["alongside"]
    if beside:
        raise Malformed(f"{place}.steps[{len(found['steps']) - 1}].alongside", "must be false for the last course")
    for at, other in enumerate(found.get("alternatives", [])):
        if len(other.get("titles", other["courses"])) != len(other["courses"]):
            raise Malformed(f"{place}.alternatives[{at}].titles", "must be as many as the courses")
    return found
