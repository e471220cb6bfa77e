"""Loads the catalogue's data files: what is missing is added, a curator's edits are kept unless told otherwise."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from catalog.graph import read_nodes, skill_names
from catalog.loading.checks import CHECK_SHAPE, check_label, check_row, write_checks
from catalog.loading.claims import CLAIM_SHAPE, claim_group, claim_label, write_claims
from catalog.loading.courses import COURSE_CHILDREN, COURSE_SHAPE, course_row
from catalog.loading.files import DataError, Entry, Shape, read_entries, refuse_repeats, slug_label
from catalog.loading.implications import (
    IMPLICATION_SHAPE,
    implication_label,
    implication_row,
    write_implications,
)
from catalog.loading.rows import ChildKind, Ids, Model, Row, Tally, check_links, write_rows
from catalog.loading.words import (
    GUIDE_SHAPE,
    PLATFORM_SHAPE,
    PROVIDER_SHAPE,
    QUESTION_SHAPE,
    RELATED,
    SKILL_SHAPE,
    guide_row,
    platform_row,
    provider_row,
    question_row,
    skill_row,
)
from catalog.loops import Node, describe_loop
from catalog.models import Course, Guide, Platform, Provider, Question, Skill

DATA_DIRECTORY = Path(__file__).resolve().parent.parent / "data"
CLAIMS_FILE = "claims.json"
IMPLICATIONS_FILE = "implications.json"
CHECKS_FILE = "checks.json"


@dataclass(frozen=True, slots=True)
class Kind:
    """How the entries of some files become rows of one model."""

    model: Model
    pattern: str
    shape: Shape
    row: Callable[[Entry, int], Row]
    children: Sequence[ChildKind] = ()


# In the order of writing: what is referred to comes first.
KINDS = (
    Kind(Skill, "skills.json", SKILL_SHAPE, skill_row),
    Kind(Provider, "providers.json", PROVIDER_SHAPE, provider_row),
    Kind(Platform, "platforms.json", PLATFORM_SHAPE, platform_row),
    Kind(Course, "courses/*.json", COURSE_SHAPE, lambda entry, position: course_row(entry), COURSE_CHILDREN),
    Kind(Guide, "guides.json", GUIDE_SHAPE, guide_row, (RELATED,)),
    Kind(Question, "questions.json", QUESTION_SHAPE, question_row),
)


def load_catalogue(directory: Path = DATA_DIRECTORY, *, overwrite: bool = False) -> dict[str, Tally]:
    """Load the files that the directory has; all or nothing. Returns what was done by kind of row, in plural.

    Raises DataError, naming file, entry and field.
    """
    entries = {kind.model: read_kind(kind, directory) for kind in KINDS}
    claims = read_entries(directory / CLAIMS_FILE, CLAIM_SHAPE, root=directory, label=claim_label)
    rows = {
        kind.model: [kind.row(entry, position) for position, entry in enumerate(entries[kind.model], start=1)]
        for kind in KINDS
    }
    implied = read_entries(directory / IMPLICATIONS_FILE, IMPLICATION_SHAPE, root=directory, label=implication_label)
    checked = read_entries(directory / CHECKS_FILE, CHECK_SHAPE, root=directory, label=check_label)
    groups = [claim_group(entry) for entry in claims]
    implications = [implication_row(entry) for entry in implied]
    checks = [check_row(entry) for entry in checked]
    refuse_loops(rows[Course])
    with transaction.atomic():
        return write(rows, groups, implications, checks, overwrite=overwrite)


def read_kind(kind: Kind, directory: Path) -> list[Entry]:
    entries = [
        entry
        for path in sorted(directory.glob(kind.pattern))
        for entry in read_entries(path, kind.shape, root=directory, label=slug_label)
    ]
    refuse_repeats(entries)
    return entries


def refuse_unknown_files(directory: Path, *, also: Sequence[str] = ()) -> None:
    """Raises DataError for a directory without data files or with a file that nothing reads."""
    read = {path for kind in KINDS for path in directory.glob(kind.pattern)}
    read |= {path for name in (CLAIMS_FILE, IMPLICATIONS_FILE, CHECKS_FILE, *also) for path in directory.glob(name)}
    for path in sorted(directory.rglob("*.json")):
        if path not in read:
            raise DataError(f"{path.relative_to(directory).as_posix()}: is not a data file of the catalogue")
    if not read:
        raise DataError(f"{directory}: has no data files")


def write(
    rows: Mapping[Model, Sequence[Row]],
    groups: Sequence[Row],
    implications: Sequence[Row],
    checks: Sequence[Row],
    *,
    overwrite: bool,
) -> dict[str, Tally]:
    ids = Ids()
    coming = {model: [row.slug for row in listed] for model, listed in rows.items()}
    check_links([row for listed in rows.values() for row in listed] + [*groups, *implications, *checks], ids, coming)
    done = {
        str(kind.model._meta.verbose_name_plural): write_rows(
            kind.model, rows[kind.model], ids, overwrite=overwrite, kinds=kind.children
        )
        for kind in KINDS
    }
    done["implications"] = write_implications(implications, ids, overwrite=overwrite)
    done["short checks"] = write_checks(checks, ids, overwrite=overwrite)
    done["statements"] = write_claims(groups, ids, overwrite=overwrite)
    if any(tally.has_changes for tally in done.values()):
        refresh_search_text()
        refuse_loops_in_database(rows[Course], ids)
    return done


def refresh_search_text() -> None:
    """Bring the searchable texts up to date; they also hold the names of providers and platforms."""
    stale = []
    for course in Course.objects.for_listing():
        text = course.searchable()
        if course.search_text != text:
            course.search_text = text
            stale.append(course)
    Course.objects.bulk_update(stale, ["search_text"], batch_size=500)


def refuse_loops(courses: Sequence[Row]) -> None:
    """Raises DataError when the entries alone make a loop."""
    nodes = {row.slug: node_of(row) for row in courses}
    skills = {skill: skill for node in nodes.values() for skill in node.requires}
    if found := describe_loop(nodes, skills):
        slug, field, sentence = found
        place = next(row.place for row in courses if row.slug == slug)
        raise place.error(field, sentence)


def node_of(row: Row) -> Node:
    """The row as it stands in its entry, with slugs for keys."""
    requires, teaches, parts = {}, {}, []
    for child in row.children:
        for name, link in child.links.items():
            assert link is not None
            if name == "course":
                parts.append((link.slug, child.values["is_standalone"]))
            elif link.name == "teaches":
                teaches[link.slug] = child.values["level"]
            elif link.name == "requires":
                requires[link.slug] = child.values["level"]
    newer = row.links["superseded_by"]
    return Node(row.slug, row.values["title"], requires, teaches, tuple(parts), newer.slug if newer else None)


def refuse_loops_in_database(courses: Sequence[Row], ids: Ids) -> None:
    """Raises DataError when the entries make a loop together with rows that were there before."""
    if found := describe_loop(read_nodes(), skill_names()):
        key, field, sentence = found
        slugs = {str(pk): slug for slug, pk in ids.of(Course).items()}
        for row in courses:
            if row.slug == slugs[key]:
                raise row.place.error(field, sentence)
        raise DataError(f"With the courses that are there already, field {field}: {sentence}")
