"""The exported file as a whole: its format, its records and what they have to agree on."""

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from advisor import planner
from advisor.answers import TOP_LEVEL
from advisor.importing.plans import read_answers, read_plan, read_whole_answers
from advisor.importing.shapes import (
    Malformed,
    choice,
    day,
    flag,
    link,
    listing,
    maybe,
    moment,
    record,
    refuse_unstorable,
    slug,
    table,
    text,
    whole,
)
from advisor.models import Completion
from advisor.models.tracking import LONGEST_NOTE, MINUTES_A_DAY
from advisor.records import catalog_record, learner_record

FORMAT = "which-first-account"
VERSION = 1
# Three years of daily logs, twenty paths and their catalogue take about a fifth of it.
LARGEST_FILE = 5 * 1024 * 1024
# Each is checked against its catalogue, which takes a few milliseconds for a large one.
MOST_PATHS = 300

Json = dict[str, Any]


def as_it_is(place: str, value: object) -> object:
    """For what the planner's own reader checks afterwards."""
    return value


path = record(
    {
        "title": text(120, least=1),
        "answers": read_whole_answers,
        "problem": as_it_is,
        "plan": read_plan,
        "is_archived": flag,
        "goal": maybe(slug),
        "catalogue_digest": text(64, least=1),
        "created_at": moment,
        "updated_at": moment,
    }
)
completion = record(
    {
        "course": slug,
        "state": choice(Completion.State.values),
        "started_on": maybe(day),
        "finished_on": maybe(day),
        "created_at": moment,
        "updated_at": moment,
    },
    {"skip_reason": text(200), "evidence_url": link, "project_url": link},
)
study_log = record(
    {"course": slug, "minutes": whole(1, MINUTES_A_DAY), "on": day, "created_at": moment}, {"note": text(300)}
)
note = record({"course": slug, "text": text(LONGEST_NOTE), "updated_at": moment})
draft = record(
    {"data": read_answers, "trail": listing(text(120), 500), "is_finished": flag, "created_at": moment},
    {"updated_at": moment},
)
dismissed = record({"skill": slug, "created_at": moment})

document = record(
    {
        "catalogues": table(as_it_is, MOST_PATHS),
        "paths": listing(path, MOST_PATHS),
        "completions": listing(completion, 20_000),
        "study_logs": listing(study_log, 50_000),
        "notes": listing(note, 20_000),
    },
    {"answers": listing(draft, 1_000), "dismissed": listing(dismissed, 1_000)},
)


def read_document(data: bytes) -> Json:
    """The records of an exported file, checked field by field. Raises Malformed for the first fault.

    Dates and moments come as such. A path's problem and catalogue are as the planner writes them.
    """
    decoded = _decode(data)
    refuse_unstorable(decoded)
    if not isinstance(decoded, dict) or decoded.get("format") != FORMAT:
        raise Malformed("format", f"must be {FORMAT!r}: choose a file that this site's account page exported")
    if decoded.get("version") != VERSION:
        raise Malformed("version", f"must be {VERSION}; this site reads no other")
    found: Json = document("", decoded)
    catalogues = {name: _catalog(f"catalogues.{name}", value) for name, value in found["catalogues"].items()}
    for at, row in enumerate(found["paths"]):
        _settle_path(f"paths[{at}]", row, catalogues)
    found["catalogues"] = {name: catalog_record(catalog) for name, catalog in catalogues.items()}
    for at, row in enumerate(found["completions"]):
        _check_completion(f"completions[{at}]", row)
    for name, key in (("paths", "created_at"), ("completions", "course"), ("notes", "course")):
        _refuse_doubles(name, key, found[name])
    return found


def _decode(data: bytes) -> object:
    if len(data) > LARGEST_FILE:
        raise Malformed("", f"the file is larger than {LARGEST_FILE // 1024 // 1024} MB")
    try:
        return json.loads(data, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        said = str(error).splitlines()[0]
        raise Malformed("", f"the file is not JSON: {said}") from None


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")


def _catalog(place: str, value: object) -> planner.Catalog:
    try:
        catalog = planner.parse_catalog(value)
    except (ValueError, TypeError) as error:
        raise Malformed(place, _without_line_ends(error)) from None
    if catalog.max_level != TOP_LEVEL:
        raise Malformed(f"{place}.max_level", f"must be {TOP_LEVEL}")
    return catalog


def _settle_path(place: str, row: Json, catalogues: Mapping[str, planner.Catalog]) -> None:
    """The problem as a record that was read and written again, so that nothing else rides along."""
    catalog = catalogues.get(row["catalogue_digest"])
    if catalog is None:
        raise Malformed(f"{place}.catalogue_digest", "must name one of the file's catalogues")
    try:
        learner = planner.parse_learner(row["problem"], catalog)
    except (ValueError, TypeError) as error:
        raise Malformed(f"{place}.problem", _without_line_ends(error)) from None
    row["problem"] = learner_record(learner)
    if row["updated_at"] < row["created_at"]:
        raise Malformed(f"{place}.updated_at", "must not be before created_at")


def _without_line_ends(error: Exception) -> str:
    return " ".join(str(error).split())


def _check_completion(place: str, row: Json) -> None:
    is_done = row["state"] == Completion.State.DONE
    if is_done and row["finished_on"] is None:
        raise Malformed(f"{place}.finished_on", "must be a date, since the course is done")
    if row["finished_on"] and not is_done:
        raise Malformed(f"{place}.finished_on", "must be null, since the course is not done")
    if row["finished_on"] and row["started_on"] and row["finished_on"] < row["started_on"]:
        raise Malformed(f"{place}.finished_on", "must not be before started_on")


def _refuse_doubles(name: str, key: str, rows: list[Json]) -> None:
    seen: set[object] = set()
    for at, row in enumerate(rows):
        if row[key] in seen:
            raise Malformed(f"{name}[{at}].{key}", "is in the file twice")
        seen.add(row[key])
