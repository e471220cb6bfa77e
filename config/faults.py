"""The page of last resort: what a person sees when the site itself fails."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from psycopg_pool import PoolTimeout
from redis.exceptions import RedisError

# Seconds; a restarted database or a lock that somebody held is usually over by then.
RETRY_AFTER = 10


def server_error(request: HttpRequest) -> HttpResponse:
    """503 with `Retry-After` while database or cache is away, locked or full, else 500; drawn without a query."""
    if isinstance(sys.exception(), (OperationalError, InterfaceError, PoolTimeout, RedisError)):
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": str(RETRY_AFTER)})
    return HttpResponse(render_to_string("500.html"), status=500)
