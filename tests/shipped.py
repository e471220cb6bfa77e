"""The shipped catalogue's rows, loaded by the command once in each test process and copied from then on."""

from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

PREFIX = "shipped_"
# Filled by triggers, not by loading.
TOKENS = "catalog_catalogueversion"


def keep_shipped() -> list[str]:
    """The tables that loading fills, each with a copy beside it from now on; they themselves are left as they were."""
    with transaction.atomic(), connection.cursor() as cursor:
        tables = sorted(
            model._meta.db_table
            for name in ("catalog", "advisor")
            for model in apps.get_app_config(name).get_models(include_auto_created=True)
            if model._meta.db_table != TOKENS
        )
        held = {table for table in tables if count(cursor, table)}
        call_command("load_catalog", verbosity=0)
        filled = [table for table in tables if table not in held and count(cursor, table)]
        for table in filled:
            cursor.execute(f"CREATE TABLE {PREFIX}{table} AS SELECT * FROM {table}")
        for table in filled:
            cursor.execute(f"DELETE FROM {table}")
    return filled


def count(cursor: CursorWrapper, table: str) -> int:
    cursor.execute(f"SELECT count(*) FROM {table}")
    return int(cursor.fetchone()[0])


def copy_shipped(tables: list[str]) -> None:
    """What `load_catalog` brings into an empty database."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"INSERT INTO {table} SELECT * FROM {PREFIX}{table}")
