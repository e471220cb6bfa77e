"""Says what is wrong with the catalogue, as the health page of the desk does."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from catalog.health.lints import Lint, Row, Severity, ordered
from catalog.health.shelf import Shelf


class Command(BaseCommand):
    help = "Look for flaws in the catalogue. Exits with 1 when there is one that misleads learners."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="Print one JSON object.")

    def handle(self, *args: Any, **options: Any) -> None:
        shelf = Shelf(timezone.localdate())
        found = [(lint, list(lint.find(shelf))) for lint in ordered()]
        self.stdout.write(as_json(found) if options["json"] else as_text(found))
        if any(rows and lint.severity is Severity.WRONG for lint, rows in found):
            sys.exit(1)


def as_json(found: list[tuple[Lint, list[Row]]]) -> str:
    lints = [
        {
            "lint": lint.slug,
            "title": lint.title,
            "severity": lint.severity.value,
            "rows": [{"name": row.name, "what": row.what, "mend": row.mend} for row in rows],
        }
        for lint, rows in found
    ]
    return json.dumps({"lints": lints}, ensure_ascii=False, indent=2)


def as_text(found: list[tuple[Lint, list[Row]]]) -> str:
    lines = []
    for lint, rows in found:
        if rows:
            lines += [f"{lint.title}: {len(rows)} ({lint.severity.label})", f"  {lint.why}"]
            lines += [f"  - {row.name}: {row.what}" for row in rows]
    return "\n".join(lines) or "Nothing found."
