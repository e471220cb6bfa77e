"""The first page."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from advisor.models import Goal
from catalog.facts import LISTED, Card, Station, card, stations_of
from catalog.models import Course, Guide
from catalog.shared_pages import shared_page

# The two that the question "which first?" is asked about most; without them the page has no example.
EXAMPLE_BUNDLES = ("ml-specialization", "dl-specialization")
GUIDES_SHOWN = 3


@login_not_required
@require_safe
@shared_page
def home(request: HttpRequest) -> HttpResponse:
    context = {
        "goals": list(Goal.objects.offered()),
        "example": example_journey(),
        "guides": list(Guide.objects.published()[:GUIDES_SHOWN]),
    }
    return render(request, "advisor/home.html", context)


def example_journey() -> list[tuple[Card, list[Station]]]:
    """The example's bundles with their parts; empty unless the catalogue publishes all of it."""
    rows = Course.objects.published().for_listing().prefetch_related(*LISTED)
    found = {course.slug: course for course in rows.filter(slug__in=EXAMPLE_BUNDLES)}
    if len(found) < len(EXAMPLE_BUNDLES):
        return []
    journey = [(card(found[slug]), stations_of(found[slug])) for slug in EXAMPLE_BUNDLES]
    return journey if all(station.is_public for _, stations in journey for station in stations) else []
