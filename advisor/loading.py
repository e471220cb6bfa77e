"""Loads goals, the kinds of data that lead to them and personas from data files, by the same rules as the catalogue."""

from pathlib import Path

from django.db import transaction

from advisor.models import DataKind, Goal, Persona, Target
from catalog.loading.files import FILLED, LEVELS, TEXT, Entry, Expected, Shape, read_entries, refuse_repeats, slug_label
from catalog.loading.rows import Child, ChildKind, Ids, Link, Row, Tally, check_links, check_values, write_rows
from catalog.models import Skill

DATA_DIRECTORY = Path(__file__).resolve().parent / "data"
GOALS_FILE = "goals.json"
DATA_KINDS_FILE = "data_kinds.json"
PERSONAS_FILE = "personas.json"
GOAL_SHAPE: Shape = {"slug": FILLED, "title": FILLED, "blurb": FILLED, "targets": LEVELS}
DATA_KIND_SHAPE: Shape = {"slug": FILLED, "data": FILLED, "approach": FILLED, "goal": FILLED, "why": FILLED}
OBJECT = Expected("an object with fields", lambda value: isinstance(value, dict))
PERSONA_SHAPE: Shape = {"slug": FILLED, "name": FILLED, "note": TEXT, "answers": OBJECT, "expectations": OBJECT}
TARGETS = ChildKind(Target, "goal", ("skill_id", "level"))


def load_goals(directory: Path = DATA_DIRECTORY, *, overwrite: bool = False) -> Tally:
    """Add the goals that are missing; all or nothing. Raises DataError, naming file, entry and field."""
    entries = read_entries(directory / GOALS_FILE, GOAL_SHAPE, root=directory, label=slug_label)
    refuse_repeats(entries)
    rows = [goal_row(entry, position) for position, entry in enumerate(entries, start=1)]
    ids = Ids()
    with transaction.atomic():
        check_links(rows, ids, {})
        return write_rows(Goal, rows, ids, overwrite=overwrite, kinds=(TARGETS,))


def goal_row(entry: Entry, position: int) -> Row:
    values = entry.values
    plain = {"title": values["title"], "blurb": values["blurb"], "position": position}
    check_values(Goal, {"slug": values["slug"], **plain}, entry.place)
    if not values["targets"]:
        raise entry.place.error("targets", "must name at least one skill")
    targets = tuple(
        Child(TARGETS, {"level": level}, {"skill": Link("targets", Skill, skill)})
        for skill, level in values["targets"].items()
    )
    return Row(entry.place, values["slug"], plain, children=targets)


def load_data_kinds(directory: Path = DATA_DIRECTORY, *, overwrite: bool = False) -> Tally:
    """Add the kinds of data that are missing; their goals are there before. Raises DataError."""
    entries = read_entries(directory / DATA_KINDS_FILE, DATA_KIND_SHAPE, root=directory, label=slug_label)
    refuse_repeats(entries)
    rows = [data_kind_row(entry, position) for position, entry in enumerate(entries, start=1)]
    ids = Ids()
    with transaction.atomic():
        check_links(rows, ids, {})
        return write_rows(DataKind, rows, ids, overwrite=overwrite)


def data_kind_row(entry: Entry, position: int) -> Row:
    values = entry.values
    plain = {name: values[name] for name in ("data", "approach", "why")} | {"position": position}
    check_values(DataKind, {"slug": values["slug"], **plain}, entry.place)
    return Row(entry.place, values["slug"], plain, {"goal": Link("goal", Goal, values["goal"])})


def load_personas(directory: Path = DATA_DIRECTORY, *, overwrite: bool = False) -> Tally:
    """Add the personas that are missing. Raises DataError; what they answer and expect is checked when it is used."""
    entries = read_entries(directory / PERSONAS_FILE, PERSONA_SHAPE, root=directory, label=slug_label)
    refuse_repeats(entries)
    rows = [persona_row(entry, position) for position, entry in enumerate(entries, start=1)]
    with transaction.atomic():
        return write_rows(Persona, rows, Ids(), overwrite=overwrite)


def persona_row(entry: Entry, position: int) -> Row:
    values = entry.values
    plain = {name: values[name] for name in ("name", "note", "answers", "expectations")} | {"position": position}
    check_values(Persona, {"slug": values["slug"], **plain}, entry.place)
    return Row(entry.place, values["slug"], plain)
