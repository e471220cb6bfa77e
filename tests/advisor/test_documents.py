"""A path as plain text and as a table."""

import csv
from datetime import date
from typing import Any

import pytest

from advisor.documents import path_table, path_text, plain_cell
from advisor.journey import Progress

PLAN: dict[str, Any] = {
    "steps": [
        {
            "course": "first",
            "title": "=1+1",
            "within": None,
            "hours": {"low": 10, "expected": 15, "high": 20},
            "starts": "2027-01-04",
            "finishes": "2027-01-24",
            "text": "It comes first.",
        }
    ],
    "hours": {"low": 10, "expected": 15, "high": 20},
    "weeks": 3,
    "finishes": "2027-01-24",
    "cost": {"total": 49.5, "currency": "USD", "lines": [], "unknown": []},
}


def test_text_names_courses_figures_and_states() -> None:
    text = path_text("Go deep", PLAN, {"first": "done"})
    assert text.startswith(
        "Go deep\n\nStudy time: 10–20 hours, 3 weeks\nExpected arrival: 24 Jan 2027\nCost: 49.50 USD"
    )
    assert "1. =1+1 (done)\n   10–20 hours, 4 Jan 2027 to 24 Jan 2027\n   It comes first." in text


def test_table_has_a_row_for_each_course() -> None:
    table = path_table(PLAN, {"first": Progress("done", date(2027, 1, 4), date(2027, 1, 9))})
    (row,) = csv.DictReader(table.splitlines())
    assert (row["course"], row["state"], row["done_on"]) == ("first", "done", "2027-01-09")
    assert row["title"] == "'=1+1"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "  ="])
def test_cell_that_looks_like_a_formula_becomes_text(start: str) -> None:
    assert plain_cell(f"{start}cmd") == f"'{start}cmd"


def test_other_cells_stay_as_they_are() -> None:
    assert [plain_cell(value) for value in ("C++", 3, None, "")] == ["C++", 3, "", ""]
