"""How often one network address, and all of them together, may do a thing; kept in the cache without the address."""

import ipaddress
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

# Providers hand out whole networks of this size in IPv6, so a single address would say nothing.
IPV6_NETWORK = 64


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` times in each window of `seconds`."""

    name: str
    most: int
    seconds: int


def network_address(request: HttpRequest) -> str:
    """The nearest address that is not one of our own proxies; empty when there is none that can be read."""
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    proxies = settings.TRUSTED_PROXIES
    text = forwarded[-proxies] if 0 < proxies <= len(forwarded) and forwarded[-proxies].strip() else ""
    try:
        address = ipaddress.ip_address((text or request.META.get("REMOTE_ADDR", "")).strip())
    except ValueError:
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
