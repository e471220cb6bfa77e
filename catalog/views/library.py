"""The library: every published course, searched, filtered and sorted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import push_url
from django_htmx.middleware import HtmxDetails

from catalog.addresses import absolute
from catalog.browsing import PAGE_SIZE, SORTS, Facet, Selection, read_selection
from catalog.facts import LISTED, Card, card
from catalog.models import Course
from catalog.searching import Entry, Listing, current_listing
from catalog.shared_pages import shared_page
from catalog.structured import list_data


@dataclass(frozen=True, slots=True)
class Drop:
    """One chosen value with the address of the same page without it; `found` counts what that page lists."""

    label: str
    value: str
    address: str
    found: int | None = None


@login_not_required
@require_safe
@vary_on_headers("HX-Request")
@shared_page
def course_list(request: HttpRequest) -> HttpResponse:
    listing = current_listing()
    facets = listing.facets
    selection, notices = read_selection(request.GET, facets)
    found = listing.search(selection)
    total = len(found)
    last_page = max(1, -(-total // PAGE_SIZE))
    beyond = selection.page > last_page
    cards = [] if beyond else page_of_cards(found, selection.page)
    context = {
        "selection": selection,
        "notices": notices,
        "total": total,
        "cards": cards,
        "structured": list_data((card.course.title, absolute(card.course.get_absolute_url())) for card in cards),
        "is_beyond": beyond,
        "pages": page_links(selection, last_page),
        "controls": [control(facet, selection) for facet in facets[1:]],
        "areas": area_links(facets[0], selection),
        "area": selection.values.get("area", ("",))[0],
        "sorts": SORTS,
        "drops": drops(selection, listing, with_counts=total == 0),
    }
    if wants_fragment(request):
        return push_url(render(request, "catalog/_course_results.html", context), selection.address)
    status = HTTPStatus.NOT_FOUND if beyond else HTTPStatus.OK
    return render(request, "catalog/course_list.html", context, status=status)


def wants_fragment(request: HttpRequest) -> bool:
    """Going back asks for the whole page, since no history is kept in the browser."""
    details = getattr(request, "htmx", None)
    return isinstance(details, HtmxDetails) and bool(details) and not details.history_restore_request


def page_of_cards(found: Sequence[Entry], page: int) -> list[Card]:
    """No more is read than is shown."""
    first = (page - 1) * PAGE_SIZE
    ids = [entry.pk for entry in found[first : first + PAGE_SIZE]]
    rows = Course.objects.for_listing().prefetch_related(*LISTED).in_bulk(ids)
    return [card(rows[pk]) for pk in ids if pk in rows]


def page_links(selection: Selection, last_page: int) -> dict[str, Any]:
    def address(page: int) -> str:
        return replace(selection, page=page).address if 1 <= page <= last_page else ""

    page = selection.page
    return {"last": last_page, "previous": address(page - 1), "next": address(page + 1), "final": address(last_page)}


def control(facet: Facet, selection: Selection) -> dict[str, Any]:
    """A facet as the form draws it."""
    chosen = selection.values.get(facet.key, ())
    return {"facet": facet, "chosen": chosen, "is_needless": len(facet.choices) < 2 and not chosen}


def area_links(facet: Facet, selection: Selection) -> list[dict[str, Any]]:
    """Each area, and all of them, with what else is chosen kept."""
    current = selection.values.get(facet.key, ())
    values = [("", "All areas"), *((choice.value, choice.label) for choice in facet.choices)]
    return [
        {
            "label": label,
            "address": selection.choosing(facet.key, (value,) if value else ()).address,
            "is_current": (value in current) if value else not current,
        }
        for value, label in values
    ]


def drops(selection: Selection, listing: Listing, *, with_counts: bool) -> list[Drop]:
    """Only an empty list says how many courses there would be."""
    rivals = [
        (facet.label, facet.labels[value], selection.without(facet.key, value))
        for facet in listing.facets
        for value in selection.values.get(facet.key, ())
    ]
    if selection.text:
        rivals.insert(0, ("Search", selection.text, replace(selection, text="", page=1)))
    return [
        Drop(label, value, rival.address, len(listing.matching(rival)) if with_counts else None)
        for label, value, rival in rivals
    ]
