"""What pages say in the words of schema.org, read as another program would."""

import json
import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from pyld import jsonld

from tests.factories import create_bundle, create_course, create_guide, create_provider, create_question

pytestmark = pytest.mark.django_db
SCHEMA = "https://schema.org/"
HOSTILE = '</script><script>alert("1")</script><!-- & \u2028'


def load(address: str, options: Any) -> dict[str, Any]:
    """Stands in for schema.org, whose own context maps every plain word to a word of its vocabulary."""
    assert address == "https://schema.org"
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": address, "document": VOCABULARY}


VOCABULARY = {"@context": {"@vocab": SCHEMA}}


def things(client: Client, address: str) -> dict[str, dict[str, Any]]:
    """What the page describes, by kind, with names of the vocabulary in full."""
    html = client.get(address).content.decode()
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    found = [jsonld.expand(json.loads(block), {"documentLoader": load})[0] for block in blocks]
    assert len(blocks) == html.count("application/ld+json")
    return {each["@type"][0].removeprefix(SCHEMA): each for each in found}


def value(thing: dict[str, Any], *names: str) -> Any:
    """What stands under these names, one inside the other."""
    found: Any = thing
    for name in names:
        found = found[f"{SCHEMA}{name}"][0]
    return found.get("@value", found.get("@id"))


def test_course_has_what_search_engines_require(client: Client) -> None:
    maker = create_provider(name="A university")
    parts = [create_course(teaches={"trees": 1}, requires={"python": 2}, official_hours=4)]
    create_bundle(slug="all", title="All of it", summary="In short.", parts=parts, provider=maker, official_hours=9.5)
    course = things(client, "/courses/all/")["Course"]
    assert value(course, "name") == "All of it"
    assert value(course, "description") == "In short."
    assert value(course, "provider", "name") == "A university"
    assert value(course, "url") == f"{settings.SITE_URL}/courses/all/"
    assert value(course, "hasCourseInstance", "courseMode") == "online"
    assert value(course, "hasCourseInstance", "courseWorkload") == "PT570M"
    assert value(course, "offers", "category") == "Free"


@pytest.mark.parametrize(
    ("address", "names"), [("/courses/one/", ["Courses", "One"]), ("/guides/why/", ["Guides", "Why"])]
)
def test_page_says_where_it_stands(client: Client, address: str, names: list[str]) -> None:
    create_course(slug="one", title="One")
    create_guide(slug="why", title="Why")
    steps = things(client, address)["BreadcrumbList"][f"{SCHEMA}itemListElement"]
    assert [value(step, "name") for step in steps] == names
    assert [value(step, "position") for step in steps] == [1, 2]
    assert value(steps[-1], "item") == f"{settings.SITE_URL}{address}"


def test_library_lists_its_courses_in_order(client: Client) -> None:
    for slug in ("a", "b"):
        create_course(slug=slug, title=slug.upper())
    items = things(client, "/courses/?sort=title")["ItemList"][f"{SCHEMA}itemListElement"]
    assert [value(item, "url") for item in items] == [f"{settings.SITE_URL}/courses/{slug}/" for slug in "ab"]


@pytest.mark.parametrize("address", ["/faq/", "/guides/why/"])
def test_questions_are_told_with_their_answers(client: Client, address: str) -> None:
    create_question(text="How so?", answer="Like *this*.", guide=create_guide(slug="why"))
    question = things(client, address)["FAQPage"][f"{SCHEMA}mainEntity"][0]
    assert question["@type"] == [f"{SCHEMA}Question"]
    assert value(question, "name") == "How so?"
    assert value(question, "acceptedAnswer", "text").strip() == "<p>Like <em>this</em>.</p>"
    assert "<p>Like <em>this</em>.</p>" in client.get(address).content.decode()


def test_pages_without_questions_or_courses_do_not_speak_of_them(client: Client) -> None:
    create_guide(slug="why")
    assert "FAQPage" not in things(client, "/guides/why/")
    assert things(client, "/faq/") == things(client, "/courses/") == {}


@pytest.mark.parametrize("address", ["/courses/evil/", "/courses/", "/guides/evil/", "/faq/"])
def test_hostile_text_stays_text(client: Client, address: str) -> None:
    create_course(slug="evil", title=HOSTILE, summary=HOSTILE)
    create_question(text=HOSTILE, answer=HOSTILE, guide=create_guide(slug="evil", title=HOSTILE, summary=HOSTILE))
    assert things(client, address)
    html = client.get(address).content.decode()
    assert "<script>alert" not in html
    assert HOSTILE not in html
