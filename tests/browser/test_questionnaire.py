"""From the first question to a path: by keyboard on a phone, without JavaScript, after a break, and into an account."""

import re
from urllib.parse import urlsplit

import pytest
from django.core import mail
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from advisor.models import Answers, Path, User
from tests.browser.conftest import PASSWORD

PHONE = {"width": 390, "height": 844}
# Far more than any page has things to tab to, and than a goal has questions.
MOST_TABS, MOST_QUESTIONS = 80, 40

pytestmark = pytest.mark.usefixtures("shipped_catalogue")


def tab_to(page: Page, target: Locator) -> None:
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"{target} can't be reached by the keyboard")


def press_key_on(page: Page, name: str) -> None:
    target = page.get_by_role("main").get_by_role("button", name=name, exact=True)
    tab_to(page, target)
    page.keyboard.press("Enter")


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name).first.click()


def key_of(page: Page) -> str:
    return urlsplit(page.url).path.split("/")[2]


def stations(page: Page) -> list[str]:
    return page.locator("li.station .station__title").all_inner_texts()


def answer_by_keyboard(page: Page) -> None:
    """Say "basics" to every skill, skip the rest."""
    key = key_of(page)
    if key.startswith("level-"):
        # Tab leads to the radio that is picked beforehand, where one is.
        cards, picked = page.locator(".radio-card input"), page.locator(".radio-card input:checked")
        tab_to(page, picked if picked.count() else cards.first)
        page.keyboard.press("Space")
        while not cards.nth(1).is_checked():
            page.keyboard.press("ArrowDown")
        press_key_on(page, "Continue")
    else:
        press_key_on(page, "Skip")
    expect(page).not_to_have_url(re.compile(f"/start/{key}/"))


def test_goal_to_path_on_a_phone_by_keyboard_only(page: Page, live_server: LiveServer) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/start/goal/")
    tab_to(page, page.locator(".radio-card input").first)
    page.keyboard.press("Space")
    press_key_on(page, "Continue")
    expect(page).to_have_url(re.compile("/start/taken/"))
    for _ in range(MOST_QUESTIONS):
        if key_of(page) == "review":
            break
        answer_by_keyboard(page)
    tab_to(page, page.get_by_role("link", name="Show my path"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/plan/"))
    assert page.get_by_role("heading", level=1).inner_text() == "Get started in machine learning"
    assert stations(page)


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_every_way_in_works_without_javascript(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/start/goal/")
    page.get_by_role("link", name="Start from the data you have").click()
    page.locator("label", has_text="Images").click()
    press(page, "See the goal")
    press(page, "Go for this goal")
    page.get_by_label("Search the catalogue").fill("deep learning specialization")
    press(page, "Search")
    page.get_by_label("Neural Networks and Deep Learning", exact=True).check()
    press(page, "Add something not in the catalogue")
    page.get_by_label("Find a skill").fill("linear")
    press(page, "Search")
    page.get_by_label("Linear algebra").select_option("2")
    press(page, "Continue")

    page.goto(f"{live_server.url}/start/level-python/")
    page.get_by_role("link", name="Not sure?").click()
    for text in ("6", "9", "['Ann']", "[1, 2, 3]"):
        page.get_by_label(text, exact=True).first.check()
    press(page, "See what they propose")
    expect(page.locator(".radio-card input").nth(2)).to_be_checked()
    press(page, "Continue")

    page.goto(f"{live_server.url}/start/review/")
    review = page.get_by_role("main").inner_text()
    for said in ("Work with images", "Neural Networks and Deep Learning", "I write small programs on my own"):
        assert said in review
    page.get_by_role("link", name="Show my path").click()
    assert "Convolutional Neural Networks" in stations(page)


def test_prerequisite_dismissed_on_the_path_stays_away(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/start/goal/?goal=deep-learning")
    press(page, "Continue")
    expect(page).to_have_url(re.compile("/start/taken/"))
    page.goto(f"{live_server.url}/plan/")
    before = stations(page)
    first = page.locator("li.station").first
    if first.locator("details").get_attribute("open") is None:
        first.locator("summary").click()
    first.get_by_role("button", name="I don’t need this").click()
    expect(page.locator("#messages")).to_contain_text("Left out from now on")
    assert before[0] not in stations(page)
    page.goto(f"{live_server.url}/start/review/")
    press(page, "Undo")
    page.goto(f"{live_server.url}/plan/")
    assert stations(page) == before


def begin(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/start/goal/?goal=deep-learning")
    press(page, "Continue")
    press(page, "Skip")
    expect(page).to_have_url(re.compile("/start/hours/"))
    page.get_by_role("spinbutton").fill("8")
    press(page, "Continue")
    expect(page).not_to_have_url(re.compile("/start/hours/"))


def test_visitor_resumes_after_closing_the_browser(page: Page, live_server: LiveServer, browser: Browser) -> None:
    begin(page, live_server)
    waiting = page.url
    stored = page.context.storage_state()
    page.context.close()
    context = browser.new_context(storage_state=stored)
    again = context.new_page()
    again.goto(f"{live_server.url}/start/")
    assert again.url == waiting
    again.goto(f"{live_server.url}/start/review/")
    assert "8 hours a week" in again.get_by_role("main").inner_text()
    context.close()


def sign_up(page: Page, live_server: LiveServer, email: str) -> None:
    page.goto(f"{live_server.url}/accounts/signup/")
    page.locator("input[name=email]").fill(email)
    page.locator("input[name=password1]").fill(PASSWORD)
    press(page, "Sign up")
    code = re.search(r"^\s*([0-9A-Z-]{6,})\s*$", str(mail.outbox[-1].body), re.MULTILINE)
    assert code
    page.locator("input[name=code]").fill(code[1])
    press(page, "Confirm")
    expect(page.get_by_role("link", name="Account")).to_be_visible()


def test_signing_up_claims_the_path_once_and_the_history_names_it(page: Page, live_server: LiveServer) -> None:
    begin(page, live_server)
    page.goto(f"{live_server.url}/plan/")
    shown = stations(page)
    sign_up(page, live_server, "claims@example.org")
    path = Path.objects.get(user__email="claims@example.org")
    assert [step.course.title for step in path.steps.select_related("course")] == shown
    page.goto(f"{live_server.url}/answers/")
    page.get_by_role("main").get_by_role("link", name=path.title).click()
    expect(page).to_have_url(live_server.url + path.get_absolute_url())
    page.goto(f"{live_server.url}/answers/")
    press(page, "Use again as a copy")
    expect(page).to_have_url(re.compile("/start/review/"))
    assert Answers.objects.filter(user=path.user).count() == 2


def test_questions_go_on_with_another_device_after_logging_in(
    page: Page, live_server: LiveServer, browser: Browser
) -> None:
    begin(page, live_server)
    waiting = page.url
    sign_up(page, live_server, "moves@example.org")
    context = browser.new_context()
    other = context.new_page()
    other.goto(f"{live_server.url}/accounts/login/")
    other.locator("input[name=login]").fill("moves@example.org")
    other.locator("input[name=password]").fill(PASSWORD)
    press(other, "Log in")
    expect(other.get_by_role("link", name="Account")).to_be_visible()
    other.goto(f"{live_server.url}/start/")
    assert other.url == waiting
    context.close()
    assert Answers.objects.get(user=User.objects.get(email="moves@example.org")).data["hours_per_week"] == 8
