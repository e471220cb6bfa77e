"""The site's addresses and the yardstick: the least that a Django page can be, behind the same middleware."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from config.urls import handler500, urlpatterns

__all__ = ["handler500", "urlpatterns"]
TEMPLATE = engines["django"].from_string("<!doctype html><title>{{ title }}</title><p>{{ title }}</p>")  # type: ignore[attr-defined]


@login_not_required
def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse(TEMPLATE.render({"title": "Empty"}, request))


def empty_for_users(request: HttpRequest) -> HttpResponse:
    return empty(request)


urlpatterns = [path("empty/", empty), path("empty/mine/", empty_for_users), *urlpatterns]
