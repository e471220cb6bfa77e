"""Rows made of entries, and how they are written: what is missing is added, the rest only overwritten on demand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from catalog.loading.files import Place

Model = type[models.Model]


@dataclass(frozen=True, slots=True)
class Link:
    """A reference by slug; `name` is the field of the data file."""

    name: str
    model: Model
    slug: str


@dataclass(frozen=True, slots=True)
class ChildKind:
    """Rows that belong to another, such as the parts of a bundle; `owner` is the key that points at it."""

    model: Model
    owner: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Child:
    kind: ChildKind
    values: dict[str, Any]
    links: Mapping[str, Link | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """One entry as a row: plain values by model field, references, and the rows that belong to it."""

    place: Place
    slug: str
    values: dict[str, Any]
    links: Mapping[str, Link | None] = field(default_factory=dict)
    children: tuple[Child, ...] = ()
    when_new: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Tally:
    added: int = 0
    overwritten: int = 0
    kept: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.added + other.added, self.overwritten + other.overwritten, self.kept + other.kept)

    @property
    def has_changes(self) -> bool:
        return bool(self.added or self.overwritten)


def check_values(
    model: Model, values: Mapping[str, Any], place: Place, names: Mapping[str, str] | None = None, prefix: str = ""
) -> None:
    """Raises DataError for a value that the model's fields refuse. `names` maps model fields to fields of the file."""
    for f in model._meta.fields:
        if f.name not in values or (f.blank and values[f.name] in f.empty_values):
            continue
        try:
            f.clean(values[f.name], None)
        except ValidationError as error:
            raise place.error(prefix + (names or {}).get(f.name, f.name), error.messages[0]) from error


class Ids:
    """Keys of rows by slug, read once a model."""

    def __init__(self) -> None:
        self._known: dict[Model, dict[str, int]] = {}

    def of(self, model: Model) -> dict[str, int]:
        if model not in self._known:
            self._known[model] = dict(model._default_manager.values_list("slug", "pk"))
        return self._known[model]

    def resolve(self, link: Link, place: Place) -> int:
        """Raises DataError for a slug that nothing has."""
        known = self.of(link.model)
        if link.slug not in known:
            raise place.error(link.name, f"there is no {link.model._meta.verbose_name} {link.slug!r}")
        return known[link.slug]


def check_links(rows: Iterable[Row], ids: Ids, coming: Mapping[Model, Iterable[str]]) -> None:
    """Raises DataError for a reference to a slug that is neither in the database nor among the rows to come."""
    known = {model: {*slugs} for model, slugs in coming.items()}
    for row in rows:
        for link in [*row.links.values(), *(link for child in row.children for link in child.links.values())]:
            if link and link.slug not in known.get(link.model, ()):
                ids.resolve(link, row.place)


def write_rows(
    model: Model, rows: Sequence[Row], ids: Ids, *, overwrite: bool, kinds: Sequence[ChildKind] = ()
) -> Tally:
    """Add rows whose slug is new; with `overwrite` also bring the others to what the rows say.

    References of a model to itself may point at rows added in the same call.
    """
    known = ids.of(model)
    missing = [row for row in rows if row.slug not in known]
    present = [row for row in rows if row.slug in known]
    refuse_taken_names(model, missing, present if overwrite else [])
    add(model, missing, ids)
    changed = overwrite_changed(model, present, ids, kinds) if overwrite else []
    return Tally(len(missing), len(changed), len(present) - len(changed))


def refuse_taken_names(model: Model, missing: Sequence[Row], present: Sequence[Row]) -> None:
    """Raises DataError for a name that must be unique and belongs to a row with another slug."""
    if not (missing or present) or not any(f.name == "name" and f.unique for f in model._meta.fields):
        return
    owners = dict(model._default_manager.values_list("name", "slug"))
    for row in [*present, *missing]:
        owner = owners.setdefault(row.values["name"], row.slug)
        if owner != row.slug:
            raise row.place.error("name", f"is also the name of {owner!r}")


