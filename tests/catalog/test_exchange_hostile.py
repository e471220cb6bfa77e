"""Bad files change nothing, and each gets a message that names row and column."""

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from catalog.exchange import tables, workbooks
from catalog.exchange.problems import Unreadable
from catalog.exchange.reading import read_rows
from catalog.models import Course
from tests.catalog.exchanging import csv_of, file_with, json_of, new_document, state, xlsx_of
from tests.factories import create_bundle, create_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def weaving() -> Course:
    """Needs wool, which knitting teaches."""
    create_course(slug="knitting", teaches={"wool": 1})
    return create_course(slug="weaving", title="Weaving", requires={"wool": 1}, teaches={"thread": 1})


CSV_FAULTS: dict[str, tuple[bytes, str]] = {
    "latin-1": ("slug,title\nweaving,Wébe\n".encode("latin-1"), "Row 2, column title: is not UTF-8"),
    "utf-16 without a mark": ("slug,title\nweaving,W\n".encode("utf-16-le"), "Row 1: the file has bytes that no text"),
    "empty": (b"", "Row 1: is empty"),
    "header only": (b"slug,title\n", "no courses"),
    "no header": (b"\nweaving,Web\n", "Row 1: is empty"),
    "unknown column": (
        csv_of("slug,tittle", "weaving,x"),
        "Row 1, column tittle: there is no such column; did you mean title?",
    ),
    "column twice": (csv_of("slug,title,Title", "weaving,x,y"), "Row 1, column Title: is there twice"),
    "no slugs": (csv_of("title", "x"), "Row 1, column slug: is missing"),
    "slug left out": (csv_of("slug,title", ",x"), "Row 2, column slug: is missing"),
    "title left out": (csv_of("slug,title", "weaving,"), "Row 2, column title: must be text that is not empty"),
    "unclosed quote": (b'slug,title\nweaving,"x\n', "Row 2: is not CSV"),
    "long cell over many lines": (b'slug,title\nweaving,"' + b"x\n" * 70_000, "Row 2: is not CSV: field larger"),
    "too few cells": (csv_of("slug,title,year", "weaving,x"), "Row 2: has 2 cells, but the header names 3 columns"),
    "too many cells": (csv_of("slug,title", "weaving,x,y"), "Row 2: has 3 cells, but the header names 2 columns"),
    "unknown skill": (
        csv_of("slug,requires", "weaving,wol:1"),
        "Row 2, column requires: there is no skill 'wol'; did you mean wool?",
    ),
    "unknown part": (
        csv_of("slug,parts", "weaving,kniting"),
        "Row 2, column parts: there is no course 'kniting'; did you mean knitting?",
    ),
    "unknown platform": (
        csv_of("slug,platform", "weaving,nowhere"),
        "Row 2, column platform: there is no platform 'nowhere'",
    ),
    "course twice": (
        csv_of("slug,title", "weaving,x", "knitting,y", "weaving,z"),
        "Row 4, column slug: weaving is also the course of row 2",
    ),
    "a word for a number": (
        csv_of("slug,official_hours", "weaving,many"),
        "Row 2, column official_hours: must be a number",
    ),
    "not a number": (csv_of("slug,official_hours", "weaving,NaN"), "Row 2, column official_hours: must be a number"),
    "infinity": (csv_of("slug,price_amount", "weaving,1e999"), "Row 2, column price_amount: must be a number"),
    "negative": (
        csv_of("slug,official_hours", "weaving,-3"),
        "Row 2, column official_hours: must be a number, not negative",
    ),
    "too many digits": (csv_of("slug,official_hours", "weaving,12.345"), "Row 2, column official_hours: Ensure"),
    "one of two hours": (
        csv_of("slug,realistic_hours_low,realistic_hours_high", "weaving,3,"),
        "Row 2, column realistic_hours_low: must be a list of two",
    ),
    "no such day": (csv_of("slug,reviewed_on", "weaving,2026-02-30"), "Row 2, column reviewed_on: must be a date"),
    "unknown kind": (csv_of("slug,kind", "weaving,game"), "Row 2, column kind: Value 'game' is not a valid choice"),
    "level of four": (csv_of("slug,teaches", "weaving,wool:4"), "Row 2, column teaches: 'wool:4' must be a skill"),
    "skill twice": (csv_of("slug,teaches", "weaving,wool:1; wool:2"), "Row 2, column teaches: names 'wool' twice"),
    "neither yes nor no": (
        csv_of("slug,certificate", "weaving,perhaps"),
        "Row 2, column certificate: must be yes or no",
    ),
    "script for an address": (
        csv_of("slug,url", "weaving,javascript:alert(1)"),
        "Row 2, column url: Enter a valid URL",
    ),
    "two choices": (
        csv_of("slug,claims", "weaving,maths | a | b |  | yes; maths | c | d |  | yes"),
        "Row 2, column claims: more than one statement",
    ),
    "control character": (csv_of("slug,title", "weaving,a\x01b"), "Row 2, column title: has a control character"),
    "part of itself": (csv_of("slug,parts", "weaving,weaving"), "Row 2, column parts: “Weaving” contains “Weaving”."),
    "superseded in a circle": (
        csv_of("slug,superseded_by", "weaving,knitting", "knitting,weaving"),
        "column superseded_by: ",
    ),
    "waiting in a circle": (
        csv_of("slug,requires", "weaving,wool:1", "knitting,thread:1"),
        "Row 3, column requires: These courses wait for one another",
    ),
    "new course without its facts": (csv_of("slug,title", "new-one,x"), "Row 2, column provider: is missing"),
    "a spreadsheet by another name": (b"PK\x03\x04rest", "no text but a spreadsheet"),
}
JSON_FAULTS: dict[str, tuple[bytes, str]] = {
    "no json": (b"[{", "Row 1: is not JSON"),
    "no list": (b'{"slug": "weaving"}', "must be a list of courses"),
    "empty": (b"  ", "is empty"),
    "empty list": (b"[]", "no courses"),
    "no object": (b"[3]", "Row 1: must be an object"),
    "more after the end": (b'[{"slug": "weaving"}] x', "something follows the end"),
    "too deep": (
        b'[{"slug": "weaving", "topics": ' + b"[" * 100_000 + b"]" * 100_000 + b"}]",
        "Row 1: is not JSON: it is nested too deeply",
    ),
    "rather deep": (
        b'[{"slug": "weaving", "topics": [[[[[[["x"]]]]]]]}]',
        "Row 1, column topics: is nested too deeply",
    ),
    "key twice": (b'[{"slug": "weaving", "title": "a", "title": "b"}]', "Row 1, column title: is given twice"),
    "not a number": (b'[{"slug": "weaving", "year": NaN}]', "Row 1: NaN is not a number"),
    "far too large": (b'[{"slug": "weaving", "year": 1e999999999}]', "Row 1: 1e999999999 is not a number"),
    "many digits": (b'[{"slug": "weaving", "year": ' + b"9" * 10_000 + b"}]", "is not a number that a course has"),
    "unknown field": (json_of({"slug": "weaving", "colour": "red"}), "Row 1, column colour: is not known"),
    "a number for a text": (json_of({"slug": "weaving", "title": 5}), "Row 1, column title: must be text"),
    "a text for a list": (json_of({"slug": "weaving", "sources": "x"}), "Row 1, column sources: must be a list"),
    "an object for a slug": (json_of({"slug": {"a": 1}}), "Row 1, column slug: is missing"),
    "a list for reasons": (
        json_of({"slug": "weaving", "requires": {}, "requires_why": [1]}),
        "Row 1, column requires_why",
    ),
    "half of a price": (json_of({"slug": "weaving", "price": {"amount": "x"}}), "Row 1, column price_amount: must be"),
    "half a character": (b'[{"slug": "weaving", "title": "\\ud800"}]', "Row 1, column title: is not UTF-8"),
    "latin-1": ('[{"slug": "é"}]'.encode("latin-1"), "line 1 is not UTF-8"),
}
XLSX_FAULTS: dict[str, tuple[Callable[[], bytes], str]] = {
    "no workbook": (lambda: b"PK\x03\x04rest", "is not an XLSX spreadsheet"),
    "empty": (lambda: xlsx_of([]), "Row 1: is empty"),
    "an error": (
        lambda: xlsx_of([["slug", "year"], ["weaving", ("=1/0", "#DIV/0!")]]),
        "Row 2, column B: holds an error",
    ),
    "a date for hours": (lambda: xlsx_of([["slug"], [None], ["weaving-2"]]), "Row 3, column title: is missing"),
    "formula without value": (
        lambda: xlsx_of([["slug", "title"], ["weaving", ("=cmd()", "")]]),
        "Row 2, column title: must be",
    ),
    "bomb": (lambda: archive_of(b"<a>" + b" " * 3_000_000), "unpacks to more than"),
    "bomb that lies": (lambda: lying(archive_of(b"<a>" + b" " * 3_000_000)), "unpacks to more than"),
    "cell far out": (
        lambda: archive_of(b'<worksheet><sheetData><row r="1"><c r="XFD1048576"/></row></sheetData></worksheet>'),
        "Row 1048576, column XFD: is outside",
    ),
    "entities": (lambda: archive_of(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "declares entities"),
    "one text a million times": (
        lambda: archive_of(b"<a>" + b'<c r="A1" t="s"><v>0</v></c>' * 100 + b"</a>"),
        "unpacks to more",
    ),
}


def archive_of(sheet: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        archive.writestr("xl/sharedStrings.xml", "<sst><si><t>" + "x" * 30_000 + "</t></si></sst>")
    return target.getvalue()


def lying(content: bytes) -> bytes:
    """With a small unpacked size written for the first part."""
    place = content.rindex(b"PK\x01\x02", 0, content.rindex(b"xl/worksheets"))
    return content[: place + 24] + struct.pack("<I", 10) + content[place + 28 :]


def refused(tmp_path: Path, name: str, content: bytes) -> str:
    path = tmp_path / name
    path.write_bytes(content)
    before = state()
    with pytest.raises(CommandError) as caught:
        call_command("import_courses", str(path), "--apply", "--publish", verbosity=0)
    assert caught.value.returncode == 2
    assert state() == before
    return str(caught.value)


@pytest.mark.parametrize("name", CSV_FAULTS)
def test_bad_csv_is_refused(name: str, weaving: Course, tmp_path: Path) -> None:
    content, message = CSV_FAULTS[name]
    assert message in refused(tmp_path, "courses.csv", content)


@pytest.mark.parametrize("name", JSON_FAULTS)
def test_bad_json_is_refused(name: str, weaving: Course, tmp_path: Path) -> None:
    content, message = JSON_FAULTS[name]
    assert message in refused(tmp_path, "courses.json", content)


@pytest.mark.parametrize("name", XLSX_FAULTS)
def test_bad_spreadsheet_is_refused(
    name: str, weaving: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "LARGEST_UNPACKED", 2_000_000)
    make, message = XLSX_FAULTS[name]
    assert message in refused(tmp_path, "courses.xlsx", make())


def test_right_rows_do_not_slip_in_beside_wrong_ones(weaving: Course, tmp_path: Path) -> None:
    message = refused(tmp_path, "x.csv", csv_of("slug,year", "weaving,2020", "knitting,soon"))
    assert "Row 3, column year" in message
    assert "Row 2" not in message


def test_every_wrong_cell_of_a_row_is_named(weaving: Course, tmp_path: Path) -> None:
    message = refused(tmp_path, "x.csv", csv_of("slug,year,certificate", "weaving,soon,perhaps"))
    assert "column year" in message
    assert "column certificate" in message


def test_bundles_of_new_courses_containing_each_other_are_refused(tmp_path: Path) -> None:
    course = create_course()
    rows = [
        new_document(slug, course.provider.slug, course.platform.slug, parts=[{"course": other, "standalone": False}])
        for slug, other in (("first", "second"), ("second", "first"))
    ]
    assert "Row 1, column parts" in refused(tmp_path, "x.json", json_of(*rows))


class Endless(io.RawIOBase):
    """A header and then a line without end; counts what is read of it."""

    def __init__(self) -> None:
        self.read_so_far = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, place: int, whence: int = 0) -> int:
        self.read_so_far = place
        return place

    def readinto(self, buffer: Any) -> int:
        start = b"slug,title\nweaving," if self.read_so_far == 0 else b""
        buffer[:] = (start + b"x" * len(buffer))[: len(buffer)]
        self.read_so_far += len(buffer)
        return len(buffer)


def test_endless_line_is_refused_early_by_row_and_column() -> None:
    stream = Endless()
    with pytest.raises(Unreadable, match="Row 2, column title: is longer than 100,000 characters"):
        list(tables.csv_rows(io.BufferedReader(stream)))
    assert stream.read_so_far < 1_000_000


def test_file_past_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "LARGEST_FILE", 1000)
    with pytest.raises(Unreadable, match="larger than"):
        list(read_rows(file_with(csv_of("slug,title", *["weaving,x"] * 200), "csv")))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_marks_and_separators_are_understood(encoding: str, sign: str) -> None:
    content = f'slug{sign}title{sign}topics\r\nweaving{sign}Wébe{sign}"a; b"\r\n'.encode(encoding)
    (row,) = read_rows(file_with(content, "csv"))
    assert row.values == {"slug": "weaving", "title": "Wébe", "topics": ["a", "b"]}
    assert row.row == 2


