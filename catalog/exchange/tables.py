"""CSV files, read a line at a time in bounded memory."""

import codecs
import csv
import io
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from catalog.exchange.columns import BY_NAME
from catalog.exchange.problems import Unreadable

# Ten thousand courses in full take about three quarters of this.
LARGEST_FILE = 32_000_000
TOO_LARGE = f"the file is larger than {LARGEST_FILE // 1_000_000} MB; split it"
# Below the limit of Python's own reader for one cell; a course in full takes a few thousand.
LONGEST_LINE = 100_000
DELIMITERS = ",;\t"
SPREADSHEET, COMPRESSED = b"PK\x03\x04", b"\x1f\x8b"


def csv_rows(stream: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not empty, with their numbers. Raises Unreadable.

    What is not UTF-8 is kept as lone surrogates, so that the cell can be named.
    """
    lines = read_lines(stream)
    try:
        first = next(lines, "")
    except Unreadable as error:
        raise Unreadable(error.problem.message, row=1, column=error.problem.column) from error
    reader = csv.reader(chain([first], lines), delimiter=delimiter_of(first), strict=True)
    row = 0
    header: list[str] = []
    while True:
        row += 1
        try:
            cells = next(reader, None)
        except Unreadable as error:
            number = len(error.problem.column.split(delimiter_of(first)))
            column = header[number - 1] if 0 < number <= len(header) else f"number {number}"
            raise Unreadable(error.problem.message, row=row, column=column) from error
        except csv.Error as error:
            raise Unreadable(f"is not CSV: {error}", row=row) from error
        if cells is None:
            return
        header = header or cells
        if any(cell.strip() for cell in cells):
            yield row, cells


def delimiter_of(header: str) -> str:
    """The sign that cuts the header into most of the columns that there are."""
    return max(DELIMITERS, key=lambda sign: len(BY_NAME.keys() & {name.strip(' "\r\n') for name in header.split(sign)}))


def read_lines(stream: BinaryIO) -> Iterator[str]:
    """Raises Unreadable, for a line that is too long with its beginning as the column."""
    encoding = encoding_of(stream)
    text = io.TextIOWrapper(stream, encoding, errors="strict" if "16" in encoding else "surrogateescape", newline="")
    size = 0
    try:
        while line := text.readline(LONGEST_LINE + 1):
            size += len(line)
            if len(line) > LONGEST_LINE:
                raise Unreadable(f"is longer than {LONGEST_LINE:,} characters", column=line[:LONGEST_LINE])
            if size > LARGEST_FILE:
                raise Unreadable(TOO_LARGE)
            yield line
    except UnicodeDecodeError as error:
        raise Unreadable(f"is not {encoding.upper()}: {error.reason}") from error
    finally:
        # the stream belongs to the caller, who may have closed it already
        if not stream.closed:
            text.detach()


def encoding_of(stream: BinaryIO) -> str:
    """UTF-8 unless a mark at the beginning says UTF-16. Raises Unreadable for what is no text."""
    start = stream.read(1000)
    stream.seek(0)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if start.startswith((SPREADSHEET, COMPRESSED)):
        raise Unreadable("the file is no text but a spreadsheet or an archive; give its format")
    if b"\x00" in start:
        raise Unreadable("the file has bytes that no text has; save it as “CSV UTF-8”", row=1)
    return "utf-8-sig"
