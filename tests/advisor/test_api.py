"""The JSON interface to goals and advice, and the page that documents the interface."""

import json
import re
import shlex
from html import unescape
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from advisor.api.describing import EXAMPLES
from advisor.models import Answers
from advisor.models import Path as SavedPath
from catalog.api.bodies import MAX_BYTES
from tests.factories import create_course, create_goal

pytestmark = pytest.mark.django_db
ADVISE = "/api/v1/advise"
GOOD = '{"goal": "goal", "start": "2027-01-04"}'


@pytest.fixture
def small_catalogue() -> None:
    create_goal(slug="goal", title="A goal", targets={"skill": 1})
    create_goal(slug="hidden", is_offered=False)
    create_course(slug="only", title="Größe", teaches={"skill": 1}, requires={"base": 1})
    create_course(slug="base", teaches={"base": 1})


def ask(body: str | bytes, content_type: str = "application/json") -> Any:
    """As a page of another site would, with the checks of forms in force."""
    return Client(enforce_csrf_checks=True).post(ADVISE, body, content_type=content_type)


def error(answer: Any, status: int) -> dict[str, str]:
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/json"
    assert answer["Access-Control-Allow-Origin"] == "*"
    found: dict[str, str] = answer.json()["error"]
    assert found.keys() == {"field", "message"}
    return found


@pytest.mark.parametrize(
    "body", [GOOD, '{"goal": "goal", "start": "2027-01-04", "budget": {"total": 0}, "finish_by": "2027-01-05"}']
)
def test_advice_has_the_bytes_of_the_command(small_catalogue: None, tmp_path: Path, body: str) -> None:
    file, out = tmp_path / "answers.json", StringIO()
    file.write_text(body)
    call_command("advise", str(file), "--json", stdout=out)
    answer = ask(body)
    assert answer.status_code == 200
    assert answer.content == out.getvalue().encode()
    assert [step["course"] for step in answer.json()["steps"]] == ["base", "only"]


def test_advice_writes_nothing_and_sets_no_cookie(small_catalogue: None) -> None:
    answer = ask(GOOD)
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-store"
    assert not Answers.objects.exists()
    assert not SavedPath.objects.exists()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ("{}", "goal"),
        ("[]", "answers"),
        ("null", "answers"),
        ('"goal"', "answers"),
        ('{"goal": "gaol"}', "goal"),
        ('{"goal": "hidden"}', "goal"),
        ('{"goal": "goal", "hours_per_week": 1e400}', "hours_per_week"),
        ('{"goal": "goal", "hours_per_week": ' + "9" * 4000 + "}", "hours_per_week"),
        ('{"goal": "goal", "budget": {"total": -0.01}}', "budget.total"),
        ('{"goal": "goal", "levels": {"skill": 4}}', "levels.skill"),
        ('{"goal": "goal", "levels": []}', "levels"),
        ('{"goal": "goal", "style": []}', "style"),
        ('{"goal": "goal", "start": "9999-12-31"}', "start"),
        ('{"goal": "goal", "\\u0000": 1}', "\x00"),
    ],
)
def test_unusable_answer_is_named(small_catalogue: None, body: str, field: str) -> None:
    assert error(ask(body), 422)["field"] == field


def test_long_words_come_back_shortened(small_catalogue: None) -> None:
    found = error(ask(json.dumps({"x" * 60_000: 1})), 422)
    assert len(found["field"]) + len(found["message"]) <= 1100


@pytest.mark.parametrize(
    "body",
    [
        "{",
        '{"goal": NaN}',
        '{"goal": "goal", "hours_per_week": Infinity}',
        "[" * 60_000,
        '{"a":' * 10_000 + "1" + "}" * 10_000,
        '{"goal": ' + "9" * 5000 + "}",
        '{"goal": "goal", "goal": "goal"}',
        '{"goal": "goal", "levels": {"skill": 1, "skill": 2}}',
        '{"goal": "\\ud800"}',
        '{"\\udfff": 1}',
        b'{"goal": "\xff"}',
        GOOD.encode("utf-16"),
        b"\xef\xbb\xbf" + GOOD.encode(),
        GOOD + GOOD,
    ],
)
def test_what_is_not_json_of_one_meaning_is_refused(small_catalogue: None, body: str | bytes) -> None:
    assert error(ask(body), 400)["field"] is None


def test_body_is_bounded(small_catalogue: None) -> None:
    assert ask(GOOD + " " * (MAX_BYTES - len(GOOD))).status_code == 200
    assert "64 KB" in error(ask(GOOD + " " * (MAX_BYTES - len(GOOD) + 1)), 413)["message"]
    error(ask(" " * 3_000_000), 413)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_other_content_is_refused(small_catalogue: None, kind: str) -> None:
    answer = ask(GOOD, kind)
    error(answer, 415)
    assert answer["Accept-Post"] == "application/json"


def test_content_may_name_its_charset(small_catalogue: None) -> None:
    assert ask(GOOD, "application/json; charset=utf-8").status_code == 200


def test_advice_is_asked_for_by_post_alone(client: Client) -> None:
    answer = client.get(ADVISE)
    error(answer, 405)
    assert answer["Allow"] == "POST, OPTIONS"
    preflight = client.options(ADVISE, headers={"Origin": "https://example.org"})
    assert preflight["Access-Control-Allow-Headers"] == "Content-Type, If-None-Match"
    assert "POST" in preflight["Access-Control-Allow-Methods"]


def test_limit_of_advice_is_its_own(client: Client, settings: LazySettings) -> None:
    settings.API_ADVICE_PER_MINUTE = 2
    assert [ask("{}").status_code for _ in range(3)] == [422, 422, 429]
    assert client.get("/api/v1/goals/").status_code == 200


def test_goals_are_those_that_are_offered(small_catalogue: None, client: Client) -> None:
    only = {"slug": "goal", "title": "A goal", "blurb": "What it leads to.", "targets": {"skill": 1}}
    assert client.get("/api/v1/goals/").json() == {"results": [only]}
    assert client.get("/api/v1/goals/goal/").json() == only
    error(client.get("/api/v1/goals/hidden/"), 404)


def commands(page: str) -> list[list[str]]:
    texts = re.findall(r"<code>(curl .*?)</code>", page, re.DOTALL)
    return [shlex.split(unescape(text).replace("\\\n", " ")) for text in texts]


def test_every_example_of_the_page_works(client: Client, shipped_catalogue: None) -> None:
    found = commands(client.get(reverse("api:docs")).content.decode())
    assert len(found) == len(EXAMPLES)
    for _, address, *rest in found:
        assert address.startswith("http://testserver/api/v1/")
        path = address.removeprefix("http://testserver")
        answer = ask(rest[rest.index("-d") + 1]) if rest else client.get(path)
        assert answer.status_code == 200, path
        assert answer.json().get("results") != []
        assert answer.json().get("steps") != []


def test_page_names_every_address_and_the_limits(client: Client, settings: LazySettings) -> None:
    settings.API_READS_PER_MINUTE = 77
    page = client.get(reverse("api:docs")).content.decode()
    for address in ("GET /api/v1/courses/", "GET /api/v1/goals/{slug}/", "POST /api/v1/advise"):
        assert f"<code>{address}</code>" in page
    assert "77 reads and 10 requests for advice a minute from one network, and 30" in page
    assert f'href="{reverse("api:docs")}">API</a>' in page
