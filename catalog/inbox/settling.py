"""Working an item off, once, whoever is quicker, and taking that back.

Every change is one conditional statement or happens under the lock of its course, and the admin's history notes who
made it.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from catalog.desk.courses import COURSES
from catalog.desk.documents import Document
from catalog.desk.drafts import discard, save_draft
from catalog.inbox.items import Kind, past_check_by, uses_of
from catalog.models import Course, Draft, FactReport, LinkCheck

WORKED_OFF, TAKEN_BACK = "Worked off in the inbox.", "Taken back in the inbox."
LONGEST_COURSE_ADDRESS: int = Course._meta.get_field("url").max_length or 0
MODELS: dict[Kind, type[Model]] = {
    Kind.REPORT: FactReport,
    Kind.GONE: LinkCheck,
    Kind.MOVED: LinkCheck,
    Kind.STALE: Course,
}


class NotDone(ValueError):
    """Nothing was changed; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Done:
    """What is needed to take it back; plain values, to be kept in a session. `at` is a moment in ISO 8601."""

    key: str
    title: str
    at: str
    drafts: list[int]

    def as_plain(self) -> dict[str, Any]:
        return asdict(self)


def settle(kind: Kind, pk: int, by: Any, *, title: str, seen: str = "", is_kept: bool = False) -> Done:
    """Mark the item as worked off. `seen` is the link's state that the curator looked at (`state_of`).

    A link that moved gets drafts with its new address unless `is_kept`. Raises NotDone.
    """
    now = timezone.now()
    with transaction.atomic():
        drafts: list[Draft] = []
        if kind == Kind.REPORT:
            settle_report(pk, now)
        elif kind == Kind.STALE:
            drafts = [settle_course(pk, by)]
        else:
            drafts = settle_link(pk, by, now, seen=seen, is_kept=is_kept or kind == Kind.GONE)
        note_who(kind, pk, title, by, WORKED_OFF)
    return Done(f"{kind.value}-{pk}", title, now.isoformat(), [draft.pk for draft in drafts])


def settle_report(pk: int, now: datetime) -> None:
    is_open = FactReport.objects.filter(pk=pk, state=FactReport.State.OPEN)
    if not is_open.update(state=FactReport.State.DONE, handled_at=now):
        raise NotDone(done_already(Kind.REPORT, pk))


def settle_course(pk: int, by: Any) -> Draft:
    """A draft that says that all facts were checked today."""
    course = Course.objects.select_for_update(of=["self"]).filter(pk=pk).first()
    if course is None or not past_check_by().filter(pk=pk).exists():
        raise NotDone(done_already(Kind.STALE, pk))
    checked = COURSES.read_row(course) | {"reviewed_on": timezone.localdate().isoformat()}
    return save_draft(
        COURSES, course.slug, checked, by=by, note="All facts checked, nothing to change", state=Draft.State.WAITING
    )


def state_of(check: LinkCheck) -> str:
    return f"{check.outcome} {check.final_address}".strip()


def settle_link(pk: int, by: Any, now: datetime, *, seen: str, is_kept: bool) -> list[Draft]:
    check = LinkCheck.objects.select_for_update().filter(pk=pk).first()
    if check is None or check.settled_at:
        raise NotDone(done_already(Kind.GONE, pk))
    if state_of(check) != seen:
        raise NotDone("The link was asked again meanwhile and answers otherwise; look at it again.")
    LinkCheck.objects.filter(pk=pk).update(settled_at=now)
    drafts = [] if is_kept else move(check, by)
    check.drafts.set(drafts)
    return drafts


def move(check: LinkCheck, by: Any) -> list[Draft]:
    """A draft for each published course that names the old address; none for one too long for a course's page."""
    drafts: list[Draft] = []
    if len(check.final_address) > LONGEST_COURSE_ADDRESS:
        return drafts
    courses = {use.course for use in uses_of(check) if use.course}
    for course in COURSES.rows().filter(pk__in=courses).order_by("pk"):
        before = COURSES.read_row(course)
        after = with_new_address(before, check.address, check.final_address)
        if after != before:
            drafts.append(
                save_draft(COURSES, course.slug, after, by=by, note="A link moved", state=Draft.State.WAITING)
            )
    return drafts


def with_new_address(document: Document, old: str, new: str) -> Document:
    """Sources keep the old address where the new one is listed already, since a course lists each once."""
    listed = {source["location"] for source in document["sources"]}
    sources = [
        source | {"location": new} if source["location"] == old and new not in listed else source
        for source in document["sources"]
    ]
    claims = [claim | {"source": new} if claim["source"] == old else claim for claim in document["claims"]]
    url = new if document["url"] == old else document["url"]
    return document | {"url": url, "sources": sources, "claims": claims}


def undo(done: Done, kind: Kind, pk: int, by: Any) -> None:
    """All of it or, when somebody has gone on from there, nothing. Raises NotDone."""
    at = datetime.fromisoformat(done.at)
    with transaction.atomic():
        drafts = list(Draft.objects.select_for_update().filter(pk__in=done.drafts))
        if any(draft.is_settled for draft in drafts):
            raise NotDone("Its draft is published or discarded already; use the history of the course.")
        if kind == Kind.REPORT:
            report = FactReport.objects.filter(pk=pk, state=FactReport.State.DONE, handled_at=at)
            undone = report.update(state=FactReport.State.OPEN, handled_at=None)
        elif kind == Kind.STALE:
            undone = len(drafts)
        else:
            undone = LinkCheck.objects.filter(pk=pk, settled_at=at).update(settled_at=None)
        if not undone:
            raise NotDone("Somebody has changed it since.")
        for draft in drafts:
            discard(draft)
        note_who(kind, pk, done.title, by, TAKEN_BACK)


def note_who(kind: Kind, pk: int, title: str, by: Any, words: str) -> None:
    LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(MODELS[kind]),
        object_id=str(pk),
        object_repr=title[:200],
        action_flag=CHANGE,
        change_message=words,
    )


def done_already(kind: Kind, pk: int) -> str:
    """Who was quicker, as the history knows."""
    model = ContentType.objects.get_for_model(MODELS[kind])
    of_this = LogEntry.objects.filter(content_type=model, object_id=str(pk), change_message=WORKED_OFF)
    last = of_this.select_related("user").order_by("-action_time", "-pk").first()
    return f"{last.user} has done this one already." if last else "This one is done already."
