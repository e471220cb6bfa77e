"""Writes what a file says: all of it in one transaction, or nothing.

A gunicorn worker of threads is not stopped for a request of minutes: its heartbeat is that of the main thread, which
only hands requests out.
"""

import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.db import transaction

from catalog.desk.courses import COURSES
from catalog.desk.documents import Document, course_document, with_all
from catalog.desk.drafts import save_drafts
from catalog.desk.revisions import record_documents
from catalog.desk.writing import REASON_FIELDS, claim_values, write_course
from catalog.exchange.checking import Checked, Known, Verdict, add_to_trail, check_file
from catalog.exchange.cycles import find_loop, node_data, present_nodes
from catalog.exchange.problems import Problem
from catalog.exchange.reading import File
from catalog.loading.rows import Child, ChildKind, Ids, Row, add_children, link_to_own_kind
from catalog.models import Claim, Course, Part, Platform, Provider, Requirement, Revision

CLAIMS = ChildKind(Claim, "course", ("field", "value", "source", "as_of", "is_chosen"))


class Refused(ValueError):
    """Nothing was applied; `problems` say why."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        super().__init__(" ".join(map(str, self.problems)))


class Overtaken(ValueError):
    """The catalogue is not as it was when the file was checked."""


@dataclass(slots=True)
class Done:
    """How many courses were added, changed at once, drafted and left alone."""

    added: int = 0
    changed: int = 0
    drafted: int = 0
    same: int = 0


def apply_file(
    file: File, known_rows: dict[str, int], *, by: Any, comment: str, publishes: bool, trail: str | None = None
) -> Done:
    """`trail` is that of the check which was seen, None for whatever there is now. `by` is a user or None.

    Raises Refused for a file with mistakes, Overtaken, and Unreadable.
    """
    found, problems, nodes = "", [], []
    with transaction.atomic():
        writer, before = Writer(by, comment, publishes), present_nodes()
        for rows in check_file(file, Known.read(known_rows), publishes=publishes):
            found = add_to_trail(found, rows)
            problems += [problem for row in rows for problem in row.problems]
            if problems:
                continue
            writes = [row for row in rows if row.verdict in (Verdict.ADDED, Verdict.CHANGED)]
            nodes += [(row.row, node_data(row.document)) for row in writes if row.document]
            # written as it is read, since ten thousand courses would not fit into memory; a mistake takes it all back
            writer.take(rows)
        if trail is not None and trail != found:
            raise Overtaken("The catalogue changed after this file was checked.")
        if problems:
            raise Refused(problems)
        if loop := find_loop(nodes, before):
            raise Refused([loop])
        writer.finish()
    return writer.done


class Writer:
    """Adds new courses at once; what points at courses that may still come waits for the end, as do changes."""

    def __init__(self, by: Any, comment: str, publishes: bool) -> None:
        self.by, self.comment, self.publishes = by, comment, publishes
        self.done, self.ids = Done(), Ids()
        # whole rows, since the words of a course to search in are made of their names
        self.providers = Provider.objects.in_bulk(field_name="slug")
        self.platforms = Platform.objects.in_bulk(field_name="slug")
        self.pointing: list[Row] = []
        self.changes: list[bytes] = []

    def take(self, rows: Sequence[Checked]) -> None:
        verdicts: dict[Verdict, list[Checked]] = {verdict: [] for verdict in Verdict}
        for row in rows:
            verdicts[row.verdict].append(row)
        self.done.same += len(verdicts[Verdict.SAME])
        self.name_providers(verdicts[Verdict.ADDED] + verdicts[Verdict.CHANGED])
        self.add(verdicts[Verdict.ADDED])
        pairs = [(row.before, row.document) for row in verdicts[Verdict.CHANGED]]
        if pairs:
            self.changes.append(zlib.compress(json.dumps(pairs).encode(), 1))

    def name_providers(self, rows: Sequence[Checked]) -> None:
        for row in rows:
            slug = row.document["provider"] if row.document else ""
            if row.provider and slug not in self.providers:
                self.providers[slug] = Provider.objects.create(slug=slug, name=row.provider)

    def add(self, found: Sequence[Checked]) -> None:
        rows = [whole_row(row.read, row.document) for row in found if row.read and row.document]
        documents = {row.document["slug"]: row.document for row in found if row.document}
        courses = Course.objects.bulk_create(self.new_course(row, documents[row.slug]) for row in rows)
        self.ids.of(Course).update({course.slug: course.pk for course in courses})
        add_children([replace(row, children=owned(row)) for row in rows], Course, self.ids)
        self.pointing += [pointing for row in rows if (pointing := only_pointing(row)).children or pointing.links]
        self.done.added += len(courses)
        self.note(courses, documents, ADDITION, f"Added by an import. {self.comment}")

    def new_course(self, row: Row, document: Document) -> Course:
        course = Course(
            slug=row.slug,
            status=document["status"],
            provider=self.providers[document["provider"]],
            platform=self.platforms[document["platform"]],
            **row.values,
        )
        course.search_text = course.searchable()
        return course

    def finish(self) -> None:
        link_to_own_kind(Course, self.pointing, self.ids)
        add_children(self.pointing, Course, self.ids)
        for packed in self.changes:
            pairs: dict[bool, list[tuple[Document, Document]]] = {True: [], False: []}
            for before, document in json.loads(zlib.decompress(packed)):
                pairs[self.publishes or before["status"] == Course.Status.DRAFT].append((before, document))
            self.change(pairs[True])
            self.draft(pairs[False])

    def draft(self, pairs: Sequence[tuple[Document, Document]]) -> None:
        drafted = {before["slug"]: (before, document) for before, document in pairs}
        save_drafts(COURSES, drafted, by=self.by, note=self.comment[:300])
        self.done.drafted += len(drafted)
        self.log(Course.objects.filter(slug__in=drafted), CHANGE, f"Drafted by an import. {self.comment}")

    def change(self, pairs: Sequence[tuple[Document, Document]]) -> None:
        founds = {before["slug"]: before for before, _ in pairs}
        record_documents(COURSES, founds, None, "As it was found", source=Revision.Source.FOUND)
        courses = {course.slug: course for course in with_all(Course.objects.filter(slug__in=founds))}
        for _, document in pairs:
            write_course(document, courses[document["slug"]], ids=self.ids)
        self.done.changed += len(pairs)
        written = list(with_all(Course.objects.filter(slug__in=founds)))
        documents = {course.slug: course_document(course) for course in written}
        self.note(written, documents, CHANGE, f"Changed by an import. {self.comment}")

    def note(self, courses: Iterable[Course], documents: dict[str, Document], flag: int, message: str) -> None:
        """The versions that there are now, and entries in the admin's history."""
        record_documents(COURSES, documents, self.by, self.comment[:300], source=Revision.Source.IMPORT)
        self.log(courses, flag, message)

    def log(self, courses: Iterable[Course], flag: int, message: str) -> None:
        if self.by is not None:
            LogEntry.objects.log_actions(user_id=self.by.pk, queryset=courses, action_flag=flag, change_message=message)


def whole_row(row: Row, document: Document) -> Row:
    """With the reasons of requirements and the statements of sources, which data files keep elsewhere."""
    children = []
    for child in row.children:
        if child.kind.model is Requirement:
            link = child.links["skill"]
            assert link is not None
            reason = document[REASON_FIELDS[Requirement.Kind(child.values["kind"])]].get(link.slug, "")
            child = replace(child, values={**child.values, "reason": reason})
        children.append(child)
    claims = [Child(CLAIMS, claim_values(claim)) for claim in document["claims"]]
    return replace(row, children=(*children, *claims))


def owned(row: Row) -> tuple[Child, ...]:
    return tuple(child for child in row.children if child.kind.model is not Part)


def only_pointing(row: Row) -> Row:
    """What of a course names other courses."""
    links = {name: link for name, link in row.links.items() if link and link.model is Course}
    parts = tuple(child for child in row.children if child.kind.model is Part)
    return Row(row.place, row.slug, {}, links, parts)
