"""Versions of what was published."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from catalog.desk.documents import Document, digest
from catalog.desk.subjects import Subject
from catalog.models import Revision


def latest(subject: Subject, key: str) -> Revision | None:
    return Revision.objects.filter(kind=subject.kind, key=key).order_by("-number").first()


def record_revision(
    subject: Subject,
    key: str,
    by: Any = None,
    comment: str = "",
    *,
    source: Revision.Source = Revision.Source.ADMIN,
) -> Revision | None:
    """The version added, or None when the last one says the same already. `by` is a user or None."""
    with transaction.atomic():
        subject.lock(key)
        document = subject.read(key)
        last = latest(subject, key)
        if document is None or (last and last.digest == digest(document)):
            return None
        return Revision.objects.create(
            **version(subject, key, document, last.number if last else 0, source), made_by=by, comment=comment
        )


def record_all(subjects: Iterable[Subject], comment: str, *, source: Revision.Source) -> int:
    """How many versions were added: one for each row that the last version does not describe; few queries a kind."""
    added = []
    with transaction.atomic():
        for subject in subjects:
            known = {
                key: (number, last)
                for key, number, last in Revision.objects.filter(kind=subject.kind)
                .order_by("number")
                .values_list("key", "number", "digest")
            }
            for row in subject.rows():
                key, document = subject.key_of(row), subject.read_row(row)
                number, last = known.get(key, (0, ""))
                if last != digest(document):
                    added.append(Revision(**version(subject, key, document, number, source), comment=comment))
        Revision.objects.bulk_create(added, batch_size=200)
    return len(added)


def record_documents(
    subject: Subject, documents: Mapping[str, Document], by: Any, comment: str, *, source: Revision.Source
) -> None:
    """A version for each key whose last one does not say the same; `by` is a user or None."""
    known: dict[str, tuple[int, str]] = {
        key: (number, last)
        for key, number, last in Revision.objects.filter(kind=subject.kind, key__in=documents)
        .order_by("number")
        .values_list("key", "number", "digest")
    }
    Revision.objects.bulk_create(
        Revision(**version(subject, key, document, known.get(key, (0, ""))[0], source), made_by=by, comment=comment)
        for key, document in documents.items()
        if known.get(key, (0, ""))[1] != digest(document)
    )


def version(subject: Subject, key: str, document: Document, after: int, source: Revision.Source) -> dict[str, Any]:
    return {
        "kind": subject.kind,
        "key": key,
        "number": after + 1,
        "document": document,
        "digest": digest(document),
        "source": source,
    }
