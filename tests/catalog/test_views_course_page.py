"""A course's own page: every fact, its estimates and its sources."""

import json
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from catalog.models import Claim, Course, Requirement, Source
from tests.catalog.test_views_courses import text_of
from tests.factories import create_bundle, create_course, create_platform, create_provider, create_skill, create_user

pytestmark = pytest.mark.django_db

FACTS: dict[str, Any] = {
    "slug": "full",
    "title": "Full Course",
    "kind": "book",
    "instructors": ["Ada L", "Alan T"],
    "level": "intermediate",
    "language": "de",
    "year": 2021,
    "official_hours": 40,
    "official_pace": "4 weeks at 10 hours a week",
    "hours": (50, 62.5),
    "hours_basis": "two finishers",
    "price_model": "audit",
    "free_access": "Videos are free.",
    "has_certificate": True,
    "rating_value": 4.8,
    "rating_scale": 5,
    "rating_count": 12345,
    "rating_source": "Learners of the platform",
    "rating_as_of": "2025-03",
    "maths": "heavy",
    "coding": "none",
    "style": "mathematical",
    "practice": "from-scratch",
    "tools": ["NumPy"],
    "topics": ["kernels"],
    "summary": "All of it.",
    "best_for": "People with time.",
    "skip_if": "You are in a hurry.",
    "outcomes_text": ["A proof of your own"],
    "strengths": ["Rigour"],
    "weaknesses": ["Slow"],
    "reviewed_on": date(2026, 3, 2),
}


def test_course_detail_says_every_fact(client: Client) -> None:
    platform = create_platform(name="Mooc", subscription_price=49)
    create_course(**FACTS, platform=platform, provider=create_provider(name="Uni"))
    text = text_of(client, "/courses/full/")
    for fact in (
        "Full Course", "Book by Uni, taken at Mooc", "Ada L, Alan T", "Intermediate, as the provider says", "German",
        "Edition 2021", "Official hours 40 hours", "4 weeks at 10 hours a week", "50–62.5 hours", "Two finishers",
        "Free to follow. The certificate needs a subscription to Mooc: 49 USD a month.", "Videos are free.",
        "Can be had", "4.8 of 5 from 12,345 ratings", "Learners of the platform", "2025-03", "Maths load Heavy",
        "Coding load None", "Style Mathematical", "Practice From scratch", "NumPy", "kernels", "All of it.",
        "People with time.", "You are in a hurry.", "A proof of your own", "Rigour", "Slow", "2 March 2026",
    ):  # fmt: skip
        assert fact in text
    assert "estimate" not in text.replace("estimate marks a fact", "")


@pytest.mark.parametrize(
    ("field", "before"),
    [
        ("realistic_hours", "50–62.5 hours"),
        ("official_hours", "40 hours"),
        ("price", "49 USD a month."),
        ("certificate", "Can be had"),
        ("level", "Level Intermediate"),
        ("maths", "Heavy"),
        ("coding", "Coding load None"),
        ("style", "Mathematical"),
        ("practice", "From scratch"),
        ("year", "2021"),
        ("instructors", "Alan T"),
        ("tools", "NumPy"),
        ("topics", "Topics"),
        ("strengths", "Strengths"),
        ("weaknesses", "Weak points"),
        ("outcomes", "A proof of your own"),
        ("title", "Full Course"),
        ("summary", "All of it."),
        ("best_for", "People with time."),
        ("provider", "Provider Uni"),
        ("url", "The address is an"),
    ],
)
def test_course_detail_marks_an_estimate(client: Client, field: str, before: str) -> None:
    platform = create_platform(name="Mooc", subscription_price=49)
    create_course(**FACTS, platform=platform, provider=create_provider(name="Uni"), unsure=[field])
    assert f"{before} estimate" in text_of(client, "/courses/full/")


def test_course_detail_says_what_is_not_known(client: Client) -> None:
    create_course(slug="bare", hours=None)
    text = text_of(client, "/courses/bare/")
    assert "Realistic hours Not known" in text
    assert "None that we could trace" in text
    assert "Not checked since it was entered" in text
    assert "Sources None recorded." in text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"price_model": "free"}, "Free."),
        ({"price_model": "one-off", "price_amount": 59.5}, "Bought once: 59.50 USD."),
        ({"price_model": "one-off"}, "Bought once: its price is not recorded."),
        ({"price_model": "subscription"}, "Needs a subscription to Mooc: 490 EUR a year."),
        ({"price_model": "audit", "price_amount": 99}, "Free to follow. Graded work costs 99 USD, paid once."),
    ],
)
def test_course_detail_says_the_price_in_words(client: Client, fields: dict[str, Any], words: str) -> None:
    platform = create_platform(name="Mooc", subscription_price=490, currency="EUR", period="year")
    create_course(slug="priced", platform=platform, **fields)
    assert f"Price {words}" in text_of(client, "/courses/priced/")


def test_course_detail_names_skills_with_level_words_and_links(client: Client) -> None:
    python = create_skill(slug="python", name="Python", level_1="I write loops")
    sql = create_skill(slug="sql", name="SQL", level_2="I join tables")
    course = create_course(slug="skilled", requires={python: 1}, teaches={sql: 2})
    Requirement.objects.create(course=course, skill=sql, level=2, kind="helpful", reason="Used in week three")
    text = text_of(client, "/courses/skilled/")
    assert "Python , basics “I write loops”" in text
    assert "SQL , working “I join tables” Used in week three" in text
    assert 'href="/courses/?skill=sql"' in client.get("/courses/skilled/").content.decode()


