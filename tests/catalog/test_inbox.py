"""The curators' inbox: what waits in it, how it is worked off, by several at once, and taken back."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from advisor.models import User
from catalog.admin.inbox import place_of
from catalog.desk.courses import COURSES
from catalog.desk.drafts import discard, publish_draft
from catalog.estimates import FACTS
from catalog.freshness import CHECK_AGAIN_AFTER
from catalog.inbox.items import Kind, waiting
from catalog.inbox.settling import NotDone, settle
from catalog.links.uses import course_form
from catalog.models import Course, Draft, FactReport, LinkCheck, LinkHost
from tests.at_once import run_at_once
from tests.factories import create_course, create_guide, create_user

pytestmark = pytest.mark.django_db
INBOX = "/admin/catalog/factreport/inbox/"
LONG_AGO = date(2020, 1, 1)
OLD, NEW = "https://a.example/old", "https://a.example/new"


@pytest.fixture
def curator(client: Client) -> Client:
    client.force_login(create_user(email="ana@example.org", is_staff=True, is_superuser=True))
    return client


def fresh(**fields: Any) -> Course:
    return create_course(**{"reviewed_on": timezone.localdate(), **fields})


def create_link(address: str = OLD, **fields: Any) -> LinkCheck:
    host, _ = LinkHost.objects.get_or_create(name="a.example")
    given = {
        "outcome": "gone",
        "status": 404,
        "gone_answers": 2,
        "failed_days": 2,
        "asked_at": timezone.now(),
        **fields,
    }
    return LinkCheck.objects.create(address=address, host=host, **given)


def create_moved(**fields: Any) -> LinkCheck:
    return create_link(**{"outcome": "moved", "status": 200, "final_address": NEW, "failed_days": 0, **fields})


def keys() -> list[str]:
    return [item.key for item in waiting(list(Kind))]


def press(client: Client, key: str, **sent: str) -> Any:
    return client.post(f"{INBOX}{key}/", sent, follow=True)


def told(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_list_is_by_urgency_then_the_newest_first() -> None:
    course = fresh(url=OLD)
    old = course.reports.create(message="old", created_at=datetime(2027, 1, 1, tzinfo=UTC))
    new = course.reports.create(message="new", created_at=datetime(2027, 2, 1, tzinfo=UTC))
    gone = create_link()
    other = fresh(url="https://a.example/other")
    moved = create_moved(address=other.url)
    stale = fresh(reviewed_on=timezone.localdate() - CHECK_AGAIN_AFTER - timedelta(days=1))
    assert keys() == [
        f"report-{new.pk}",
        f"report-{old.pk}",
        f"gone-{gone.pk}",
        f"moved-{moved.pk}",
        f"stale-{stale.pk}",
    ]


def test_only_what_concerns_the_public_pages_waits() -> None:
    fresh(url=OLD, status="draft")
    create_link()
    fresh(reviewed_on=LONG_AGO, status="retired")
    fresh(reviewed_on=None)
    fresh(reviewed_on=timezone.localdate() - CHECK_AGAIN_AFTER)
    fresh().reports.create(message="x", state="done")
    assert keys() == []


def test_course_never_checked_waits_a_year_after_it_was_entered() -> None:
    course = fresh(reviewed_on=None)
    Course.objects.update(created_at=timezone.now() - CHECK_AGAIN_AFTER - timedelta(days=1))
    (item,) = waiting(list(Kind))
    assert (item.key, item.what) == (f"stale-{course.pk}", "all facts, not checked since it was entered")
    assert item.since.date() == timezone.localdate() - timedelta(days=1)


def test_pages_open_and_show_the_fact_in_question(curator: Client) -> None:
    course = fresh(title="Weaving", official_pace="6 weeks", url=OLD)
    report = course.reports.create(field="official_pace", message="It takes <b>8</b> weeks.")
    html = curator.get(f"{INBOX}report-{report.pk}/").content.decode()
    assert "It takes &lt;b&gt;8&lt;/b&gt; weeks." in html
    assert f'href="/admin/catalog/course/{course.pk}/change/#id_official_pace"' in html
    assert html.index("Official pace (in question)") < html.index("Title</dt>")
    assert "6 weeks" in html
    assert 'data-inbox-key="d"' in html
    assert 'data-inbox-key="s"' in html
    assert "1</strong> reports of wrong facts" in curator.get(INBOX).content.decode()
    front = curator.get("/admin/").content.decode()
    assert "Reports of wrong facts</th><td>1</td>" in front


def test_mend_of_each_fact_leads_to_a_place_that_the_form_has(curator: Client) -> None:
    form = curator.get(course_form(fresh().pk)).content.decode()
    assert [fact for fact in FACTS if f'id="{place_of(fact)}"' not in form] == []
    assert place_of("") == ""


def test_report_is_done_and_the_next_item_opens(curator: Client) -> None:
    course = fresh()
    first, second = (course.reports.create(message=text) for text in ("one", "two"))
    later, sooner = f"report-{first.pk}", f"report-{second.pk}"
    assert keys() == [sooner, later]
    response = press(curator, sooner, next=later)
    assert response.redirect_chain == [(f"{INBOX}{later}/", 302)]
    second.refresh_from_db()
    assert (second.state, second.handled_at is None) == ("done", False)
    assert LogEntry.objects.get().change_message == "Worked off in the inbox."
    assert press(curator, later).redirect_chain == [(INBOX, 302)]
    assert "Nothing waits" in curator.get(INBOX).content.decode()


def test_last_one_is_taken_back(curator: Client) -> None:
    report = fresh().reports.create(message="one")
    press(curator, f"report-{report.pk}")
    response = curator.post(f"{INBOX}undo/", follow=True)
    assert response.redirect_chain == [(f"{INBOX}report-{report.pk}/", 302)]
    report.refresh_from_db()
    assert (report.state, report.handled_at) == ("open", None)
    assert told(curator.post(f"{INBOX}undo/", follow=True)) == ["There is nothing to take back."]


def test_what_another_curator_did_is_said_and_not_done_again(curator: Client) -> None:
    report = fresh().reports.create(message="one")
    other = Client()
    other.force_login(create_user(email="ben@example.org", is_staff=True, is_superuser=True))
    press(other, f"report-{report.pk}")
    said = "ben@example.org has done this one already."
    assert said in curator.get(f"{INBOX}report-{report.pk}/").content.decode()
    assert told(press(curator, f"report-{report.pk}")) == [f"Nothing was changed. {said}"]
    assert LogEntry.objects.count() == 1
    FactReport.objects.update(state="rejected")
    assert told(other.post(f"{INBOX}undo/", follow=True)) == ["Nothing was taken back. Somebody has changed it since."]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", list(Kind))
def test_of_two_at_once_one_does_it(kind: Kind) -> None:
    course = create_course(url=OLD, reviewed_on=LONG_AGO)
    made: dict[Kind, Callable[[], Any]] = {
        Kind.REPORT: lambda: course.reports.create(message="one"),
        Kind.GONE: create_link,
        Kind.MOVED: create_moved,
        Kind.STALE: lambda: course,
    }
    pk = made[kind]().pk
    users = [create_user(), create_user()]
    seen = {Kind.GONE: "gone", Kind.MOVED: f"moved {NEW}"}.get(kind, "")
    failures = run_at_once([lambda user=user: settle(kind, pk, user, title="x", seen=seen) for user in users])  # type: ignore[misc]
    assert [type(error) for error in failures] == [NotDone]
    assert LogEntry.objects.count() == 1
    assert Draft.objects.count() == (1 if kind in {Kind.MOVED, Kind.STALE} else 0)


def test_link_that_is_still_right_leaves_the_list(curator: Client) -> None:
    fresh(url=OLD)
    link = create_link()
    html = curator.get(f"{INBOX}gone-{link.pk}/").content.decode()
    assert "The link is still right" in html
    assert html.count("(in question)") == 1
    assert html.index("Public page (in question)") < html.index("Title</dt>")
    assert 'name="seen" value="gone"' in html
    press(curator, f"gone-{link.pk}", seen="gone")
    assert keys() == []
    curator.post(f"{INBOX}undo/")
    assert keys() == [f"gone-{link.pk}"]


def test_link_that_was_asked_again_meanwhile_is_not_settled(curator: Client) -> None:
    fresh(url=OLD)
    link = create_moved()
    said = told(press(curator, f"moved-{link.pk}", seen="moved https://a.example/elsewhere"))
    assert "look at it again" in said[0]
    assert not Draft.objects.exists()
    assert keys() == [f"moved-{link.pk}"]


def test_new_address_becomes_a_draft_and_nothing_is_published(curator: Client) -> None:
    course = fresh(url=OLD)
    course.sources.create(location=OLD, supports="all")
    course.claims.create(field="maths", value="light", source=OLD)
    twin = fresh(url="https://a.example/twin")
    twin.sources.create(location=OLD, supports="all", position=1)
    twin.sources.create(location=NEW, supports="hours", position=2)
    link = create_moved()
    said = told(press(curator, f"moved-{link.pk}", seen=f"moved {NEW}"))
    assert "Drafts that now wait for review: 1." in said[0]
    course.refresh_from_db()
    assert course.url == OLD
    draft = Draft.objects.get()
    assert (draft.key, draft.state, draft.note) == (course.slug, "waiting", "A link moved")
    publish_draft(draft, create_user())
    document = COURSES.read(course.slug)
    assert document is not None
    assert document["url"] == document["sources"][0]["location"] == document["claims"][0]["source"] == NEW
    assert told(curator.post(f"{INBOX}undo/", follow=True))[-1].startswith("Nothing was taken back.")


def test_draft_of_a_new_address_is_taken_back(curator: Client) -> None:
    fresh(url=OLD)
    link = create_moved()
    press(curator, f"moved-{link.pk}", seen=f"moved {NEW}")
    curator.post(f"{INBOX}undo/")
    assert Draft.objects.get().state == "discarded"
    assert keys() == [f"moved-{link.pk}"]


def test_link_waits_again_once_a_draft_of_its_new_address_is_discarded(curator: Client) -> None:
    fresh(url=OLD)
    link = create_moved()
    press(curator, f"moved-{link.pk}", seen=f"moved {NEW}")
    assert keys() == []
    draft = Draft.objects.get()
    curator.post(reverse("admin:catalog_draft_change", args=[draft.pk]), {"discard": "x"})
    assert keys() == [f"moved-{link.pk}"]
    press(curator, f"moved-{link.pk}", seen=f"moved {NEW}", keep="")
    discard(draft)
    assert keys() == []


def test_old_address_can_be_kept(curator: Client) -> None:
    fresh(url=OLD)
    link = create_moved()
    press(curator, f"moved-{link.pk}", seen=f"moved {NEW}", keep="")
    assert keys() == []
    assert not Draft.objects.exists()


@pytest.mark.parametrize("final", [NEW, f"{NEW}?{'x' * 300}"])
def test_move_that_cannot_be_drafted_is_mended_by_hand(curator: Client, final: str) -> None:
    guide = create_guide(sources=OLD)
    if final != NEW:
        fresh(url=OLD)
    link = create_moved(final_address=final)
    html = curator.get(f"{INBOX}moved-{link.pk}/").content.decode()
    assert f'href="/admin/catalog/guide/{guide.pk}/change/#id_sources"' in html
    assert "Draft the new address" not in html
    press(curator, f"moved-{link.pk}", seen=f"moved {final}")
    assert keys() == []
    assert not Draft.objects.exists()


def test_checked_facts_become_a_draft_with_today(curator: Client) -> None:
    course = fresh(reviewed_on=LONG_AGO)
    press(curator, f"stale-{course.pk}")
    assert keys() == []
    draft = Draft.objects.get()
    assert draft.document["reviewed_on"] == timezone.localdate().isoformat()
    course.refresh_from_db()
    assert course.reviewed_on == LONG_AGO
    curator.post(f"{INBOX}undo/")
    assert keys() == [f"stale-{course.pk}"]


@pytest.mark.parametrize(
    "key", ["report-0", "gone-999", "report-1" + "0" * 30, "nonsense", "person-1", "report-", "-1"]
)
def test_key_of_nothing(curator: Client, key: str) -> None:
    known = key in {"report-0", "gone-999"}
    assert curator.get(f"{INBOX}{key}/").status_code == (200 if known else 404)
    assert curator.post(f"{INBOX}{key}/").status_code == (302 if known else 404)


def test_list_takes_the_same_queries_for_many(curator: Client) -> None:
    numbers = []
    for _ in range(2):
        for number in range(3):
            course = fresh(url=f"{OLD}/{len(numbers)}/{number}", reviewed_on=LONG_AGO)
            course.reports.create(message="x")
            create_link(address=course.url)
        curator.get(INBOX)
        with CaptureQueriesContext(connection) as queries:
            curator.get(INBOX)
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]


def staff(*rights: str) -> User:
    user = create_user(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return user


def test_inbox_is_for_those_who_may_change_something(client: Client) -> None:
    report = fresh(reviewed_on=LONG_AGO).reports.create(message="one")
    addresses = [INBOX, f"{INBOX}report-{report.pk}/"]
    assert {client.get(address).status_code for address in addresses} == {302}
    client.force_login(staff("view_factreport"))
    assert {client.get(address).status_code for address in addresses} == {403}
    assert client.post(f"{INBOX}undo/").status_code == 403
    assert "Inbox" not in client.get("/admin/").content.decode()
    client.force_login(staff("change_course"))
    assert client.get(addresses[0]).status_code == 200
    assert client.get(addresses[1]).status_code == client.post(addresses[1]).status_code == 403
    client.force_login(staff("change_factreport"))
    assert client.get(reverse("admin:catalog_inbox")).context["page"].paginator.count == 1


def test_inbox_needs_the_token_of_its_forms() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(create_user(is_staff=True, is_superuser=True))
    assert client.post(f"{INBOX}undo/").status_code == 403
