"""Start from the problem: the kind of data leads to a goal."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from advisor.models import DataKind


@login_not_required
@require_GET
def problem_start(request: HttpRequest) -> HttpResponse:
    """The kinds of data to pick from; with `?kind=` also the goal it leads to and why. Nothing is kept yet."""
    kinds = list(DataKind.objects.filter(goal__is_offered=True).select_related("goal"))
    wanted = request.GET.get("kind")
    chosen = next((kind for kind in kinds if kind.slug == wanted), None)
    context = {"kinds": kinds, "chosen": chosen, "is_unknown": wanted is not None and chosen is None}
    return render(request, "advisor/problem_start.html", context)
