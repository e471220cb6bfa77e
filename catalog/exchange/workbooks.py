"""XLSX files: looked at for their unpacked size before they are opened.

Opening one takes as long as checking a thousand rows, so what was read is kept as a line of JSON a row.
"""

import json
import re
import struct
import zipfile
import zlib
from array import array
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from typing import BinaryIO
from xml.parsers import expat

from python_calamine import CalamineError, SheetTypeEnum, load_workbook

from catalog.exchange.problems import Unreadable
from catalog.exchange.tables import LARGEST_FILE, TOO_LARGE

LARGEST_UNPACKED = 150_000_000
MOST_PARTS, MOST_ROWS, MOST_COLUMNS = 200, 50_000, 200
LOCAL_HEADER = struct.Struct("<26xHH")
PIECE = 65_536
REFERENCE = re.compile(r"([A-Z]{0,4})(\d{1,9})")
NOT_A_WORKBOOK = "the file is not an XLSX spreadsheet"
BOMB = f"the spreadsheet unpacks to more than {LARGEST_UNPACKED // 1_000_000} MB"


def xlsx_rows(stream: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    """Rows of the first sheet that are not empty, with their numbers; formulas as the values saved with them.

    Raises Unreadable.
    """
    content = stream.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise Unreadable(TOO_LARGE)
    refuse_bombs(content)
    try:
        book = load_workbook(BytesIO(content))
        sheets = [sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        if not sheets:
            raise Unreadable("the spreadsheet has no sheet")
        sheet = book.get_sheet_by_name(sheets[0])
    except (CalamineError, ValueError, OSError) as error:
        raise error if isinstance(error, Unreadable) else Unreadable(f"{NOT_A_WORKBOOK}: {error}") from error
    # empty columns before the first filled one are left out of what is read
    before = [""] * (sheet.start[1] if sheet.start else 0)
    for row, values in enumerate(sheet.iter_rows(), start=1):
        cells = before + [as_text(value) for value in values]
        if any(cell.strip() for cell in cells):
            yield row, cells


def row_lines(stream: BinaryIO) -> Iterator[bytes]:
    for row in xlsx_rows(stream):
        yield json.dumps(row).encode() + b"\n"


def kept_rows(stream: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    for line in stream:
        row, cells = json.loads(line)
        yield row, cells


def as_text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(round(value, 6))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def refuse_bombs(content: bytes) -> None:
    """Raises Unreadable for what would not fit into memory, whatever sizes the archive claims."""
    try:
        archive = zipfile.ZipFile(BytesIO(content))
        parts = archive.infolist()
        if len(parts) > MOST_PARTS:
            raise Unreadable(f"{NOT_A_WORKBOOK}: it has {len(parts)} parts")
        left, texts = LARGEST_UNPACKED, Texts()
        # shared texts first, as their lengths are needed to add up the cells
        for part in sorted(parts, key=lambda part: "sharedstrings" not in part.filename.casefold()):
            look: Look | None = texts if "sharedstrings" in part.filename.casefold() else None
            if part.filename.casefold().startswith("xl/worksheets/") and part.filename.casefold().endswith(".xml"):
                look = Sheet(texts.lengths)
            for piece in unpacked(content, part):
                left -= len(piece)
                if left < 0:
                    raise Unreadable(BOMB)
                if look:
                    look.parser.Parse(piece, False)
    except (zipfile.BadZipFile, zlib.error, struct.error, expat.ExpatError) as error:
        raise Unreadable(f"{NOT_A_WORKBOOK}: {error}") from error


def unpacked(content: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    if part.flag_bits & 1 or part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Unreadable("the spreadsheet has a password or is packed in an unusual way; save it anew")
    start = part.header_offset + LOCAL_HEADER.size + sum(LOCAL_HEADER.unpack_from(content, part.header_offset))
    packed = content[start : start + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        yield packed
        return
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    while packed and not inflater.eof:
        yield inflater.decompress(packed, PIECE)
        packed = inflater.unconsumed_tail


class Look:
    """Follows the elements of one part of the workbook."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self.refuse
        self.parser.StartElementHandler = self.begin
        self.parser.EndElementHandler = self.end
        self.parser.buffer_text = True

    def refuse(self, *declaration: object) -> None:
        raise Unreadable(f"{NOT_A_WORKBOOK}: it declares entities")

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        raise NotImplementedError

    def end(self, name: str) -> None:
        raise NotImplementedError


class Texts(Look):
    """The lengths of the texts that cells share."""

    def __init__(self) -> None:
        super().__init__()
        self.lengths = array("L")
        self.parser.CharacterDataHandler = self.count

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "si":
            self.lengths.append(0)

    def count(self, text: str) -> None:
        if self.lengths:
            self.lengths[-1] += len(text)

    def end(self, name: str) -> None:
        pass


class Sheet(Look):
    """Refuses cells far out and texts that are repeated beyond measure."""

    def __init__(self, lengths: "array[int]") -> None:
        super().__init__()
        self.lengths, self.left = lengths, LARGEST_UNPACKED
        self.is_shared = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        kind = name.rpartition(":")[2]
        found = REFERENCE.fullmatch(attributes.get("r", ""))
        if kind in ("c", "row") and found:
            if int(found[2]) > MOST_ROWS or column_number(found[1]) > MOST_COLUMNS:
                place = f"{MOST_ROWS:,} rows and {MOST_COLUMNS} columns"
                raise Unreadable(f"is outside the first {place}", row=int(found[2]), column=found[1])
        elif kind in ("c", "row") and "r" in attributes:
            raise Unreadable(f"{NOT_A_WORKBOOK}: a cell has no place")
        if kind == "c":
            self.is_shared = attributes.get("t") == "s"
            if attributes.get("t") == "e" and found:
                raise Unreadable("holds an error instead of a value", row=int(found[2]), column=found[1])
        if kind == "v" and self.is_shared:
            self.parser.CharacterDataHandler = self.follow

    def follow(self, text: str) -> None:
        number = int(text) if text.isdecimal() and len(text) < 9 else -1
        self.left -= self.lengths[number] if 0 <= number < len(self.lengths) else 0
        if self.left < 0:
            raise Unreadable(BOMB)

    def end(self, name: str) -> None:
        self.parser.CharacterDataHandler = None


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
