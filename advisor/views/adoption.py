"""How much the advice is used: a page of the admin, in groups only."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from advisor.adoption import LEAST, Bar, read_progress, read_use

# Units of the drawing.
WIDEST_BAR = 240


@require_safe
def adoption_page(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm("advisor.view_goal"):
        raise PermissionDenied
    use = read_use(timezone.localdate())
    context = {
        **admin.site.each_context(request),
        "title": "Adoption",
        "use": use,
        "bars": drawn(use.months),
        "bar_width": WIDEST_BAR,
        "courses": read_progress(),
        "least": LEAST,
    }
    return render(request, "admin/adoption.html", context)


def drawn(months: tuple[Bar, ...]) -> list[dict[str, Any]]:
    """The longest bar is the whole width; a figure that is not published has none."""
    most = max((bar.learners or 0 for bar in months), default=0)
    return [
        {"month": bar.month, "learners": bar.learners, "width": round(WIDEST_BAR * (bar.learners or 0) / (most or 1))}
        for bar in months
    ]
