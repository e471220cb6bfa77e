"""A map of what a goal needs."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from advisor.models import Goal
from catalog.maps.atlas import Stop
from catalog.views.maps import map_page


@login_not_required
@require_safe
def goal_map(request: HttpRequest, slug: str) -> HttpResponse:
    """A goal that is offered no more has a map for curators only."""
    goal = get_object_or_404(Goal, slug=slug)
    if not goal.is_offered and not request.user.is_staff:
        raise Http404
    targets = goal.targets.order_by("skill__position", "skill__slug").values_list("skill__slug", "level")
    return map_page(request, Stop("goal", slug, goal.title, required=dict(targets)), {})
