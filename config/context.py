"""What every template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from catalog.addresses import absolute
from catalog.posters import picture_of, site_poster
from config.crawlers import is_private


def site(request: HttpRequest) -> dict[str, Any]:
    """Without the query: what sorts, filters or follows a visitor makes no other page. A view may say otherwise."""
    return {
        "SITE_NAME": settings.SITE_NAME,
        "canonical_url": absolute(request.path),
        "is_private_page": is_private(request.path),
        "picture": picture_of(site_poster(), "catalog:site_picture"),
    }
