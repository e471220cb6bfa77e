"""The columns of a flat file, one row a course, and a course's document as such a row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from catalog.desk.documents import Document
from catalog.exchange import cells
from catalog.exchange.cells import Codec
from catalog.exchange.problems import Problem, Unreadable


@dataclass(frozen=True, slots=True)
class Column:
    """`field` is the document's, `key` a name within it where it is an object."""

    name: str
    field: str
    codec: Codec
    key: str = ""


def plain(codec: Codec, *names: str) -> list[Column]:
    return [Column(name, name, codec) for name in names]


COLUMNS = (
    *plain(cells.SLUG, "slug"),
    *plain(cells.TEXT, "title"),
    *plain(cells.SLUG, "kind", "status", "provider", "platform"),
    *plain(cells.OPTIONAL, "superseded_by"),
    *plain(cells.TEXTS, "instructors"),
    *plain(cells.SLUG, "url", "level", "language"),
    *plain(cells.WHOLE, "year"),
    *plain(cells.NUMBER_CELL, "official_hours"),
    *plain(cells.TEXT, "official_pace"),
    Column("realistic_hours_low", "realistic_hours", cells.NUMBER_CELL, "low"),
    Column("realistic_hours_high", "realistic_hours", cells.NUMBER_CELL, "high"),
    *plain(cells.TEXT, "hours_basis"),
    Column("price_model", "price", cells.SLUG, "model"),
    Column("price_amount", "price", cells.NUMBER_CELL, "amount"),
    Column("currency", "price", cells.SLUG, "currency"),
    Column("free_access", "price", cells.TEXT, "free_access"),
    *plain(cells.FLAG, "certificate"),
    Column("rating_value", "rating", cells.NUMBER_CELL, "value"),
    Column("rating_scale", "rating", cells.WHOLE, "scale"),
    Column("rating_count", "rating", cells.WHOLE, "count"),
    Column("rating_source", "rating", cells.TEXT, "source"),
    Column("rating_as_of", "rating", cells.TEXT, "as_of"),
    *plain(cells.SLUG, "maths", "coding", "style", "practice"),
    *plain(cells.TEXTS, "tools", "topics"),
    *plain(cells.LEVELS, "requires"),
    *plain(cells.REASONS, "requires_why"),
    *plain(cells.LEVELS, "helpful"),
    *plain(cells.REASONS, "helpful_why"),
    *plain(cells.LEVELS, "teaches"),
    *plain(cells.PARTS, "parts"),
    *plain(cells.TEXT, "summary", "best_for", "skip_if"),
    *plain(cells.TEXTS, "outcomes", "strengths", "weaknesses", "unsure"),
    *plain(cells.OPTIONAL, "reviewed_on"),
    *plain(cells.SOURCES, "sources"),
    *plain(cells.CLAIMS, "claims"),
)
NAMES = [column.name for column in COLUMNS]
BY_NAME = {column.name: column for column in COLUMNS}
RATING: Document = {"value": None, "scale": None, "count": None, "source": "", "as_of": ""}


def read_header(texts: Sequence[str]) -> list[Column]:
    """Raises Unreadable for a header with an unknown or repeated column or without slugs."""
    found: list[Column] = []
    names = [text.strip().casefold().replace(" ", "_") for text in texts]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise Unreadable("is empty; the first row must name the columns", row=1)
    for number, name in enumerate(names, start=1):
        label = texts[number - 1].strip()[:80] or f"number {number}"
        if name not in BY_NAME:
            near = get_close_matches(name, NAMES, 1)
            hint = f"did you mean {near[0]}?" if near else f"the columns are {', '.join(NAMES)}"
            raise Unreadable(f"there is no such column; {hint}", row=1, column=label)
        if BY_NAME[name] in found:
            raise Unreadable("is there twice", row=1, column=label)
        found.append(BY_NAME[name])
    if BY_NAME["slug"] not in found:
        raise Unreadable("is missing; it says which course a row is about", row=1, column="slug")
    return found


def read_cells(columns: Sequence[Column], texts: Sequence[str], row: int) -> tuple[Document, list[Problem]]:
    """The fields that the row gives, a part of a document; parts of objects as objects with some of their names."""
    given: Document = {}
    problems = []
    for column, text in zip(columns, texts, strict=False):
        try:
            value = column.codec.read(cells.restore(text))
        except ValueError as error:
            problems.append(Problem(row, column.name, str(error)))
            continue
        if column.key:
            given.setdefault(column.field, {})[column.key] = value
        else:
            given[column.field] = value
    return given, problems


def write_cells(document: Mapping[str, Any]) -> list[str]:
    """One text for each of COLUMNS, safe to open in a spreadsheet."""
    low, high = document["realistic_hours"] or (None, None)
    values = {**document, "realistic_hours": {"low": low, "high": high}, "rating": document["rating"] or RATING}
    return [
        cells.defuse(column.codec.write(values[column.field][column.key] if column.key else values[column.field]))
        for column in COLUMNS
    ]
