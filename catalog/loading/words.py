"""Entries other than courses: skills, providers, platforms, guides and questions."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db.models import Model

from catalog.loading.files import AMOUNT, FILLED, TEXTS, Entry, Expected, Shape, is_texts, or_null
from catalog.loading.rows import Child, ChildKind, Link, Row, check_values
from catalog.models import Guide, Platform, Provider, Question, Skill

DESCRIPTORS = Expected(
    "a list of four texts, one for each level",
    lambda value: is_texts(value) and len(value) == 4,  # type: ignore[arg-type]
)
PARAGRAPHS = Expected("a list of Markdown paragraphs", is_texts)

SKILL_SHAPE: Shape = {"slug": FILLED, "name": FILLED, "area": FILLED, "levels": DESCRIPTORS}
PROVIDER_SHAPE: Shape = {"slug": FILLED, "name": FILLED}
PLATFORM_SHAPE: Shape = {
    "slug": FILLED,
    "name": FILLED,
    "subscription_price": or_null(AMOUNT),
    "currency": FILLED,
    "period": FILLED,
}
GUIDE_SHAPE: Shape = {
    "slug": FILLED,
    "title": FILLED,
    "summary": FILLED,
    "body": PARAGRAPHS,
    "sources": TEXTS,
    "related": Expected(TEXTS.wanted, is_texts, is_optional=True),
}
QUESTION_SHAPE: Shape = {
    "slug": FILLED,
    "text": FILLED,
    "answer": PARAGRAPHS,
    "sources": TEXTS,
    "guide": or_null(FILLED),
}

RELATED = ChildKind(Guide.related.through, "from_guide", ("to_guide_id",))


def skill_row(entry: Entry, position: int) -> Row:
    values = entry.values
    plain = {"name": values["name"], "area": values["area"], "position": position}
    plain |= {f"level_{level}": text for level, text in enumerate(values["levels"])}
    return checked_row(Skill, entry, plain, {f"level_{level}": "levels" for level in range(4)})


def provider_row(entry: Entry, position: int) -> Row:
    return checked_row(Provider, entry, {"name": entry.values["name"]})


def platform_row(entry: Entry, position: int) -> Row:
    names = ("name", "subscription_price", "currency", "period")
    return checked_row(Platform, entry, {name: entry.values[name] for name in names})


def guide_row(entry: Entry, position: int) -> Row:
    values = entry.values
    plain = {"title": values["title"], "summary": values["summary"], "position": position}
    plain |= {"body": "\n\n".join(values["body"]), "sources": "\n".join(values["sources"])}
    related = tuple(
        Child(RELATED, {}, {"to_guide": Link("related", Guide, slug)}) for slug in sorted({*values.get("related", ())})
    )
    return replace(checked_row(Guide, entry, plain, when_new={"is_published": True}), children=related)


def question_row(entry: Entry, position: int) -> Row:
    values = entry.values
    plain = {"text": values["text"], "position": position}
    plain |= {"answer": "\n\n".join(values["answer"]), "sources": "\n".join(values["sources"])}
    links = {"guide": Link("guide", Guide, values["guide"]) if values["guide"] else None}
    return checked_row(Question, entry, plain, links=links, when_new={"is_published": True})


def checked_row(
    model: type[Model],
    entry: Entry,
    plain: dict[str, Any],
    names: Mapping[str, str] | None = None,
    *,
    links: Mapping[str, Link | None] | None = None,
    when_new: dict[str, Any] | None = None,
) -> Row:
    """Raises DataError for a value that the model refuses."""
    slug = entry.values["slug"]
    check_values(model, {"slug": slug, **plain}, entry.place, names)
    return Row(entry.place, slug, plain, links or {}, when_new=when_new or {})
