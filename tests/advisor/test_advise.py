"""`manage.py advise`: the first interface as a person or a script calls it."""

import io
import json
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from advisor.models import Answers
from advisor.models import Path as SavedPath
from tests.factories import create_course, create_goal, create_platform

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


def test_text_names_the_conflict_and_its_repairs(monkeypatch: pytest.MonkeyPatch) -> None:
    question = '{"goal": "goal", "start": "2027-01-04", "finish_by": "2027-01-10", "hours_per_week": 4}'
    status, out, _ = advise(question, monkeypatch)
    assert status == 0
    assert (
        "In conflict:\n"
        "  No path fits this answer: finishing by 10 January 2027 at 4 hours a week.\n"
        "  Any of these would do:\n"
        "    Study 10 hours a week.\n"
        "    Finish by 21 January 2027.\n"
    ) in out


def test_text_without_conflict_has_no_such_heading(monkeypatch: pytest.MonkeyPatch) -> None:
    _, out, _ = advise('{"goal": "goal"}', monkeypatch)
    assert "In conflict" not in out
    assert "Other paths" not in out


def test_text_has_a_line_for_each_alternative_and_five_what_ifs(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(7):
        create_course(slug=f"base-{number}", title=f"Base {number}", teaches={f"base-{number}": 1}, hours=(6, 6))
    create_goal(slug="long", targets={"deep": 1})
    requires = {f"base-{number}": 1 for number in range(7)}
    create_course(title="Deep", teaches={"deep": 1}, requires=requires, hours=(5, 5), maths="none", coding="none")
    create_course(
        title="Paid and short",
        teaches={"deep": 1},
        hours=(30, 30),
        price_model="subscription",
        platform=create_platform(subscription_price=49),
        helpful={f"base-{number}": 1 for number in range(7)},
    )
    question = '{"goal": "long", "start": "2027-01-04"}'
    _, out, _ = advise(question, monkeypatch)
    assert "\nOther paths:\n  fastest: 30 hours, 6 weeks, 98 USD: Paid and short\n" in out
    changes = out.split("What would change it:\n")[1].splitlines()
    assert len(changes) == 5
    assert all(line.startswith("  With ") and line.endswith(".") for line in changes)


def test_json_has_every_what_if(monkeypatch: pytest.MonkeyPatch) -> None:
    create_course(slug="base", title="The base", teaches={"base": 1})
    create_goal(slug="two", targets={"deep": 1})
    create_course(slug="deep", teaches={"deep": 1}, requires={"base": 1})
    _, out, _ = advise('{"goal": "two", "start": "2027-01-04"}', monkeypatch, "--json")
    found = [what_if for what_if in json.loads(out)["what_ifs"] if what_if["skill"] == "base"]
    assert [(one["value"], one["dropped"], one["hours"]) for one in found] == [(1, ["base"], -10)]


def test_missing_file_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    status, _, err = advise("", monkeypatch, "/nowhere/answers.json")
    assert status == 2
    assert err.startswith("/nowhere/answers.json: can't be read")


def test_nothing_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    advise('{"goal": "goal"}', monkeypatch)
    assert not SavedPath.objects.exists()
    assert not Answers.objects.exists()
