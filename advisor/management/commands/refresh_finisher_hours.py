"""Bring the hours of finishers on the course pages up to date; to be run once a day by a timer."""

from typing import Any

from django.core.management.base import BaseCommand

from advisor.finishers import refresh_finisher_hours


class Command(BaseCommand):
    help = "Work out the rounded hours of finishers for courses with five or more of them, and clear the others."

    def handle(self, *args: Any, **options: Any) -> None:
        courses, changed = refresh_finisher_hours()
        self.stdout.write(f"{courses} courses have hours of five or more finishers; {changed} changed.")
