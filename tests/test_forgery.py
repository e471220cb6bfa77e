"""Every address that takes a form refuses it without the token of the site's own pages."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.factories import create_user

# A mail program posts without a cookie, and its address is signed; the JSON interface knows no accounts.
OPEN = {"advisor:digest_stop", "api:advise"}
# By kind of argument; one of a regular expression has none, and names an app of the admin.
SAMPLES = {"IntConverter": 1, "SlugConverter": "a", "StringConverter": "a", "PathConverter": "a", "NoneType": "catalog"}


def patterns(resolver: URLResolver, space: str = "", held: tuple[URLPattern | URLResolver, ...] = ()) -> Iterator[Any]:
    """Each named pattern with a value for each of its arguments, of which no row needs to exist."""
    for each in resolver.url_patterns:
        way = (*held, each)
        if isinstance(each, URLResolver):
            yield from patterns(each, f"{each.namespace}:" if each.namespace else space, way)
        elif each.name:
            kinds = {name: converter for part in way for name, converter in part.pattern.converters.items()}
            names = {name for part in way for name in getattr(part.pattern.regex, "groupindex", {})}
            yield f"{space}{each.name}", {name: SAMPLES[type(kinds.get(name)).__name__] for name in names}


@pytest.mark.django_db
def test_no_address_takes_a_form_without_the_token(settings: LazySettings) -> None:
    settings.STAFF_SECOND_FACTOR = False
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(create_user(is_staff=True, is_superuser=True))
    answers = {
        name: client.post(reverse(name, kwargs=values), {"a": "b"}).status_code
        for name, values in patterns(get_resolver())
    }
    taken = {name: status for name, status in answers.items() if status not in (403, 404, 405)}
    assert set(taken) <= OPEN, taken
    assert list(answers.values()).count(403) > 100
