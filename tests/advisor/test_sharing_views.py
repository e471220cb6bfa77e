"""Links, feeds and copies of a path: for the owner, a stranger, a visitor, and after they are revoked."""

import re
from datetime import date
from typing import Any

import icalendar
import pytest
from django.test import Client
from django.urls import reverse

from advisor.models import CalendarFeed, Completion, Path, ShareLink, User
from catalog.models import Course
from tests.advisor.path_rows import make_catalogue, make_path
from tests.factories import create_user

pytestmark = pytest.mark.django_db
OWN_PAGES = ["path_share", "path_calendar", "path_plain", "path_spreadsheet"]
OWN_POSTS = ["share_make", "feed_change"]


@pytest.fixture
def path(client: Client) -> Path:
    make_catalogue()
    user = create_user(email="owner@example.org")
    client.force_login(user)
    return make_path(user)


def address(name: str, path: Path, **more: Any) -> str:
    return reverse(f"advisor:{name}", kwargs={"pk": path.pk, **more})


def finish(user: User, slug: str) -> None:
    Completion.objects.create(
        user=user, course=Course.objects.get(slug=slug), state="done", finished_on=date(2027, 5, 17)
    )


@pytest.mark.parametrize("name", OWN_PAGES)
def test_own_page_is_for_the_owner_alone(client: Client, path: Path, name: str) -> None:
    assert client.get(address(name, path)).status_code == 200
    client.force_login(create_user())
    assert client.get(address(name, path)).status_code == 404
    client.logout()
    assert client.get(address(name, path)).url.startswith(reverse("account_login"))


@pytest.mark.parametrize("name", OWN_POSTS)
def test_stranger_changes_nothing(client: Client, path: Path, name: str) -> None:
    client.force_login(create_user())
    data = {"with_progress": "yes", "action": "renew"}
    assert client.post(address(name, path), data).status_code == 404
    client.logout()
    assert client.post(address(name, path), data).status_code == 302
    assert client.get(address(name, path)).status_code in {302, 405}
    assert not ShareLink.objects.exists()
    assert not CalendarFeed.objects.exists()


@pytest.mark.parametrize("name", OWN_POSTS)
@pytest.mark.parametrize("data", [{}, {"with_progress": "perhaps", "action": "explode"}])
def test_bad_input_changes_nothing_and_says_so(client: Client, path: Path, name: str, data: dict[str, str]) -> None:
    answer = client.post(address(name, path), data)
    assert answer.status_code == 200
    assert "Nothing was changed" in answer.content.decode()
    assert not ShareLink.objects.exists()


def test_link_shows_the_path_to_anybody_without_anything_personal(client: Client, path: Path) -> None:
    finish(path.user, "first")
    client.post(address("share_make", path), {"with_progress": "no"})
    link = ShareLink.objects.get()
    answer = Client().get(link.get_absolute_url())
    page = answer.content.decode()
    assert all(step.course.title in page for step in path.steps.select_related("course"))
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert '<meta name="robots" content="noindex, nofollow">' in page
    assert '<meta property="og:title" content="Go deep">' in page
    assert "A path of 2 courses" in re.search(r'og:description" content="([^"]*)"', page)[1]  # type: ignore[index]
    for personal in ("owner@example.org", "is-done", ">Done<", "17 May"):
        assert personal not in page


def test_link_with_progress_shows_what_is_done_and_no_more(client: Client, path: Path) -> None:
    finish(path.user, "first")
    Completion.objects.create(
        user=path.user, course=Course.objects.get(slug="nets-course"), state="started", started_on=date(2027, 6, 1)
    )
    client.post(address("share_make", path), {"with_progress": "yes"})
    page = Client().get(ShareLink.objects.get().get_absolute_url()).content.decode()
    assert page.count("is-done") == 1
    assert "1 of 2 courses done" in page
    for personal in ("17 May", "1 Jun 2027", "owner@example.org"):
        assert personal not in page


def test_second_press_makes_no_second_link(client: Client, path: Path) -> None:
    for _ in range(2):
        client.post(address("share_make", path), {"with_progress": "no"})
    assert ShareLink.objects.count() == 1


