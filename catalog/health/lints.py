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
    """One flaw: what it is about, a sentence on what is the matter, and the address where it is mended."""

    name: str
    what: str
    mend: str


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


def mend_at(row: models.Model, anchor: str) -> str:
    """The row's page at the desk; `anchor` is a field, or a list of rows with "-group" after its name."""
    page = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    return f"{page}#{anchor if anchor.endswith('-group') else f'id_{anchor}'}"
