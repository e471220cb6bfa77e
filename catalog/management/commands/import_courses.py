"""Brings courses from a file into the catalogue."""

from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from catalog.exchange.applying import Refused, apply_file
from catalog.exchange.checking import Checked, Known, Verdict, check_file, outline
from catalog.exchange.cycles import find_loop, node_data, present_nodes
from catalog.exchange.problems import Problem, Unreadable
from catalog.exchange.reading import FORMATS, MAPPINGS, OPEN_EDX, File, format_of
from catalog.models import Platform

# More than anybody reads at once; the rest is counted.
MOST_PROBLEMS = 50


class Command(BaseCommand):
    help = "Show what a file of courses would change; with --apply, change it: all of it or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", choices=FORMATS, help="where the name does not tell")
        parser.add_argument("--mapping", choices=MAPPINGS, default="", help="the file is another site's")
        parser.add_argument("--platform", default="", help="slug of the platform that a mapped file is of")
        parser.add_argument("--apply", action="store_true", help="change the catalogue")
        parser.add_argument(
            "--publish", action="store_true", help="publish at once; without it, published courses get drafts to review"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["publish"] and options["mapping"]:
            raise CommandError("Courses of another site lack their skills; they can't be published.", returncode=2)
        try:
            file = self.file(options)
            with transaction.atomic():
                self.run_import(file, options)
        except Unreadable as error:
            raise CommandError(f"Nothing was changed. {error}", returncode=2) from error
        except Refused as error:
            lines = [str(problem) for problem in error.problems[:MOST_PROBLEMS]]
            left = len(error.problems) - len(lines)
            lines += [f"and {left} more"] if left > 0 else []
            raise CommandError("\n".join(["Nothing was changed.", *lines]), returncode=2) from error

    def file(self, options: dict[str, Any]) -> File:
        path: Path = options["file"]
        if not path.is_file():
            raise Unreadable(f"there is no file {path.name}")
        mapping, platform = options["mapping"], options["platform"].casefold()
        if mapping == OPEN_EDX and not Platform.objects.filter(slug=platform).exists():
            slugs = ", ".join(Platform.objects.order_by("slug").values_list("slug", flat=True))
            raise Unreadable(f"--platform must be one of {slugs}")
        format = options["format"] or format_of(path.name)
        return File(path.name, format, lambda: path.open("rb"), mapping, platform if mapping else "")

    def run_import(self, file: File, options: dict[str, Any]) -> None:
        """Raises Refused for a file with mistakes, after all rows were shown."""
        coming, _ = outline(file)
        found: Counter[Verdict] = Counter()
        problems: list[Problem] = []
        pending = []
        for rows in check_file(file, Known.read(coming), publishes=options["publish"]):
            for row in rows:
                found[row.verdict] += 1
                problems += row.problems
                self.show(row, options["verbosity"])
                if row.document and row.verdict in (Verdict.ADDED, Verdict.CHANGED):
                    pending.append((row.row, node_data(row.document)))
        loop = None if problems else find_loop(pending, present_nodes())
        if problems or loop:
            raise Refused(problems or [loop] if loop else problems)
        self.stdout.write(", ".join(f"{found[verdict]} {verdict.label}" for verdict in Verdict) + ".")
        if not options["apply"]:
            self.stdout.write("Nothing was changed; --apply changes it.")
            return
        comment = f"Import of {file.name}" + (", skills missing" if file.mapping else "")
        done = apply_file(file, coming, by=None, comment=comment, publishes=options["publish"])
        self.stdout.write(
            f"Added {done.added}, changed {done.changed}, drafted {done.drafted}, left {done.same} alone."
        )

    def show(self, row: Checked, verbosity: int) -> None:
        if verbosity == 0 or row.verdict not in (Verdict.ADDED, Verdict.CHANGED):
            return
        self.stdout.write(f"Row {row.row}, {row.slug}: {row.verdict.label}")
        for change in row.changes():
            self.stdout.write(f"  {change.label}: {change.old} → {change.new}")
