"""Loads goals, the kinds of data that lead to them and personas from data files, by the same rules as the catalogue."""

from pathlib import Path
from typing import Any

from django.db import transaction

from advisor.ask.telling import check_telling
from advisor.models import DataKind, Goal, Nickname, Persona, Target, Weights
from catalog.loading.files import (
    FILLED,
    LEVELS,
    TEXT,
    TEXTS,
    Entry,
    Expected,
    Shape,
    read_entries,
    refuse_repeats,
    slug_label,
)
from catalog.loading.rows import Child, ChildKind, Ids, Link, Row, Tally, check_links, check_values, write_rows
from catalog.models import Course, Skill

DATA_DIRECTORY = Path(__file__).resolve().parent / "data"
GOALS_FILE = "goals.json"
DATA_KINDS_FILE = "data_kinds.json"
PERSONAS_FILE = "personas.json"
NICKNAMES_FILE = "nicknames.json"
GOAL_SHAPE: Shape = {"slug": FILLED, "title": FILLED, "blurb": FILLED, "targets": LEVELS}
DATA_KIND_SHAPE: Shape = {"slug": FILLED, "data": FILLED, "approach": FILLED, "goal": FILLED, "why": FILLED}
NICKNAME_SHAPE: Shape = {"course": FILLED, "texts": TEXTS}
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


def load_weights() -> Tally:
    """Add the row of weights, with the defaults, when there is none."""
    _, is_new = Weights.objects.get_or_create()
    return Tally(added=int(is_new), kept=int(not is_new))


def persona_row(entry: Entry, position: int) -> Row:
    values = entry.values
    plain = {name: values[name] for name in ("name", "note", "answers", "expectations")} | {"position": position}
    check_values(Persona, {"slug": values["slug"], **plain}, entry.place)
    return Row(entry.place, values["slug"], plain)


def load_nicknames(directory: Path = DATA_DIRECTORY, *, overwrite: bool = False) -> Tally:
    """Add the nicknames of courses that have none; all or nothing. Raises DataError, naming file, entry and field."""
    entries = read_entries(directory / NICKNAMES_FILE, NICKNAME_SHAPE, root=directory, label=course_label)
    ids, tally, stale, fresh = Ids(), Tally(), list[int](), dict[int, list[Nickname]]()
    present = names_by_course()
    for entry in entries:
        course = ids.resolve(Link("course", Course, entry.values["course"]), entry.place)
        if course in fresh:
            raise entry.place.error("course", "has another entry already")
        wanted, held = nicknames_of(entry, course), present.get(course, set())
        if held and not (overwrite and held != {each.text for each in wanted}):
            tally.kept += len(held)
            continue
        tally += Tally(overwritten=len(wanted)) if held else Tally(added=len(wanted))
        stale += [course] if held else []
        fresh[course] = wanted
    with transaction.atomic():
        Nickname.objects.filter(course__in=stale).delete()
        Nickname.objects.bulk_create(each for names in fresh.values() for each in names)
    return tally


def course_label(values: dict[str, Any]) -> str:
    return str(values.get("course", ""))


def names_by_course() -> dict[int, set[str]]:
    present: dict[int, set[str]] = {}
    for course, text in Nickname.objects.values_list("course_id", "text"):
        present.setdefault(course, set()).add(text)
    return present


def nicknames_of(entry: Entry, course: int) -> list[Nickname]:
    """Raises DataError for a name that says nothing, and for one that comes twice."""
    texts = entry.values["texts"]
    if len(set(texts)) < len(texts):
        raise entry.place.error("texts", "must not name anything twice")
    for text in texts:
        check_values(Nickname, {"text": text}, entry.place, {"text": "texts"})
        try:
            check_telling(text)
        except ValueError as error:
            raise entry.place.error("texts", str(error)) from error
    return [Nickname(course_id=course, text=text) for text in texts]
