"""Judging a password that is being chosen; nothing of it is kept or logged."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from advisor.password_meter import FAIR_FROM, MOST, STRONG_FROM, judge


@sensitive_post_parameters()
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@vary_on_headers("HX-Request")
def password_judge(request: HttpRequest) -> HttpResponse:
    """From the forms that take a new password, whatever else they send along; an address never holds one."""
    password = request.POST.get("password1", "")
    address = request.user.email if request.user.is_authenticated else request.POST.get("email", "")
    context = {
        "judgement": judge(password, address) if password else None,
        "fair_from": FAIR_FROM,
        "strong_from": STRONG_FROM,
        "most": MOST,
    }
    is_fragment = request.headers.get("HX-Request") == "true"
    return render(request, "advisor/_password_judge.html" if is_fragment else "advisor/password_judge.html", context)
