"""The way from a course's page to the provider's, and what is counted of it."""

from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from catalog.models import Course
from catalog.models.outgoing import AffiliateLink, OutgoingClick
from catalog.outgoing import WayOut, count_click, way_out
from tests.at_once import run_at_once
from tests.catalog.test_views_courses import text_of
from tests.factories import create_course, create_user

pytestmark = pytest.mark.django_db
PAID = "https://partner.example.org/click?id=1"


def create_link(course: Course, **fields: Any) -> AffiliateLink:
    return AffiliateLink.objects.create(**{"course": course, "url": PAID, "network": "Partner", **fields})


def counts() -> list[tuple[str, int]]:
    return list(OutgoingClick.objects.order_by("kind").values_list("kind", "count"))


def test_course_go_leads_to_the_plain_address_when_nobody_pays(client: Client) -> None:
    create_course(slug="plain", url="https://example.org/plain")
    response = client.get("/courses/plain/go/")
    assert (response.status_code, response["Location"]) == (302, "https://example.org/plain")
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response["Cache-Control"]
    assert counts() == [("plain", 1)]


def test_course_go_leads_to_the_paid_address_while_it_is_active(client: Client) -> None:
    link = create_link(create_course(slug="paid", url="https://example.org/paid"))
    assert client.get("/courses/paid/go/")["Location"] == PAID
    AffiliateLink.objects.filter(pk=link.pk).update(is_active=False)
    assert client.get("/courses/paid/go/")["Location"] == "https://example.org/paid"
    assert counts() == [("paid", 1), ("plain", 1)]


@pytest.mark.parametrize("query", ["?to=https://evil.example/", "?url=//evil.example", "?next=javascript:alert(1)"])
def test_course_go_takes_no_address_from_the_request(client: Client, query: str) -> None:
    create_course(slug="plain", url="https://example.org/plain")
    assert client.get(f"/courses/plain/go/{query}")["Location"] == "https://example.org/plain"


def test_a_browsers_report_counts_the_plain_link_and_nothing_else() -> None:
    create_link(create_course(slug="paid", url="https://example.org/paid"))
    response = Client(enforce_csrf_checks=True).post("/courses/paid/go/", b"PING", content_type="text/ping")
    assert (response.status_code, response.content, response.cookies) == (204, b"", {})
    assert counts() == [("plain", 1)]


def test_course_go_sets_no_cookie(client: Client) -> None:
    create_link(create_course(slug="paid"))
    assert not client.get("/courses/paid/go/").cookies


def test_clicks_say_nothing_of_who_clicked() -> None:
    assert [field.name for field in OutgoingClick._meta.get_fields()] == ["id", "course", "day", "kind", "count"]


def test_clicks_add_up_by_course_day_and_kind() -> None:
    course, other = create_course(), create_course()
    plain, paid = WayOut("https://example.org"), WayOut(PAID, "Partner")
    for row in ((course, plain, 1), (course, plain, 1), (course, plain, 2), (course, paid, 1), (other, plain, 1)):
        count_click(row[0], row[1], date(2027, 1, row[2]))
    assert sorted(OutgoingClick.objects.values_list("count", flat=True)) == [1, 1, 1, 2]


@pytest.mark.django_db(transaction=True)
def test_clicks_at_once_are_all_counted() -> None:
    course = create_course()
    assert run_at_once([lambda: count_click(course, WayOut("https://example.org"), date(2027, 1, 1))] * 4) == []
    assert counts() == [("plain", 4)]


@pytest.mark.parametrize("headers", [{"Sec-Purpose": "prefetch"}, {"Sec-Purpose": "prefetch;prerender"}])
def test_course_go_does_not_count_what_is_fetched_ahead(client: Client, headers: dict[str, str]) -> None:
    create_course(slug="plain")
    assert client.get("/courses/plain/go/", headers=headers).status_code == 302
    assert client.head("/courses/plain/go/").status_code == 302
    assert counts() == []


@pytest.mark.parametrize(("fields", "status"), [({"url": ""}, 404), ({"status": "draft"}, 404), ({}, 302)])
def test_course_go_leads_only_where_there_is_a_page(client: Client, fields: dict[str, Any], status: int) -> None:
    create_course(slug="some", **fields)
    assert client.get("/courses/some/go/").status_code == status
    assert client.get("/courses/none/go/").status_code == 404
    assert client.post("/courses/some/go/").status_code == (204 if status == 302 else status)


def test_course_go_opens_a_draft_for_curators_uncounted(client: Client) -> None:
    create_course(slug="draft", status="draft")
    client.force_login(create_user(is_staff=True))
    assert client.get("/courses/draft/go/").status_code == 302
    assert counts() == []


def test_retired_course_is_not_advertised() -> None:
    course = create_course(status="retired")
    create_link(course)
    way = way_out(course)
    assert way is not None
    assert not way.is_paid


def test_course_detail_discloses_a_paid_link_and_has_a_plain_one_beside_it(client: Client) -> None:
    create_link(create_course(slug="paid", url="https://example.org/paid"), network="Big <Network>")
    html = client.get("/courses/paid/").content.decode()
    assert 'href="/courses/paid/go/" rel="nofollow sponsored noopener external"' in html
    report_to = f"{settings.SITE_URL}/courses/paid/go/"
    plain = f'<a href="https://example.org/paid" ping="{report_to}" rel="nofollow noopener external">'
    assert f"{plain}The same page by a plain link</a>" in html
    assert "Big &lt;Network&gt; may pay us when you buy" in html
    assert PAID not in html


def test_course_detail_says_that_a_plain_link_earns_nothing(client: Client) -> None:
    create_course(slug="plain", url="https://example.org/plain")
    assert "This is a plain link; nobody pays us for it." in text_of(client, "/courses/plain/")
    html = client.get("/courses/plain/").content.decode()
    report_to = f"{settings.SITE_URL}/courses/plain/go/"
    assert f'<a class="button" href="https://example.org/plain" ping="{report_to}"' in html


def test_course_detail_has_no_way_out_without_an_address(client: Client) -> None:
    create_course(slug="own", url="")
    assert "Leaves this site" not in text_of(client, "/courses/own/")


def test_counts_are_of_today(client: Client) -> None:
    create_course(slug="plain")
    client.get("/courses/plain/go/")
    assert OutgoingClick.objects.get().day == timezone.localdate()
