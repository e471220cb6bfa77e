"""The admin closes after a pause, and at the latest after half a day, until its user has shown again who they are.

The session itself goes on, as it guards a study plan for months; so does its token against forged requests, and what
was typed into a form of the admin can be sent again from the page that says that the desk is closed.
"""

import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from catalog.throttling import HOUR, MINUTE

# Of the session, in seconds since 1970: the last request to the admin, and the first one where no log-in is on record.
SEEN_KEY, OPENED_KEY = "desk_seen_at", "desk_opened_at"
# A session is saved for this at most so often.
FINENESS = 30

CLOSED = "The desk closed, as it does after a while without use and at the latest after half a day. Nothing is lost."


class DeskCloser:
    """Middleware; acts once the token against forged requests is found right, since what was sent can be sent again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        if not request.path.startswith(reverse("admin:index")) or not request.user.is_staff:
            return None
        return None if is_open(request, time.time()) else ask_again(request)


def is_open(request: HttpRequest, now: float) -> bool:
    """Notes that the desk is in use, when it is open."""
    session = request.session
    shown = [record["at"] for record in get_authentication_records(request, request.user)]
    since = max(shown) if shown else session.setdefault(OPENED_KEY, now)
    seen = max(session.get(SEEN_KEY, 0), since)
    if now - since > settings.DESK_HOURS * HOUR or now - seen > settings.DESK_IDLE_MINUTES * MINUTE:
        return False
    if now - session.get(SEEN_KEY, 0) > FINENESS:
        session[SEEN_KEY] = now
    return True


def ask_again(request: HttpRequest) -> HttpResponse:
    """What was sent by a form stays on the page; files a browser does not send twice."""
    if request.method == "POST":
        return closed_page(request)
    messages.warning(request, CLOSED)
    return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': request.get_full_path()})}")


def closed_page(request: HttpRequest) -> HttpResponse:
    fields = [
        (name, value) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken" for value in values
    ]
    context = {"fields": fields, "has_files": bool(request.FILES)}
    response = render(request, "advisor/desk_closed.html", context, status=HTTPStatus.FORBIDDEN)
    response["Cache-Control"] = "no-store"
    return response
