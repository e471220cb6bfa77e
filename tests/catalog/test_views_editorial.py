"""Guides and frequent questions."""

from typing import Any

import pytest
from django.test import Client

from tests.catalog.test_views_courses import text_of
from tests.factories import create_guide, create_question

pytestmark = pytest.mark.django_db


def test_guide_list_shows_published_guides_only(client: Client) -> None:
    create_guide(title="Shown", summary="Why.")
    create_guide(title="Unready", is_published=False)
    text = text_of(client, "/guides/")
    assert "Shown Why. Updated" in text
    assert "Unready" not in text


def test_guide_list_that_is_empty_says_so(client: Client) -> None:
    assert "No guide is published yet." in text_of(client, "/guides/")


def test_guide_detail_renders_markdown_questions_and_sources(client: Client) -> None:
    guide = create_guide(slug="why", body="## First\n\n|a|b|\n|-|-|\n|1|2|", sources="https://example.org/s\n\nNote 7")
    create_question(slug="how", text="How so?", guide=guide)
    create_question(text="Unready?", guide=guide, is_published=False)
    html = client.get("/guides/why/").content.decode()
    assert '<h2 id="first">First</h2>' in html
    assert "<td>2</td>" in html
    assert "<summary>How so?</summary>" in html
    assert 'href="/faq/#how"' in html
    assert 'href="https://example.org/s"' in html
    assert "<li>Note 7</li>" in html
    assert "Unready?" not in html


def test_guide_detail_shows_html_as_text(client: Client) -> None:
    create_guide(slug="evil", body='<script>alert(1)</script>\n\n[x](javascript:alert(1)) <b onclick="a()">b</b>')
    html = client.get("/guides/evil/").content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html
    assert 'href="javascript' not in html
    assert "<b onclick" not in html


def test_guide_detail_unpublished_or_absent_is_not_found(client: Client) -> None:
    create_guide(slug="unready", is_published=False)
    assert client.get("/guides/unready/").status_code == 404
    assert client.get("/guides/absent/").status_code == 404


def test_question_list_gives_each_question_an_anchor_its_guide_and_sources(client: Client) -> None:
    guide = create_guide(slug="why", title="Why")
    create_question(slug="how", text="How so?", answer="# Like *this*", sources="Note 7", guide=guide)
    create_question(text="Unready?", is_published=False)
    html = client.get("/faq/").content.decode()
    assert 'id="how"' in html
    assert "<h3>Like <em>this</em></h3>" in html
    assert 'href="/guides/why/">Why</a>' in html
    assert "<li>Note 7</li>" in html
    assert "Unready?" not in html


def test_question_list_hides_a_guide_that_is_not_published(client: Client) -> None:
    create_question(guide=create_guide(title="Secret", is_published=False))
    assert "Secret" not in text_of(client, "/faq/")


def test_question_list_that_is_empty_says_so(client: Client) -> None:
    assert "No question is published yet." in text_of(client, "/faq/")


@pytest.mark.parametrize(("address", "queries"), [("/guides/", 2), ("/guides/one/", 4), ("/faq/", 2)])
def test_editorial_pages_ask_as_often_for_many_as_for_few(
    client: Client, django_assert_num_queries: Any, address: str, queries: int
) -> None:
    guide = create_guide(slug="one")
    create_question(guide=guide)
    with django_assert_num_queries(queries):
        client.get(address)
    for _ in range(5):
        create_question(guide=guide)
        create_question(guide=create_guide())
    with django_assert_num_queries(queries):
        client.get(address)
