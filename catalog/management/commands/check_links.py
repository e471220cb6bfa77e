"""`manage.py check_links`: ask the addresses that the catalogue names whether they still answer."""

from argparse import ArgumentTypeError
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from catalog.links.running import Run, site_asker
from catalog.models.links import LinkCheck

# What is left over is asked the next night; other hourly commands may be waiting behind this one.
USUAL_SECONDS = 1800


def positive(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 10**9:
        raise ArgumentTypeError("give a whole number above 0")
    return int(text)


def days(text: str) -> timedelta:
    if not text.isdecimal() or int(text) > 3650:
        raise ArgumentTypeError("give whole days, 0 to 3650")
    return timedelta(days=int(text))


class Command(BaseCommand):
    help = (
        "Ask the addresses that public pages name whether they still answer. By default those not asked for a week, "
        "and those that failed the night before. May be stopped and run again at any time."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--limit", type=positive, help="at most this many addresses")
        parser.add_argument("--older-than", type=days, metavar="DAYS", help="only those not asked for so long")
        parser.add_argument(
            "--seconds", type=positive, default=USUAL_SECONDS, help=f"start no request after so long ({USUAL_SECONDS})"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        run = Run(
            site_asker().ask, limit=options["limit"], seconds=options["seconds"], older_than=options["older_than"]
        )
        outcomes = run.go()
        told = ", ".join(f"{number} {outcome}" for outcome, number in sorted(outcomes.items()))
        self.stdout.write(f"{outcomes.total()} addresses asked{': ' if told else ''}{told}.")
        gone, moved = LinkCheck.objects.gone().count(), LinkCheck.objects.moved().count()
        self.stdout.write(f"For the inbox: {gone} that fail for good, {moved} that moved.")
