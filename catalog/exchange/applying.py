"""Writes what a file says: all of it in one transaction, or nothing."""

import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.db import transaction

from catalog.desk.courses import COURSES
from catalog.desk.documents import Document, course_document, with_all
from catalog.desk.drafts import save_drafts
from catalog.desk.revisions import record_documents
from catalog.desk.writing import claim_values, read_row, write_course
from catalog.exchange.checking import Checked, Known, Verdict, add_to_trail, check_file
from catalog.exchange.cycles import find_loop, node_data
from catalog.exchange.problems import Problem
from catalog.exchange.reading import File
from catalog.loading.rows import Child, ChildKind, Ids, Row, add_children, link_to_own_kind
from catalog.models import Claim, Course, Platform, Provider, Requirement, Revision

CLAIMS = ChildKind(Claim, "course", ("field", "value", "source", "as_of", "is_chosen"))
REASONS = {Requirement.Kind.REQUIRED: "requires_why", Requirement.Kind.HELPFUL: "helpful_why"}


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


@dataclass(slots=True)
class Work:
    """Rows to write, packed, since ten thousand documents take more memory than they should."""

    packed: list[bytes] = field(default_factory=list)
    nodes: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    providers: dict[str, str] = field(default_factory=dict)
    trail: str = ""
    same: int = 0

    def add(self, rows: Sequence[Checked]) -> None:
        self.trail = add_to_trail(self.trail, rows)
        self.problems += [problem for row in rows for problem in row.problems]
        self.same += sum(row.verdict == Verdict.SAME for row in rows)
        writes = [row for row in rows if row.document and row.verdict in (Verdict.ADDED, Verdict.CHANGED)]
        self.nodes += [(row.row, node_data(row.document)) for row in writes if row.document]
        self.providers |= {row.document["provider"]: row.provider for row in writes if row.document and row.provider}
        self.packed.append(zlib.compress(json.dumps([[row.before, row.document] for row in writes]).encode(), 1))

    def chunks(self) -> Iterator[list[tuple[Document | None, Document]]]:
        for packed in self.packed:
            yield [(before, document) for before, document in json.loads(zlib.decompress(packed))]


def apply_file(
    file: File, known_rows: dict[str, int], *, by: Any, comment: str, publishes: bool, trail: str | None = None
) -> Done:
    """`trail` is that of the check which was seen, None for whatever there is now. `by` is a user or None.

    Raises Refused for a file with mistakes, Overtaken, and Unreadable.
    """
    with transaction.atomic():
        work = Work()
        for rows in check_file(file, Known.read(known_rows), publishes=publishes):
            work.add(rows)
        if trail is not None and trail != work.trail:
            raise Overtaken("The catalogue changed after this file was checked.")
        if work.problems:
            raise Refused(work.problems)
        if loop := find_loop(work.nodes):
            raise Refused([loop])
        work.nodes.clear()
        return write(work, Writer(by, comment, publishes))


def write(work: Work, writer: "Writer") -> Done:
    """New courses come first, so that every row finds those that it names."""
    for slug, name in work.providers.items():
        Provider.objects.get_or_create(slug=slug, defaults={"name": name})
    writer.begin()
    for chunk in work.chunks():
        writer.add([document for before, document in chunk if before is None])
    for chunk in work.chunks():
        writer.fill([document for before, document in chunk if before is None])
        writer.change([(before, document) for before, document in chunk if before is not None])
    return replace(writer.done, same=work.same)


class Writer:
    def __init__(self, by: Any, comment: str, publishes: bool) -> None:
        self.by, self.comment, self.publishes = by, comment, publishes
        self.done, self.ids = Done(), Ids()

    def begin(self) -> None:
        self.providers = Provider.objects.in_bulk(field_name="slug")
        self.platforms = Platform.objects.in_bulk(field_name="slug")

    def add(self, documents: Sequence[Document]) -> None:
        """The courses alone, without what belongs to them."""
        courses = [self.new_course(document) for document in documents]
        created = Course.objects.bulk_create(courses)
        self.ids.of(Course).update({course.slug: course.pk for course in created})
        self.done.added += len(created)

    def new_course(self, document: Document) -> Course:
        course = Course(
            slug=document["slug"],
            status=document["status"],
            provider=self.providers[document["provider"]],
            platform=self.platforms[document["platform"]],
            **read_row(document).values,
        )
        course.search_text = course.searchable()
        return course

    def fill(self, documents: Sequence[Document]) -> None:
        rows = [whole_row(document) for document in documents]
        link_to_own_kind(Course, rows, self.ids)
        add_children(rows, Course, self.ids)
        self.note([row.slug for row in rows], ADDITION, f"Added by an import. {self.comment}")

    def change(self, pairs: Sequence[tuple[Document, Document]]) -> None:
        at_once = [pair for pair in pairs if self.publishes or pair[0]["status"] == Course.Status.DRAFT]
        drafted = {
            before["slug"]: (before, document) for before, document in pairs if (before, document) not in at_once
        }
        save_drafts(COURSES, drafted, by=self.by, note=self.comment[:300])
        self.done.drafted += len(drafted)
        self.log(list(drafted), CHANGE, f"Drafted by an import. {self.comment}")
        founds = {before["slug"]: before for before, _ in at_once}
        record_documents(COURSES, founds, None, "As it was found", source=Revision.Source.FOUND)
        courses = Course.objects.in_bulk(list(founds), field_name="slug")
        for _, document in at_once:
            write_course(document, courses[document["slug"]], ids=self.ids)
        self.done.changed += len(at_once)
        self.note(list(founds), CHANGE, f"Changed by an import. {self.comment}")

    def note(self, slugs: Sequence[str], flag: int, message: str) -> None:
        """The versions that there are now, and an entry in the admin's history."""
        written = with_all(Course.objects.filter(slug__in=slugs))
        documents = {course.slug: course_document(course) for course in written}
        record_documents(COURSES, documents, self.by, self.comment[:300], source=Revision.Source.IMPORT)
        self.log(slugs, flag, message)

    def log(self, slugs: Sequence[str], flag: int, message: str) -> None:
        if self.by is not None and slugs:
            courses = Course.objects.filter(slug__in=slugs)
            LogEntry.objects.log_actions(user_id=self.by.pk, queryset=courses, action_flag=flag, change_message=message)


def whole_row(document: Document) -> Row:
    """With the reasons of requirements and the statements of sources, which data files keep elsewhere."""
    row = read_row(document)
    children = []
    for child in row.children:
        if child.kind.model is Requirement:
            link = child.links["skill"]
            assert link is not None
            reason = document[REASONS[Requirement.Kind(child.values["kind"])]].get(link.slug, "")
            child = replace(child, values={**child.values, "reason": reason})
        children.append(child)
    claims = [Child(CLAIMS, claim_values(claim)) for claim in document["claims"]]
    return replace(row, children=(*children, *claims))