def test_revoked_link_leads_nowhere_and_a_new_one_has_another_address(client: Client, path: Path) -> None:
    client.post(address("share_make", path), {"with_progress": "no"})
    old = ShareLink.objects.get()
    client.post(address("share_revoke", path, link=old.pk))
    assert Client().get(old.get_absolute_url()).status_code == 404
    client.post(address("share_make", path), {"with_progress": "no"})
    assert ShareLink.objects.live().get().token != old.token
    assert Client().get(old.get_absolute_url()).status_code == 404


def test_stranger_revokes_no_link(client: Client, path: Path) -> None:
    link = ShareLink.objects.create(path=path)
    client.force_login(create_user())
    assert client.post(address("share_revoke", path, link=link.pk)).status_code == 404
    own = make_path(create_user())
    client.force_login(own.user)
    assert client.post(address("share_revoke", own, link=link.pk)).status_code == 404
    assert ShareLink.objects.live().exists()


@pytest.mark.parametrize("token", ["x", "0" * 43, "%00"])
def test_unknown_addresses_lead_nowhere(client: Client, path: Path, token: str) -> None:
    assert client.get(f"/shared/{token}/").status_code == 404
    assert client.get(f"/calendar/{token}.ics").status_code == 404


def test_link_of_a_closed_account_leads_nowhere(path: Path) -> None:
    link, feed = ShareLink.objects.create(path=path), CalendarFeed.objects.create(path=path)
    User.objects.update(is_active=False)
    assert Client().get(link.get_absolute_url()).status_code == 404
    assert Client().get(feed.get_absolute_url()).status_code == 404


def test_feed_needs_no_log_in_until_it_is_revoked(client: Client, path: Path) -> None:
    client.post(address("feed_change", path), {"action": "renew"})
    first = CalendarFeed.objects.get().get_absolute_url()
    answer = Client().get(first)
    assert answer["Content-Type"].startswith("text/calendar")
    assert "private" in answer["Cache-Control"]
    assert len(icalendar.Calendar.from_ical(answer.content).walk("VEVENT")) > 2
    assert b"owner@example.org" not in answer.content
    client.post(address("feed_change", path), {"action": "renew"})
    second = CalendarFeed.objects.get().get_absolute_url()
    assert [Client().get(at).status_code for at in (first, second)] == [404, 200]
    client.post(address("feed_change", path), {"action": "revoke"})
    assert Client().get(second).status_code == 404


def test_tokens_hold_at_least_128_bits(path: Path) -> None:
    # base64 carries six bits a sign
    assert len(ShareLink(path=path).token) * 6 >= 128
    assert len(CalendarFeed(path=path).token) * 6 >= 128


def test_new_plan_updates_the_events_of_the_feed(path: Path) -> None:
    feed = CalendarFeed.objects.create(path=path)

    def fetch() -> dict[str, icalendar.Event]:
        calendar = icalendar.Calendar.from_ical(Client().get(feed.get_absolute_url()).content)
        return {str(event["uid"]): event for event in calendar.walk("VEVENT")}

    before = fetch()
    path.plan["steps"][0]["starts"] = "2027-01-05"
    path.save()
    Path.objects.update(updated_at=path.created_at.replace(year=path.created_at.year + 1))
    after = fetch()
    assert after.keys() == before.keys()
    assert all(after[uid]["sequence"] > before[uid]["sequence"] for uid in after)


def test_htmx_gets_the_section_alone(client: Client, path: Path) -> None:
    answer = client.post(address("share_make", path), {"with_progress": "no"}, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert page.lstrip().startswith('<section id="sharing"')
    assert "Link made" in page
    assert "HX-Request" in answer["Vary"]


def test_text_and_table_are_files_of_the_path(client: Client, path: Path) -> None:
    finish(path.user, "first")
    text = client.get(address("path_plain", path))
    assert text["Content-Type"] == "text/plain; charset=utf-8"
    assert "1. First steps (done)" in text.content.decode()
    table = client.get(address("path_spreadsheet", path))
    assert 'filename="which-first-go-deep.csv"' in table["Content-Disposition"]
    assert "first,First steps" in table.content.decode("utf-8-sig")


def test_shared_page_takes_the_same_queries_for_a_long_path(path: Path, django_assert_max_num_queries: Any) -> None:
    link = ShareLink.objects.create(path=path, with_progress=True)
    with django_assert_max_num_queries(4):
        Client().get(link.get_absolute_url())
