"""JSON files: a list of courses, an entry at a time."""

import json
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from typing import Any, BinaryIO

from catalog.desk.documents import as_json
from catalog.exchange.problems import Unreadable
from catalog.exchange.tables import LARGEST_FILE, TOO_LARGE, encoding_of

SPACE = " \t\r\n"
# Longer than any number of a course, and short enough to be turned into one at once.
LONGEST_NUMBER = 18


def json_entries(stream: BinaryIO, start: int = 0) -> Iterator[tuple[int, Any]]:
    """The entries of the list that the file is, with their places, without the first ones. Raises Unreadable."""
    text = read_text(stream)
    place = skip(text, 0)
    if text[place : place + 1] != "[":
        raise Unreadable("is empty" if place == len(text) else "must be a list of courses")
    yield from islice(enumerate(list_entries(text, place, start), start=1), start, None)


def json_values(stream: BinaryIO) -> Iterator[Any]:
    """The values that stand one after another in the file; of a list its entries. Raises Unreadable."""
    text = read_text(stream)
    start = skip(text, 0)
    if start == len(text):
        raise Unreadable("is empty")
    while start < len(text):
        if text[start] == "[":
            yield from list_entries(text, start)
            return
        value, start = decode(text, start, 1)
        yield value
        start = skip(text, start)


def read_text(stream: BinaryIO) -> str:
    encoding = encoding_of(stream)
    content = stream.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise Unreadable(TOO_LARGE)
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unreadable(f"line {line} is not {encoding.upper()}: {error.reason}") from error


def list_entries(text: str, start: int, known: int = 0) -> Iterator[Any]:
    """The first ones, when `known`, are passed over as they come."""
    place, number = skip(text, start + 1), 0
    if text[place : place + 1] == "]":
        return refuse_rest(text, place + 1)
    while True:
        number += 1
        value, place = PLAIN.raw_decode(text, place) if number <= known else decode(text, place, number)
        yield value
        place = skip(text, place)
        sign = text[place : place + 1]
        if sign == "]":
            return refuse_rest(text, place + 1)
        if sign != ",":
            raise Unreadable("is not JSON: a comma or the end of the list is missing", row=number)
        place = skip(text, place + 1)


def refuse_rest(text: str, place: int) -> None:
    if skip(text, place) < len(text):
        raise Unreadable("is not JSON: something follows the end of the list")


def skip(text: str, place: int) -> int:
    while place < len(text) and text[place] in SPACE:
        place += 1
    return place


def decode(text: str, place: int, number: int) -> tuple[Any, int]:
    try:
        value, end = DECODER.raw_decode(text, place)
    except (json.JSONDecodeError, RecursionError) as error:
        problem = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise Unreadable(f"is not JSON: {problem}", row=number) from error
    except Malformed as error:
        raise Unreadable(str(error), row=number, column=error.field) from error
    return value, end


class Malformed(Exception):
    """JSON, but not as we want it; names the field where there is one."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise Malformed("is given twice", name[:80])
        found[name] = value
    return found


def number(text: str) -> int | float:
    """As the documents of courses have it."""
    if len(text) > LONGEST_NUMBER or abs(Decimal(text).adjusted()) > LONGEST_NUMBER:
        raise Malformed(f"{text[:40]} is not a number that a course has")
    value: int | float = as_json(Decimal(text))
    return value


def refuse(word: str) -> None:
    raise Malformed(f"{word} is not a number that JSON knows")


PLAIN = json.JSONDecoder()
DECODER = json.JSONDecoder(object_pairs_hook=unique, parse_float=number, parse_int=number, parse_constant=refuse)