def add(model: Model, rows: Sequence[Row], ids: Ids) -> None:
    if not rows:
        return
    # references to the same model wait until all its rows have a key
    first = [(row, {k: v for k, v in row.links.items() if v and v.model is not model}) for row in rows]
    created = model._default_manager.bulk_create(
        [model(slug=row.slug, **row.values, **row.when_new, **keys(links, ids, row.place)) for row, links in first]
    )
    ids.of(model).update({row.slug: instance.pk for row, instance in zip(rows, created, strict=True)})
    link_to_own_kind(model, rows, ids)
    add_children(rows, model, ids)


def keys(links: Mapping[str, Link | None], ids: Ids, place: Place) -> dict[str, int | None]:
    return {f"{name}_id": ids.resolve(link, place) if link else None for name, link in links.items()}


def link_to_own_kind(model: Model, rows: Sequence[Row], ids: Ids) -> None:
    for row in rows:
        own = {name: link for name, link in row.links.items() if link and link.model is model}
        if own:
            model._default_manager.filter(slug=row.slug).update(**keys(own, ids, row.place))


def add_children(rows: Iterable[Row], model: Model, ids: Ids) -> None:
    batches: dict[Model, list[models.Model]] = {}
    for row in rows:
        for child in row.children:
            owner = {f"{child.kind.owner}_id": ids.of(model)[row.slug]}
            instance = child.kind.model(**owner, **child.values, **keys(child.links, ids, row.place))
            batches.setdefault(child.kind.model, []).append(instance)
    for child_model, instances in batches.items():
        child_model._default_manager.bulk_create(instances)


Facts = set[tuple[Model, frozenset[tuple[str, Any]]]]


def overwrite_changed(model: Model, rows: Sequence[Row], ids: Ids, kinds: Sequence[ChildKind]) -> list[Row]:
    """Rewrite the rows that differ from the data, with what belongs to them."""
    current = model._default_manager.in_bulk([row.slug for row in rows], field_name="slug")
    owned = children_by_owner(model, rows, ids, kinds)
    changed = [
        row for row in rows if differs(row, current[row.slug], ids) or owned[row.slug] != wanted_children(row, ids)
    ]
    if changed:
        rewrite(model, changed, current, ids, kinds)
    return changed


def differs(row: Row, current: models.Model, ids: Ids) -> bool:
    wanted = row.values | keys(row.links, ids, row.place)
    return any(getattr(current, name) != value for name, value in wanted.items())


def wanted_children(row: Row, ids: Ids) -> Facts:
    return {
        (child.kind.model, frozenset((child.values | keys(child.links, ids, row.place)).items()))
        for child in row.children
    }


def children_by_owner(model: Model, rows: Sequence[Row], ids: Ids, kinds: Sequence[ChildKind]) -> dict[str, Facts]:
    found: dict[str, Facts] = {row.slug: set() for row in rows}
    slug_of = {ids.of(model)[row.slug]: row.slug for row in rows}
    for kind in kinds:
        owner = f"{kind.owner}_id"
        for values in kind.model._default_manager.values(owner, *kind.columns):
            if slug := slug_of.get(values.pop(owner)):
                found[slug].add((kind.model, frozenset(values.items())))
    return found


def rewrite(
    model: Model, rows: Sequence[Row], current: Mapping[str, models.Model], ids: Ids, kinds: Sequence[ChildKind]
) -> None:
    names: set[str] = set()
    # bulk_update leaves automatic dates alone
    stamps = {f.name: timezone.now() for f in model._meta.fields if f.name == "updated_at"}
    for row in rows:
        for name, value in (row.values | keys(row.links, ids, row.place) | stamps).items():
            setattr(current[row.slug], name, value)
        names |= {*row.values, *row.links, *stamps}
    model._default_manager.bulk_update([current[row.slug] for row in rows], sorted(names), batch_size=100)
    owners = [current[row.slug].pk for row in rows]
    for kind in kinds:
        kind.model._default_manager.filter(**{f"{kind.owner}__in": owners}).delete()
    add_children(rows, model, ids)
