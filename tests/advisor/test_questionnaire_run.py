"""Whole runs through the pages: what the progress line promises, what the end says, and the path they lead to."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from advisor.actions import claim_answers
from advisor.catalogues import current_advisor
from advisor.inquiry import Inquiry
from advisor.models import Path
from advisor.questionnaire import LEVEL_PREFIX
from tests.advisor.runs import solution, true_answers, whole_form
from tests.factories import create_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped_catalogue")]
# Seeds of learners: their questionnaires go on for 12, 17 and 7 questions.
LEARNERS = (1, 6, 7)
BRIEF = 1
PROGRESS = re.compile(r"Question (\d+)(?: of at most (\d+))?")
END = re.compile(r"Asked (\d+) of (\d+) questions(?: and took (\d+) more answers? from you)?: ")


@dataclass
class Walk:
    asked: list[str] = field(default_factory=list)
    progress: list[tuple[int, int | None]] = field(default_factory=list)
    review: str = ""


def typed(key: str, truth: dict[str, Any]) -> dict[str, Any]:
    """What a form sends for the true answer."""
    if key.startswith(LEVEL_PREFIX):
        return {"answer": str(truth["levels"].get(key.removeprefix(LEVEL_PREFIX), 0))}
    budget = truth["budget"]
    limited = {name: str(budget[name]) for name in ("total", "monthly") if name in budget}
    return {
        "taken": {"answer": truth["taken"]},
        "hours": {"answer": str(truth["hours_per_week"])},
        "start": {"start": truth["start"], "finish_by": ""},
        "budget": {"answer": "free" if budget.get("free_only") else "capped" if limited else "any", **limited},
        "certificate": {"answer": "yes" if truth["certificate"] else "no"},
    }.get(key) or {"answer": truth[key] or "any"}


def pages(client: Client) -> Iterator[tuple[str, str]]:
    """The address of each question that the site leads to, and its page; the review comes last."""
    while True:
        at = client.get("/start/").url
        yield at, client.get(at).content.decode()
        if at == "/start/review/":
            return


def walk(client: Client, truth: dict[str, Any]) -> Walk:
    done = Walk()
    for at, text in pages(client):
        found = PROGRESS.search(text)
        if found is None:
            done.review = text
            break
        done.progress.append((int(found[1]), int(found[2]) if found[2] else None))
        key = at.split("/")[2]
        assert key not in done.asked
        done.asked.append(key)
        assert client.post(at, typed(key, truth)).status_code == 302
    return done


def whole_truth(seed: int) -> dict[str, Any]:
    return true_answers(current_advisor(), seed) | {"start": (date.today() + timedelta(days=30)).isoformat()}


@pytest.mark.one_database
@pytest.mark.parametrize("seed", LEARNERS)
def test_progress_is_true_and_the_plan_is_the_whole_forms(client: Client, seed: int) -> None:
    truth, advisor = whole_truth(seed), current_advisor()
    done = walk(client, truth)
    numbers, most = zip(*done.progress, strict=True)
    assert list(numbers) == list(range(1, len(done.asked) + 1))
    promised = [number for number in most if number is not None]
    assert promised == sorted(promised, reverse=True)
    assert promised[-1] >= len(done.asked)

    form = Inquiry(advisor, {"goal": truth["goal"]}, [], today=date.today()).form
    ended = END.search(done.review)
    assert ended
    assert (int(ended[1]), int(ended[2])) == (len(done.asked), len(form))
    left_out = done.review.partition("left out, and why")[2]
    for key in form:
        assert (f"/start/{key}/?then=review" in left_out) is (key not in done.asked), key

    plan = client.get("/plan/").context["plan"]
    whole = solution(advisor, whole_form(advisor, truth, form))
    assert [step["course"] for step in plan["steps"]] == [step.course for step in whole.plan.steps]


def test_claimed_and_saved_paths_are_planned_from_the_same_answers(client: Client) -> None:
    walk(client, whole_truth(BRIEF))
    shown = client.get("/plan/").context["plan"]
    claim_answers(user=create_user(), session=client.session)
    path = Path.objects.get()
    assert [step["course"] for step in path.plan["steps"]] == [step["course"] for step in shown["steps"]]

    other = Client()
    walk(other, whole_truth(BRIEF))
    other.force_login(create_user())
    other.post("/plan/save/", {"token": str(uuid.uuid4())})
    assert Path.objects.count() == 2
    assert Path.objects.latest("pk").answers == path.answers


@pytest.mark.one_database
def test_skipping_every_question_comes_to_an_end(client: Client) -> None:
    client.post("/start/goal/", {"answer": "machine-learning"})
    asked = 1
    for at, _ in pages(client):
        if at != "/start/review/":
            client.post(at, {"action": "skip"})
            asked += 1
    ended = END.search(client.get("/start/review/").content.decode())
    assert ended
    assert int(ended[1]) == asked
