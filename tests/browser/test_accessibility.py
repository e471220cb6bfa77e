"""Every page, in light on a phone and in dark on a desk, against axe's rules for WCAG A and AA."""

from collections.abc import Callable
from datetime import timedelta
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from advisor.digest import stop_token
from advisor.models import Path, StudyLog, User
from advisor.sharing import make_link
from advisor.tracking import fingerprint, log_hours, record_progress, save_note, start_timer
from catalog.models import Course

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]},
    "resultTypes": ["violations"],
}
AXE = Axe().axe_script
PHONE, DESK, NARROWEST = 360, 1280, 320
# Contrast takes nearly all of the time and depends on the scheme: each scheme and each width is looked at once.
LOOKS: list[tuple[Literal["light", "dark"], int]] = [("light", PHONE), ("dark", DESK)]

PUBLIC_PAGES = [
    "/",
    "/courses/",
    "/courses/?q=networks",
    "/courses/?q=no-such-words",
    "/courses/?page=2",
    "/courses/ml-specialization/",
    "/courses/mls-supervised-learning/",
    "/courses/ml-stanford-2011/",
    "/courses/ml-specialization/report/",
    "/courses/ml-specialization/map/",
    "/goals/deep-learning/map/?steps=3",
    "/skills/python/map/?steps=all",
    "/compare/",
    "/compare/?course=ml-specialization&course=no-such-course&q=learning",
    "/compare/dl-specialization-vs-ml-specialization/",
    "/compare/?course=ml-specialization&course=dl-specialization&course=python-for-everybody",
    "/compare/?course=ml-specialization&course=dl-specialization&course=python-for-everybody&course=stanford-cs229",
    "/guides/",
    "/guides/machine-learning-or-deep-learning-first/",
    "/guides/maths-levels/",
    "/faq/",
    "/api/",
    "/ask/",
    "/ask/?q=best+python+course+for+beginners",
    "/ask/?q=machine+learning+specialization",
    "/ask/?q=which+first+cs229+or+the+deep+learning+specialization",
    "/ask/?q=no+such+words",
    "/start/goal/",
    "/start/with/?goal=deep-learning&python=2",
    "/start/problem/",
    "/start/problem/?kind=images",
    "/start/targets/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/login/code/",
    "/accounts/password/reset/",
]
QUESTIONS = ["taken", "level-python", "hours", "start", "budget", "certificate", "style", "practice", "prefer"]
VISITOR_PAGES = [
    *(f"/start/{key}/" for key in QUESTIONS),
    "/start/taken/?q=machine",
    "/start/elsewhere/",
    "/start/check/python/",
    "/start/review/",
    "/plan/",
    "/plan/?hours=500",
    "/plan/?hours=12&show=what-if",
    "/plan/?prefer=fastest&show=alternatives",
    "/plan/?show=why-not&why=nets",
]
LEARNER_PAGES = [
    "/answers/",
    "/dashboard/",
    "/paths/{pk}/",
    "/paths/{pk}/?hours=12&show=left-out",
    "/dashboard/proposals/",
    "/compare/paths/?path={pk}",
    "/paths/{pk}/forecast/",
    "/paths/{pk}/courses/{course}/",
    "/paths/{pk}/courses/{course}/hours/{log}/",
    "/paths/{pk}/share/",
    "/paths/{pk}/afterwards/",
    "/account/",
    "/account/import/",
    "/account/digest/",
    "/account/delete/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/sessions/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/logout/",
]
ERROR_PAGES = ["/courses/no-such-course/", "/no-such-page/"]


def violations(page: Page) -> list[str]:
    found = page.evaluate("rules => axe.run(document, rules).then(result => result.violations)", RULES)
    return [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]


def looks(page: Page) -> dict[str, list[str]]:
    """What is wrong with the open page with every fold open: in light and dark, and on the narrowest screen."""
    page.evaluate(AXE)
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    found: dict[str, list[str]] = {}
    for scheme, width in LOOKS:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 800})
        found[f"{scheme}, {width} pixels"] = violations(page)
    page.set_viewport_size({"width": NARROWEST, "height": 640})
    overflow = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
    found["narrow"] = [f"{overflow} pixels too wide"] if overflow > 0 else []
    return {look: nodes for look, nodes in found.items() if nodes}


def check(page: Page) -> None:
    assert looks(page) == {}


def check_each(page: Page, live_server: LiveServer, addresses: list[str]) -> None:
    """Told at once, so that one page does not hide the others."""
    found = {}
    for address in addresses:
        open_page(page, live_server, address)
        found[address] = looks(page)
    assert {address: wrong for address, wrong in found.items() if wrong} == {}


def study(user: User, course: Course) -> StudyLog:
    """A record that fills what the pages of tracking can show."""
    record_progress(user=user, course=course, state="started")
    save_note(user=user, course=course, text="# Heading\n\n- **bold**", seen=fingerprint(""))
    for weeks in range(5):
        day = timezone.localdate() - timedelta(weeks=weeks)
        log_hours(user=user, course=course, minutes=60, on=day, note="A long sitting")
    start_timer(user=user, course=course)
    return StudyLog.objects.filter(user=user).latest("pk")


