"""Data files: JSON lists of entries, each checked against a shape before anything is written."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any


class DataError(ValueError):
    """One line that names the file, the entry and the field of what can't be loaded."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry stands, for messages."""

    file: str
    entry: str

    def error(self, field: str, problem: str) -> DataError:
        return DataError(f"{self.file}, entry {self.entry}, field {field}: {problem}")


@dataclass(frozen=True, slots=True)
class Entry:
    place: Place
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Expected:
    """What a field may hold: `wanted` says it in words."""

    wanted: str
    fits: Callable[[object], bool]
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """A field that holds an object with fields of its own, or a list of such objects."""

    shape: "Shape"
    is_list: bool = False
    may_be_null: bool = False


Shape = Mapping[str, Expected | Record]


def is_text(value: object) -> bool:
    return isinstance(value, str)


def is_filled(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def is_amount(value: object) -> bool:
    return (is_whole(value) or isinstance(value, Decimal)) and value >= 0  # type: ignore[operator]


def is_texts(value: object) -> bool:
    return isinstance(value, list) and all(is_filled(item) for item in value)


def is_range(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(map(is_amount, value)) and value[0] <= value[1]


def is_levels(value: object) -> bool:
    return isinstance(value, dict) and all(is_whole(level) and 1 <= level <= 3 for level in value.values())


def is_day(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def or_null(expected: Expected) -> Expected:
    return Expected(
        f"{expected.wanted}, or null",
        lambda value: value is None or expected.fits(value),
        is_optional=expected.is_optional,
    )


TEXT = Expected("text", is_text)
FILLED = Expected("text that is not empty", is_filled)
WHOLE = Expected("a whole number", is_whole)
AMOUNT = Expected("a number, not negative", is_amount)
FLAG = Expected("true or false", lambda value: isinstance(value, bool))
TEXTS = Expected("a list of texts, none of them empty", is_texts)
RANGE = Expected("a list of two numbers, not negative, the lower one first", is_range)
LEVELS = Expected("an object of skills and their levels, each 1, 2 or 3", is_levels)
OPTIONAL_DAY = Expected("a date such as 2026-03-31, or null", lambda value: value is None or is_day(value), True)


def check_shape(values: object, shape: Shape, place: Place, prefix: str = "") -> dict[str, Any]:
    """The values when they have exactly the fields of the shape. Raises DataError."""
    if not isinstance(values, dict):
        raise place.error(prefix.rstrip(".") or "(whole entry)", "must be an object with fields")
    for name in values:
        if name not in shape:
            raise place.error(prefix + name, f"is not known; the fields are {', '.join(shape)}")
    for name, expected in shape.items():
        if isinstance(expected, Record):
            check_record(values.get(name, MISSING), expected, place, prefix + name)
        elif name not in values:
            if not expected.is_optional:
                raise place.error(prefix + name, f"is missing; it must be {expected.wanted}")
        elif not expected.fits(values[name]):
            raise place.error(prefix + name, f"must be {expected.wanted}")
    return values


MISSING = object()


def check_record(value: object, record: Record, place: Place, name: str) -> None:
    if value is MISSING:
        raise place.error(name, "is missing")
    if value is None and record.may_be_null:
        return
    if not record.is_list:
        check_shape(value, record.shape, place, f"{name}.")
        return
    if not isinstance(value, list):
        raise place.error(name, "must be a list")
    for number, item in enumerate(value, start=1):
        check_shape(item, record.shape, place, f"{name}[{number}].")


def read_json(path: Path, name: str) -> Any:
    """Numbers with a point become Decimal. Raises DataError for what is not JSON, also for a key given twice."""

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            keys = [key for key, _ in pairs]
            twice = next(key for key in keys if keys.count(key) > 1)
            label = found.get("slug", "(unnamed)")
            raise DataError(f"{name}, entry {label}, field {twice}: is given twice")
        return found

    def refuse(word: str) -> None:
        raise DataError(f"{name}: {word} is not a number that JSON knows")

    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{name}: can't be read: {error}") from error
    try:
        return json.loads(text, object_pairs_hook=unique, parse_float=Decimal, parse_constant=refuse)
    except (json.JSONDecodeError, RecursionError) as error:
        raise DataError(f"{name}: is not JSON: {error}") from error


def read_entries(path: Path, shape: Shape, *, root: Path, label: Callable[[dict[str, Any]], str]) -> list[Entry]:
    """The entries of one file, none when the file is not there. `label` names an entry in messages."""
    if not path.exists():
        return []
    name = path.relative_to(root).as_posix()
    listed = read_json(path, name)
    if not isinstance(listed, list):
        raise DataError(f"{name}: must be a list of entries")
    entries = []
    for number, item in enumerate(listed, start=1):
        named = label(item) if isinstance(item, dict) else ""
        place = Place(name, named or f"number {number}")
        entries.append(Entry(place, check_shape(item, shape, place)))
    return entries


def slug_label(values: dict[str, Any]) -> str:
    return str(values.get("slug", ""))


def refuse_repeats(entries: Iterable[Entry]) -> None:
    """Raises DataError when two entries have the same slug."""
    seen: dict[str, Place] = {}
    for entry in entries:
        slug = entry.values["slug"]
        if slug in seen:
            raise entry.place.error("slug", f"is also the slug of an entry in {seen[slug].file}")
        seen[slug] = entry.place