def test_formula_in_a_spreadsheet_counts_as_its_value() -> None:
    content = xlsx_of([["slug", "title", "year"], ["weaving", ("=cmd()", "Web"), ("=2000+20", 2020)]])
    (row,) = read_rows(file_with(content, "xlsx"))
    assert row.values == {"slug": "weaving", "title": "Web", "year": 2020}


def test_formula_as_text_stays_text() -> None:
    (row,) = read_rows(file_with(csv_of("slug,title", "weaving,=cmd()"), "csv"))
    assert row.values["title"] == "=cmd()"


def test_empty_rows_are_passed_over_and_counted(weaving: Course) -> None:
    rows = list(read_rows(file_with(b"slug,title\n\n,\nweaving,x\n", "csv")))
    assert [row.row for row in rows] == [4]


def test_loop_with_a_course_that_is_not_in_the_file_is_refused(weaving: Course, tmp_path: Path) -> None:
    create_bundle(slug="crafts", title="Crafts", parts=[weaving])
    message = refused(tmp_path, "x.csv", csv_of("slug,parts", "weaving,crafts"))
    assert "Row 2, column parts: “" in message


def test_packed_sizes_are_counted_not_believed() -> None:
    content = lying(archive_of(b"<a>" + b" " * 1_000_000 + b"</a>"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        part = archive.infolist()[0]
        assert part.file_size == 10
        assert sum(map(len, workbooks.unpacked(content, part))) > 1_000_000
