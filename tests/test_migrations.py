"""Migrations run while the release before them still serves: they only add, and what they add may be left out by it."""

from collections.abc import Iterator

import pytest
from django.db import models
from django.db.migrations import AddField, DeleteModel, Migration, RemoveField, RenameField, RenameModel
from django.db.migrations.loader import MigrationLoader

# The first release's tables; nobody runs anything older.
FIRST_RELEASE = {"catalog": 9, "advisor": 8}
TAKING_AWAY = (DeleteModel, RemoveField, RenameField, RenameModel)


def later_migrations() -> list[Migration]:
    found = MigrationLoader(None).disk_migrations
    return [
        migration
        for (app, name), migration in sorted(found.items())
        if app in FIRST_RELEASE and int(name.split("_")[0]) > FIRST_RELEASE[app]
    ]


def dangers(migration: Migration) -> Iterator[str]:
    """What the running release would fail at. Tables that the same migration makes are not yet anybody's."""
    for operation in migration.operations:
        if isinstance(operation, TAKING_AWAY):
            yield f"{migration}: {operation.describe()} takes away what the running release may use"
        if isinstance(operation, AddField) and not can_be_left_out(operation.field):
            yield f"{migration}: {operation.describe()} needs null=True or db_default"


def can_be_left_out(field: models.Field) -> bool:  # type: ignore[type-arg]
    return field.null or field.has_db_default() or field.many_to_many


def test_migrations_leave_the_running_release_at_work() -> None:
    found = [danger for migration in later_migrations() for danger in dangers(migration)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("operation", "is_safe"),
    [
        (AddField("course", "note", models.TextField(default="")), False),
        (AddField("course", "note", models.TextField(db_default="")), True),
        (AddField("course", "note", models.TextField(null=True)), True),
        (AddField("guide", "courses", models.ManyToManyField("catalog.course")), True),
        (RemoveField("course", "title"), False),
        (RenameField("course", "title", "name"), False),
        (DeleteModel("course"), False),
    ],
)
def test_dangers_are_seen(operation: object, is_safe: bool) -> None:
    migration = Migration("0099_example", "catalog")
    migration.operations = [operation]
    assert (not list(dangers(migration))) is is_safe
