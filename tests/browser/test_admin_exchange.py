"""Imports in the admin, from the upload to what came of it, in each state of the page."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from advisor.models import User
from catalog.exchange import jobs
from catalog.models import Course
from tests.browser.test_accessibility import AXE, LOOKS, RULES, open_page
from tests.catalog.exchanging import csv_of
from tests.factories import create_course


@pytest.fixture
def course(transactional_db: None) -> Course:
    return create_course(slug="weaving", title="Weaving", year=2020)


def check(page: Page) -> None:
    """Our part of the page against axe in each look; what stands around it is Django's."""
    page.evaluate(AXE)
    for scheme, width in LOOKS:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 800})
        # the admin's links fade into their colours whatever motion is wanted
        page.wait_for_timeout(250)
        # to preload the style sheets that Django's import, axe would write a style into the page, which is refused
        result = page.evaluate("rules => axe.run('#content-main', rules)", {**RULES, "preload": False})
        assert [f"{rule['id']}: {node['html']}" for rule in result["violations"] for node in rule["nodes"]] == []


def upload(page: Page, live_server: LiveServer, content: bytes) -> None:
    open_page(page, live_server, "/admin/catalog/course/import/")
    page.get_by_label("File").set_input_files({"name": "courses.csv", "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="See what this would change").click()


def test_import_is_checked_by_itself_and_applied_once_seen(
    page: Page, live_server: LiveServer, curator: User, log_in: Callable[[User], None], course: Course
) -> None:
    log_in(curator)
    open_page(page, live_server, "/admin/catalog/course/import/")
    check(page)
    upload(page, live_server, csv_of("slug,year", "weaving,2021"))
    expect(page.get_by_text("Year: 2020 → 2021")).to_be_visible()
    check(page)
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("drafted 1")).to_be_visible()
    check(page)


def test_import_with_a_mistake_names_the_cell(
    page: Page, live_server: LiveServer, curator: User, log_in: Callable[[User], None], course: Course
) -> None:
    log_in(curator)
    upload(page, live_server, csv_of("slug,year", "weaving,soon"))
    expect(page.get_by_text("must be a whole number")).to_be_visible()
    expect(page.get_by_role("button", name="Apply")).to_have_count(0)
    check(page)


def test_import_under_way_shows_how_far_it_is(
    page: Page,
    live_server: LiveServer,
    curator: User,
    log_in: Callable[[User], None],
    course: Course,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(jobs, "check_on", lambda job: None)
    page.route("**/htmx*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    log_in(curator)
    upload(page, live_server, csv_of("slug,year", "weaving,2021"))
    expect(page.get_by_text("0 of 1 rows checked")).to_be_visible()
    check(page)
