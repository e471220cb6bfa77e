"""Pages for everybody: kept while nothing changes, never shown to somebody whom they are not for."""

import gzip
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.models import CatalogueVersion, Claim, Course, Guide, Question
from catalog.models.outgoing import AffiliateLink
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def course() -> Course:
    course = factories.create_course(slug="knots", title="Knots")
    factories.create_guide(slug="ropes", title="Ropes")
    factories.create_question(text="Which knot first?")
    return course


PAGES = ["/", "/courses/", "/courses/?q=knots", "/courses/knots/", "/guides/", "/guides/ropes/", "/faq/"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("is_user", [False, True])
def test_page_is_drawn_once(client: Client, page: str, is_user: bool) -> None:
    if is_user:
        client.force_login(factories.create_user())
    first = client.get(page)
    with CaptureQueriesContext(connection) as queries:
        again = client.get(page)
    assert again.content == first.content
    # The tokens; and for a user the session and the account.
    assert len(queries) == (3 if is_user else 1)


EDITS: dict[str, tuple[str, Callable[[Course], Any]]] = {
    "course": ("/courses/knots/", lambda course: Course.objects.filter(pk=course.pk).update(title="Splices")),
    "statement": (
        "/courses/knots/",
        lambda course: Claim.objects.create(course=course, field="maths", value="Splices", source="Somebody"),
    ),
    "source": ("/courses/knots/", lambda course: course.sources.create(location="Splices", supports="title")),
    "paid link": (
        "/courses/knots/",
        lambda course: AffiliateLink.objects.create(course=course, url="https://pay.example.org/", network="Splices"),
    ),
    "guide": ("/guides/ropes/", lambda course: Guide.objects.update(title="Splices")),
    "question": ("/faq/", lambda course: Question.objects.update(text="Splices?")),
}


@pytest.mark.parametrize("edit", EDITS)
def test_edit_shows_at_once(client: Client, edit: str) -> None:
    page, change = EDITS[edit]
    course = Course.objects.get(slug="knots")
    assert b"Splices" not in client.get(page).content
    change(course)
    assert b"Splices" in client.get(page).content


def test_user_and_visitor_do_not_get_each_others_page(client: Client) -> None:
    assert b"Log in" in client.get("/courses/").content
    client.force_login(factories.create_user())
    assert b"Log in" not in client.get("/courses/").content
    client.logout()
    assert b"Log in" in client.get("/courses/").content


def test_draft_seen_by_a_curator_stays_unseen_by_others(client: Client) -> None:
    factories.create_course(slug="secret", status="draft")
    curator = Client()
    curator.force_login(factories.create_user(is_staff=True, is_superuser=True))
    assert curator.get("/courses/secret/").status_code == 200
    assert client.get("/courses/secret/").status_code == 404
    assert curator.get("/courses/secret/").status_code == 200


def test_waiting_message_is_shown_once_and_to_its_reader_alone(client: Client) -> None:
    client.get("/courses/")
    client.post("/courses/knots/report/", {"field": "price", "message": "It rose."})
    told = client.get("/courses/knots/").content
    later = client.get("/courses/knots/").content
    assert told != later
    assert later == Client().get("/courses/knots/").content


@pytest.mark.parametrize("page", PAGES)
def test_page_carries_nobodys_token_and_no_cookie(client: Client, page: str) -> None:
    response = client.get(page)
    assert b"X-CSRFToken" not in response.content
    assert b"csrfmiddlewaretoken" not in response.content
    assert not response.cookies


def test_visitor_keeps_a_page_for_a_minute_and_asks_whether_it_changed(client: Client) -> None:
    response = client.get("/courses/")
    assert response["Cache-Control"] == "public, max-age=60"
    assert {"Cookie", "Accept-Encoding", "HX-Request"} <= set(response["Vary"].split(", "))
    same = client.get("/courses/", headers={"If-None-Match": response["ETag"]})
    assert (same.status_code, same.content, same["Vary"]) == (304, b"", response["Vary"])
    factories.create_course(title="Bends")
    assert client.get("/courses/", headers={"If-None-Match": response["ETag"]}).status_code == 200


def test_user_asks_each_time(client: Client) -> None:
    client.force_login(factories.create_user())
    assert client.get("/courses/")["Cache-Control"] == "private, no-cache"


def test_page_is_compressed_for_those_who_take_it(client: Client) -> None:
    plain = client.get("/courses/")
    packed = client.get("/courses/", headers={"Accept-Encoding": "br, gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert packed["ETag"] == plain["ETag"]
    assert "Content-Encoding" not in plain


def test_fragment_and_page_are_kept_apart(client: Client) -> None:
    page = client.get("/courses/?q=knots").content
    fragment = client.get("/courses/?q=knots", headers={"HX-Request": "true"})
    assert b"<html" in page
    assert b"<html" not in fragment.content
    assert client.get("/courses/?q=knots", headers={"HX-Request": "true"})["HX-Push-Url"] == fragment["HX-Push-Url"]


def test_missing_page_is_not_kept(client: Client) -> None:
    assert client.get("/courses/bends/").status_code == 404
    factories.create_course(slug="bends")
    assert client.get("/courses/bends/").status_code == 200


def test_head_has_no_body(client: Client) -> None:
    assert client.get("/courses/").content
    response = client.head("/courses/")
    assert (response.status_code, response.content) == (200, b"")


def test_tokens_are_of_advice_and_of_contents() -> None:
    before = CatalogueVersion.state()
    Guide.objects.update(title="Splices")
    after = CatalogueVersion.state()
    assert before[0] == after[0] == CatalogueVersion.current()
    assert before[1] != after[1]
