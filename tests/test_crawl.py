"""The site with its shipped catalogue, walked along its own links."""

from collections import Counter
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from advisor.sitemaps import Pages
from tests.crawling import Walk, walk


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: Any, quick_settings: None) -> Walk:
    """Nothing stays in the database."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_catalog", verbosity=0)
        found = walk(Client(), ["/", "/robots.txt", "/sitemap.xml", *(page.path for page in Pages().items())])
        transaction.set_rollback(True)
    return found


@pytest.mark.django_db
def test_every_link_leads_to_a_page(site: Walk) -> None:
    assert site.broken == []
    assert len(site.pages) > 200


@pytest.mark.django_db
def test_every_place_that_a_link_names_is_in_its_page(site: Walk) -> None:
    held = {f"{page.address}#{name}" for page in site.pages.values() for name in page.ids}
    missing = {link for link in site.fragments if link.partition("#")[0] in site.pages} - held
    assert missing == set()


@pytest.mark.django_db
def test_no_two_public_pages_have_the_same_title_or_description(site: Walk) -> None:
    listed = [page for page in site.pages.values() if page.is_listed]
    assert len(listed) > 150
    for texts in (Counter(page.title for page in listed), Counter(page.metas["description"] for page in listed)):
        assert [text for text, count in texts.items() if count > 1] == []
    lengths = {page.address: len(page.metas["description"]) for page in listed}
    assert {address: length for address, length in lengths.items() if not 50 <= length <= 160} == {}


@pytest.mark.django_db
def test_public_pages_have_a_picture_and_the_feed(site: Walk) -> None:
    for page in site.pages.values():
        assert page.metas["og:image"].endswith(".png"), page.address
        assert page.metas["og:image:alt"], page.address
        assert page.metas["twitter:card"] == "summary_large_image"
        assert "/feed.xml" in page.links


@pytest.mark.django_db
def test_pages_with_a_query_are_listed_only_where_the_query_makes_the_page(site: Walk) -> None:
    with_query = [page.address for page in site.pages.values() if page.is_listed and urlsplit(page.address).query]
    assert {urlsplit(address).path for address in with_query} <= {"/compare/"}
