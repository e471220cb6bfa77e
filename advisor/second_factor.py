"""The admin is for staff with a second factor; others are led to where they set one up.

A session that began by password alone goes on once there is one: logging in asks for it from then on, and setting it up
asked for the password, or a code by e-mail, anew.
"""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

# Of the session: the page of the admin that was asked for.
WANTED_KEY = "desk_wanted"


def has_second_factor(request: HttpRequest) -> bool:
    """Recovery codes are no factor of their own."""
    assert request.user.is_authenticated
    return bool(is_mfa_enabled(request.user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]))


def ask_second_factor(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def answer(request: HttpRequest) -> HttpResponse:
        if not settings.STAFF_SECOND_FACTOR or not request.path.startswith(reverse("admin:index")):
            return get_response(request)
        if not request.user.is_staff or has_second_factor(request):
            return get_response(request)
        is_page = request.method == "GET" and request.headers.get("Sec-Fetch-Dest", "document") == "document"
        request.session[WANTED_KEY] = request.get_full_path() if is_page else reverse("admin:index")
        return redirect("advisor:desk_enter")

    return answer
