"""Every page of the admin under the content policy: the page of the tests fails on anything that the console says."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.urls import reverse
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from advisor.models import User
from catalog.desk.courses import COURSES
from catalog.desk.revisions import record_revision
from catalog.health.lints import LINTS
from catalog.models import Course
from tests.test_admin import CREATE, MODELS, address, create_draft
from tests.test_admin_roles import PAGES

# Neither pages nor what a browser would open: scripts, data, and what answers otherwise on purpose.
NO_PAGES = {"login/", "logout/", "jsi18n/", "autocomplete/", "(?P<url>.*)$"}


def model_pages() -> Iterator[str]:
    """Those to delete a row and of its history are drawn alike for every model: one of each kind of admin will do."""
    kinds = {}
    kinds = {type(admin.site._registry[model]).__base__: model for model in MODELS}
    for model in MODELS:
        row = CREATE[model]()
        yield address(model, "changelist")
        yield address(model, "add")
        names = ("change", "history", "delete") if model in kinds.values() else ("change",)
        yield from (address(model, name, row.pk) for name in names)


def other_pages() -> Iterator[str]:
    draft = create_draft()
    course: Any = Course.objects.get(slug=draft.key)
    record_revision(COURSES, course.slug)
    record_revision(COURSES, course.slug)
    for pattern, (page, answers) in PAGES.items():
        if pattern not in NO_PAGES and answers[-1] == 200:
            yield "/admin/" + page.format(draft=draft.pk, course=course.pk, lint=next(iter(LINTS)))
    yield reverse("admin:catalog_course_change", args=[course.pk]) + f"?draft={draft.pk}"
    yield from (reverse("admin:app_list", args=[label]) for label in ("advisor", "auth", "account", "mfa"))


@pytest.fixture
def pages(transactional_db: None) -> list[str]:
    return [reverse("admin:index"), *model_pages(), *other_pages()]


def test_no_page_of_the_admin_breaks_the_content_policy(
    page: Page,
    live_server: LiveServer,
    curator: User,
    pages: list[str],
    log_in: Callable[[User], None],
    troubles: list[str],
) -> None:
    assert len(pages) > 3 * len(admin.site._registry)
    log_in(curator)
    found = {}
    for opened in pages:
        answer = page.goto(live_server.url + opened, wait_until="domcontentloaded")
        is_closed = answer is not None and answer.status == 403 and opened.endswith(("/add/", "/delete/"))
        page.evaluate("() => 0")
        if troubles and not is_closed:
            found[opened] = list(troubles)
        troubles.clear()
    assert found == {}
