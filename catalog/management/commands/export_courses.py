"""Writes courses to a file."""

import argparse
import sys
from pathlib import Path
from shutil import copyfileobj
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalog.exchange.reading import FORMATS
from catalog.exchange.writing import TooLong, documents, write_csv, write_json, write_xlsx
from catalog.models import Course


class Command(BaseCommand):
    help = "Write all courses as CSV, XLSX or JSON; importing the file again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", default="-", help="where to; - is standard output")
        parser.add_argument("--format", choices=FORMATS, required=True)
        parser.add_argument(
            "--published", action=argparse.BooleanOptionalAction, help="only published courses, or none"
        )

    def handle(self, *args: Any, file: str, format: str, published: bool | None, **options: Any) -> None:
        courses = Course.objects.all()
        if published is not None:
            courses = courses.published() if published else courses.exclude(status=Course.Status.PUBLISHED)
        try:
            if file == "-":
                write(sys.stdout.buffer, format, courses)
            else:
                with Path(file).open("wb") as target:
                    write(target, format, courses)
        except (OSError, TooLong) as error:
            raise CommandError(str(error), returncode=2) from error


def write(target: BinaryIO, format: str, courses: Any) -> None:
    if format == "xlsx":
        with write_xlsx(documents(courses)) as book:
            copyfileobj(book, target)
        return
    for text in (write_csv if format == "csv" else write_json)(documents(courses)):
        target.write(text.encode())
