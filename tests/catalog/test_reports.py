"""“Report a wrong fact”: who may send it, what is refused, and how it reaches the curators."""

from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from catalog.models import FactReport
from catalog.throttling import Limit, network_address, wait_for
from tests.factories import create_course, create_user

pytestmark = pytest.mark.django_db
PAGE = "/courses/wrong/report/"
GOOD = {"field": "price", "message": "It costs 59 now: https://example.org/price"}


@pytest.fixture(autouse=True)
def course() -> Any:
    return create_course(slug="wrong", title="Wrong & <old>")


def test_report_form_opens_for_a_visitor_with_the_fact_chosen(client: Client) -> None:
    html = client.get(f"{PAGE}?field=price").content.decode()
    assert '<option value="price" selected>' in html
    assert "Wrong &amp; &lt;old&gt;" in html
    assert "noindex" in html


def test_report_lands_in_the_inbox_without_a_person(client: Client) -> None:
    response = client.post(PAGE, GOOD, follow=True)
    assert response.redirect_chain == [("/courses/wrong/", 302)]
    assert "Your report is with the curators" in response.content.decode()
    report = FactReport.objects.get()
    assert (report.course.slug, report.field, report.message, report.state) == ("wrong", *GOOD.values(), "open")
    names = {field.name for field in FactReport._meta.get_fields()}
    assert names == {"id", "course", "field", "message", "created_at", "state", "handled_at"}


@pytest.mark.parametrize(
    ("sent", "complaint"),
    [
        ({**GOOD, "message": "  "}, "Say in a few words what is wrong."),
        ({**GOOD, "message": "x" * 1001}, "Use at most 1,000 characters; yours has 1001."),
        ({**GOOD, "message": "a\x00b"}, "Take out the control characters."),
        ({**GOOD, "field": "colour"}, "Choose one of the facts on the list"),
        ({}, "Say in a few words what is wrong."),
    ],
)
def test_report_that_cannot_be_used_is_kept_on_the_page(client: Client, sent: dict[str, str], complaint: str) -> None:
    response = client.post(PAGE, sent)
    assert response.status_code == 200
    assert complaint in response.content.decode()
    assert sent.get("message", "").strip("\x00 ")[:20] in response.content.decode()
    assert not FactReport.objects.exists()


def test_report_keeps_hostile_text_as_text(client: Client) -> None:
    client.post(PAGE, {"message": "<script>alert(1)</script>"})
    client.force_login(create_user(is_staff=True, is_superuser=True))
    html = client.get(reverse("admin:catalog_factreport_changelist")).content.decode()
    assert "&lt;script&gt;alert(1)" in html
    assert "<script>alert" not in html


def test_program_that_fills_in_every_field_is_thanked_and_not_kept(client: Client) -> None:
    assert client.post(PAGE, {**GOOD, "website": "https://spam.example"}).status_code == 302
    assert not FactReport.objects.exists()


def test_reports_from_one_network_are_limited(client: Client, settings: LazySettings) -> None:
    settings.REPORTS_PER_HOUR = 2
    assert [client.post(PAGE, GOOD).status_code for _ in range(3)] == [302, 302, 429]
    refused = client.post(PAGE, GOOD)
    assert 0 < int(refused["Retry-After"]) <= 3600
    assert GOOD["message"] in refused.content.decode()
    assert "your text is still here" in refused.content.decode()
    assert client.post(PAGE, GOOD, REMOTE_ADDR="192.0.2.9").status_code == 302
    assert FactReport.objects.count() == 3


def test_reports_in_all_are_limited(client: Client, settings: LazySettings) -> None:
    settings.REPORTS_PER_DAY_IN_ALL = 2
    codes = [client.post(PAGE, GOOD, REMOTE_ADDR=f"192.0.2.{number}").status_code for number in range(3)]
    assert codes == [302, 302, 429]


def test_report_needs_the_token_of_its_form() -> None:
    assert Client(enforce_csrf_checks=True).post(PAGE, GOOD).status_code == 403


@pytest.mark.parametrize("method", ["put", "delete"])
def test_report_takes_no_other_method(client: Client, method: str) -> None:
    assert getattr(client, method)(PAGE).status_code == 405


def test_report_is_for_courses_that_the_public_sees(client: Client) -> None:
    create_course(slug="draft", status="draft")
    assert client.get("/courses/draft/report/").status_code == 404
    assert client.post("/courses/none/report/", GOOD).status_code == 404


@pytest.mark.parametrize(
    ("proxies", "forwarded", "remote", "address"),
    [
        (0, "198.51.100.1", "192.0.2.1", "192.0.2.1"),
        (1, "203.0.113.5, 198.51.100.1", "10.0.0.1", "198.51.100.1"),
        (2, "198.51.100.1", "10.0.0.1", "10.0.0.1"),
        (1, "nonsense", "10.0.0.1", ""),
        (1, "", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
    ],
)
def test_network_address(
    rf: Any, settings: LazySettings, proxies: int, forwarded: str, remote: str, address: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert network_address(rf.get("/", headers=headers, REMOTE_ADDR=remote)) == address


def test_limit_ends_with_its_window(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr("catalog.throttling.time.time", lambda: now)
    limit = Limit("some", 1, 60)
    assert [wait_for(limit, "a"), wait_for(limit, "a"), wait_for(limit, "b")] == [0, 20, 0]
    now = 1020.0
    assert wait_for(limit, "a") == 0


def test_curator_settles_reports_and_the_history_says_who(client: Client, course: Any) -> None:
    reports = [course.reports.create(message=text) for text in ("one", "two")]
    client.force_login(create_user(is_staff=True, is_superuser=True))
    inbox = reverse("admin:catalog_factreport_changelist")
    chosen = {"_selected_action": [report.pk for report in reports]}
    for action, state in (("mark_done", "done"), ("mark_rejected", "rejected"), ("reopen", "open")):
        assert client.post(inbox, {**chosen, "action": action}).status_code == 302
        assert {(row.state, row.handled_at is None) for row in FactReport.objects.all()} == {(state, state == "open")}
    assert LogEntry.objects.count() == 6
    assert client.get(f"{inbox}?state__exact=open").context["cl"].result_count == 2


def test_curator_changes_the_state_alone(client: Client, course: Any) -> None:
    report = course.reports.create(message="as written")
    client.force_login(create_user(is_staff=True, is_superuser=True))
    page = reverse("admin:catalog_factreport_change", args=[report.pk])
    client.post(page, {"state": "done", "message": "rewritten"})
    report.refresh_from_db()
    assert (report.state, report.message, report.handled_at is None) == ("done", "as written", False)
