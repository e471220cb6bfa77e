"""`manage.py advise`: the first interface as a person or a script calls it."""

import io
import json
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from advisor.models import Answers
from advisor.models import Path as SavedPath
from tests.factories import create_course, create_goal

pytestmark = pytest.mark.django_db

PLAN_KEYS = {"goal", "proven", "reached", "objective", "steps", "known", "hours", "weeks", "finishes", "cost"} | {
    "unmet",
    "not_chosen",
    "alternatives",
}
STEP_KEYS = {"course", "title", "within", "alongside", "hours", "starts", "finishes", "teaches", "because", "text"}


def advise(text: str | bytes, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[int, str, str]:
    """Exit status, standard output and standard error for answers on standard input."""
    raw = text if isinstance(text, bytes) else text.encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("advise", *arguments, stdout=out, stderr=err)
    except SystemExit as stop:
        return int(stop.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


@pytest.fixture(autouse=True)
def small_catalogue() -> None:
    create_goal(slug="goal", title="A goal", targets={"skill": 1})
    create_course(slug="only", title="The only course", teaches={"skill": 1})


def test_json_has_every_key_of_the_contract(monkeypatch: pytest.MonkeyPatch) -> None:
    status, out, _ = advise('{"goal": "goal", "start": "2027-01-04"}', monkeypatch, "-", "--json")
    plan = json.loads(out)
    assert status == 0
    assert plan.keys() >= PLAN_KEYS
    assert plan["steps"][0].keys() >= STEP_KEYS
    assert plan["objective"] == {"pinned_missing": 0, "levels_missing": 0, "points": 600}


def test_same_answers_give_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    question = '{"goal": "goal", "start": "2027-01-04"}'
    assert advise(question, monkeypatch, "--json") == advise(question, monkeypatch, "--json")


def test_answers_come_from_a_file_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "answers.json"
    file.write_text('{"goal": "goal"}')
    status, out, _ = advise("", monkeypatch, str(file))
    assert status == 0
    assert "The only course" in out
    assert "Cost: 0 USD" in out


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"goal": "gaol"}', "goal: there is no goal 'gaol'; did you mean 'goal'?"),
        ("{", "answers: must be JSON"),
        (b"\xff\xfe{", "answers: must be JSON"),
        ("[" * 100_000, "answers: must be JSON"),
        ("null", "answers: must be a JSON object"),
    ],
)
def test_unusable_input_ends_in_one_line(text: str | bytes, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    status, out, err = advise(text, monkeypatch, "--json")
    assert (status, out) == (2, "")
    assert words in err
    assert err.count("\n") == 1


def test_missing_file_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    status, _, err = advise("", monkeypatch, "/nowhere/answers.json")
    assert status == 2
    assert err.startswith("/nowhere/answers.json: can't be read")


def test_nothing_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    advise('{"goal": "goal"}', monkeypatch)
    assert not SavedPath.objects.exists()
    assert not Answers.objects.exists()
