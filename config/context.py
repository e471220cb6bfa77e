"""What every template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from catalog.addresses import absolute
from catalog.posters import picture_of, site_poster


def site(request: HttpRequest) -> dict[str, Any]:
    """Without the query: what sorts, filters or follows a visitor makes no other page. A view may say otherwise."""
    return {
        "SITE_NAME": settings.SITE_NAME,
        "canonical_url": absolute(request.path),
        "picture": picture_of(site_poster(), "catalog:site_picture"),
    }
