"""What every answer says to browsers besides the content policy, and the largest request that is read."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse

from catalog.api.answering import ApiError, refusal, with_open_access

# Nothing of a device is asked for but passkeys, and copying a link.
ALLOWED_FEATURES = ("clipboard-write", "publickey-credentials-create", "publickey-credentials-get")
# Only names that browsers know: they complain of others on every page.
REFUSED_FEATURES = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "usb",
    "xr-spatial-tracking",
)
PERMISSIONS = ", ".join([f"{name}=(self)" for name in ALLOWED_FEATURES] + [f"{name}=()" for name in REFUSED_FEATURES])
HEADERS = {
    "Permissions-Policy": PERMISSIONS,
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}
PERSONAL = "private, no-store"


def guard(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware; stands outside of all that read what was sent."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request) if length_of(request) <= largest(request.path) else too_large(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if settings.SESSION_COOKIE_NAME in request.COOKIES or response.cookies:
            response.headers.setdefault("Cache-Control", PERSONAL)
        return response

    return middleware


def length_of(request: HttpRequest) -> int:
    """A body without a length is not read at all."""
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0


def largest(path: str) -> int:
    """Bytes. Files are taken on two pages, and checked there more closely."""
    if path == reverse("advisor:account_import"):
        return settings.LARGEST_ACCOUNT_FILE
    if path.startswith(reverse("admin:index")):
        return settings.LARGEST_CATALOGUE_FILE
    return settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0


def too_large(request: HttpRequest) -> HttpResponseBase:
    """In the form that whoever asked reads."""
    if request.path.startswith("/api/"):
        return with_open_access(refusal(ApiError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, None, "The body is too large.")))
    return HttpResponse(render_to_string("413.html"), status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
