"""What is wrong with the catalogue, as pages of the desk: all lints, and one with all its rows."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from catalog.health.lints import LINTS, Lint, Row, ordered
from catalog.health.shelf import Shelf

ROWS_SHOWN, ROWS_A_PAGE = 10, 50


@dataclass(frozen=True, slots=True)
class Finding:
    """What a lint found, or no page of rows while that is yet to be worked out."""

    lint: Lint
    rows: Page[Row] | None

    @property
    def count(self) -> int:
        return self.rows.paginator.count if self.rows else 0


def find(lint: Lint, shelf: Shelf, *, page: str | None = None, size: int = ROWS_SHOWN) -> Finding:
    return Finding(lint, Paginator(list(lint.find(shelf)), size).get_page(page))


@require_safe
def health_page(request: HttpRequest) -> HttpResponse:
    """Every lint; the slow ones are fetched one by one, or opened by their links."""
    shelf = Shelf(timezone.localdate())
    found = [Finding(lint, None) if lint.is_slow else find(lint, shelf) for lint in ordered()]
    context = {
        "title": "Catalogue health",
        "sections": [finding for finding in found if finding.count or finding.rows is None],
        "clean": [finding.lint for finding in found if finding.rows is not None and not finding.count],
    }
    return answer(request, "admin/health/page.html", context)


@require_safe
def health_lint(request: HttpRequest, slug: str) -> HttpResponse:
    """One lint with all its rows; for htmx its section of the page."""
    lint = LINTS.get(slug)
    if lint is None:
        raise Http404
    shelf = Shelf(timezone.localdate())
    if "HX-Request" in request.headers:
        response = answer(request, "admin/health/_lint.html", {"finding": find(lint, shelf)})
    else:
        finding = find(lint, shelf, page=request.GET.get("page"), size=ROWS_A_PAGE)
        response = answer(request, "admin/health/lint.html", {"title": lint.title, "finding": finding})
    patch_vary_headers(response, ["HX-Request"])
    return response


def answer(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    if not request.user.has_perm("catalog.view_course"):
        raise PermissionDenied
    return render(request, template, {**admin.site.each_context(request), **context})
