"""The Atom feed of new and changed courses."""

from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from django.conf import settings
from django.test import Client

from catalog.models import Course
from tests.factories import create_course

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}
MARCH, MAY = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 5, 1, 12, tzinfo=UTC)


def read(client: Client) -> Any:
    answer = client.get("/feed.xml")
    assert answer["Content-Type"].startswith("application/atom+xml")
    feed = feedparser.parse(answer.content)
    assert feed.bozo == 0
    assert feed.version == "atom10"
    return feed


def test_feed_says_what_is_new_and_what_changed(client: Client) -> None:
    for slug in ("new", "changed", "retired"):
        create_course(slug=slug, title=slug.upper())
    Course.objects.filter(slug="retired").update(status="retired")
    Course.objects.filter(slug="new").update(created_at=MAY, updated_at=MAY)
    Course.objects.filter(slug="changed").update(created_at=MARCH, updated_at=MAY)
    titles = {entry.link.split("/")[-2]: entry.title for entry in read(client).entries}
    assert titles == {
        "new": "New course: NEW",
        "changed": "Changed course: CHANGED",
        "retired": "Retired course: RETIRED",
    }


def test_feed_leaves_out_drafts_and_begins_with_the_latest(client: Client) -> None:
    for slug in ("older", "newer"):
        create_course(slug=slug)
    create_course(slug="draft", status="draft")
    Course.objects.filter(slug="older").update(updated_at=MARCH)
    assert [entry.link.split("/")[-2] for entry in read(client).entries] == ["newer", "older"]


def test_feed_has_what_the_format_demands(client: Client) -> None:
    create_course(slug="one")
    root = ElementTree.fromstring(client.get("/feed.xml").content)
    for element in (root, root.find("a:entry", ATOM)):
        assert element is not None
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"a:{name}", ATOM)) == 1, name
            datetime.fromisoformat(element.findtext("a:updated", "", ATOM))
    assert root.findtext("a:author/a:name", "", ATOM) == settings.SITE_NAME
    links = {link.get("rel"): link.get("href") for link in root.findall("a:link", ATOM)}
    assert links["self"] == f"{settings.SITE_URL}/feed.xml"


def test_entry_keeps_its_name_when_the_course_changes(client: Client) -> None:
    course = create_course(slug="one", title="Before")
    before = read(client).entries[0].id
    course.title = "After"
    course.save()
    assert read(client).entries[0].id == before == "tag:localhost,2026:courses/one"


def test_feed_carries_what_curators_type_as_text(client: Client) -> None:
    create_course(title="<b>A</b> & \x0b]]>", summary="<script>alert(1)</script> & more")
    entry = read(client).entries[0]
    assert entry.title.startswith("New course: <b>A</b> & ") or "&lt;b&gt;" in entry.title
    assert "<script>" not in entry.summary
    assert "&lt;script&gt;alert(1)" in entry.summary


def test_feed_without_courses_is_whole(client: Client) -> None:
    assert read(client).entries == []


def test_feed_asks_as_often_for_many_as_for_few(client: Client, django_assert_num_queries: Any) -> None:
    create_course(teaches={"a": 1})
    with django_assert_num_queries(3):
        client.get("/feed.xml")
    for _ in range(4):
        create_course(teaches={"a": 1})
    with django_assert_num_queries(3):
        client.get("/feed.xml")
