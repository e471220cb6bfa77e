"""On the way to the admin: where staff learn that they need a second factor, and go on once they have it."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from advisor.second_factor import WANTED_KEY, has_second_factor


@require_GET
@never_cache
def desk_enter(request: HttpRequest) -> HttpResponse:
    if not request.user.is_staff:
        raise Http404
    if settings.STAFF_SECOND_FACTOR and not has_second_factor(request):
        return render(request, "advisor/desk_enter.html")
    return redirect(request.session.pop(WANTED_KEY, reverse("admin:index")))
