"""Drafts: saved, tried out, published or discarded."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils import timezone

from catalog.desk.documents import Document, digest
from catalog.desk.revisions import record_revision
from catalog.desk.subjects import SUBJECTS, Subject
from catalog.models import Draft, Revision


class StaleDraft(ValueError):
    """The draft is settled, or what is published is no longer what it began from; the sentence says which."""


class RefusedDraft(ValueError):
    """What the draft says can't be published; the sentence says why."""


def subject_of(draft: Draft) -> Subject:
    return SUBJECTS[draft.kind]


def save_draft(
    subject: Subject,
    key: str,
    document: Document,
    *,
    by: Any,
    draft: Draft | None = None,
    note: str = "",
    state: Draft.State = Draft.State.OPEN,
) -> Draft:
    """A new draft on top of what is published, or the given one with another document. `by` is a user.

    Raises StaleDraft when somebody else changed or settled the given one since it was read.
    """
    with transaction.atomic():
        if draft is None:
            base = subject.read(key)
            draft = Draft(kind=subject.kind, key=key, base=base, base_digest=digest(base), created_by=by)
        else:
            current = Draft.objects.select_for_update().get(pk=draft.pk)
            if current.is_settled or current.changed_at != draft.changed_at:
                raise StaleDraft("Somebody else changed this draft meanwhile.")
        draft.document, draft.title, draft.state = document, title_of(document), state
        draft.note, draft.changed_at = note or draft.note, timezone.now()
        draft.save()
    return draft


def save_drafts(
    subject: Subject, changed: Mapping[str, tuple[Document, Document]], *, by: Any, note: str
) -> list[Draft]:
    """A new draft, waiting for review, for each key with its published and its wanted document; in one query."""
    return Draft.objects.bulk_create(
        Draft(
            kind=subject.kind,
            key=key,
            base=base,
            base_digest=digest(base),
            document=document,
            title=title_of(document),
            note=note,
            state=Draft.State.WAITING,
            created_by=by,
        )
        for key, (base, document) in changed.items()
    )


def title_of(document: Document) -> str:
    return str(document.get("title") or document.get("name") or document.get("slug") or "")[:200]


@contextmanager
def rehearsal() -> Iterator[None]:
    """Whatever is written inside is taken back; on SQLite everybody else waits to write meanwhile."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


@contextmanager
def applied(draft: Draft) -> Iterator[None]:
    """Inside, the published rows are as the draft says; afterwards they are as before, whatever happened.

    Raises ValueError with a sentence for a document that can't be written.
    """
    with rehearsal():
        subject_of(draft).write(draft.key, draft.document, is_rehearsal=True)
        yield


def is_stale(draft: Draft) -> bool:
    """Whether something else was published since the draft was begun."""
    return digest(subject_of(draft).read(draft.key)) != draft.base_digest


def publish_draft(draft: Draft, by: Any, *, seen: str | None = None) -> str:
    """Write what the draft says and note the version, all or nothing; of several at once only one does it.

    `seen` is the digest of the document that was reviewed, when it may have changed since. Returns a sentence about
    what to look at next, or an empty one. Raises StaleDraft, or RefusedDraft for what can't be published.
    """
    subject = subject_of(draft)
    with transaction.atomic():
        subject.lock(draft.key)
        current = Draft.objects.select_for_update().get(pk=draft.pk)
        if current.is_settled:
            raise StaleDraft(f"This draft is {current.get_state_display()} already.")
        if is_stale(current):
            raise StaleDraft("Something else was published since this draft was begun.")
        if seen is not None and seen != digest(current.document):
            raise StaleDraft("The draft was changed since you opened this page; look at it again.")
        record_revision(subject, current.key, comment="As it was found", source=Revision.Source.FOUND)
        warning = write_for_good(subject, current)
        record_revision(subject, current.key, by, current.note, source=Revision.Source.DRAFT)
        current.state, current.published_by, current.published_at = Draft.State.PUBLISHED, by, timezone.now()
        current.save(update_fields=["state", "published_by", "published_at"])
    draft.refresh_from_db()
    return warning


def write_for_good(subject: Subject, draft: Draft) -> str:
    """A sentence about what is tolerated, or an empty one. Raises RefusedDraft for what is not."""
    noticed = subject.notice()
    try:
        subject.write(draft.key, draft.document)
    except ValueError as error:
        raise RefusedDraft(str(error)) from error
    problem = subject.problem(noticed)
    if problem and not subject.tolerates(draft.document):
        raise RefusedDraft(problem)
    return problem


def discard(draft: Draft) -> None:
    """Leave a draft that is not settled as it is, out of the way; links it was made for wait in the inbox again."""
    with transaction.atomic():
        unsettled = Draft.objects.unsettled().filter(pk=draft.pk)
        if unsettled.update(state=Draft.State.DISCARDED, changed_at=timezone.now()):
            draft.moved_links.update(settled_at=None)


def rebase(draft: Draft) -> None:
    """Put the fields that the draft changes on top of what is published now."""
    with transaction.atomic():
        subject_of(draft).lock(draft.key)
        current = Draft.objects.select_for_update().get(pk=draft.pk)
        published, base = subject_of(draft).read(draft.key), current.base
        if published is not None and base is not None:
            own = {name: value for name, value in current.document.items() if base.get(name) != value}
            current.document = published | own
        current.base, current.base_digest, current.changed_at = published, digest(published), timezone.now()
        current.save()
