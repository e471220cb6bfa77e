"""What a draft would do to learners, a piece at a time; a page of the admin, and the fragment on the review page."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET

from advisor.impact.previewing import Impact, Stamp, edit_of, go_on
from advisor.impact.wording import page
from catalog.desk.drafts import subject_of
from catalog.models import Draft


@require_GET
def draft_impact(request: HttpRequest, pk: int) -> HttpResponse:
    """`of` names the preview that is being gone on with; another draft or catalogue by now is said, not mixed in."""
    draft = get_object_or_404(Draft, pk=pk)
    if not request.user.has_perm(subject_of(draft).permission("change")):
        raise PermissionDenied
    return _answer(request, draft, _context(draft, request.GET.get("of")))


def _context(draft: Draft, asked: str | None) -> dict[str, Any]:
    if draft.is_settled:
        return {"sentence": f"This draft is {draft.get_state_display()}; there is nothing left to preview."}
    address = reverse("admin:advisor_draft_impact", args=[draft.pk])
    stamp = Stamp.of(draft, today=timezone.localdate())
    if asked is not None and asked != stamp.key:
        return {"sentence": "The draft or the catalogue has changed meanwhile.", "again_url": address}
    impact: Impact = go_on(stamp)
    if impact.refusal:
        return {"sentence": f"The draft can't be published as it is. {impact.refusal}"}
    if not impact.is_whole:
        return {"next_url": f"{address}?of={stamp.key}", "seen": impact.tally.seen, "total": impact.total}
    return page(impact, edit_of(stamp))


def _answer(request: HttpRequest, draft: Draft, context: dict[str, Any]) -> HttpResponse:
    is_part = "HX-Request" in request.headers
    if not is_part:
        context |= {
            **admin.site.each_context(request),
            "title": draft.title,
            "draft": draft,
            "draft_url": reverse("admin:catalog_draft_change", args=[draft.pk]),
        }
    response = render(request, f"admin/impact/{'_impact' if is_part else 'page'}.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response
