"""What the site is for, done as a newcomer would: from the first page to a course that stays done."""

import re
from urllib.parse import urlsplit

import pytest
from django.core import mail
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from advisor.models import Completion, Path, User

EMAIL = "newcomer@example.org"
# A goal has a page's worth of questions; more than this is a loop.
MOST_QUESTIONS = 40


def code_from_mail() -> str:
    """The code of the last message, alone on its line."""
    (recipient,) = mail.outbox[-1].to
    assert recipient == EMAIL
    found = re.search(r"^\s*([0-9A-Z-]{6,})\s*$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found
    return found[1]


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name).first.click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name).first.click()


def answer_everything(page: Page) -> None:
    """Say that Python is known, study eight hours a week, and leave the rest out."""
    page.locator("label", has_text="Build deep neural networks").click()
    press(page, "Continue")
    for _ in range(MOST_QUESTIONS):
        key = urlsplit(page.url).path.split("/")[2]
        if key == "review":
            return
        if key == "level-python":
            page.locator(".radio-card label").nth(2).click()
            press(page, "Continue")
        elif key == "hours":
            page.get_by_role("spinbutton").fill("8")
            press(page, "Continue")
        else:
            page.locator("button[value=skip]").click()
        expect(page).not_to_have_url(re.compile(f"/start/{key}/"))
    pytest.fail("the questions never end")


def sign_up(page: Page) -> None:
    follow(page, "Sign up to save this path")
    page.locator("input[name=email]").fill(EMAIL)
    page.locator("input[name=password1]").fill("a long road to travel")
    press(page, "Sign up")
    page.locator("input[name=code]").fill(code_from_mail())
    press(page, "Confirm")


def log_out_and_in(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/accounts/logout/")
    press(page, "Log out")
    page.goto(f"{live_server.url}/dashboard/")
    expect(page).to_have_url(re.compile("/accounts/login/"))
    follow(page, "Send me a code by e-mail")
    page.locator("input[name=email]").fill(EMAIL)
    press(page, "Send the code")
    page.locator("input[name=code]").fill(code_from_mail())
    press(page, "Confirm")
    expect(page).to_have_url(re.compile("/dashboard/"))


@pytest.mark.parametrize(
    "script",
    [
        pytest.param("on", marks=pytest.mark.browser_context_args(java_script_enabled=True)),
        pytest.param("off", marks=pytest.mark.browser_context_args(java_script_enabled=False)),
    ],
)
def test_newcomer_gets_a_path_and_keeps_it(
    page: Page, live_server: LiveServer, shipped_catalogue: None, script: str
) -> None:
    page.goto(live_server.url)
    follow(page, "Find your path")
    answer_everything(page)
    follow(page, "Show my path")
    stations = page.locator("li.station .station__title").all_inner_texts()
    assert len(stations) > 1

    sign_up(page)
    path = Path.objects.get(user__email=EMAIL)
    assert [step.course.title for step in path.steps.select_related("course")] == stations
    page.goto(f"{live_server.url}/dashboard/")
    follow(page, path.title)

    page.locator("li.station").first.locator("button[value=done]").click()
    expect(page.locator("li.station").first).to_contain_text("Done on")
    log_out_and_in(page, live_server)
    follow(page, path.title)
    expect(page.locator("li.station").first).to_contain_text("Done on")
    done = Completion.objects.get(user=User.objects.get(email=EMAIL))
    assert (done.course.title, done.state) == (stations[0], Completion.State.DONE)
