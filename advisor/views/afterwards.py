"""What could come after a path, loaded by itself since it is planned anew."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from advisor.afterwards import next_steps
from advisor.catalogues import current_advisor
from advisor.limits import planning
from advisor.views.paths import own_path


@require_safe
@vary_on_headers("HX-Request")
@cache_control(private=True)
@planning
def path_afterwards(request: HttpRequest, pk: int) -> HttpResponse:
    path = own_path(request, pk)
    found = next_steps(plan=path.plan, answers=path.answers, problem=path.problem, advisor=current_advisor())
    context = {"path": path, "following": list(found)}
    partly = request.htmx  # type: ignore[attr-defined]
    return render(request, "advisor/_afterwards.html" if partly else "advisor/path_afterwards.html", context)
