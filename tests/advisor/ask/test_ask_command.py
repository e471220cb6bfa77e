"""The third interface: what the command prints and how it ends."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped_catalogue")]
KEYS = {"intent", "filters", "courses", "text", "clarify", "links"}


def test_json_has_the_keys_of_the_interface(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("ask", "how much is cs50p?", "--json")
    reply = json.loads(capsys.readouterr().out)
    assert reply.keys() == KEYS
    assert (reply["intent"], reply["courses"], reply["clarify"]) == ("cost", ["cs50p"], None)
    assert reply["links"][0] == "/courses/cs50p/"


def test_text_names_the_courses_and_their_pages(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("ask", "free rl course from hugging face")
    shown = capsys.readouterr().out
    assert "Deep Reinforcement Learning Course" in shown
    assert "/courses/hugging-face-deep-rl-course/" in shown


def test_answers_file_is_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "answers.json"
    file.write_text(json.dumps({"goal": "deep-learning", "levels": {"python": 2}}))
    call_command("ask", "where do I start?", "--answers", str(file), "--json")
    assert json.loads(capsys.readouterr().out)["courses"]


@pytest.mark.parametrize("question", ["", "   ", "x" * 501, "a\x00b", "red \x1b[31m"])
def test_unusable_question_ends_with_2_and_one_line(question: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("ask", question)
    assert ended.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("content", ["no json", "[]", '{"levels": {"python": 9}}', '{"what": 1}'])
def test_unusable_answers_end_with_2(content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "answers.json"
    file.write_text(content)
    with pytest.raises(SystemExit) as ended:
        call_command("ask", "best python course", "--answers", str(file))
    assert ended.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_missing_answers_file_ends_with_2() -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("ask", "best python course", "--answers", "no-such-file.json")
    assert ended.value.code == 2
