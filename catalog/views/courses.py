"""A course's own page, and the way from it to the provider's."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from catalog.addresses import absolute
from catalog.facts import SHOWN, claims_about, hours_of, needs_of, outcomes_of, read_skills, statements, stations_of
from catalog.guides import guides_naming
from catalog.models import Course
from catalog.outgoing import WayOut, count_click, way_out
from catalog.posters import course_poster, picture_of
from catalog.shared_pages import shared_page, state_of
from catalog.sourcing import backings_of
from catalog.structured import course_data, trail_data
from catalog.views.showing import shown_course


@login_not_required
@require_safe
@shared_page
def course_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A retired course keeps its page; a draft has one for curators only."""
    rows = Course.objects.for_listing().select_related("superseded_by").prefetch_related(*SHOWN)
    course = shown_course(request, rows, slug)
    read_skills(course)
    claims = claims_about(course)
    groups = statements(claims, platform=course.platform.name)
    teaches, needs = outcomes_of(course), needs_of(course)
    newer, hours, stations = course.superseded_by, hours_of(course), stations_of(course)
    poster = course_poster(course, hours=hours, teaches=teaches, stations=stations)
    context = {
        "course": course,
        "picture": picture_of(poster, "catalog:course_picture", slug),
        "way_out": way_out(course),
        # Whole, as HTML has it of what browsers report to.
        "report_to": absolute(reverse("catalog:course_go", args=[course.slug])),
        "backings": backings_of(course, claims),
        "hours": hours,
        "teaches": teaches,
        "needs": needs,
        "stations": stations,
        "bundles": [part for part in course.part_of.all() if part.bundle.status != Course.Status.DRAFT],
        "guides": guides_naming(course, state_of(request)),
        "successor": newer if newer and newer.status != Course.Status.DRAFT else None,
        "disagreements": [group for group in groups if len(group.claims) > 1],
        "remarks": [group for group in groups if len(group.claims) == 1],
        "structured": course_data(
            course,
            address=absolute(course.get_absolute_url()),
            teaches=teaches,
            required=needs.required,
        ),
        "trail": trail_data(
            ("Courses", absolute(reverse("catalog:course_list"))), (course.title, absolute(course.get_absolute_url()))
        ),
    }
    return render(request, "catalog/course_detail.html", context)


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def course_go(request: HttpRequest, slug: str) -> HttpResponse:
    """Leads to the address that the catalogue holds, never to one that the request names; counts who really goes.

    Plain links lead off the site by themselves; browsers report them here by POST (`ping`, which has no room for a
    CSRF token), and nothing but a count comes of it.
    """
    course = shown_course(request, Course.objects.all(), slug)
    way = way_out(course)
    if way is None:
        raise Http404
    is_reported = request.method == "POST"
    if goes_now(request) and course.status != Course.Status.DRAFT:
        count_click(course, WayOut(course.url) if is_reported else way, timezone.localdate())
    if is_reported:
        return HttpResponse(status=204)
    response = HttpResponseRedirect(way.address)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def goes_now(request: HttpRequest) -> bool:
    """Not what a browser fetches ahead."""
    return request.method != "HEAD" and "prefetch" not in request.headers.get("Sec-Purpose", "")
