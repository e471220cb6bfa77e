"""The journey with its dials, in place and without JavaScript; a diff accepted; why not this course."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from advisor.models import Path, PathVersion, User
from catalog.models import Course

WITHOUT_SCRIPT = pytest.mark.browser_context_args(java_script_enabled=False)
BOTH = [
    pytest.param("on", marks=pytest.mark.browser_context_args(java_script_enabled=True)),
    pytest.param("off", marks=WITHOUT_SCRIPT),
]


@pytest.fixture
def plan(page: Page, live_server: LiveServer, shipped_catalogue: None) -> Page:
    page.goto(f"{live_server.url}/start/goal/?goal=deep-learning")
    page.get_by_role("button", name="Continue").click()
    page.goto(f"{live_server.url}/plan/")
    return page


def arrival(page: Page) -> str:
    return page.locator(".journey__arrival").inner_text()


def test_dial_redraws_the_journey_in_place_and_keeps_the_focus(plan: Page) -> None:
    before = arrival(plan)
    plan.evaluate("window.stillHere = true")
    hours = plan.get_by_label("Hours a week")
    hours.fill("12")
    plan.keyboard.press("Tab")
    expect(plan.locator(".difference")).to_contain_text("sooner")
    assert arrival(plan) != before
    assert plan.evaluate("window.stillHere")
    assert plan.evaluate("document.activeElement.name") == "start"
    expect(plan.locator("#announcement")).to_contain_text("Journey redrawn")
    expect(plan).to_have_url(re.compile(r"/plan/\?hours=12$"))
    plan.reload()
    expect(plan.locator(".difference")).to_contain_text("sooner")
    expect(plan.get_by_label("Hours a week")).to_have_value("12")


def test_bad_dial_is_told_beside_it_and_what_was_typed_stays(plan: Page) -> None:
    plan.get_by_label("Hours a week").fill("500")
    plan.keyboard.press("Tab")
    expect(plan.locator("#dial-hours-error")).to_contain_text("Give a number of hours from 0.5 to 100.")
    expect(plan.get_by_label("Hours a week")).to_have_value("500")
    plan.get_by_label("Hours a week").fill("7")
    plan.keyboard.press("Tab")
    expect(plan.locator("#dial-hours-error")).to_have_text("")
    expect(plan.locator(".difference")).to_be_visible()


@WITHOUT_SCRIPT
def test_dials_work_without_javascript(plan: Page) -> None:
    plan.get_by_label("Preference").select_option("fastest")
    plan.get_by_label("Hours a week").fill("12")
    plan.get_by_role("button", name="Redraw the journey").click()
    expect(plan.locator(".difference")).to_contain_text("sooner")
    plan.get_by_role("link", name="Back to your answers").click()
    expect(plan.get_by_label("Hours a week")).to_have_value("5")


@pytest.mark.parametrize("script", BOTH)
def test_other_ways_can_be_used(plan: Page, script: str) -> None:
    plan.get_by_role("link", name="Other ways to get there").click()
    way = plan.locator(".alternatives .card").nth(1)
    expect(way).to_be_visible()
    figures = way.locator(".figures dd").all_inner_texts()
    way.get_by_role("link", name="Use this path").click()
    expect(plan.locator(".difference")).to_be_visible()
    assert plan.locator(".journey-part .figures dd").all_inner_texts() == figures


@pytest.mark.parametrize("script", BOTH)
def test_why_not_answers_for_a_course_that_was_heard_of(plan: Page, script: str) -> None:
    plan.get_by_role("link", name="Why not").click()
    plan.get_by_label("A course or bundle you have heard of").fill("practical deep learning for coders")
    plan.locator("#why-not").get_by_role("button", name="Ask").click()
    expect(plan.locator("#closer .card p").first).to_contain_text(re.compile("path|goal|limits"))


def test_what_would_change_it_loads_in_place(plan: Page) -> None:
    plan.evaluate("window.stillHere = true")
    plan.get_by_role("link", name="What would change it").click()
    expect(plan.locator(".choices-list li").first).to_contain_text("With")
    assert plan.evaluate("window.stillHere")
    assert plan.evaluate("document.activeElement.id") == "tab-what-if"


@pytest.mark.parametrize("script", BOTH)
def test_saved_path_moves_only_when_its_owner_accepts(
    page: Page, live_server: LiveServer, saved_path: Path, log_in: Callable[[User], None], script: str
) -> None:
    last = saved_path.steps.select_related("course").last()
    assert last
    Course.objects.filter(pk=last.course_id).update(status=Course.Status.RETIRED)
    log_in(saved_path.user)
    page.goto(f"{live_server.url}/dashboard/")
    if script == "off":
        page.get_by_role("link", name="See whether better paths are possible").click()
    proposal = page.locator(".proposal")
    expect(proposal).to_contain_text("A better path is possible")
    expect(proposal.locator(".diff__dropped").first).to_contain_text(last.course.title)
    assert not PathVersion.objects.exists()
    proposal.get_by_role("button", name="Accept").click()
    expect(page.locator("#messages")).to_contain_text("Your path is changed")
    expect(page.locator("ol.journey")).not_to_contain_text(last.course.title)
    page.locator("#versions > summary").click()
    page.get_by_role("button", name="Bring it back").click()
    expect(page.locator("ol.journey")).to_contain_text(last.course.title)


@pytest.mark.parametrize("script", BOTH)
def test_dialled_change_of_a_saved_path_is_accepted(
    page: Page, live_server: LiveServer, saved_path: Path, log_in: Callable[[User], None], script: str
) -> None:
    log_in(saved_path.user)
    page.goto(live_server.url + saved_path.get_absolute_url())
    page.get_by_label("Hours a week").fill("15")
    if script == "on":
        page.keyboard.press("Tab")
    else:
        page.get_by_role("button", name="Redraw the journey").click()
    expect(page.locator(".difference")).to_contain_text("sooner")
    saved_path.refresh_from_db()
    assert saved_path.version == 1
    page.get_by_role("button", name="Accept this change").click()
    expect(page.locator("#messages")).to_contain_text("Your path is changed")
    saved_path.refresh_from_db()
    assert (saved_path.version, saved_path.answers["hours_per_week"]) == (2, 15)
