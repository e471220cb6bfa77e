"""What is drafted, reviewed and kept in versions: kinds of rows, each read and written as a document."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse

from catalog.desk.documents import Document


@dataclass(frozen=True, slots=True)
class Label:
    """What a field of a document is called, and its values: by `words`, or by the names of the rows of `named`.

    `named` are rows with slugs; in an object its keys are such slugs. `known_by` are the fields that tell the objects
    of a list apart.
    """

    text: str
    words: Mapping[Any, str] = field(default_factory=dict)
    named: type[Model] | None = None
    known_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """One kind of what is drafted; `key` below is the value of `key_field` that a row is known by.

    `write_row(row, document, is_rehearsal)` brings a row, or a new one for None, to what the document says; it raises
    ValueError with a sentence for what can't be. `rows` are all with what `read_row` needs. Rows that are as
    `unpublished` says are edited in place, the others, and those that `is_used`, by way of drafts only.

    `notice` is called right before publishing and `problem` right after with what it returned: a sentence about what
    went wrong, or an empty one. It stops the publishing unless the document is one that `tolerates` it.
    """

    kind: str
    name: str
    rows: Callable[[], QuerySet[Any]]
    read_row: Callable[[Any], Document]
    write_row: Callable[[Any, Document, bool], object]
    labels: Mapping[str, Label]
    key_field: str = "slug"
    unpublished: Mapping[str, Any] = field(default_factory=dict)
    is_used: Callable[[Any], bool] = lambda row: False
    notice: Callable[[], Any] = lambda: None
    problem: Callable[[Any], str] = lambda noticed: ""
    tolerates: Callable[[Document], bool] = lambda document: False

    @property
    def model(self) -> type[Model]:
        return self.rows().model

    def key_of(self, row: Model) -> str:
        return str(getattr(row, self.key_field))

    def is_public(self, row: Model) -> bool:
        return bool(self.to_publish(row)) or not self.unpublished or self.is_used(row)

    def to_publish(self, row: Model) -> dict[str, Any]:
        """The values by which the row is more than `unpublished`."""
        return {name: getattr(row, name) for name, hidden in self.unpublished.items() if getattr(row, name) != hidden}

    def row(self, key: str) -> Any:
        """The row, or None."""
        return self.rows().filter(**{self.key_field: key}).first()

    def lock(self, key: str) -> None:
        """Until the end of the transaction nobody else publishes this one."""
        list(self.model._default_manager.select_for_update().filter(**{self.key_field: key}).order_by().values("pk"))

    def read(self, key: str) -> Document | None:
        row = self.row(key)
        return None if row is None else self.read_row(row)

    def write(self, key: str, document: Document, *, is_rehearsal: bool = False) -> None:
        """Raises ValueError with a sentence for what can't be."""
        row = self.model._default_manager.filter(**{self.key_field: key}).first()
        self.write_row(row, document, is_rehearsal)

    def permission(self, action: str) -> str:
        return f"{self.model._meta.app_label}.{action}_{self.model._meta.model_name}"

    def admin_url(self, row: Model, page: str = "change") -> str:
        return reverse(f"admin:{self.model._meta.app_label}_{self.model._meta.model_name}_{page}", args=[row.pk])


SUBJECTS: dict[str, Subject] = {}


def register(subject: Subject) -> None:
    """For each app's module `desk`, which is imported when the site starts."""
    SUBJECTS[subject.kind] = subject
