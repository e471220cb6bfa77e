"""Pictures for those who share an address, drawn when somebody asks for them and kept in the cache."""

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page, require_safe

from catalog.facts import LISTED, hours_of, outcomes_of, stations_of
from catalog.models import Course, Guide
from catalog.pictures import Poster, draw_poster
from catalog.posters import course_poster, guide_poster, picture_of, site_poster

A_DAY, A_YEAR = 24 * 3600, 365 * 24 * 3600


def show_picture(poster: Poster, version: str, view: str, *names: str) -> HttpResponseBase:
    """A version that is no longer drawn leads to the one that is."""
    if version != poster.version:
        return redirect(picture_of(poster, view, *names).address)
    response = HttpResponse(drawn(poster), content_type="image/png")
    patch_cache_control(response, public=True, max_age=A_YEAR, immutable=True)
    # Made to be shown on pages of others.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def drawn(poster: Poster) -> bytes:
    return cache.get_or_set(f"picture-{poster.version}", lambda: draw_poster(poster), A_DAY) or b""


@login_not_required
@require_safe
@conditional_page
def site_picture(request: HttpRequest, version: str) -> HttpResponseBase:
    return show_picture(site_poster(), version, "catalog:site_picture")


@login_not_required
@require_safe
@conditional_page
def course_picture(request: HttpRequest, slug: str, version: str) -> HttpResponseBase:
    rows = Course.objects.visible().for_listing().prefetch_related(*LISTED)
    course = get_object_or_404(rows, slug=slug)
    poster = course_poster(course, hours=hours_of(course), teaches=outcomes_of(course), stations=stations_of(course))
    return show_picture(poster, version, "catalog:course_picture", slug)


@login_not_required
@require_safe
@conditional_page
def guide_picture(request: HttpRequest, slug: str, version: str) -> HttpResponseBase:
    guide = get_object_or_404(Guide.objects.published(), slug=slug)
    return show_picture(guide_poster(guide), version, "catalog:guide_picture", slug)
