"""Triggers that change a person's token with every write to a row of theirs. For migrations.

SQLite drops a table's triggers whenever a migration makes the table anew: such a migration has to end with
`watch_people` again. A test fails when a watched table has lost its triggers.
"""

from collections.abc import Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from catalog.watching import TOKEN

# What a person's dashboard shows; each has a column user_id.
PEOPLES_TABLES = (
    "advisor_answers",
    "advisor_completion",
    "advisor_path",
    "advisor_studylog",
    "advisor_timer",
    "advisor_trackingchange",
)

# Nobody's, where the person has gone before the end of the transaction that wrote for them.
NOTE = """INSERT INTO advisor_activity (user_id, token) SELECT id, {token} FROM advisor_user WHERE id = NEW.user_id
    ON CONFLICT (user_id) DO UPDATE SET token = excluded.token"""
# A row that goes with its person must not make a new one for them.
NOTE_GONE = "UPDATE advisor_activity SET token = {token} WHERE user_id = OLD.user_id"
EVENTS = {"INSERT": (NOTE,), "UPDATE": (NOTE, NOTE_GONE), "DELETE": (NOTE_GONE,)}
FUNCTION = """CREATE OR REPLACE FUNCTION advisor_note_{event}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {statements};
    RETURN NULL;
END $$"""


def trigger_name(table: str, event: str) -> str:
    return f"{table}_active_on_{event.lower()}"


def statements(vendor: str, table: str) -> list[str]:
    found = []
    for event, notes in EVENTS.items():
        body = ";\n    ".join(note.format(token=TOKEN[vendor]) for note in notes)
        name = trigger_name(table, event)
        if vendor == "sqlite":
            found.append(f"CREATE TRIGGER IF NOT EXISTS {name} AFTER {event} ON {table} BEGIN {body}; END")
            continue
        found.append(FUNCTION.format(event=event.lower(), statements=body))
        found.append(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        # At the end of the transaction, so that it waits for nobody while it holds what others wait for.
        found.append(
            f"CREATE CONSTRAINT TRIGGER {name} AFTER {event} ON {table} DEFERRABLE INITIALLY DEFERRED "
            f"FOR EACH ROW EXECUTE FUNCTION advisor_note_{event.lower()}()"
        )
    return found


def watch_people(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """A step for `RunPython`; may be repeated."""
    run(
        schema_editor, [each for table in PEOPLES_TABLES for each in statements(schema_editor.connection.vendor, table)]
    )


def stop_watching_people(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    run(
        schema_editor,
        [
            f"DROP TRIGGER IF EXISTS {trigger_name(table, event)}{'' if is_sqlite else f' ON {table}'}"
            for table in PEOPLES_TABLES
            for event in EVENTS
        ],
    )


def run(schema_editor: BaseDatabaseSchemaEditor, lines: Sequence[str]) -> None:
    for line in lines:
        schema_editor.execute(line, params=None)
