"""Course entries of the data files and the rows they become."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from catalog.estimates import FACTS
from catalog.loading.files import (
    AMOUNT,
    FILLED,
    FLAG,
    LEVELS,
    OPTIONAL_DAY,
    RANGE,
    TEXT,
    TEXTS,
    WHOLE,
    Entry,
    Expected,
    Place,
    Record,
    Shape,
    is_texts,
    or_null,
)
from catalog.loading.rows import Child, ChildKind, Link, Row, check_values
from catalog.models import Course, Outcome, Part, Platform, Provider, Requirement, Skill, Source

ESTIMATED = Expected(
    "a list of names of facts",
    lambda value: is_texts(value) and set(value) <= FACTS.keys(),  # type: ignore[call-overload]
)
COURSE_SHAPE: Shape = {
    "slug": FILLED,
    "title": FILLED,
    "kind": FILLED,
    "provider": FILLED,
    "platform": FILLED,
    "instructors": TEXTS,
    "url": TEXT,
    "level": FILLED,
    "language": FILLED,
    "year": or_null(WHOLE),
    "parts": Record({"course": FILLED, "standalone": FLAG}, is_list=True),
    "official_hours": or_null(AMOUNT),
    "official_pace": TEXT,
    "realistic_hours": or_null(RANGE),
    "hours_basis": TEXT,
    "price": Record({"model": FILLED, "amount": or_null(AMOUNT), "currency": FILLED, "free_access": TEXT}),
    "certificate": FLAG,
    "rating": Record(
        {"value": AMOUNT, "scale": WHOLE, "count": or_null(WHOLE), "source": TEXT, "as_of": TEXT}, may_be_null=True
    ),
    "maths": FILLED,
    "coding": FILLED,
    "style": FILLED,
    "practice": FILLED,
    "tools": TEXTS,
    "topics": TEXTS,
    "requires": LEVELS,
    "helpful": LEVELS,
    "teaches": LEVELS,
    "summary": FILLED,
    "best_for": TEXT,
    "skip_if": TEXT,
    "outcomes": TEXTS,
    "strengths": TEXTS,
    "weaknesses": TEXTS,
    "superseded_by": or_null(FILLED),
    "sources": Record({"location": FILLED, "supports": FILLED, "read_on": OPTIONAL_DAY}, is_list=True),
    "unsure": ESTIMATED,
    "reviewed_on": OPTIONAL_DAY,
}

# Fields that a row takes from its entry under the same name.
SAME_NAME = (
    "title",
    "kind",
    "instructors",
    "url",
    "level",
    "language",
    "year",
    "official_hours",
    "official_pace",
    "hours_basis",
    "maths",
    "coding",
    "style",
    "practice",
    "tools",
    "topics",
    "summary",
    "best_for",
    "skip_if",
    "strengths",
    "weaknesses",
    "unsure",
)

FILE_NAMES = {
    "price_model": "price.model",
    "price_amount": "price.amount",
    "currency": "price.currency",
    "free_access": "price.free_access",
    "rating_value": "rating.value",
    "rating_scale": "rating.scale",
    "rating_count": "rating.count",
    "rating_source": "rating.source",
    "rating_as_of": "rating.as_of",
    "realistic_hours_low": "realistic_hours",
    "realistic_hours_high": "realistic_hours",
    "has_certificate": "certificate",
    "outcomes_text": "outcomes",
}

PARTS = ChildKind(Part, "bundle", ("course_id", "position", "is_standalone"))
REQUIREMENTS = ChildKind(Requirement, "course", ("skill_id", "level", "kind"))
OUTCOMES = ChildKind(Outcome, "course", ("skill_id", "level"))
SOURCES = ChildKind(Source, "course", ("location", "supports", "read_on", "position"))
COURSE_CHILDREN = (PARTS, REQUIREMENTS, OUTCOMES, SOURCES)


def course_row(entry: Entry) -> Row:
    """Raises DataError for a value that the models refuse."""
    place, values = entry.place, entry.values
    plain = {name: values[name] for name in SAME_NAME} | priced(values["price"]) | rated(values["rating"])
    low, high = values["realistic_hours"] or (None, None)
    plain |= {"realistic_hours_low": low, "realistic_hours_high": high}
    plain |= {"has_certificate": values["certificate"], "outcomes_text": values["outcomes"]}
    if reviewed := values.get("reviewed_on"):
        plain["reviewed_on"] = date.fromisoformat(reviewed)
    check_values(Course, {"slug": values["slug"], **plain}, place, FILE_NAMES)
    return Row(
        place=place,
        slug=values["slug"],
        values=plain,
        links=links(values),
        children=(*parts(entry), *skills(entry), *sources(entry)),
        when_new={"status": Course.Status.PUBLISHED},
    )


def links(values: dict[str, Any]) -> dict[str, Link | None]:
    newer = values["superseded_by"]
    return {
        "provider": Link("provider", Provider, values["provider"]),
        "platform": Link("platform", Platform, values["platform"]),
        "superseded_by": Link("superseded_by", Course, newer) if newer else None,
    }


def priced(price: dict[str, Any]) -> dict[str, Any]:
    return {
        "price_model": price["model"],
        "price_amount": price["amount"],
        "currency": price["currency"],
        "free_access": price["free_access"],
    }


def rated(rating: dict[str, Any] | None) -> dict[str, Any]:
    rating = rating or {"value": None, "scale": None, "count": None, "source": "", "as_of": ""}
    return {f"rating_{name}": value for name, value in rating.items()}


def parts(entry: Entry) -> Iterator[Child]:
    refuse_twice([part["course"] for part in entry.values["parts"]], "parts", entry.place)
    for position, part in enumerate(entry.values["parts"], start=1):
        link = Link("parts", Course, part["course"])
        yield Child(PARTS, {"position": position, "is_standalone": part["standalone"]}, {"course": link})


def skills(entry: Entry) -> Iterator[Child]:
    for name, kind in (("requires", Requirement.Kind.REQUIRED), ("helpful", Requirement.Kind.HELPFUL)):
        for skill, level in entry.values[name].items():
            yield Child(REQUIREMENTS, {"level": level, "kind": kind.value}, {"skill": Link(name, Skill, skill)})
    for skill, level in entry.values["teaches"].items():
        yield Child(OUTCOMES, {"level": level}, {"skill": Link("teaches", Skill, skill)})


def sources(entry: Entry) -> Iterator[Child]:
    refuse_twice([source["location"] for source in entry.values["sources"]], "sources", entry.place)
    for position, source in enumerate(entry.values["sources"], start=1):
        read_on = source.get("read_on")
        values = {
            "location": source["location"],
            "supports": source["supports"],
            "read_on": date.fromisoformat(read_on) if read_on else None,
            "position": position,
        }
        check_values(Source, values, entry.place, prefix=f"sources[{position}].")
        yield Child(SOURCES, values)


def refuse_twice(names: list[str], field: str, place: Place) -> None:
    for name in names:
        if names.count(name) > 1:
            raise place.error(field, f"names {name!r} twice")
