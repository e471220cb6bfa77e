"""Write the whole database to one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from advisor.backups import BackupError, back_up


class Command(BaseCommand):
    help = "Write the whole database to a new file, while the site goes on. Keep it where people's data are safe."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a file that does not exist yet")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            size = back_up(file)
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Wrote {file}, {size:,} bytes.")
