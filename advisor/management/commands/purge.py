"""`manage.py purge [--dry-run]`: delete what has served (advisor/retention.py); to be run once a day by a timer."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from advisor.retention import RULES, purge, purge_cache


class Command(BaseCommand):
    help = "Delete what is no longer needed: ended sessions, revoked links, old undo history and the like."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="print what would go; delete nothing")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        now = timezone.now()
        for rule in RULES:
            self.stdout.write(f"{purge(rule, now, dry_run=dry_run):>8} {rule.what}")
        self.stdout.write(f"{purge_cache(now, dry_run=dry_run):>8} Entries of the cache that ran out")
        if dry_run:
            self.stdout.write("Nothing was deleted.")
