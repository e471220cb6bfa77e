"""What is wrong with a file, by row and column."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """`row` is the number that a spreadsheet shows, or the place in a JSON list counted from 1."""

    row: int | None
    column: str
    message: str

    def __str__(self) -> str:
        places = [f"row {self.row}"] if self.row else []
        places += [f"column {self.column}"] if self.column else []
        place = ", ".join(places)
        return f"{place[:1].upper()}{place[1:]}: {self.message}" if place else self.message


class Unreadable(ValueError):
    """The file can't be read on."""

    def __init__(self, message: str, *, row: int | None = None, column: str = "") -> None:
        self.problem = Problem(row, column, message)
        super().__init__(str(self.problem))
