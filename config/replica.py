"""Reading from a replica of the database, when DATABASE_REPLICA_URL names one, with nobody missing their own writes.

A replica lags behind. So a request reads from it only while it writes nothing, and a browser that has just written
reads from the primary for a moment, which a cookie remembers. Commands always use the primary.
"""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model
from django.http import HttpRequest
from django.http.response import HttpResponseBase

REPLICA = "replica"
COOKIE = "just_wrote"
# Seconds; a replica in the same place lags by milliseconds, so that this bears a bad moment too.
MOMENT = 10
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
# Whoever has just logged in, anywhere, must be known; and counts of rate limits must be the true ones.
PRIMARY_ONLY = {"sessions", "usersessions", "account", "mfa", "django_cache"}
# A count of the rate limits is nothing that its browser will look for.
UNSEEN = {"django_cache"}

may_read_replica: ContextVar[bool] = ContextVar("may_read_replica", default=False)
has_written: ContextVar[bool] = ContextVar("has_written", default=False)


class ReplicaRouter:
    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        is_stale_enough = may_read_replica.get() and not has_written.get() and not connection.in_atomic_block
        return REPLICA if is_stale_enough and model._meta.app_label not in PRIMARY_ONLY else DEFAULT_DB_ALIAS

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        if model._meta.app_label not in UNSEEN:
            has_written.set(True)
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool:
        """Both databases hold the same rows."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == DEFAULT_DB_ALIAS


def follow_writes(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware; outside of those that read the session."""
    if REPLICA not in settings.DATABASES:
        raise MiddlewareNotUsed

    def middleware(request: HttpRequest) -> HttpResponseBase:
        may_read = may_read_replica.set(request.method in SAFE_METHODS and COOKIE not in request.COOKIES)
        written = has_written.set(False)
        try:
            response = get_response(request)
            if has_written.get():
                remember(response)
        finally:
            may_read_replica.reset(may_read)
            has_written.reset(written)
        return response

    return middleware


def remember(response: HttpResponseBase) -> None:
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(COOKIE, "1", max_age=MOMENT, httponly=True, samesite="Lax", secure=secure)
