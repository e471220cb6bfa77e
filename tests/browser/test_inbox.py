"""A curator works the inbox off with two keys, and without script by the same buttons."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from advisor.models import User
from catalog.models import Course, FactReport, LinkCheck, LinkHost
from tests.browser.test_accessibility import AXE, LOOKS, NARROWEST, RULES, open_page
from tests.factories import create_course

INBOX = "/admin/catalog/factreport/inbox/"


def check(page: Page, part: str = "#content-main") -> None:
    """Our part of the page against axe in each look; what stands around it is Django's."""
    page.evaluate(AXE)
    for scheme, width in LOOKS:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 800})
        # the admin's links fade into their colours whatever motion is wanted
        page.wait_for_timeout(250)
        run = "([part, rules]) => axe.run(part, rules).then(result => result.violations)"
        found = page.evaluate(run, [part, RULES])
        assert [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]] == []
    page.set_viewport_size({"width": NARROWEST, "height": 640})
    assert page.evaluate("part => document.querySelector(part).scrollWidth", part) <= NARROWEST


@pytest.fixture
def course(transactional_db: None) -> Course:
    """With two reports and a link that moved."""
    course = create_course(title="Weaving", url="https://a.example/old", reviewed_on=timezone.localdate())
    for text in ("It costs 59 now.", "It takes longer."):
        course.reports.create(message=text, field="price")
    LinkCheck.objects.create(
        address=course.url,
        host=LinkHost.objects.create(name="a.example"),
        outcome="moved",
        status=200,
        final_address="https://a.example/a-very-long-address-that-has-to-wrap-somewhere-on-a-narrow-screen/new",
        asked_at=timezone.now(),
    )
    return course


def test_two_keys_work_the_inbox_off(
    page: Page, live_server: LiveServer, curator: User, log_in: Callable[[User], None], course: Course
) -> None:
    log_in(curator)
    open_page(page, live_server, "/admin/")
    check(page, "#inbox")
    page.get_by_role("link", name="Inbox").click()
    check(page)
    page.get_by_role("link", name="Open the first one").click()
    expect(page.get_by_text("It takes longer.")).to_be_visible()
    check(page)
    page.keyboard.press("s")
    expect(page.get_by_text("It costs 59 now.")).to_be_visible()
    page.keyboard.press("d")
    expect(page.get_by_role("heading", name="A link moved for good")).to_be_visible()
    check(page)
    assert list(FactReport.objects.values_list("state", flat=True)) == ["open", "done"]
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("It costs 59 now.")).to_be_visible()
    assert FactReport.objects.filter(state="open").count() == 2


def test_keys_are_quiet_when_switched_off_or_held_with_others(
    page: Page, live_server: LiveServer, curator: User, log_in: Callable[[User], None], course: Course
) -> None:
    log_in(curator)
    open_page(page, live_server, INBOX)
    page.get_by_role("link", name="Open the first one").click()
    here = page.url
    page.keyboard.press("Alt+d")
    page.get_by_label("The keys d and s work on this page").uncheck()
    page.keyboard.press("d")
    page.reload()
    expect(page.get_by_label("The keys d and s work on this page")).not_to_be_checked()
    page.keyboard.press("s")
    assert page.url == here
    assert not FactReport.objects.exclude(state="open").exists()


def test_buttons_work_without_script(
    browser: Browser, page: Page, live_server: LiveServer, curator: User, log_in: Callable[[User], None], course: Course
) -> None:
    log_in(curator)
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(page.context.cookies())  # type: ignore[arg-type]
    plain = context.new_page()
    plain.goto(f"{live_server.url}{INBOX}")
    plain.get_by_role("link", name="Open the first one").click()
    plain.get_by_role("button", name="Looked at, done").click()
    expect(plain.get_by_text("It costs 59 now.")).to_be_visible()
    context.close()
    assert FactReport.objects.filter(state="done").count() == 1
