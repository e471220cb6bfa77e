"""Courses as files, a part at a time."""

import csv
import io
import json
import tempfile
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from django.db.models import QuerySet
from xlsxwriter import Workbook

from catalog.desk.documents import Document, course_document, with_all
from catalog.exchange.columns import NAMES, write_cells
from catalog.exchange.reading import LONGEST_TEXT
from catalog.models import Course

CHUNK = 200
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
PLAIN_STRINGS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class TooLong(ValueError):
    """A text that a cell of a spreadsheet can't hold."""


def documents(courses: QuerySet[Course]) -> Iterator[Document]:
    for course in with_all(courses.order_by("slug")).iterator(chunk_size=CHUNK):
        yield course_document(course)


def write_csv(found: Iterable[Document]) -> Iterator[str]:
    """Lines, after a mark by which spreadsheets know UTF-8."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow(NAMES)
    for document in found:
        writer.writerow(write_cells(document))
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def write_json(found: Iterable[Document]) -> Iterator[str]:
    before = "["
    for document in found:
        yield f"{before}\n{json.dumps(document, ensure_ascii=False)}"
        before = ","
    yield "\n]\n" if before == "," else "[]\n"


def write_xlsx(found: Iterable[Document]) -> BinaryIO:
    """An open file that is gone once it is closed. Every cell is a text. Raises TooLong."""
    target: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115  the caller closes it
    with Workbook(target, {"constant_memory": True, **PLAIN_STRINGS}) as book:
        sheet = book.add_worksheet("courses")
        sheet.freeze_panes(1, 1)
        for column, name in enumerate(NAMES):
            sheet.write_string(0, column, name)
        for row, document in enumerate(found, start=1):
            for column, text in enumerate(write_cells(document)):
                if len(text) > LONGEST_TEXT:
                    raise TooLong(f"{NAMES[column]} of {document['slug']} is too long for a spreadsheet; take JSON")
                if text:
                    sheet.write_string(row, column, text)
    target.seek(0)
    return target
