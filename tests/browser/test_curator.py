"""A curator's new course reaches the library and the advice."""

from collections.abc import Callable

from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from advisor.models import User
from tests.factories import create_goal, create_platform, create_provider, create_skill

TITLE = "Knots for Beginners"


def pick(page: Page, field: str, name: str) -> None:
    """Choose from one of the admin's searching lists."""
    page.locator(f"#id_{field} + .select2").click()
    page.locator(".select2-search__field").last.fill(name)
    page.locator(".select2-results__option", has_text=name).click()


def add_outcome(page: Page) -> None:
    """A new row of the outcomes; on a busy machine a click can come before the admin's script listens."""
    skill = page.locator("#id_outcomes-0-skill + .select2")
    page.locator("#outcomes-group .add-row a").click()
    page.wait_for_timeout(500)
    if not skill.count():
        page.locator("#outcomes-group .add-row a").click()
    expect(skill).to_be_visible()


def add_course(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/admin/catalog/course/add/", wait_until="networkidle")
    page.locator("#id_title").fill(TITLE)
    pick(page, "provider", "Harbour School")
    expect(page.locator("#id_slug")).to_have_value("knots-for-beginners")
    pick(page, "platform", "Quayside")
    texts = {"url": "https://courses.example.org/knots", "summary": "Bends, hitches and loops.", "language": "en"}
    for field, text in {**texts, "realistic_hours_low": "6", "realistic_hours_high": "9"}.items():
        page.locator(f"#id_{field}").fill(text)
    choices = {"status": "published", "level": "beginner", "price_model": "free", "maths": "none", "coding": "none"}
    for field, value in {**choices, "style": "balanced", "practice": "guided"}.items():
        page.locator(f"#id_{field}").select_option(value)
    add_outcome(page)
    pick(page, "outcomes-0-skill", "Knots")
    page.locator("#id_outcomes-0-level").select_option("2")
    page.locator("input[name=_save]").first.click()
    expect(page.locator("h1")).to_have_text(TITLE)
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".messagelist .success")).to_contain_text(f"“{TITLE}” is published")


def test_new_course_turns_up_in_library_and_advice(
    page: Page, live_server: LiveServer, curator: User, log_in: Callable[[User], None]
) -> None:
    skill = create_skill(slug="knots", name="Knots")
    create_goal(title="Tie anything", targets={skill: 2})
    create_provider(name="Harbour School")
    create_platform(name="Quayside")
    log_in(curator)
    add_course(page, live_server)

    page.goto(f"{live_server.url}/courses/?q=knots")
    page.get_by_role("main").get_by_role("link", name=TITLE, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)

    page.goto(f"{live_server.url}/start/goal/")
    page.locator("label", has_text="Tie anything").click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Show my path now").click()
    expect(page.locator("li.station .station__title")).to_have_text([TITLE])
