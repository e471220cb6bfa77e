"""Triggers that change the catalogue's token with every write to a watched table. For migrations.

SQLite drops a table's triggers whenever a migration makes the table anew: such a migration has to end with `watch`
again. A test fails when a watched table has lost its triggers.
"""

from collections.abc import Callable, Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# Everything that `advisor.snapshot` reads; the last three belong to the advisor app, whose migrations watch them.
CATALOGUE_TABLES = (
    "catalog_skill",
    "catalog_implication",
    "catalog_provider",
    "catalog_platform",
    "catalog_course",
    "catalog_part",
    "catalog_requirement",
    "catalog_outcome",
)
GOAL_TABLES = ("advisor_goal", "advisor_target")
WEIGHT_TABLES = ("advisor_weights",)
NICKNAME_TABLES = ("advisor_nickname",)
# What else public pages show, beside paid links. These have a token of their own, as no advice rests on them.
CONTENT_TABLES = (
    "catalog_claim",
    "catalog_guide",
    "catalog_guide_related",
    "catalog_question",
    "catalog_source",
)
EVENTS = ("INSERT", "UPDATE", "DELETE")
TOKEN = {"sqlite": "lower(hex(randomblob(16)))", "postgresql": "gen_random_uuid()::text"}

# Primary keys of the rows that hold the tokens.
ADVICE_ROW, CONTENT_ROW = 1, 2
FUNCTIONS = {ADVICE_ROW: "catalog_note_change", CONTENT_ROW: "catalog_note_content"}

UPSERT = """INSERT INTO catalog_catalogueversion (id, token) VALUES ({row}, {token})
    ON CONFLICT (id) DO UPDATE SET token = excluded.token"""
FUNCTION = """CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {upsert};
    RETURN NULL;
END $$"""


def trigger_name(table: str, event: str) -> str:
    return f"{table}_noted_on_{event.lower()}"


def _statements(vendor: str, table: str, row: int) -> list[str]:
    upsert = UPSERT.format(row=row, token=TOKEN[vendor])
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER IF NOT EXISTS {trigger_name(table, event)} AFTER {event} ON {table} BEGIN {upsert}; END"
            for event in EVENTS
        ]
    # once a statement rather than once a row; emptying a table is a statement of its own
    name = FUNCTIONS[row]
    return [FUNCTION.format(name=name, upsert=upsert)] + [
        f"CREATE OR REPLACE TRIGGER {trigger_name(table, event)} AFTER {event} ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        for event in (*EVENTS, "TRUNCATE")
    ]


def watch(tables: Sequence[str], row: int = ADVICE_ROW) -> Callable[[object, BaseDatabaseSchemaEditor], None]:
    """A step for `RunPython`: from now on writes to these tables change the token in that row. May be repeated."""

    def step(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for table in tables:
            for statement in _statements(schema_editor.connection.vendor, table, row):
                schema_editor.execute(statement, params=None)

    return step


def stop_watching(tables: Sequence[str]) -> Callable[[object, BaseDatabaseSchemaEditor], None]:
    """The reverse of `watch`."""

    def step(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
        is_sqlite = schema_editor.connection.vendor == "sqlite"
        for table in tables:
            for event in EVENTS if is_sqlite else (*EVENTS, "TRUNCATE"):
                where = "" if is_sqlite else f" ON {table}"
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {trigger_name(table, event)}{where}", params=None)

    return step
