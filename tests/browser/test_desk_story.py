"""A curator's change goes wrong, is seen, mended, published and taken back; a learner's open path follows it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Cookie, Page, expect
from pytest_django.live_server_helper import LiveServer

from advisor.impact import previewing
from advisor.models import Path, Persona, User
from catalog.desk.courses import COURSES
from catalog.desk.revisions import record_revision
from catalog.models import Course
from tests.advisor.path_rows import save_from
from tests.browser.test_accessibility import DESK, NARROWEST
from tests.browser.test_desk import own_violations
from tests.factories import create_course, create_goal

SHORT, LONG = "Weaving in a weekend", "Weaving at leisure"


@pytest.fixture
def short(transactional_db: None) -> Course:
    """The shorter of two courses; its rival suits the style of nobody, and whoever wishes for another pays for that."""
    previewing.forget()
    create_goal(title="Weave anything", slug="weave", targets={"weaving": 1})
    short = create_course(title=SHORT, teaches={"weaving": 1}, hours=(10, 10), style=Course.Style.INTUITIVE)
    create_course(title=LONG, teaches={"weaving": 1}, hours=(20, 20))
    record_revision(COURSES, short.slug, None, "At first")
    wishes = {"goal": "weave", "style": "intuitive"}
    Persona.objects.create(slug="ann", name="Ann", answers=wishes, expectations={"includes": [short.slug]})
    return short


@pytest.fixture
def path(short: Course, learner: User) -> Path:
    return save_from(learner, {"goal": "weave", "start": "2027-01-04"})


@pytest.fixture
def become(page: Page, log_in: Callable[[User], None]) -> Callable[[User], None]:
    """Each logs in once: a code of the second factor is taken once, and both go on where they were."""
    kept: dict[int, list[Cookie]] = {}

    def become(user: User) -> None:
        page.context.clear_cookies()
        if user.pk not in kept:
            log_in(user)
            kept[user.pk] = page.context.cookies()
        page.context.add_cookies(kept[user.pk])  # type: ignore[arg-type]

    return become


def save_hours(page: Page, hours: str) -> None:
    page.wait_for_load_state("networkidle")
    for end in ("low", "high"):
        page.locator(f"#id_realistic_hours_{end}").fill(hours)
    page.get_by_role("button", name="Review and publish").first.click()


def publish(page: Page) -> None:
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".messagelist .success")).to_contain_text("is published")


def test_change_breaks_a_persona_is_mended_published_and_taken_back(
    page: Page,
    live_server: LiveServer,
    curator: User,
    short: Course,
    path: Path,
    become: Callable[[User], None],
) -> None:
    form, impact = f"{live_server.url}/admin/catalog/course/{short.pk}/change/", page.locator("#impact")
    own_page, dashboard = live_server.url + path.get_absolute_url(), f"{live_server.url}/dashboard/"

    become(curator)
    page.goto(form)
    save_hours(page, "90")
    expect(impact).to_contain_text(f"Broken: “{SHORT}” is missing.")
    expect(impact).to_contain_text(f"In: {LONG}")
    assert own_violations(page) == []
    page.set_viewport_size({"width": NARROWEST, "height": 640})
    assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0
    page.set_viewport_size({"width": DESK, "height": 800})
    page.get_by_role("link", name="Edit").click()
    save_hours(page, "25")
    expect(impact).to_contain_text("0 of 1 persona and fewer than 5 of fewer than 5 paths would change.")
    expect(impact).not_to_contain_text("Broken")

    become(path.user)
    page.goto(own_page)
    expect(page.locator("ol.journey")).to_contain_text(SHORT)
    expect(page.locator(".proposal")).to_have_count(0)

    become(curator)
    page.goto(f"{live_server.url}/admin/catalog/draft/?state__exact=waiting")
    page.locator("#result_list").get_by_role("link", name=SHORT).click()
    publish(page)

    become(path.user)
    page.goto(own_page)
    expect(page.locator(".proposal .diff__dropped")).to_contain_text(SHORT)
    expect(page.locator(".proposal .diff__added")).to_contain_text(LONG)
    expect(page.locator("ol.journey")).to_contain_text(SHORT)
    page.goto(dashboard)
    expect(page.locator(".proposal .diff__dropped")).to_contain_text(SHORT)

    become(curator)
    page.goto(form)
    page.get_by_role("link", name="History").click()
    page.get_by_role("button", name="Restore version 1").click()
    expect(impact).to_contain_text("would lose the offer of a better path that they have now")
    publish(page)

    become(path.user)
    page.goto(dashboard)
    expect(page.locator("#proposals, .proposal").first).to_be_attached()
    expect(page.locator(".proposal")).to_have_count(0)
    page.goto(own_page)
    expect(page.locator("ol.journey")).to_contain_text(SHORT)
    expect(page.locator(".proposal")).to_have_count(0)
