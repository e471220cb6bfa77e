"""What crawlers are told: which pages there are, and which are nobody's to find."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps.views import sitemap
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from advisor.sitemaps import Pages
from catalog.addresses import absolute

# Curators' desk, and addresses that carry a token. Pages of one person are not here: without a log-in or answers they
# lead to a page that anybody may see, so there is nothing to hide from a crawler.
PRIVATE = ("/admin/", "/calendar/", "/digest/")
# For programs, or the same pages under addresses without end. Shared paths are not here: whoever is forbidden to fetch
# one can't see that it is not to be listed, and could not show its picture to the person it was sent to.
NEEDLESS = (
    "/api/",
    "/courses/*/go/",
    "/courses/*/map/",
    "/goals/*/map/",
    "/skills/*/map/",
    "/courses/*/report/",
    "/*?*page=",
    "/*?*q=",
    "/*?*sort=",
)
AN_HOUR = 3600


@login_not_required
@require_safe
@conditional_page
@cache_control(public=True, max_age=AN_HOUR)
def robots_text(request: HttpRequest) -> HttpResponse:
    rules = [f"Disallow: {path}" for path in (*PRIVATE, *NEEDLESS)]
    lines = ("User-agent: *", *rules, "", f"Sitemap: {absolute(reverse('sitemap'))}", "")
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
@conditional_page
@cache_control(public=True, max_age=AN_HOUR)
def site_map(request: HttpRequest) -> HttpResponse:
    drawn = sitemap(request, {"pages": Pages}).render()
    # A response that was a template is never exchanged for "not modified".
    return HttpResponse(drawn.content, headers=drawn.headers)
