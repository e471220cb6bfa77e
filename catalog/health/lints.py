"""What a lint is, and which there are."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import models
from django.urls import reverse

from catalog.health.shelf import Shelf


class Severity(models.TextChoices):
    """From what misleads learners to what is merely untidy."""

    WRONG = "wrong", "wrong"
    DOUBTFUL = "doubtful", "to check"
    UNTIDY = "untidy", "worth a look"


@dataclass(frozen=True, slots=True)
class Row:
    """One flaw: what it is about, a sentence on what is the matter, and where it is mended.

    `anchor` is a field of the row's page at the desk, or a list on it with "-group" after its name.
    """

    name: str
    what: str
    row: models.Model
    anchor: str

    @property
    def mend(self) -> str:
        """The address; worked out for the rows that are shown only."""
        kind = self.row._meta
        page = reverse(f"admin:{kind.app_label}_{kind.model_name}_change", args=[self.row.pk])
        return f"{page}#{self.anchor if self.anchor.endswith('-group') else f'id_{self.anchor}'}"


@dataclass(frozen=True, slots=True)
class Lint:
    """`why` says in a sentence what the flaw does to learners or curators; a slow one takes more than rows to find."""

    slug: str
    title: str
    why: str
    severity: Severity
    find: Callable[[Shelf], Iterable[Row]]
    is_slow: bool = False


LINTS: dict[str, Lint] = {}


def register(lint: Lint) -> None:
    LINTS[lint.slug] = lint


def ordered() -> list[Lint]:
    """The gravest first, otherwise as registered."""
    order = list(Severity)
    return sorted(LINTS.values(), key=lambda lint: order.index(lint.severity))
