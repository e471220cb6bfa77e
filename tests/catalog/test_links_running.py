"""Runs over the addresses: which are asked, when they stop, how they share, and what they write down."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from catalog.links.asking import Answer
from catalog.links.running import CLAIM, Run, gather, note, site_asker
from catalog.links.uses import uses
from catalog.models import Course, LinkCheck, LinkHost
from tests.at_once import run_at_once
from tests.factories import create_course, create_guide, create_platform

pytestmark = pytest.mark.django_db
Outcome = LinkCheck.Outcome
FINE = Answer(Outcome.OK, 200)
DAY = timedelta(days=1)


class Asked(list[str]):
    """Stands for the asker: notes the addresses and gives an answer by address, or a fine one."""

    def __init__(self, answers: dict[str, Answer] | None = None) -> None:
        self.answers = answers or {}

    def __call__(self, address: str) -> Answer:
        self.append(address)
        return self.answers.get(address, FINE)


def go(ask: Callable[[str], Answer], **options: Any) -> dict[str, int]:
    return dict(Run(ask, **{"sleep": lambda seconds: None, "pause": 0, **options}).go())


def create_courses(*addresses: str) -> list[Course]:
    return [create_course(url=address) for address in addresses]


def test_all_public_addresses_are_found_and_no_others() -> None:
    course = create_course(url="https://a.example/")
    course.sources.create(location="https://a.example/source", supports="all")
    course.sources.create(location="Research note 001", supports="all")
    course.claims.create(field="maths", value="light", source="https://a.example/claim")
    create_platform().claims.create(field="price", value="9", source="http://p.example/")
    guide = create_guide(sources="https://g.example/\nA note\n")
    hidden = create_course(url="https://draft.example/", status="draft")
    hidden.sources.create(location="https://draft.example/source", supports="all")
    hidden.claims.create(field="maths", value="light", source="https://draft.example/claim")
    create_guide(sources="https://unpublished.example/", is_published=False)
    found = uses()
    assert set(found) == {
        "https://a.example/",
        "https://a.example/source",
        "https://a.example/claim",
        "http://p.example/",
        "https://g.example/",
    }
    assert [use.name for use in found["https://g.example/"]] == [guide.title]
    assert found["https://a.example/"][0].mend == f"/admin/catalog/course/{course.pk}/change/#id_url"


def test_run_asks_each_address_once_and_the_next_run_none() -> None:
    create_courses("https://a.example/1", "https://a.example/2", "https://b.example/", "https://b.example/")
    ask = Asked()
    assert go(ask) == {"ok": 3}
    assert sorted(ask) == ["https://a.example/1", "https://a.example/2", "https://b.example/"]
    assert go(ask) == {}
    assert go(ask, older_than=timedelta()) == {"ok": 3}
    assert set(LinkHost.objects.values_list("claimed_by", "not_before")) == {("", None)}


def test_hosts_take_turns_with_a_pause() -> None:
    create_courses(*(f"https://{host}.example/{number}" for host in "ab" for number in range(2)))
    ask, naps = Asked(), list[float]()
    go(ask, pause=60, sleep=naps.append)
    assert [address[8] for address in ask] == ["a", "b", "a", "b"]
    assert naps[0] == naps[1] == 0
    assert 50 < naps[2] <= 60


def test_limit_and_a_later_run_that_goes_on() -> None:
    create_courses(*(f"https://a.example/{number}" for number in range(5)))
    ask = Asked()
    assert go(ask, limit=2) == {"ok": 2}
    assert go(ask) == {"ok": 3}
    assert len(set(ask)) == 5


def test_time_that_is_up_before_the_next_turn_ends_the_run() -> None:
    create_courses("https://a.example/1", "https://a.example/2")
    naps = list[float]()
    assert go(Asked(), pause=60, seconds=10, sleep=naps.append) == {"ok": 1}
    assert naps == [0]


def test_stopped_run_lets_go_of_its_hosts() -> None:
    create_courses("https://a.example/1", "https://a.example/2")

    def stop(address: str) -> Answer:
        raise KeyboardInterrupt

    with suppress(KeyboardInterrupt):
        go(stop)
    assert go(Asked()) == {"ok": 2}


def test_host_of_a_run_that_died_is_free_after_a_while() -> None:
    create_courses("https://a.example/")
    gather()
    LinkHost.objects.update(claimed_by="dead", not_before=timezone.now() + CLAIM)
    assert go(Asked()) == {}
    LinkHost.objects.update(not_before=timezone.now() - DAY)
    assert go(Asked()) == {"ok": 1}


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_never_ask_the_same_address() -> None:
    create_courses(*(f"https://{host}.example/{number}" for host in "abc" for number in range(2)))
    gather()
    ask = Asked()
    assert run_at_once([lambda: go(ask), lambda: go(ask)]) == []
    assert len(ask) == len(set(ask))
    go(ask)
    assert len(set(ask)) == len(ask) == 6


def test_host_that_wants_rest_is_left_until_then() -> None:
    create_courses("https://a.example/1", "https://a.example/2", "https://b.example/")
    ask = Asked({"https://a.example/1": Answer(Outcome.REFUSED, 429, rest=3600)})
    assert go(ask) == {"refused": 1, "ok": 1}
    assert go(ask) == {}
    LinkHost.objects.update(not_before=timezone.now() - DAY)
    assert go(ask) == {"ok": 1}
    assert ask.count("https://a.example/1") == 1


def test_rest_says_nothing_about_the_page() -> None:
    row = create_check(outcome=Outcome.GONE, gone_answers=1, failed_days=1)
    note(row, Answer(Outcome.REFUSED, 429, rest=60), timezone.now())
    row.refresh_from_db()
    assert (row.outcome, row.gone_answers, row.failed_days) == ("gone", 1, 1)
    assert row.asked_at is not None


def test_addresses_that_nothing_names_any_more_are_forgotten() -> None:
    (course,) = create_courses("https://a.example/")
    gather()
    Course.objects.filter(pk=course.pk).update(url="https://b.example/")
    gather()
    assert [row.address for row in LinkCheck.objects.all()] == ["https://b.example/"]


def create_check(**fields: Any) -> LinkCheck:
    host = LinkHost.objects.create(name="a.example")
    return LinkCheck.objects.create(address="https://a.example/", host=host, **fields)


@pytest.fixture
def noted() -> Callable[[Answer, int], LinkCheck]:
    row = create_check()

    def on_day(answer: Answer, day: int) -> LinkCheck:
        row.refresh_from_db()
        note(row, answer, datetime(2027, 1, 1, tzinfo=UTC) + day * DAY)
        row.refresh_from_db()
        return row

    return on_day


Noted = Callable[[Answer, int], LinkCheck]


@pytest.mark.parametrize("outcome", [Outcome.UNREACHABLE, Outcome.FORBIDDEN])
def test_failure_is_for_the_inbox_on_the_third_day(noted: Noted, outcome: Outcome) -> None:
    for day, expected in ((0, 0), (0, 0), (0, 0), (1, 0), (2, 1)):
        noted(Answer(outcome), day)
        assert LinkCheck.objects.gone().count() == expected


def test_gone_is_for_the_inbox_when_said_twice(noted: Noted) -> None:
    noted(Answer(Outcome.GONE, 404), 0)
    assert not LinkCheck.objects.gone().exists()
    noted(Answer(Outcome.GONE, 410), 1)
    assert LinkCheck.objects.gone().exists()


def test_success_between_failures_begins_the_count_anew(noted: Noted) -> None:
    for day, answer in enumerate((Answer(Outcome.GONE, 404), FINE, Answer(Outcome.GONE, 404))):
        noted(answer, day)
    assert not LinkCheck.objects.gone().exists()


def test_refusal_is_never_for_the_inbox(noted: Noted) -> None:
    for day in range(9):
        noted(Answer(Outcome.REFUSED, 403), day)
    assert not LinkCheck.objects.gone().exists()


def test_settled_link_comes_back_when_the_outcome_changes(noted: Noted) -> None:
    moved = Answer(Outcome.MOVED, 200, "https://b.example/")
    noted(moved, 0)
    LinkCheck.objects.update(settled_at=timezone.now())
    noted(moved, 7)
    assert not LinkCheck.objects.moved().exists()
    row = noted(Answer(Outcome.MOVED, 200, "https://c.example/"), 14)
    assert LinkCheck.objects.moved().get() == row
    assert row.changed_at == datetime(2027, 1, 15, tzinfo=UTC)
    assert row.first_asked_at == datetime(2027, 1, 1, tzinfo=UTC)


def test_failing_links_are_asked_again_the_next_night() -> None:
    create_courses("https://a.example/", "https://b.example/")
    go(Asked({"https://a.example/": Answer(Outcome.GONE, 404)}))
    LinkCheck.objects.update(asked_at=timezone.now() - DAY)
    ask = Asked()
    go(ask)
    assert ask == ["https://a.example/"]


def test_command_tells_what_came_of_it(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    create_courses("https://a.example/", "https://b.example/")
    moved = Answer(Outcome.MOVED, 200, "https://b.example/new")
    ask = Asked({"https://b.example/": moved})
    monkeypatch.setattr("catalog.links.asking.Asker.ask", lambda self, address: ask(address))
    call_command("check_links", "--limit", "9", "--seconds", "60", "--older-than", "0")
    told = capsys.readouterr().out
    assert "2 addresses asked: 1 moved, 1 ok." in told
    assert "For the inbox: 0 that fail for good, 1 that moved." in told


@pytest.mark.parametrize("arguments", [["--limit", "0"], ["--seconds", "x"], ["--older-than", "-1"]])
def test_command_refuses_what_it_cannot_use(arguments: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("check_links", *arguments)


def test_agent_names_the_site() -> None:
    assert site_asker().agent.endswith("(+http://localhost:8000)")