def open_page(page: Page, live_server: LiveServer, address: str, *, status: int = 200) -> None:
    """Open the address itself: an answer from anywhere else, such as the log-in page, is not the page meant."""
    answer = page.goto(live_server.url + address)
    assert answer is not None
    assert answer.status == status
    assert page.url == live_server.url + address


# A catalogue and a browser for each page would take most of the time; groups still share out over the workers.
def in_groups(addresses: list[str]) -> list[list[str]]:
    count = -(-len(addresses) // 8)
    return [addresses[first::count] for first in range(count)]


@pytest.mark.parametrize("addresses", in_groups(PUBLIC_PAGES))
def test_public_pages_are_accessible(
    page: Page, live_server: LiveServer, shipped_catalogue: None, addresses: list[str]
) -> None:
    check_each(page, live_server, addresses)


@pytest.mark.parametrize("addresses", in_groups(VISITOR_PAGES))
def test_visitors_pages_are_accessible(
    page: Page, live_server: LiveServer, shipped_catalogue: None, addresses: list[str]
) -> None:
    open_page(page, live_server, "/start/goal/?goal=deep-learning")
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/start/taken/")
    check_each(page, live_server, addresses)


def test_refused_report_is_accessible_and_keeps_what_was_typed(
    page: Page, live_server: LiveServer, shipped_catalogue: None
) -> None:
    open_page(page, live_server, "/courses/ml-specialization/report/?field=price")
    page.get_by_label("What is wrong").evaluate("box => box.removeAttribute('maxlength')")
    page.get_by_label("What is wrong").fill("x" * 1001)
    page.get_by_role("button", name="Send the report").click()
    page.get_by_text("yours has 1001").first.wait_for()
    assert page.get_by_label("What is wrong").input_value() == "x" * 1001
    assert page.get_by_label("Which fact").input_value() == "price"
    check(page)
    page.get_by_label("What is wrong").fill("It costs 59 now.")
    page.get_by_role("button", name="Send the report").click()
    page.get_by_text("with the curators").wait_for()
    check(page)


def test_result_of_a_check_is_accessible(page: Page, live_server: LiveServer, shipped_catalogue: None) -> None:
    open_page(page, live_server, "/start/goal/?goal=deep-learning")
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/start/taken/")
    open_page(page, live_server, "/start/check/python/")
    page.get_by_label("6", exact=True).first.check()
    page.get_by_role("button", name="See what they propose").click()
    page.get_by_text("1 of 5 right").wait_for()
    check(page)


@pytest.mark.parametrize("addresses", in_groups(LEARNER_PAGES))
def test_learners_pages_are_accessible(
    page: Page, live_server: LiveServer, saved_path: Path, log_in: Callable[[User], None], addresses: list[str]
) -> None:
    log_in(saved_path.user)
    course = saved_path.steps.select_related("course").get(position=1).course
    log = study(saved_path.user, course)
    shown = [address.format(pk=saved_path.pk, course=course.slug, log=log.pk) for address in addresses]
    check_each(page, live_server, shown)


def test_pages_by_token_are_accessible(page: Page, live_server: LiveServer, saved_path: Path) -> None:
    link = make_link(path=saved_path, with_progress=True)
    for address in (link.get_absolute_url(), f"/digest/stop/{stop_token(saved_path.user)}/"):
        open_page(page, live_server, address)
        check(page)


def test_proposed_change_is_accessible(
    page: Page, live_server: LiveServer, saved_path: Path, log_in: Callable[[User], None]
) -> None:
    Course.objects.filter(steps=saved_path.steps.last()).update(status=Course.Status.RETIRED)
    log_in(saved_path.user)
    for address in (saved_path.get_absolute_url(), "/dashboard/proposals/"):
        open_page(page, live_server, address)
        assert page.locator(".proposal").is_visible()
        check(page)


@pytest.mark.parametrize("address", ERROR_PAGES)
def test_error_page_is_accessible(
    page: Page, live_server: LiveServer, transactional_db: None, troubles: list[str], address: str
) -> None:
    open_page(page, live_server, address, status=404)
    check(page)
    assert all("404" in trouble for trouble in troubles)
    troubles.clear()


def test_check_sees_a_planted_violation(page: Page, live_server: LiveServer, transactional_db: None) -> None:
    open_page(page, live_server, "/accounts/login/")
    page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    with pytest.raises(AssertionError, match="button-name"):
        check(page)


def test_page_notes_what_goes_wrong(
    page: Page, live_server: LiveServer, transactional_db: None, troubles: list[str]
) -> None:
    open_page(page, live_server, "/accounts/login/")
    page.evaluate("fetch('https://elsewhere.example/').catch(() => console.error('planted'))")
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.wait_for_timeout(200)
    noted = " ".join(troubles)
    assert "planted" in noted
    assert "connect-src" in noted
    assert "style-src" in noted
    troubles.clear()
