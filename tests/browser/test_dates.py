"""The date field: one stop for the keyboard, and the browser's calendar beside it."""

from collections.abc import Callable

from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from advisor.models import Path, User

# Stands in for a person who picks a day, since the calendar itself is no part of the page.
PICK = """HTMLInputElement.prototype.showPicker = function () {
  this.value = '2027-02-01';
  for (const kind of ['input', 'change']) this.dispatchEvent(new Event(kind, { bubbles: true }));
}"""


def test_day_of_the_calendar_gets_into_the_text_and_redraws_the_journey(
    page: Page, live_server: LiveServer, saved_path: Path, log_in: Callable[[User], None]
) -> None:
    log_in(saved_path.user)
    page.goto(live_server.url + saved_path.get_absolute_url())
    page.evaluate(PICK)
    text, choose = page.get_by_label("Start on"), page.get_by_role("button", name="Choose the date: Start on")
    text.focus()
    page.keyboard.press("Tab")
    expect(choose).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Budget")).to_be_focused()
    with page.expect_response(lambda answer: "start=" in answer.url) as redrawn:
        choose.press("Enter")
    assert "start=2027-02-01" in redrawn.value.url
    expect(text).to_have_value("2027-02-01")
    text.fill("03/04/2027")
    text.press("Tab")
    expect(page.locator("#dial-start-error")).to_contain_text("two different days")
    expect(text).to_have_value("03/04/2027")
