"""The page of a saved path: dials, proposals, closer looks and earlier versions."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from advisor.models import Completion, Path, PathVersion, Proposal, User
from advisor.tracking import record_progress
from catalog.models import Course
from tests.advisor.test_revisions import courses, make_path, make_rows, retire
from tests.factories import create_course, create_user

pytestmark = pytest.mark.django_db
REDRAW = {"HX-Request": "true", "HX-Target": "path-progress"}
CLOSER = {"HX-Request": "true", "HX-Target": "closer"}


@pytest.fixture
def user() -> User:
    make_rows()
    return create_user()


@pytest.fixture
def path(user: User) -> Path:
    return make_path(user)


@pytest.fixture
def owner(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def text_of(response: Any) -> str:
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def page(client: Client, path: Path, query: str = "", **headers: Any) -> str:
    return text_of(client.get(f"{path.get_absolute_url()}{query}", **headers))


def hidden_values(text: str, action: str) -> dict[str, str]:
    form = re.search(rf'<form[^>]*action="{re.escape(action)}">(.*?)</form>', text)
    assert form
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form[1]))


def press_accept(client: Client, path: Path, text: str) -> str:
    action = reverse("advisor:path_revise", args=[path.pk])
    return text_of(client.post(action, hidden_values(text, action), follow=True))


def decide(client: Client, proposal: Proposal, decision: str) -> str:
    address = reverse("advisor:proposal_decide", args=[proposal.path_id, proposal.pk])
    return text_of(client.post(address, {"decision": decision}, follow=True))


def test_dials_show_another_path_and_store_nothing(owner: Client, path: Path) -> None:
    before = Path.objects.values().get()
    text = page(owner, path, "?exclude=short")
    assert "1 step swapped" in text
    assert "compared with going on as saved" in text
    assert "Long nets" in text
    assert 'value="started"' not in text
    now = Path.objects.values().get()
    assert (now["plan"], now["answers"], now["version"]) == (before["plan"], before["answers"], 1)


def test_dialled_path_is_accepted_as_shown(owner: Client, path: Path) -> None:
    text = press_accept(owner, path, page(owner, path, "?exclude=short&hours=10"))
    assert "Your path is changed" in text
    path.refresh_from_db()
    assert courses(path.plan) == ["base", "long"]
    assert path.answers["hours_per_week"] == 10
    assert "Earlier versions of this path (1)" in text


def test_accepting_an_outdated_look_shows_the_new_one(owner: Client, path: Path) -> None:
    text = page(owner, path, "?exclude=short")
    create_course(slug="middle", title="Middle nets", teaches={"nets": 1}, requires={"python": 1}, hours=(20, 20))
    answer = press_accept(owner, path, text)
    assert "Things have moved on since this was shown" in answer
    assert "Middle nets" in answer
    assert not PathVersion.objects.exists()


def test_redraw_answers_with_the_journey_alone(owner: Client, path: Path) -> None:
    response = owner.get(f"{path.get_absolute_url()}?exclude=short&hours=5", headers=REDRAW)
    text = text_of(response)
    assert "<html" not in text
    assert "Journey redrawn" in text
    assert response["HX-Push-Url"] == f"{path.get_absolute_url()}?exclude=short"


@pytest.mark.parametrize(("query", "said"), [("?hours=x", "Give a number of hours"), ("?start=x", "Give a date")])
def test_bad_dial_is_told_and_the_path_kept(owner: Client, path: Path, query: str, said: str) -> None:
    text = page(owner, path, query)
    assert said in text
    assert "Short nets" in text
    assert "Accept this change" not in text


@pytest.mark.parametrize("data", [{}, {"version": "x"}, {"version": "1", "hours": "x"}, {"version": "²"}])
def test_unreadable_acceptance_changes_nothing(owner: Client, path: Path, data: dict[str, str]) -> None:
    text = text_of(owner.post(reverse("advisor:path_revise", args=[path.pk]), data, follow=True))
    assert "Nothing was changed" in text
    assert not PathVersion.objects.exists()


@pytest.mark.parametrize("show", ["what-if", "alternatives", "left-out", "why-not", "doubts", "repairs"])
def test_closer_looks_open_on_a_saved_path(owner: Client, path: Path, show: str) -> None:
    record_progress(user=path.user, course=Course.objects.get(slug="base"), state="done")
    text = page(owner, path, f"?show={show}&why=long", headers=CLOSER)
    assert "<html" not in text
    if show == "why-not":
        assert "the path would take 20 hours longer" in text


def test_retired_step_is_shown_as_a_diff(owner: Client, path: Path) -> None:
    retire("short")
    text = page(owner, path)
    assert "A better path is possible" in text
    assert re.search(r"<dt>Add</dt><dd><a[^>]*>Long nets</a>", text)
    assert "<dt>Drop</dt><dd>Short nets</dd>" in text
    assert "<dt>Keep</dt><dd>Base</dd>" in text


@pytest.mark.parametrize(
    ("decision", "said", "state"),
    [
        ("accept", "Your path is changed", "accepted"),
        ("later", "Kept for later", "later"),
        ("refuse", "Your path stays as it is", "refused"),
        ("perhaps", "Nothing was changed", "open"),
        ("", "Nothing was changed", "open"),
    ],
)
def test_proposal_is_decided(owner: Client, path: Path, decision: str, said: str, state: str) -> None:
    retire("short")
    page(owner, path)
    proposal = Proposal.objects.get()
    assert said in decide(owner, proposal, decision)
    proposal.refresh_from_db()
    assert proposal.state == state
    path.refresh_from_db()
    assert courses(path.plan)[-1] == ("long" if decision == "accept" else "short")


def test_proposal_overtaken_says_so(owner: Client, path: Path) -> None:
    retire("short")
    page(owner, path)
    proposal = Proposal.objects.get()
    create_course(slug="middle", title="Middle nets", teaches={"nets": 1}, requires={"python": 1}, hours=(20, 20))
    page(owner, path)
    text = decide(owner, proposal, "accept")
    assert "Things have moved on" in text
    assert "Middle nets" in text


def test_dashboard_leads_to_proposals_with_and_without_script(owner: Client, path: Path) -> None:
    retire("short")
    address = reverse("advisor:proposal_list")
    assert address in text_of(owner.get("/dashboard/"))
    whole = text_of(owner.get(address))
    part = text_of(owner.get(address, headers={"HX-Request": "true"}))
    for text in (whole, part):
        assert "A better path is possible" in text
        assert "Go deep" in text
    assert "<html" not in part


def test_no_better_path_says_so(owner: Client, path: Path) -> None:
    assert "No better path is known" in text_of(owner.get(reverse("advisor:proposal_list")))


def test_earlier_version_comes_back(owner: Client, path: Path) -> None:
    press_accept(owner, path, page(owner, path, "?exclude=short"))
    address = reverse("advisor:version_restore", args=[path.pk, 1])
    assert "Your path is changed" in text_of(owner.post(address, {"version": "2"}, follow=True))
    assert "accepted before" in text_of(owner.post(address, {"version": "2"}, follow=True))
    path.refresh_from_db()
    assert courses(path.plan) == ["base", "short"]
    assert owner.post(reverse("advisor:version_restore", args=[path.pk, 99])).status_code == 404


def test_what_was_begun_on_an_earlier_version_stays_on_the_page(owner: Client, path: Path) -> None:
    press_accept(owner, path, page(owner, path, "?exclude=short"))
    record_progress(user=path.user, course=Course.objects.get(slug="short"), state="started")
    text = page(owner, path)
    assert "From earlier versions" in text
    assert re.search(r">Short nets</a>: begun", text)


def test_stranger_and_visitor_reach_nothing(client: Client, path: Path) -> None:
    retire("short")
    proposal = Proposal.objects.create(
        path=path,
        kind="catalogue",
        plan=path.plan,
        stay=path.plan,
        answers={},
        problem={},
        snapshot=path.snapshot,
        fingerprint="0" * 64,
    )
    addresses = [
        reverse("advisor:path_revise", args=[path.pk]),
        reverse("advisor:proposal_decide", args=[path.pk, proposal.pk]),
        reverse("advisor:version_restore", args=[path.pk, 1]),
    ]
    for address in addresses:
        assert client.post(address).url.startswith(reverse("account_login"))
    assert client.get(reverse("advisor:proposal_list")).url.startswith(reverse("account_login"))
    client.force_login(create_user())
    for address in addresses:
        assert client.post(address, {"decision": "accept", "version": "1"}).status_code == 404
    assert client.get(f"{path.get_absolute_url()}?hours=10").status_code == 404
    assert "Go deep" not in text_of(client.get(reverse("advisor:proposal_list")))
    assert not Completion.objects.exists()


def test_another_paths_proposal_is_not_reached_through_ones_own(owner: Client, path: Path) -> None:
    other = make_path(create_user())
    retire("short")
    proposal = Proposal.objects.create(
        path=other,
        kind="catalogue",
        plan=other.plan,
        stay=other.plan,
        answers={},
        problem={},
        snapshot=other.snapshot,
        fingerprint="0" * 64,
    )
    owner.post(reverse("advisor:proposal_decide", args=[path.pk, proposal.pk]), {"decision": "refuse"})
    proposal.refresh_from_db()
    assert proposal.state == Proposal.State.OPEN
