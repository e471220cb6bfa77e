"""The site with its shipped catalogue, walked along its own links."""

from collections import Counter
from collections.abc import Iterable
from urllib.parse import urlsplit

import pytest
from django.test import Client

from advisor.sitemaps import Pages
from tests.crawling import Page, Walk, walk


@pytest.mark.one_database
@pytest.mark.django_db
def test_whole_site_holds_together(client: Client, shipped_catalogue: None) -> None:
    """One test, so that the site is walked once however many processes share the tests."""
    site = walk(client, ["/", "/robots.txt", "/sitemap.xml", *(page.path for page in Pages().items())])
    listed = [page for page in site.pages.values() if page.is_listed]
    assert len(listed) > 150
    assert site.broken == []
    assert places_that_are_missing(site) == set()
    assert repeated(page.title for page in listed) == []
    assert repeated(page.metas["description"] for page in listed) == []
    assert [page.address for page in listed if not 50 <= len(page.metas["description"]) <= 160] == []
    assert [page.address for page in site.pages.values() if not has_picture_and_feed(page)] == []
    # Other queries sort, filter and leaf through pages that have an address of their own.
    assert {urlsplit(page.address).path for page in listed if urlsplit(page.address).query} <= {"/compare/"}


def places_that_are_missing(site: Walk) -> set[str]:
    """Addresses with a fragment that their page lacks."""
    held = {f"{page.address}#{name}" for page in site.pages.values() for name in page.ids}
    return {link for link in site.fragments if link.partition("#")[0] in site.pages} - held


def repeated(texts: Iterable[str]) -> list[str]:
    return [text for text, count in Counter(texts).items() if count > 1]


def has_picture_and_feed(page: Page) -> bool:
    is_drawn = page.metas["og:image"].endswith(".png") and bool(page.metas["og:image:alt"])
    return is_drawn and page.metas["twitter:card"] == "summary_large_image" and "/feed.xml" in page.links


def test_walk_notes_what_does_not_answer(client: Client, db: None) -> None:
    site = walk(client, ["/no-such-page/", "/static/css/none.css"])
    assert site.broken == ["404 /no-such-page/ from the start", "/static/css/none.css from the start"]


def test_page_notes_places_and_links() -> None:
    page = Page("/here/", 200)
    page.feed(
        '<title>A</title><p id="one"><a href="#one">x</a><a href="../there/#two">y</a><svg><title>B</title></svg>'
    )
    assert (page.title, page.ids, page.links) == ("A", ["one"], ["/here/#one", "/there/#two"])
    site = Walk(pages={"/here/": page}, fragments={"/here/#one", "/here/#three", "/there/#two"})
    assert places_that_are_missing(site) == {"/here/#three"}
