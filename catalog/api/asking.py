"""What the address of the list of courses asks for: the library's filters, and three of its own."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

from django.db.models import Exists, OuterRef
from django.http import QueryDict

from catalog.api.answering import ApiError
from catalog.browsing import (
    MAX_NAMED_CHOICES,
    MAX_TEXT,
    MAX_WORDS,
    PAGE_SIZE,
    SORTS,
    Choice,
    Facet,
    Selection,
    quoted,
    read_text,
)
from catalog.models import Course, Provider
from catalog.searching import Entry, current_listing, library_facets

MAX_LIMIT = 100
MAX_PAGE = 1_000_000
MAX_HOURS = 10_000
OWN = ("q", "free", "max_hours", "sort", "page", "limit")


@dataclass(frozen=True, slots=True)
class Query:
    """`limit` is the size of a page; `max_hours` bounds the hours to be expected, the middle of the range."""

    selection: Selection
    limit: int
    is_free: bool
    max_hours: int | None


def api_facets() -> tuple[Facet, ...]:
    """The library's, and the provider. One query more than those."""
    in_use = Exists(Course.objects.published().filter(provider=OuterRef("pk")))
    providers = Provider.objects.filter(in_use).values_list("slug", "name")
    choices = tuple(Choice(slug, name) for slug, name in providers)
    return (*library_facets(), Facet("provider", "Provider", choices))


def read_query(params: QueryDict, facets: Sequence[Facet]) -> Query:
    """Unlike a page, which says what it left out, this refuses what can't be used: ApiError names the parameter."""
    many = {facet.key for facet in facets if facet.takes_many}
    known = [*OWN, *(facet.key for facet in facets)]
    for key, given in params.lists():
        if key not in known:
            raise unusable(key[:MAX_TEXT], f"There is no such parameter. Use {', '.join(sorted(known))}.")
        if len(given) > 1 and key not in many:
            raise unusable(key, "Give this parameter once.")
    selection = Selection(
        text=read_search(params),
        values={facet.key: values for facet in facets if (values := read_choices(params, facet))},
        sort=read_one_of(params, "sort", tuple(SORTS)),
        page=read_whole(params, "page", MAX_PAGE) or 1,
    )
    return Query(
        selection=selection,
        limit=read_whole(params, "limit", MAX_LIMIT) or PAGE_SIZE,
        is_free=read_one_of(params, "free", ("true", "false")) == "true",
        max_hours=read_whole(params, "max_hours", MAX_HOURS),
    )


def unusable(key: str, message: str) -> ApiError:
    return ApiError(HTTPStatus.BAD_REQUEST, key, message)


def read_search(params: QueryDict) -> str:
    notices: list[str] = []
    text = read_text(params.get("q", ""), notices)
    if notices:
        limits = f"at most {MAX_TEXT} characters and {MAX_WORDS} words, without control characters"
        raise unusable("q", f"Search with {limits}.")
    return text


def read_choices(params: QueryDict, facet: Facet) -> tuple[str, ...]:
    given = params.getlist(facet.key)
    labels = facet.labels
    for value in given:
        if value not in labels:
            raise unusable(facet.key, f"There is no {facet.key} {quoted(value)}.{hint(value, list(labels))}")
    return tuple(value for value in labels if value in given)


def hint(value: str, choices: Sequence[str]) -> str:
    if len(choices) <= MAX_NAMED_CHOICES:
        return f" Use one of {', '.join(choices)}."
    close = difflib.get_close_matches(value[:MAX_TEXT], choices, n=1)
    return f" Did you mean {quoted(close[0])}?" if close else ""


def read_one_of(params: QueryDict, key: str, choices: Sequence[str]) -> str:
    """Empty when the parameter is left out."""
    if key not in params:
        return ""
    value = params.get(key, "")
    if value not in choices:
        raise unusable(key, f"Use one of {', '.join(choices)}.")
    return value


def read_whole(params: QueryDict, key: str, most: int) -> int | None:
    """A whole number from 1 on; None when the parameter is left out."""
    if key not in params:
        return None
    text = params.get(key, "")
    is_short_number = text.isascii() and text.isdigit() and len(text) <= len(str(most))
    if not is_short_number or not 1 <= int(text) <= most:
        raise unusable(key, f"Use a whole number from 1 to {most}.")
    return int(text)


def courses_for(query: Query) -> list[Entry]:
    """Published courses that meet the query, in its order."""
    found = current_listing().search(query.selection)
    if query.is_free:
        found = [entry for entry in found if Course.PriceModel.FREE in entry.values["price"]]
    if query.max_hours is not None:
        most = 2 * query.max_hours
        found = [entry for entry in found if entry.hours is not None and entry.hours <= most]
    return found
