"""Readers of decoded JSON. Each takes a place and a value and gives the checked value, or says what is wrong where.

A reader gives back only what it knows: an object's unknown keys are left behind, so nothing unchecked is ever stored.
"""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

Reader = Callable[[str, object], Any]

SLUG = re.compile(r"[-a-zA-Z0-9_]{1,120}")
# Dates of people's studies; far from the ends of what calendars and databases hold.
FIRST_YEAR, LAST_YEAR = 1900, 2200
# PostgreSQL holds no zero byte in a text, and half of a surrogate pair is no character.
UNSTORABLE = re.compile("[\\0\\ud800-\\udfff]")
# Whole numbers up to here are exact as floats too.
LARGEST_NUMBER = 10**15
LINK_SCHEMES = ("http", "https")


class Malformed(ValueError):
    """The file can't be used: the place in it, and a sentence that says what would be right."""

    def __init__(self, place: str, message: str) -> None:
        super().__init__(f"{place}: {message}" if place else message)
        self.place = place


def refuse_unstorable(document: object) -> None:
    """Raises Malformed for texts and numbers that a database can't hold. Walks without recursion, however deep."""
    waiting = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += [*value.keys(), *value.values()]
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, str) and UNSTORABLE.search(value):
            raise Malformed("", f"the text {value[:20]!r} has signs that can't be stored")
        elif isinstance(value, int | float) and not abs(value) <= LARGEST_NUMBER:
            raise Malformed("", f"there is a number beyond {LARGEST_NUMBER}")


def text(most: int, *, least: int = 0) -> Reader:
    def read(place: str, value: object) -> str:
        if not isinstance(value, str) or not least <= len(value) <= most:
            raise Malformed(place, f"must be a text of {f'{least} to' if least else 'at most'} {most} characters")
        return value

    return read


def slug(place: str, value: object) -> str:
    if not isinstance(value, str) or not SLUG.fullmatch(value):
        raise Malformed(place, "must be a short name of letters, digits, hyphens and underscores")
    return value


def link(place: str, value: object) -> str:
    """An address to the web, or nothing."""
    address = text(300)(place, value)
    if address:
        try:
            URLValidator(schemes=LINK_SCHEMES)(address)
        except ValidationError:
            raise Malformed(place, "must be an address that begins with http:// or https://") from None
    return str(address)


def number(least: float, most: float) -> Reader:
    def read(place: str, value: object) -> int | float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            raise Malformed(place, f"must be a number from {least} to {most}")
        return value

    return read


def whole(least: int, most: int) -> Reader:
    def read(place: str, value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise Malformed(place, f"must be a whole number from {least} to {most}")
        return value

    return read


def flag(place: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise Malformed(place, "must be true or false")
    return value


def day(place: str, value: object) -> date:
    try:
        found = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        found = None
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Malformed(place, "must be a date such as 2027-01-04")
    return found


def day_text(place: str, value: object) -> str:
    return day(place, value).isoformat()


def moment(place: str, value: object) -> datetime:
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or not FIRST_YEAR < found.year < LAST_YEAR:
        raise Malformed(place, "must be a date and time with its zone, such as 2027-01-04T09:30:00+00:00")
    return found.astimezone(UTC)


def choice(choices: Collection[object]) -> Reader:
    def read(place: str, value: object) -> Any:
        if isinstance(value, dict | list) or value not in choices or isinstance(value, bool):
            raise Malformed(place, f"must be one of {', '.join(str(one) for one in choices)}")
        return value

    return read


def maybe(reader: Reader) -> Reader:
    """Null is allowed too."""
    return lambda place, value: None if value is None else reader(place, value)


def listing(reader: Reader, most: int) -> Reader:
    def read(place: str, value: object) -> list[Any]:
        if not isinstance(value, list) or len(value) > most:
            raise Malformed(place, f"must be a list of at most {most}")
        return [reader(f"{place}[{at}]", item) for at, item in enumerate(value)]

    return read


def table(reader: Reader, most: int) -> Reader:
    """An object whose keys are short names and whose values are all alike."""

    def read(place: str, value: object) -> dict[str, Any]:
        if not isinstance(value, dict) or len(value) > most:
            raise Malformed(place, f"must be an object of at most {most} entries")
        return {slug(f"{place}, a key", key): reader(f"{place}.{key}", item) for key, item in value.items()}

    return read


def record(required: Mapping[str, Reader], optional: Mapping[str, Reader] | None = None) -> Reader:
    """An object; a key that is optional and missing stays missing."""
    rest = optional or {}

    def read(place: str, value: object) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise Malformed(place, "must be an object")
        for key in required:
            if key not in value:
                raise Malformed(f"{place}.{key}".removeprefix("."), "is missing")
        # In the file's own order, so that what comes back is written as it was.
        readers = {**required, **rest}
        known = [key for key in value if key in readers]
        return {key: readers[key](f"{place}.{key}".removeprefix("."), value[key]) for key in known}

    return read
