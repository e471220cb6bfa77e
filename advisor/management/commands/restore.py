"""Put a backup in place of the database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from advisor.backups import BackupError, restore
from advisor.models import User


class Command(BaseCommand):
    help = "Put a file that `backup` wrote in place of all that the database holds. Stop the site before."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a file that `backup` wrote, of the same kind of database")
        parser.add_argument("--replace", action="store_true", help="also when the database has accounts now")

    def handle(self, *args: Any, file: Path, replace: bool, **options: Any) -> None:
        if not replace and (number := accounts()):
            raise CommandError(f"The database has accounts ({number:,}); --replace says that they may go.")
        try:
            restore(file)
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Restored {file}: {accounts():,} accounts. Now run `migrate`, if this release is newer.")


def accounts() -> int:
    """0 as well in a database without tables, such as the new one that a backup is restored to."""
    if User._meta.db_table not in connection.introspection.table_names():
        return 0
    return User.objects.count()
