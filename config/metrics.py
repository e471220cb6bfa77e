"""Figures for Prometheus at /metrics, open to whoever holds METRICS_TOKEN.

Several worker processes answer for one site, so under gunicorn each keeps its figures in a file of a temporary folder
and /metrics adds them up (config/gunicorn.py makes and removes the folder). One process alone keeps them in memory.
"""

import os
import secrets

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.multiprocess import MultiProcessCollector

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
QUERIES = (0, 1, 2, 4, 8, 12, 20, 50, 100)

requests = Counter("which_first_requests", "Requests answered.", ["method", "route", "status"])
request_seconds = Histogram("which_first_request_seconds", "Seconds to answer a request.", ["route"], buckets=SECONDS)
request_queries = Histogram("which_first_request_queries", "Database queries of a request.", ["route"], buckets=QUERIES)


def count_request(*, method: str, route: str, status: int, seconds: float, queries: int) -> None:
    requests.labels(method, route, status).inc()
    request_seconds.labels(route).observe(seconds)
    request_queries.labels(route).observe(queries)


def registry() -> CollectorRegistry:
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]
    return together


@login_not_required
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """404 without the token, so that nobody learns that there is anything here."""
    expected = f"Bearer {settings.METRICS_TOKEN}"
    given = request.headers.get("Authorization", "")
    if not settings.METRICS_TOKEN or not secrets.compare_digest(given.encode(), expected.encode()):
        raise Http404
    return HttpResponse(generate_latest(registry()), content_type=CONTENT_TYPE_PLAIN_0_0_4)
