"""The one address of each page, whatever host or protocol a request came by."""

from django.conf import settings


def absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
