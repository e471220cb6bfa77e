"""One log line and a few figures for each request: which address pattern, how it ended, how long, how many queries.

Patterns instead of addresses, and nobody's name, network address or input: logs may be kept and shown around.
"""

import logging
import re
import time
import uuid
from collections.abc import Callable
from contextlib import ExitStack
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from config.metrics import count_request

logger = logging.getLogger("which_first.request")
request_id: ContextVar[str] = ContextVar("request_id", default="-")

PROXY_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
# Balancers ask for these every few seconds.
QUIET_ROUTES = {"healthz", "readyz", "metrics"}
# Anybody may invent a method, and each one would become a series of figures.
HTTP_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


@dataclass(slots=True)
class QueryTally:
    """Wraps every query of one request; `seconds` is what the database and its driver took."""

    count: int = 0
    seconds: float = 0.0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.count += 1
            self.seconds += time.perf_counter() - began


def id_for(request: HttpRequest) -> str:
    """The id that our own proxy gave the request, or a new one."""
    given = request.headers.get("X-Request-ID", "")
    if settings.TRUSTED_PROXIES and PROXY_ID.fullmatch(given):
        return given
    return uuid.uuid4().hex


def observe(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware; stands first, so that its timing covers all the others."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        token = request_id.set(id_for(request))
        tally = QueryTally()
        began = time.perf_counter()
        try:
            with ExitStack() as stack:
                for connection in connections.all():
                    stack.enter_context(connection.execute_wrapper(tally))
                response = get_response(request)
            response["X-Request-ID"] = request_id.get()
            report(request, response, time.perf_counter() - began, tally)
        finally:
            request_id.reset(token)
        return response

    return middleware


def report(request: HttpRequest, response: HttpResponseBase, seconds: float, tally: QueryTally) -> None:
    match = request.resolver_match
    route = match.route if match else "unmatched"
    method = request.method if request.method in HTTP_METHODS else "OTHER"
    count_request(method=method, route=route, status=response.status_code, seconds=seconds, queries=tally.count)
    level = logging.DEBUG if route in QUIET_ROUTES else logging.INFO
    figures = {
        "method": method,
        "route": route,
        "status": response.status_code,
        "milliseconds": round(seconds * 1000, 1),
        "queries": tally.count,
        "query_milliseconds": round(tally.seconds * 1000, 1),
    }
    logger.log(level, "%s %s %s", method, route or "/", response.status_code, extra=figures)