def test_course_detail_of_a_bundle_draws_its_parts(client: Client) -> None:
    first = create_course(title="First", hours=(10, 12), requires={"python": 1}, teaches={"ml": 1})
    second = create_course(title="Second", hours=(5, 5), requires={"ml": 1, "python": 2}, unsure=["realistic_hours"])
    hidden = create_course(title="Hidden", hours=(1, 1), status="draft")
    create_bundle(slug="bundle", parts=[first, second, hidden], standalone=[second])
    response = client.get("/courses/bundle/")
    text = text_of(client, "/courses/bundle/")
    assert "16–18 hours estimate , the sum of its parts" in text
    assert "First 10–12 hours · opens the bundle" in text
    assert "Second 5 hours estimate · worth taking on its own" in text
    assert "Part 3, not published yet" in text
    assert "Hidden" not in text
    assert [(need.skill.slug, need.level) for need in response.context["needs"].required] == [("python", 2)]


def test_course_detail_of_a_part_links_to_its_bundles(client: Client) -> None:
    part = create_course(slug="part")
    create_bundle(title="Whole", slug="whole", parts=[part], standalone=[part])
    create_bundle(title="Secret", parts=[part], status="draft")
    text = text_of(client, "/courses/part/")
    assert "Whole , part 1: worth taking on its own" in text
    assert "Secret" not in text


def test_course_detail_of_a_draft_is_for_curators_only(client: Client) -> None:
    create_course(slug="draft", status="draft")
    assert client.get("/courses/draft/").status_code == 404
    client.force_login(create_user())
    assert client.get("/courses/draft/").status_code == 404
    client.force_login(create_user(is_staff=True))
    assert "This is a draft." in text_of(client, "/courses/draft/")


def test_course_detail_of_a_retired_course_names_its_successor(client: Client) -> None:
    newer = create_course(slug="newer", title="Newer")
    create_course(slug="old", title="Old", status="retired", superseded_by=newer)
    assert "Retired. We no longer recommend this course" in text_of(client, "/courses/old/")
    assert "Its successor is Newer" in text_of(client, "/courses/old/")
    assert "Older editions Old" in text_of(client, "/courses/newer/")


def test_course_detail_hides_a_successor_that_is_a_draft(client: Client) -> None:
    create_course(slug="old", superseded_by=create_course(title="Unfinished", status="draft"))
    assert "Unfinished" not in text_of(client, "/courses/old/")


def test_course_detail_without_such_a_course_is_not_found(client: Client) -> None:
    assert client.get("/courses/nothing/").status_code == 404


def test_course_detail_shows_where_sources_disagree(client: Client) -> None:
    course = create_course(slug="disputed", platform=create_platform(name="Mooc"))
    Claim.objects.create(course=course, field="maths", value="none", source="Note 2")
    Claim.objects.create(course=course, field="maths", value="light", source="Note 1", as_of="2026", is_chosen=True)
    Claim.objects.create(platform=course.platform, field="price", value="rose", source="https://example.org/p")
    text = text_of(client, "/courses/disputed/")
    assert "light editor’s choice Note 1 2026 none Note 2 not dated" in text
    assert "What one source says Price at Mooc" in text


def test_course_detail_lists_sources_with_their_dates(client: Client) -> None:
    course = create_course(slug="sourced")
    Source.objects.create(course=course, location="https://example.org/a", supports="hours", read_on=date(2026, 1, 5))
    Source.objects.create(course=course, location="Research note 1", supports="price")
    text = text_of(client, "/courses/sourced/")
    assert "https://example.org/a Hours. Read on 5 January 2026." in text
    assert "Research note 1 Price. Day of reading not recorded." in text


def test_course_detail_escapes_what_curators_type(client: Client) -> None:
    evil = "</script><script>alert(1)</script>"
    create_course(
        slug="evil", title=evil, summary=evil, best_for=evil, strengths=[evil], hours_basis=evil, unsure=[evil]
    )
    html = client.get("/courses/evil/").content.decode()
    assert "<script>alert" not in html
    assert "&lt;/script&gt;&lt;script&gt;alert(1)" in html


def test_course_detail_has_structured_data_without_estimates(client: Client) -> None:
    create_course(slug="data", title="A & <b>", level="beginner", official_hours=1.5, unsure=["level"])
    html = client.get("/courses/data/").content.decode()
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', html)
    assert block
    data = json.loads(block[1])
    assert data["name"] == "A & <b>"
    assert data["url"] == "http://localhost:8000/courses/data/"
    assert data["hasCourseInstance"]["courseWorkload"] == "PT90M"
    assert "educationalLevel" not in data


def test_course_detail_has_a_canonical_address_and_a_description(client: Client) -> None:
    create_course(slug="meta", title="Meta", summary="In one sentence.")
    html = client.get("/courses/meta/?utm_source=mail").content.decode()
    assert '<link rel="canonical" href="http://localhost:8000/courses/meta/">' in html
    assert '<meta name="description" content="In one sentence. Course by Provider' in html
    assert '<meta property="og:title" content="Meta">' in html


def test_course_detail_asks_as_often_for_many_rows_as_for_few(client: Client, django_assert_num_queries: Any) -> None:
    create_bundle(slug="small", parts=[create_course(teaches={"a": 1}, requires={"b": 1})])
    parts = [create_course(teaches={"a": 1, "c": 2}, requires={"b": 1, "d": 2}) for _ in range(5)]
    large = create_bundle(slug="large", parts=parts)
    create_bundle(parts=[large])
    for number in range(4):
        Source.objects.create(course=large, location=f"Note {number}")
        create_course(superseded_by=Course.objects.get(slug="large"))
    # Tokens, course, parts, bundles, older editions, sources, outcomes and requirements of all, claims, paid. What
    # guides name is read once for all courses.
    for slug, queries in (("small", 11), ("large", 10)):
        with django_assert_num_queries(queries):
            client.get(f"/courses/{slug}/")
