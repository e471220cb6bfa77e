"""The first page."""

from typing import Any

import pytest
from django.test import Client

from catalog.models import Course
from tests.factories import create_bundle, create_course, create_goal, create_guide

pytestmark = pytest.mark.django_db


def create_example() -> None:
    for slug, title in (("ml-specialization", "First line"), ("dl-specialization", "Second line")):
        create_bundle(slug=slug, title=title, parts=[create_course(title=f"Part of {slug}", hours=(3, 4))])


def test_home_offers_each_goal_on_offer(client: Client) -> None:
    create_goal(slug="vision", title="Work with images")
    create_goal(title="Withdrawn", is_offered=False)
    html = client.get("/").content.decode()
    assert 'href="/start/?goal=vision">Work with images</a>' in html
    assert "Withdrawn" not in html


def test_home_draws_the_example_from_the_catalogue(client: Client) -> None:
    create_example()
    html = client.get("/").content.decode()
    assert html.index("First line") < html.index("Part of ml-specialization") < html.index("Second line")
    assert "3–4 hours" in html


@pytest.mark.parametrize("status", ["draft", "retired"])
def test_home_leaves_the_example_out_when_the_catalogue_lacks_it(client: Client, status: str) -> None:
    create_example()
    Course.objects.filter(slug="dl-specialization").update(status=status)
    page = client.get("/")
    assert page.status_code == 200
    assert "For example" not in page.content.decode()


def test_home_leaves_the_example_out_when_a_part_is_a_draft(client: Client) -> None:
    create_example()
    Course.objects.filter(title="Part of ml-specialization").update(status="draft")
    assert "Part of ml-specialization" not in client.get("/").content.decode()


def test_home_of_an_empty_catalogue_still_says_what_it_does(client: Client) -> None:
    html = client.get("/").content.decode()
    assert "Which course should I take first, and what next?" in html
    assert 'class="button" href="/start/"' in html


def test_home_links_to_published_guides(client: Client) -> None:
    create_guide(slug="shown", title="Shown")
    create_guide(slug="hidden", is_published=False)
    html = client.get("/").content.decode()
    assert 'href="/guides/shown/">Shown</a>' in html
    assert "/guides/hidden/" not in html


def test_home_asks_as_often_for_many_rows_as_for_few(client: Client, django_assert_num_queries: Any) -> None:
    create_example()
    # Tokens, goals, bundles, their outcomes, parts, outcomes of the parts, guides.
    with django_assert_num_queries(7):
        client.get("/")
    for _ in range(5):
        create_goal()
        create_guide()
    with django_assert_num_queries(7):
        client.get("/")
