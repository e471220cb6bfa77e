"""Comparing two bundles by keyboard and mouse, without JavaScript."""

from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer


def test_course_is_found_added_and_removed_without_javascript(
    browser: Browser, live_server: LiveServer, shipped_catalogue: None
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/courses/ml-specialization/")
    page.get_by_role("link", name="Compare with another").click()
    page.get_by_label("Find a course to add").fill("deep learning specialization")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Add Deep Learning Specialization", exact=True).click()
    expect(page).to_have_url(f"{live_server.url}/compare/?course=ml-specialization&course=dl-specialization")
    expect(page.get_by_text("Machine Learning Specialization first, then a maths part").first).to_be_visible()
    expect(page.get_by_text("Deep Learning Specialization directly", exact=True).first).to_be_visible()
    page.get_by_role("link", name="Remove Deep Learning Specialization").click()
    expect(page.get_by_text("Add at least one more.")).to_be_visible()
    context.close()
