"""Which source stands behind which fact."""

from datetime import date

import pytest
from django.test import Client

from catalog.estimates import FACTS
from catalog.models import Claim, Source
from catalog.sourcing import PATTERNS, fields_named
from tests.catalog.test_views_courses import text_of
from tests.factories import create_course


@pytest.mark.parametrize(
    ("supports", "fields"),
    [
        ("rating and number of reviews", {"rating"}),
        ("Coursera in general: 49 USD a month (April 2024)", {"price"}),
        ("instructor; free copy on py4e.com", {"instructors", "price"}),
        ("beginner level, light maths", {"level", "maths"}),
        ("assignments are heavily prepared", {"practice"}),
        ("three courses, 2022 remake, tools, topics", {"parts", "year", "tools", "topics"}),
        ("6 weeks", {"official_hours", "official_pace"}),
        ("certificates alone do not suffice", set()),
        ("", set()),
    ],
)  # fmt: skip
def test_fields_named_by_a_source(supports: str, fields: set[str]) -> None:
    assert set(fields_named(supports)) == fields


def test_patterns_are_of_known_facts() -> None:
    assert PATTERNS.keys() <= FACTS.keys()


@pytest.mark.django_db
def test_course_detail_shows_the_sources_beside_the_fact(client: Client) -> None:
    course = create_course(slug="sourced", maths="light", reviewed_on=date(2026, 3, 2))
    Source.objects.create(course=course, location="Note <1>", supports="light maths", read_on=date(2026, 1, 5))
    text = text_of(client, "/courses/sourced/")
    assert "Maths load Light 1 source of the maths load Note &lt;1&gt; “light maths” Read on 5 January 2026." in text
    assert "Last checked on 2 March 2026" in text


@pytest.mark.django_db
def test_course_detail_shows_both_statements_with_the_choice_marked(client: Client) -> None:
    course = create_course(slug="disputed")
    Claim.objects.create(course=course, field="maths", value="none", source="Note 2")
    Claim.objects.create(course=course, field="maths", value="light", source="Note 1", as_of="2026", is_chosen=True)
    text = text_of(client, "/courses/disputed/")
    assert "2 sources of the maths load Note 1 editor’s choice “light” As of 2026. Note 2 “none” Not dated." in text


@pytest.mark.django_db
def test_fact_without_a_source_has_no_list(client: Client) -> None:
    create_course(slug="bare")
    assert "fact-sources" not in client.get("/courses/bare/").content.decode()


@pytest.mark.django_db
def test_most_shipped_courses_have_a_sourced_fact(client: Client, shipped_catalogue: None) -> None:
    named = [bool(fields_named(supports)) for supports in Source.objects.values_list("supports", flat=True)]
    assert sum(named) > 0.8 * len(named)
    assert "of the rating" in text_of(client, "/courses/ml-specialization/")
