r"""Values as texts of cells, and back.

Lists are separated by ";", what belongs together within an item by "|", and a skill from its level by ":". A backslash
before one of these means the sign itself.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from catalog.desk.documents import as_json

# What a spreadsheet may take for the beginning of a formula, in whatever width.
RISKY = re.compile(r"'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
ESCAPED = re.compile(r"\\(?:u([0-9a-f]{4})|([\\;|:*]))")
OUTER_SPACE = re.compile(r"^\s+|\s+$")
NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,6})?")
WHOLE_NUMBER = re.compile(r"-?\d{1,12}")
YES, NO = ("yes", "true", "1"), ("no", "false", "0", "")


def defuse(text: str) -> str:
    """With an apostrophe before what a spreadsheet would run; `restore` takes it away again."""
    return f"'{text}" if RISKY.match(text) else text


def restore(text: str) -> str:
    return text[1:] if text.startswith("'") and RISKY.match(text) else text


@dataclass(frozen=True, slots=True)
class Codec:
    """`read` raises ValueError with what the cell must be."""

    read: Callable[[str], Any]
    write: Callable[[Any], str]


def split(text: str, separator: str) -> list[str]:
    """The pieces between separators that no backslash precedes, still with their backslashes."""
    if "\\" not in text:
        return text.split(separator)
    pieces, start, is_kept = [], 0, False
    for place, sign in enumerate(text):
        if is_kept:
            is_kept = False
        elif sign == "\\":
            is_kept = True
        elif sign == separator:
            pieces.append(text[start:place])
            start = place + 1
    return [*pieces, text[start:]]


def escape(text: str) -> str:
    marked = re.sub(r"([\\;|:*])", r"\\\1", text)
    return OUTER_SPACE.sub(lambda space: "".join(f"\\u{ord(sign):04x}" for sign in space[0]), marked)


def unescape(piece: str) -> str:
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else found[2], piece.strip())


def items(text: str) -> list[str]:
    return [piece.strip() for piece in split(text, ";") if piece.strip()]


def read_texts(text: str) -> list[str]:
    return [unescape(item) for item in items(text)]


def write_texts(values: Sequence[str]) -> str:
    return "; ".join(escape(value) for value in values)


def read_number(text: str) -> int | float | None:
    if not text.strip():
        return None
    if not NUMBER.fullmatch(text.strip()):
        raise ValueError("must be a number such as 12 or 12.5")
    number: int | float = as_json(Decimal(text.strip()))
    return number


def read_whole(text: str) -> int | None:
    if not text.strip():
        return None
    if not WHOLE_NUMBER.fullmatch(text.strip()):
        raise ValueError("must be a whole number such as 2026")
    return int(text)


def write_number(value: float | None) -> str:
    return "" if value is None else str(as_json(Decimal(str(value))))


def read_flag(text: str) -> bool:
    if text.strip().casefold() not in YES + NO:
        raise ValueError("must be yes or no")
    return text.strip().casefold() in YES


def read_levels(text: str) -> dict[str, int]:
    levels: dict[str, int] = {}
    for item in items(text):
        skill, *level = [unescape(piece) for piece in split(item, ":")]
        if len(level) != 1 or level[0] not in ("1", "2", "3"):
            raise ValueError(f"{item!r} must be a skill, a colon and a level of 1 to 3, such as python:2")
        if skill in levels:
            raise ValueError(f"names {skill!r} twice")
        levels[skill] = int(level[0])
    return levels


def write_levels(levels: dict[str, int]) -> str:
    return "; ".join(f"{escape(skill)}:{level}" for skill, level in levels.items())


def read_reasons(text: str) -> dict[str, str]:
    return {row["skill"]: row["reason"] for row in read_rows(text, ("skill", "reason"))}


def write_reasons(reasons: dict[str, str]) -> str:
    return "; ".join(f"{escape(skill)} | {escape(reason)}" for skill, reason in reasons.items())


def read_parts(text: str) -> list[dict[str, Any]]:
    return [
        {"course": unescape(item.removesuffix("*")), "standalone": item.endswith("*") and not item.endswith("\\*")}
        for item in items(text)
    ]


def write_parts(parts: Sequence[dict[str, Any]]) -> str:
    return "; ".join(escape(part["course"]) + ("*" if part["standalone"] else "") for part in parts)


def read_rows(text: str, names: Sequence[str]) -> list[dict[str, str]]:
    rows = []
    for item in items(text):
        pieces = [unescape(piece) for piece in split(item, "|")]
        if len(pieces) != len(names):
            raise ValueError(f"{item!r} must be {' | '.join(names)}")
        rows.append(dict(zip(names, pieces, strict=True)))
    return rows


def read_sources(text: str) -> list[dict[str, Any]]:
    rows = read_rows(text, ("location", "supports", "read_on"))
    return [{**row, "read_on": row["read_on"] or None} for row in rows]


def read_claims(text: str) -> list[dict[str, Any]]:
    rows = read_rows(text, ("field", "value", "source", "as_of", "chosen"))
    return [{**row, "chosen": read_flag(row["chosen"])} for row in rows]


def write_rows(rows: Sequence[dict[str, Any]]) -> str:
    return "; ".join(" | ".join(escape(write_plain(value)) for value in row.values()) for row in rows)


def write_plain(value: str | bool | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value or ""


TEXT = Codec(str, write_plain)
SLUG = Codec(str.strip, write_plain)
OPTIONAL = Codec(lambda text: text.strip() or None, write_plain)
TEXTS = Codec(read_texts, write_texts)
NUMBER_CELL = Codec(read_number, write_number)
WHOLE = Codec(read_whole, write_number)
FLAG = Codec(read_flag, write_plain)
LEVELS = Codec(read_levels, write_levels)
REASONS = Codec(read_reasons, write_reasons)
PARTS = Codec(read_parts, write_parts)
SOURCES = Codec(read_sources, write_rows)
CLAIMS = Codec(read_claims, write_rows)
