"""What all addresses of the JSON interface share: errors as JSON, limits, open access, answers checked for change."""

import hashlib
import json
from collections.abc import Callable, Sequence
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt

from catalog.throttling import MINUTE, Limit, network_address, wait_for

READ = ("GET", "HEAD")
ALL_METHODS = (*READ, "POST", "PUT", "PATCH", "DELETE", "TRACE")
FRESH_SECONDS = 60
PREFLIGHT_SECONDS = 24 * 3600
# What was sent may come back in a message, and may be long.
MAX_FIELD = 100
MAX_MESSAGE = 1000

Json = dict[str, Any]
View = Callable[..., Json | str]


class ApiError(Exception):
    """What the caller has to put right: the field, or None, and a sentence that says what would be right."""

    def __init__(self, status: HTTPStatus, field: str | None, message: str, headers: dict[str, str] | None = None):
        super().__init__(message)
        self.status = status
        self.field = field
        self.message = message
        self.headers = headers or {}


def reads() -> Limit:
    return Limit("api-reads", settings.API_READS_PER_MINUTE, MINUTE)


def advice() -> Limit:
    return Limit("api-advice", settings.API_ADVICE_PER_MINUTE, MINUTE)


def advice_in_all() -> Limit:
    return Limit("api-advice-in-all", settings.API_ADVICE_PER_MINUTE_IN_ALL, MINUTE)


def api_view(
    *, methods: Sequence[str] = READ, limit: Callable[[], Limit] = reads, in_all: Callable[[], Limit] | None = None
) -> Callable[[View], Callable[..., HttpResponseBase]]:
    """For a view that gives an answer as plain data or as JSON text, and raises ApiError.

    `limit` is each network's, `in_all` everybody's together.

    Such views change nothing and answer everybody the same, so a forged form of another site has nothing to gain from
    them: they need no CSRF token, and pages of other sites may read them.
    """

    def decorate(view: View) -> Callable[..., HttpResponseBase]:
        @csrf_exempt
        @login_not_required
        @wraps(view)
        def answer(request: HttpRequest, **values: Any) -> HttpResponseBase:
            if request.method == "OPTIONS":
                return with_open_access(preflight(methods))
            try:
                check_method(request, methods)
                check_limit(limit(), network_address(request), "come from one network")
                if in_all:
                    check_limit(in_all(), "", "are answered in all")
                return with_open_access(found(request, view(request, **values)))
            except ApiError as error:
                return with_open_access(refusal(error))
            except SuspiciousOperation:
                unread = ApiError(HTTPStatus.BAD_REQUEST, None, "The request can't be read; send fewer parameters.")
                return with_open_access(refusal(unread))

        return answer

    return decorate


def check_method(request: HttpRequest, methods: Sequence[str]) -> None:
    if request.method not in methods:
        allow = ", ".join((*methods, "OPTIONS"))
        message = f"This address takes {allow}."
        raise ApiError(HTTPStatus.METHOD_NOT_ALLOWED, None, message, {"Allow": allow})


def check_limit(limit: Limit, who: str, said: str) -> None:
    if wait := wait_for(limit, who):
        message = f"At most {limit.most} requests a minute {said}. Try again in {wait} seconds."
        raise ApiError(HTTPStatus.TOO_MANY_REQUESTS, None, message, {"Retry-After": str(wait)})


def as_text(data: Json | str) -> str:
    return data if isinstance(data, str) else json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


def found(request: HttpRequest, data: Json | str) -> HttpResponseBase:
    """What can be read again gets a tag of its bytes: sources and the program's own form change it too, and the
    catalogue's token would miss both.
    """
    body = as_text(data).encode()
    response = HttpResponse(body, content_type="application/json")
    if request.method not in READ:
        response["Cache-Control"] = "no-store"
        return response
    response["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
    response["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


def refusal(error: ApiError) -> HttpResponse:
    field = None if error.field is None else error.field[:MAX_FIELD]
    told = {"error": {"field": field, "message": error.message[:MAX_MESSAGE]}}
    response = HttpResponse(as_text(told), status=error.status, content_type="application/json", headers=error.headers)
    response["Cache-Control"] = "no-store"
    return response


def preflight(methods: Sequence[str]) -> HttpResponse:
    """What a browser asks before a page of another site may send JSON."""
    allow = ", ".join((*methods, "OPTIONS"))
    headers = {
        "Allow": allow,
        "Access-Control-Allow-Methods": allow,
        "Access-Control-Allow-Headers": "Content-Type, If-None-Match",
        "Access-Control-Max-Age": str(PREFLIGHT_SECONDS),
    }
    return HttpResponse(status=HTTPStatus.NO_CONTENT, headers=headers)


def with_open_access(response: HttpResponseBase) -> HttpResponseBase:
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag, Retry-After"
    return response
