"""The addresses that balancers and supervisors ask: does this process live, and can it serve people?"""

from collections.abc import Callable
from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache as site_cache
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from catalog.models import Course


def answer(trouble: str) -> HttpResponse:
    return HttpResponse(f"{trouble or 'ok'}\n", status=503 if trouble else 200, content_type="text/plain")


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers, 503 when it does not."""
    return answer(first_trouble(database_trouble))


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when people can be served: database, its migrations, cache and catalogue; otherwise 503 and what lacks."""
    return answer(first_trouble(database_trouble, migration_trouble, cache_trouble, catalogue_trouble))


def first_trouble(*checks: Callable[[], str]) -> str:
    """What the first failing check says; a database that fails on the way is out of reach, whatever it says itself."""
    try:
        return next((trouble for check in checks if (trouble := check())), "")
    except (DatabaseError, InterfaceError):
        return "database unavailable"


def database_trouble() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


def migration_trouble() -> str:
    try:
        check_migrations()
    except MigrationsMissing:
        return "migrations missing"
    return ""


class MigrationsMissing(Exception):
    """An error, so that only the answer that nothing is missing is remembered."""


@cache
def check_migrations() -> None:
    """Raises MigrationsMissing; asks the database no more once all are there, as a release needs no others."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise MigrationsMissing


def cache_trouble() -> str:
    try:
        site_cache.set("readyz", 1, 10)
        return "" if site_cache.get("readyz") == 1 else "cache unavailable"
    except (OSError, RedisError):
        return "cache unavailable"


def catalogue_trouble() -> str:
    return "" if Course.objects.filter(status=Course.Status.PUBLISHED).exists() else "catalogue empty"
