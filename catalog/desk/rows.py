"""Brings the rows that belong to a subject to what its document says; rows that stay the same keep their key."""

import zlib
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models

# Above any position that a curator types, below the largest that the column holds.
OUT_OF_THE_WAY = 16_000
# More rows than one subject has of a kind.
KEYS_A_SUBJECT = 1_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """A row that shall be there: `key` is what it is known by, `values` are columns by attribute name."""

    key: Hashable
    values: Mapping[str, Any]


@dataclass(slots=True)
class Difference:
    """`changed` are rows with their new values set, not yet saved; keys of `added` are those of rehearsals or None."""

    gone: list[models.Model] = field(default_factory=list)
    changed: list[models.Model] = field(default_factory=list)
    added: list[models.Model] = field(default_factory=list)

    def write(self, columns: Iterable[str] = ()) -> None:
        """The columns given are those that rows of one subject must not share at any moment."""
        for row in self.gone:
            row.delete()
        for column in columns:
            if self.changed:
                make_room(self.changed, column)
        for row in self.changed:
            row.save()
        for row in self.added:
            row.save(force_insert=True)


def rehearsal_key(slug: str) -> int:
    """The key, negative, of a subject's row that is not there outside a rehearsal."""
    return -1 - zlib.crc32(slug.encode())


def make_room(rows: Sequence[models.Model], column: str) -> None:
    """Take the value that no two rows may share from the rows about to be written."""
    model = type(rows[0])
    found = model._default_manager.filter(pk__in=[row.pk for row in rows])
    if isinstance(model._meta.get_field(column), models.BooleanField):
        found.update(**{column: False})
    else:
        found.update(**{column: models.F(column) + OUT_OF_THE_WAY})


def compare(
    present: Iterable[models.Model],
    wanted: Iterable[Wanted],
    *,
    key_of: Callable[[Any], Hashable],
    new: Callable[[], models.Model],
    rehearsed_for: int | None = None,
) -> Difference:
    """With `rehearsed_for`, the key of the subject's row, new rows get negative keys, the same each time."""
    found: dict[Hashable, list[models.Model]] = {}
    for row in present:
        found.setdefault(key_of(row), []).append(row)
    difference = Difference()
    for item in wanted:
        rows = found.get(item.key)
        row = rows.pop(0) if rows else new()
        is_new = row.pk is None
        differs = [name for name, value in item.values.items() if getattr(row, name) != value]
        for name in differs:
            setattr(row, name, item.values[name])
        if is_new:
            difference.added.append(row)
        elif differs:
            difference.changed.append(row)
    difference.gone = [row for rows in found.values() for row in rows]
    if rehearsed_for is not None:
        for number, row in enumerate(difference.added, start=1):
            row.pk = -(abs(rehearsed_for) * KEYS_A_SUBJECT + number)
    return difference


def positions(present: Sequence[tuple[Hashable, int]], wanted: Sequence[Hashable]) -> list[int]:
    """A position for each key wanted, counted from 1; those that there are stay while nothing comes, goes or moves."""
    known = dict(present)
    return list(known.values()) if list(wanted) == list(known) else list(range(1, len(wanted) + 1))
