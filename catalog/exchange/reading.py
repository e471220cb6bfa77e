"""A file of any kind as what it says of each course."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, BinaryIO

from catalog.desk.documents import Document
from catalog.exchange.columns import read_cells, read_header
from catalog.exchange.listings import json_entries, json_values
from catalog.exchange.open_edx import courses_of, owner, read_course
from catalog.exchange.problems import Problem, Unreadable
from catalog.exchange.tables import csv_rows
from catalog.exchange.workbooks import kept_rows, xlsx_rows

FORMATS = ("csv", "xlsx", "json")
OPEN_EDX = "open-edx"
MAPPINGS = (OPEN_EDX,)
# Enough for any title or sentence, and what a cell of a spreadsheet holds.
LONGEST_TEXT = 32_767
DEEPEST = 4
FAULTY_SIGN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class File:
    """`open` gives the content from its beginning; with `mapping` it is another site's, sold on `platform`.

    Where it `is_kept`, a spreadsheet is lines of JSON.
    """

    name: str
    format: str
    open: Callable[[], AbstractContextManager[BinaryIO]]
    mapping: str = ""
    platform: str = ""
    is_kept: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """What a row says: some fields of a document, and those that only a new course takes.

    `provider` is the name of one that may be new.
    """

    row: int
    values: Document
    problems: list[Problem] = field(default_factory=list)
    when_new: Document = field(default_factory=dict)
    provider: str = ""


def format_of(name: str) -> str:
    """Raises Unreadable for a name without a known ending."""
    ending = name.rpartition(".")[2].casefold()
    if ending not in FORMATS:
        raise Unreadable(f"{name[:100]} ends in none of .csv, .xlsx and .json")
    return ending


def read_rows(file: File, start: int = 0) -> Iterator[Given]:
    """Without the first `start` rows, which were read before. Raises Unreadable, also after some rows."""
    with file.open() as stream:
        found = (mapped_rows if file.mapping else plain_rows)(stream, file, start)
        is_empty = start == 0
        for given in found:
            is_empty = False
            given.problems.extend(unwritable(given))
            yield given
        if is_empty:
            raise Unreadable("the file has no courses")


def plain_rows(stream: BinaryIO, file: File, start: int) -> Iterator[Given]:
    if file.format != "json":
        read_workbook = kept_rows if file.is_kept else xlsx_rows
        return table_rows((csv_rows if file.format == "csv" else read_workbook)(stream), start)
    return (entry_row(row, entry) for row, entry in json_entries(stream, start))


def mapped_rows(stream: BinaryIO, file: File, start: int) -> Iterator[Given]:
    if file.format != "json":
        raise Unreadable("the courses of an Open edX site must be a JSON file")
    for row, entry in islice(enumerate(courses_of(json_values(stream)), start=1), start, None):
        values, when_new, problems = read_course(entry, row, file.platform)
        yield Given(row, values, problems, when_new, owner(entry) if values else "")


def entry_row(row: int, entry: object) -> Given:
    if isinstance(entry, dict):
        return Given(row, entry)
    return Given(row, {}, [Problem(row, "", "must be an object with the fields of a course")])


def table_rows(rows: Iterator[tuple[int, list[str]]], start: int) -> Iterator[Given]:
    number, header = next(rows, (1, []))
    if number != 1:
        raise Unreadable("is empty; the first row must name the columns", row=1)
    columns = read_header(header)
    for row, texts in islice(rows, start, None):
        values, problems = read_cells(columns, texts, row)
        if len(texts) < len(columns) or any(text.strip() for text in texts[len(columns) :]):
            problems.append(Problem(row, "", f"has {len(texts)} cells, but the header names {len(columns)} columns"))
        yield Given(row, values, problems)


def unwritable(given: Given) -> Iterator[Problem]:
    """Texts that no database or page can hold."""
    for name, value in given.values.items():
        if problem := next(faults(value, 0), ""):
            yield Problem(given.row, name[:80], problem)


def faults(value: Any, depth: int) -> Iterator[str]:
    if depth > DEEPEST:
        yield "is nested too deeply"
    elif isinstance(value, str):
        yield from text_faults(value)
    elif isinstance(value, dict | list):
        for item in [*value, *value.values()] if isinstance(value, dict) else value:
            yield from faults(item, depth + 1)


def text_faults(text: str) -> Iterator[str]:
    if len(text) > LONGEST_TEXT:
        yield f"is longer than {LONGEST_TEXT:,} characters"
    if found := FAULTY_SIGN.search(text):
        is_surrogate = found[0] > "\x7f"
        yield (
            "is not UTF-8; save the file as “CSV UTF-8”, or as UTF-16 with its mark"
            if is_surrogate
            else f"has a control character (code {ord(found[0])})"
        )
