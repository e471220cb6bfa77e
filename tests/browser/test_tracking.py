"""What a learner does week by week, with and without JavaScript, and from two windows at once."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from advisor.models import Completion, Note, Path, StudyLog, User

BOTH = pytest.mark.parametrize(
    "script",
    [
        pytest.param("on", marks=pytest.mark.browser_context_args(java_script_enabled=True)),
        pytest.param("off", marks=pytest.mark.browser_context_args(java_script_enabled=False)),
    ],
)


def first_station(page: Page) -> Locator:
    return page.locator("li.station").first


def open_path(page: Page, live_server: LiveServer, path: Path) -> None:
    page.goto(live_server.url + path.get_absolute_url())


def open_step(page: Page, live_server: LiveServer, path: Path) -> None:
    slug = path.steps.select_related("course").get(position=1).course.slug
    page.goto(f"{live_server.url}{path.get_absolute_url()}courses/{slug}/")


@BOTH
def test_course_is_started_paused_skipped_and_taken_back(
    page: Page, live_server: LiveServer, saved_path: Path, log_in: Callable[[User], None], script: str
) -> None:
    log_in(saved_path.user)
    open_path(page, live_server, saved_path)
    for press, shown in [("Mark as started", "Started on"), ("Pause", "Paused"), ("Go on", "Started on")]:
        first_station(page).get_by_role("button", name=press).click()
        expect(first_station(page).locator(".station__progress")).to_contain_text(shown)
    first_station(page).locator("summary", has_text="Skip it").click()
    first_station(page).get_by_label("Why you skip it").fill("Known already")
    first_station(page).get_by_role("button", name=re.compile("^Skip")).click()
    expect(first_station(page)).to_contain_text("Known already")
    first_station(page).get_by_role("button", name="Undo").click()
    expect(first_station(page).locator(".station__progress")).to_contain_text("Started on")
    assert Completion.objects.get().state == "started"


@BOTH
def test_hours_and_notes_are_kept_and_can_be_undone(
    page: Page, live_server: LiveServer, saved_path: Path, log_in: Callable[[User], None], script: str
) -> None:
    log_in(saved_path.user)
    open_step(page, live_server, saved_path)
    page.get_by_label("Time studied").fill("90")
    page.get_by_role("button", name="Log the time").click()
    expect(page.get_by_text("Say whether that is hours or minutes")).to_be_visible()
    expect(page.get_by_label("Time studied")).to_have_value("90")
    page.get_by_label("Time studied").fill("1:30")
    page.get_by_role("button", name="Log the time").click()
    expect(page.locator("table.log")).to_contain_text("1 h 30 min")
    page.locator("textarea").fill("**Chain rule** first")
    page.get_by_role("button", name="Save the notes").click()
    expect(page.locator(".notes strong")).to_have_text("Chain rule")
    page.locator(".history li", has_text="Logged").get_by_role("button").click()
    expect(page.locator("table.log")).to_have_count(0)
    page.locator(".history li", has_text="Logged").get_by_role("button", name="Do it again").click()
    expect(page.locator("table.log")).to_contain_text("1 h 30 min")
    assert StudyLog.objects.get().minutes == 90
    assert Note.objects.get().text == "**Chain rule** first"


def test_change_in_place_keeps_the_focus_and_is_announced(
    page: Page, live_server: LiveServer, saved_path: Path, log_in: Callable[[User], None]
) -> None:
    log_in(saved_path.user)
    open_step(page, live_server, saved_path)
    page.evaluate("window.isSamePage = true")
    page.get_by_role("button", name="Start a timer").focus()
    page.keyboard.press("Enter")
    stop = page.get_by_role("button", name="Stop and log")
    expect(stop).to_be_focused()
    expect(page.locator("#announcement")).to_contain_text("The timer is running")
    # New content answers in place once it has settled; a key pressed before would submit the plain form.
    expect(page.locator(".htmx-added, .htmx-swapping, .htmx-settling")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator("table.log")).to_contain_text("1 min")
    assert page.evaluate("window.isSamePage")


def test_two_windows_record_different_courses(
    page: Page, live_server: LiveServer, saved_path: Path, log_in: Callable[[User], None]
) -> None:
    log_in(saved_path.user)
    other = page.context.new_page()
    for window in (page, other):
        open_path(window, live_server, saved_path)
    for place, window in enumerate((page, other)):
        station = window.locator("li.station").nth(place)
        station.locator("button[value=done]").click()
        expect(station).to_contain_text("Done on")
        expect(station.get_by_role("button", name="Undo")).to_be_visible()
    other.close()
    assert Completion.objects.filter(state="done").count() == 2


@BOTH
def test_time_is_logged_from_the_dashboard(
    page: Page, live_server: LiveServer, saved_path: Path, log_in: Callable[[User], None], script: str
) -> None:
    log_in(saved_path.user)
    page.goto(f"{live_server.url}/dashboard/")
    page.get_by_label("Time studied").fill("45 min")
    page.get_by_role("button", name="Log the time").click()
    expect(page.get_by_text("45 min of 5 h planned")).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("A strip of days"))).to_be_visible()
    page.get_by_role("link", name="How this is reckoned").click()
    expect(page.get_by_role("heading", name="Expected arrival")).to_be_visible()
    page.go_back()
    page.locator("form", has_text="Logged 45 min").get_by_role("button", name="Undo").click()
    expect(page.get_by_text("0 min of 5 h planned")).to_be_visible()
    assert not StudyLog.objects.exists()
