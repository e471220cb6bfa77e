"""Brings the shipped catalogue and goals into the database."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from advisor.loading import DATA_DIRECTORY as GOALS_DIRECTORY
from advisor.loading import (
    DATA_KINDS_FILE,
    GOALS_FILE,
    NICKNAMES_FILE,
    PERSONAS_FILE,
    load_data_kinds,
    load_goals,
    load_nicknames,
    load_personas,
    load_weights,
)
from catalog.desk.revisions import record_all
from catalog.desk.subjects import SUBJECTS
from catalog.loading import DATA_DIRECTORY, load_catalogue, refuse_unknown_files
from catalog.loading.files import DataError
from catalog.loading.rows import Tally
from catalog.models import Revision


class Command(BaseCommand):
    help = "Add what is missing from the catalogue's data files; a bad file changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--overwrite", action="store_true", help="also replace what curators have edited")
        parser.add_argument("--directory", type=Path, help="read data files from here instead of the shipped ones")

    def handle(self, *args: Any, overwrite: bool, directory: Path | None, **options: Any) -> None:
        try:
            if directory:
                refuse_unknown_files(directory, also=[GOALS_FILE, DATA_KINDS_FILE, PERSONAS_FILE, NICKNAMES_FILE])
            with transaction.atomic():
                done = load_catalogue(directory or DATA_DIRECTORY, overwrite=overwrite)
                done["goals"] = load_goals(directory or GOALS_DIRECTORY, overwrite=overwrite)
                done["kinds of data"] = load_data_kinds(directory or GOALS_DIRECTORY, overwrite=overwrite)
                done["weights"] = load_weights()
                record_all(SUBJECTS.values(), "Loaded from the data files", source=Revision.Source.LOAD)
                done["nicknames"] = load_nicknames(directory or GOALS_DIRECTORY, overwrite=overwrite)
                done["personas"] = load_personas(directory or GOALS_DIRECTORY, overwrite=overwrite)
        except DataError as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        if options["verbosity"] > 0:
            self.stdout.write(summary(done))


def summary(done: dict[str, Tally]) -> str:
    added = [f"{tally.added} {name}" for name, tally in done.items() if tally.added]
    overwritten = [f"{tally.overwritten} {name}" for name, tally in done.items() if tally.overwritten]
    if not added and not overwritten:
        return "Catalogue: everything is there already, nothing changed."
    parts = [f"{verb} {', '.join(names)}" for verb, names in (("added", added), ("overwrote", overwritten)) if names]
    return f"Catalogue: {'; '.join(parts)}."
