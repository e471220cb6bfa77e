"""How often one network address, and all of them together, may do a thing; kept in the cache without the address."""

import ipaddress
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.crypto import salted_hmac

# Providers hand out whole networks of this size in IPv6, so a single address would say nothing.
IPV6_NETWORK = 64
MINUTE, HOUR = 60, 3600
# The longest that a limit of allauth lasts, which does not say how much of it is over.
ACCOUNTS_WAIT = 15 * MINUTE

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` times in each window of `seconds`."""

    name: str
    most: int
    seconds: int


def client_address(request: HttpRequest) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The nearest address that is not one of our own proxies; None when there is none that can be read."""
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    proxies = settings.TRUSTED_PROXIES
    text = forwarded[-proxies] if 0 < proxies <= len(forwarded) and forwarded[-proxies].strip() else ""
    try:
        return ipaddress.ip_address((text or request.META.get("REMOTE_ADDR", "")).strip())
    except ValueError:
        return None


def network_address(request: HttpRequest) -> str:
    """What limits are counted by; empty, and so one for all of them, for addresses that can't be read."""
    address = client_address(request)
    if address is None:
        return ""
    if address.version == 6:
        return str(ipaddress.ip_network((int(address), IPV6_NETWORK), strict=False))
    return str(address)


def wait_for(limit: Limit, who: str = "") -> int:
    """Count one more; 0 when that is within the limit, otherwise the seconds until the next window.

    Two processes at once may count as one: a limit of this kind keeps crowds away, not single requests.
    """
    now = int(time.time())
    window, passed = divmod(now, limit.seconds)
    key = salted_hmac(f"limit.{limit.name}.{window}", who, algorithm="sha256").hexdigest()
    count = cache.get(key, 0) + 1
    if count > limit.most:
        return limit.seconds - passed
    cache.set(key, count, limit.seconds)
    return 0


def account_number(request: HttpRequest) -> str:
    """For pages of those who are logged in: many of them may share a network."""
    return str(request.user.pk)


def limited(
    limit: Callable[[], Limit], *, by: Callable[[HttpRequest], str] = network_address
) -> Callable[[View], View]:
    """For a view that costs much: each request counts, and those beyond the limit get the page that says so."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **values: Any) -> HttpResponseBase:
            if wait := wait_for(limit(), by(request)):
                return too_many(request, wait, typed=request.POST.lists())
            return view(request, *args, **values)

        return answer

    return decorate


def too_many(request: HttpRequest, wait: int, *, typed: Any = ()) -> HttpResponse:
    """`wait` in seconds. What was typed is on the page, to be sent again."""
    fields = [(name, value) for name, values in typed if name != "csrfmiddlewaretoken" for value in values]
    context = {"minutes": -(-wait // MINUTE), "fields": fields, "is_form": request.method == "POST" and bool(fields)}
    response = render(request, "429.html", context, status=HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = str(wait)
    response["Cache-Control"] = "no-store"
    return response


def too_many_tries(request: HttpRequest) -> HttpResponse:
    """Of the account pages; what was typed there may be a password, so it is not repeated."""
    return too_many(request, ACCOUNTS_WAIT)
