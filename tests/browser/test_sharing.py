"""What leaves the site, done as a learner would: a link, a calendar, a print, a copy of everything, an e-mail less."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from advisor.actions import ANSWERS_KEY, PLAN_SEEN_KEY, claim_answers
from advisor.digest import stop_token
from advisor.models import CalendarFeed, Completion, DigestChoice, Path, ShareLink, User
from tests.browser.conftest import person

LogIn = Callable[[User], None]
MOST_PRINTED_PAGES = 2


def open_sharing(page: Page, live_server: LiveServer, path: Path) -> None:
    page.goto(f"{live_server.url}{path.get_absolute_url()}")
    page.get_by_role("link", name="Share this path, put it in your calendar").click()
    expect(page.get_by_role("heading", name="A link to this path")).to_be_visible()


@pytest.mark.parametrize(
    "script",
    [
        pytest.param("on", marks=pytest.mark.browser_context_args(java_script_enabled=True)),
        pytest.param("off", marks=pytest.mark.browser_context_args(java_script_enabled=False)),
    ],
)
def test_learner_makes_a_link_and_revokes_it(
    page: Page, live_server: LiveServer, saved_path: Path, log_in: LogIn, script: str
) -> None:
    log_in(saved_path.user)
    open_sharing(page, live_server, saved_path)
    page.get_by_role("button", name="Make a link that shows what you have done").click()
    address = page.get_by_label("With what you have done").input_value()
    assert address == f"{live_server.url}{ShareLink.objects.get().get_absolute_url()}"
    place = re.escape(saved_path.get_absolute_url())
    expect(page).to_have_url(re.compile(f"{place}$" if script == "on" else f"{place}share/$"))
    page.get_by_role("button", name="Revoke this link").click()
    expect(page.get_by_label("With what you have done")).to_have_count(0)
    assert Client().get(address.removeprefix(live_server.url)).status_code == 404


def test_anybody_reads_the_shared_path(
    page: Page, browser: Browser, live_server: LiveServer, saved_path: Path, log_in: LogIn
) -> None:
    first = saved_path.steps.select_related("course")[0].course
    Completion.objects.create(user=saved_path.user, course=first, state="done", finished_on="2027-01-01")
    link = ShareLink.objects.create(path=saved_path, with_progress=True)
    page.goto(f"{live_server.url}{link.get_absolute_url()}")
    expect(page.get_by_role("heading", name=saved_path.title, level=1)).to_be_visible()
    expect(page.locator("li.station").first).to_contain_text("Done")
    expect(page.locator("body")).not_to_contain_text(saved_path.user.email)
    expect(page.locator("li.station")).to_have_count(saved_path.steps.count())


def test_learner_makes_a_calendar_address_and_gets_another(
    page: Page, live_server: LiveServer, saved_path: Path, log_in: LogIn
) -> None:
    log_in(saved_path.user)
    open_sharing(page, live_server, saved_path)
    page.get_by_role("button", name="Make a private address").click()
    field = page.get_by_label("Private calendar address")
    first = field.input_value()
    page.get_by_role("button", name="Make a new address").click()
    expect(field).not_to_have_value(first)
    second = field.input_value()
    answers = [Client().get(one.removeprefix(live_server.url)).status_code for one in (first, second)]
    assert answers == [404, 200]
    page.get_by_role("button", name="Revoke the address").click()
    expect(field).to_have_count(0)
    assert not CalendarFeed.objects.exists()


def test_long_path_prints_on_two_pages(
    page: Page, live_server: LiveServer, shipped_catalogue: None, learner: User, log_in: LogIn
) -> None:
    path = claim_answers(user=learner, session={ANSWERS_KEY: {"goal": "ml-job"}, PLAN_SEEN_KEY: True})
    assert path is not None
    log_in(learner)
    link = ShareLink.objects.create(path=path)
    for address in (path.get_absolute_url(), link.get_absolute_url()):
        page.goto(f"{live_server.url}{address}")
        page.emulate_media(media="print")
        printed = page.pdf(prefer_css_page_size=True)
        # Every page of a PDF is an object of its own, whose type stands uncompressed in the file.
        assert 1 <= len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) <= MOST_PRINTED_PAGES
        expect(page.get_by_text("Expected arrival", exact=True).first).to_be_visible()
        expect(page.get_by_role("button")).to_have_count(0)


def test_next_steps_load_at_the_end_of_the_path(
    page: Page, live_server: LiveServer, saved_path: Path, log_in: LogIn
) -> None:
    log_in(saved_path.user)
    page.goto(f"{live_server.url}{saved_path.get_absolute_url()}")
    page.get_by_role("heading", name="After this path").scroll_into_view_if_needed()
    expect(page.get_by_role("heading", name="Messy data")).to_be_visible()


def test_export_comes_back_in_another_account(
    page: Page, live_server: LiveServer, saved_path: Path, log_in: LogIn
) -> None:
    log_in(saved_path.user)
    page.goto(f"{live_server.url}/account/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download your data").click()
    newcomer = person("newcomer@example.org")
    page.context.clear_cookies()
    log_in(newcomer)
    page.goto(f"{live_server.url}/account/")
    page.get_by_role("link", name="Import such a file").click()
    page.get_by_label("The exported file").set_input_files(download.value.path())
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_text("Imported: 1 path")).to_be_visible()
    expect(page.get_by_role("link", name=saved_path.title).first).to_be_visible()
    assert Path.objects.get(user=newcomer).plan == saved_path.plan


def test_digest_is_asked_for_and_stopped_without_logging_in(
    page: Page, live_server: LiveServer, learner: User, log_in: LogIn
) -> None:
    log_in(learner)
    page.goto(f"{live_server.url}/account/digest/")
    page.get_by_label("Send me the weekly e-mail").check()
    page.get_by_label("Time zone").select_option("Asia/Kolkata")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("You will get the weekly e-mail.")).to_be_visible()
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/digest/stop/{stop_token(learner)}/")
    assert DigestChoice.objects.get().is_wanted
    page.get_by_role("button", name="Stop the weekly e-mail").click()
    expect(page.get_by_role("heading", name="The weekly e-mail is stopped")).to_be_visible()
    assert not DigestChoice.objects.get().is_wanted
