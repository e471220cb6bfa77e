"""The page of a draft shows what is drafted, and nobody waits with writing while it is rendered."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.template.response import SimpleTemplateResponse
from django.test import Client
from django.urls import reverse

from catalog.desk.courses import COURSES
from catalog.desk.drafts import save_draft
from catalog.models import Course
from tests.admin_pages import page_data
from tests.at_once import run_at_once
from tests.factories import create_bundle, create_course, create_user

AT_ONCE = {"sqlite": "PRAGMA busy_timeout = 0", "postgresql": "SET lock_timeout = '1s'"}


@pytest.fixture
def address(client: Client) -> str:
    """Of the page of a draft of a bundle that changes its title and all its lists."""
    client.force_login(create_user(is_staff=True, is_superuser=True))
    bundle = create_bundle(
        title="Weaving", requires={"thread": 1}, parts=[create_course(title="One"), create_course(title="Two")]
    )
    document = COURSES.read_row(bundle)
    changes = {"title": "Knitting", "requires": {"thread": 2}, "parts": document["parts"][::-1]}
    draft = save_draft(COURSES, bundle.slug, document | changes, by=create_user())
    return f"{reverse('admin:catalog_course_change', args=[bundle.pk])}?draft={draft.pk}"


def write_elsewhere() -> None:
    with connection.cursor() as cursor:
        cursor.execute(AT_ONCE[connection.vendor])
    assert Course.objects.update(year=2026)


def failures_while_rendering(work: Callable[[], Any], monkeypatch: pytest.MonkeyPatch) -> list[BaseException] | None:
    """What another connection met when it wrote; None when nothing was rendered."""
    found: list[BaseException] | None = None
    render = SimpleTemplateResponse.render

    def write_and_render(response: SimpleTemplateResponse) -> Any:
        nonlocal found
        found = (found or []) + run_at_once([write_elsewhere])
        return render(response)

    with monkeypatch.context() as patched:
        patched.setattr(SimpleTemplateResponse, "render", write_and_render)
        work()
    return found


@pytest.mark.django_db(transaction=True)
def test_others_write_while_the_page_of_a_draft_is_rendered(
    client: Client, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert failures_while_rendering(lambda: client.get(address), monkeypatch) == []


@pytest.mark.django_db(transaction=True)
def test_others_write_while_a_refused_form_is_rendered(
    client: Client, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = page_data(client.get(address)) | {"title": ""}
    assert failures_while_rendering(lambda: client.post(address, data), monkeypatch) == []


@pytest.mark.django_db
def test_rows_of_a_drafted_page_are_called_as_drafted(client: Client, address: str) -> None:
    page = client.get(address).content.decode()
    assert page.index("Knitting, part 1: Two") < page.index("Knitting, part 2: One")
    assert "Knitting asks for" in page
