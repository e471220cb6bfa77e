"""The curators' desk in a browser: its pages follow the content policy and are accessible; a draft's whole way."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from advisor.models import User
from catalog.desk.courses import COURSES
from catalog.desk.revisions import record_revision
from catalog.models import Course, Draft
from tests.browser.test_accessibility import AXE, RULES
from tests.factories import create_course, create_skill

# The searching lists are Django's.
OURS = {"include": ["#content-main"], "exclude": [".select2"]}


# Milliseconds; links of Django's admin take a while to change their colour, and are hard to read meanwhile.
FADE = 400


@pytest.fixture
def course(transactional_db: None) -> Course:
    thread = create_skill(slug="thread", name="Thread")
    create_skill(slug="wool", name="Wool")
    course = create_course(title="Weaving for everybody who has ever wondered how cloth is made", requires={thread: 1})
    record_revision(COURSES, course.slug, None, "At first")
    return course


def own_violations(page: Page) -> list[str]:
    """Those of what is ours on the page; the frame around it is Django's."""
    page.evaluate(AXE)
    found: list[str] = []
    for scheme, width in (("light", 390), ("dark", 1280)):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_timeout(FADE)
        result = page.evaluate("([part, rules]) => axe.run(part, rules)", [OURS, {**RULES, "preload": False}])
        found += [f"{rule['id']}: {node['html']}" for rule in result["violations"] for node in rule["nodes"]]
    return found


def test_reports_of_the_desk_are_accessible(
    page: Page, live_server: LiveServer, curator: User, course: Course, log_in: Callable[[User], None]
) -> None:
    log_in(curator)
    reports = ("catalog/health/", "advisor/adoption/")
    found = {}
    for address in reports:
        page.goto(f"{live_server.url}/admin/{address}")
        found[address] = own_violations(page)
    assert {address: wrong for address, wrong in found.items() if wrong} == {}


def add_requirement(page: Page, name: str) -> None:
    page.locator("#requirements-group .add-row a").click()
    page.locator("#id_requirements-1-skill + .select2").click()
    page.locator(".select2-search__field").last.fill(name)
    page.locator(".select2-results__option", has_text=name).click()
    page.locator("#id_requirements-1-level").select_option("2")


def test_draft_is_written_edited_on_published_and_taken_back(
    page: Page, live_server: LiveServer, curator: User, course: Course, log_in: Callable[[User], None]
) -> None:
    log_in(curator)
    form = f"{live_server.url}/admin/catalog/course/{course.pk}/change/"
    page.goto(form, wait_until="networkidle")
    add_requirement(page, "Wool")
    page.get_by_label("What changes, and why:").fill("It asks for wool")
    page.get_by_role("button", name="Save as draft").first.click()
    page.locator(".messagelist").get_by_role("link", name="draft of").click()
    assert own_violations(page) == []
    page.get_by_role("link", name="Edit").click()
    page.wait_for_load_state("networkidle")
    assert page.locator("#id_requirements-1-level").input_value() == "2"
    page.locator("#id_requirements-1-level").select_option("3")
    page.get_by_role("button", name="Review and publish").first.click()
    expect(page.get_by_role("row", name="Required skills: Wool")).to_contain_text("strong")
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".messagelist .success")).to_contain_text("is published")
    assert course.requirements.count() == 2

    page.get_by_role("link", name="History").click()
    assert own_violations(page) == []
    page.get_by_role("button", name="Restore version 1").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".messagelist .success")).to_contain_text("is published")
    assert course.requirements.count() == 1
    assert Draft.objects.filter(state="published").count() == 2


def test_course_is_retired_in_favour_of_another(
    page: Page, live_server: LiveServer, curator: User, course: Course, log_in: Callable[[User], None]
) -> None:
    create_course(title="Newer weaving")
    log_in(curator)
    page.goto(f"{live_server.url}/admin/catalog/course/retire/?ids={course.pk}", wait_until="networkidle")
    page.locator("span.select2").click()
    page.locator(".select2-search__field").last.fill("Newer")
    page.locator(".select2-results__option", has_text="Newer weaving").click()
    assert own_violations(page) == []
    page.get_by_role("button", name="Review what this changes").click()
    expect(page.get_by_role("row", name="Superseded by")).to_contain_text("Newer weaving")
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".messagelist .success")).to_contain_text("is published")
    course.refresh_from_db()
    assert course.status == "retired"
