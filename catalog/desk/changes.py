"""What differs between two documents of a subject, field by field and row by row, in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from catalog.desk.documents import Document
from catalog.desk.subjects import Label, Subject

NOTHING = "—"
# Names of rows by model and slug.
Names = Mapping[type[Model], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference; a dash stands for nothing."""

    label: str
    old: str
    new: str


def changes(subject: Subject, before: Document | None, after: Document | None) -> list[Change]:
    """In the order of the subject's labels; at most one query for each kind of row that is named."""
    old, new = before or {}, after or {}
    known = {name: subject.labels.get(name, Label(plain(name))) for name in (*subject.labels, *new, *old)}
    differing = {name: label for name, label in known.items() if old.get(name) != new.get(name)}
    names = read_names(differing, [old, new])
    return [
        change for name, label in differing.items() for change in compare(label, old.get(name), new.get(name), names)
    ]


def plain(name: str) -> str:
    return name.replace("_", " ")


def compare(label: Label, old: object, new: object, names: Names) -> Iterator[Change]:
    before, after = dict(lines(label, old, names)), dict(lines(label, new, names))
    if before == after:
        yield Change(f"{label.text}, in order", "; ".join(before), "; ".join(after))
    for about in {**before, **after}:
        was, becomes = before.get(about, NOTHING), after.get(about, NOTHING)
        if was != becomes:
            yield Change(f"{label.text}: {about}" if about else label.text, was, becomes)


def lines(label: Label, value: object, names: Names) -> Iterator[tuple[str, str]]:
    """The value in words, in parts by what each is about; a plain value is about nothing but its field."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield called(label, key, names) if label.named else plain(key), say(label, item)
    elif isinstance(value, list) and label.known_by:
        for row in value:
            rest = {name: item for name, item in row.items() if name not in label.known_by and item not in ("", None)}
            about = ", ".join(called(label, row[name], names) for name in label.known_by)
            yield about, ", ".join(f"{plain(name)}: {say(label, item)}" for name, item in rest.items()) or "yes"
    elif label.named and isinstance(value, str):
        yield "", called(label, value, names)
    else:
        yield "", say(label, value)


def called(label: Label, value: str, names: Names) -> str:
    return names.get(label.named, {}).get(value, value) if label.named else value


def say(label: Label, value: Any) -> str:
    if value is None or value in ("", []):
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return (" to " if all(isinstance(item, int | float) for item in value) else "; ").join(
            say(label, item) for item in value
        )
    return label.words.get(value, str(value))


def read_names(labels: Mapping[str, Label], documents: Sequence[Document]) -> Names:
    slugs: dict[type[Model], set[str]] = {}
    for name, label in labels.items():
        if label.named:
            found = slugs.setdefault(label.named, set())
            for document in documents:
                found |= set(slugs_in(label, document.get(name)))
    return {
        model: {row.slug: str(row) for row in model._default_manager.filter(slug__in=wanted)}  # type: ignore[attr-defined]
        for model, wanted in slugs.items()
        if wanted
    }


def slugs_in(label: Label, value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
    elif isinstance(value, list):
        for row in value:
            yield from (row[name] for name in label.known_by)
