"""Bad instances are refused with one line that names the place; good ones run from the command line."""

import copy
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from advisor.planner import Learner, compile_catalog, parse_catalog, parse_learner, plan_path
from advisor.planner.__main__ import main
from tests.planner.build import catalog, course, program, wants

CATALOG: dict[str, Any] = {
    "format": "some/1",
    "skills": ["a", "b"],
    "max_level": 3,
    "courses": [
        {"id": "x", "minutes": 60, "price": 0, "rating": None, "language": "en", "style": ["video"],
         "platform": "any", "requires": {}, "helps": {}, "teaches": {"a": 1}},
        {"id": "y", "minutes": 30, "price": 10, "rating": 450, "language": "en", "style": [],
         "requires": {"a": 1}, "helps": {"b": 1}, "teaches": {"b": 2}},
    ],
    "programs": [{"id": "p", "parts": ["x", "y"], "fee": 5, "standalone": ["x"]}],
}  # fmt: skip
LEARNER: dict[str, Any] = {"levels": {}, "goal": {"b": 2}}

Path_ = tuple[str | int, ...]


def changed(data: dict[str, Any], path: Path_, value: object) -> dict[str, Any]:
    data = copy.deepcopy(data)
    inner: Any = data
    for key in path[:-1]:
        inner = inner.setdefault(key, {}) if isinstance(inner, dict) else inner[key]
    inner[path[-1]] = value
    return data


def refusal(call: Callable[[], object]) -> str:
    with pytest.raises(ValueError, match=r".") as caught:
        call()
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("courses", 0, "minutes"), -5, "course 'x': minutes: is -5"),
        (("courses", 1, "minutes"), 1.5, "courses[1].minutes: must be a whole number, not 1.5"),
        (("courses", 1, "minutes"), True, "courses[1].minutes: must be a whole number, not True"),
        (("courses", 1, "price"), None, "courses[1].price: must be a whole number"),
        (("courses", 1, "rating"), 501, "course 'y': rating: is 501"),
        (("courses", 1, "teaches", "a"), 9, "course 'y': teaches.a: is 9, must be 0 to 3"),
        (("courses", 1, "requires", "zz"), 1, "course 'y': requires: unknown skill 'zz'"),
        (("courses", 1, "helps"), [], "courses[1].helps: must be an object"),
        (("courses", 1, "id"), "x", "courses: 'x' appears twice"),
        (("courses", 1, "id"), 7, "courses[1].id: must be a text, not 7"),
        (("courses", 1, "style"), "video", "courses[1].style: must be a list"),
        (("courses", 1), "y", "courses[1]: must be an object"),
        (("courses",), {}, "courses: must be a list"),
        (("skills",), ["a", "a"], "skills: 'a' appears twice"),
        (("max_level",), 0, "max_level: is 0"),
        (("programs", 0, "parts"), ["x", "gone"], "program 'p': parts: 'gone' is missing from courses"),
        (("programs", 0, "parts"), ["x", "x"], "program 'p': parts: 'x' appears twice"),
        (("programs", 0, "standalone"), ["gone"], "program 'p': standalone: 'gone' is none of its parts"),
        (("programs", 0, "fee"), -1, "program 'p': fee: is -1"),
    ],
)
def test_bad_catalog_is_refused_with_its_place(path: Path_, value: object, message: str) -> None:
    assert message in refusal(lambda: parse_catalog(changed(CATALOG, path, value)))


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("levels", "a"), 9, "levels.a: is 9, must be 0 to 3"),
        (("levels", "zz"), 1, "levels: unknown skill 'zz'"),
        (("goal", "zz"), 1, "goal: unknown skill 'zz'"),
        (("goal", "b"), "2", "goal.b: must be a whole number, not '2'"),
        (("goal",), None, "goal: must be an object"),
        (("taken",), ["gone"], "taken: unknown 'gone'"),
        (("pinned",), ["p"], "pinned: unknown 'p'"),
        (("filters", "exclude"), ["gone"], "filters.exclude: unknown 'gone'"),
        (("filters", "free_only"), 1, "filters.free_only: must be true or false"),
        (("filters",), [], "filters: must be an object"),
        (("budget",), -1, "budget: is -1"),
        (("budget",), False, "budget: must be a whole number"),
        (("weights", "help"), -1, "weights.help: is -1"),
        (("surcharges", "x"), -1, "surcharges.x: is -1"),
        (("prices", "gone"), 1, "prices: unknown 'gone'"),
        (("dismissed",), [["x"]], "dismissed[0]: must be a pair"),
        (("dismissed",), [["x", "zz"]], "dismissed: unknown 'zz'"),
    ],
)
def test_bad_learner_is_refused_with_its_place(path: Path_, value: object, message: str) -> None:
    offer = parse_catalog(CATALOG)
    assert message in refusal(lambda: parse_learner(changed(LEARNER, path, value), offer))


def test_missing_field_is_named() -> None:
    assert refusal(lambda: parse_catalog({**CATALOG, "courses": [{"id": "x"}]})) == (
        "catalog.courses[0].minutes: is missing"
    )


def test_defaults_and_unknown_keys_are_accepted() -> None:
    offer = parse_catalog(CATALOG)
    assert parse_learner({**LEARNER, "format": "x", "weights": {"more": 1}}, offer) == Learner({}, {"b": 2})


def test_compiling_refuses_a_missing_part() -> None:
    offer = catalog(course("x", {"a": 1}), programs=[program("p", "x", "gone")])
    assert "'gone' is missing" in refusal(lambda: compile_catalog(offer))


def test_planning_refuses_an_unknown_course() -> None:
    compiled = compile_catalog(catalog(course("x", {"a": 1})))
    assert "taken: unknown 'gone'" in refusal(lambda: plan_path(compiled, wants({}, taken=frozenset({"gone"}))))


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    catalog_file, learners_file = tmp_path / "catalog.json", tmp_path / "learners.jsonl"
    catalog_file.write_text(json.dumps(CATALOG), encoding="utf-8")
    learners_file.write_text(f"{json.dumps(LEARNER)}\n\n{json.dumps({'goal': {'a': 1}})}\n", encoding="utf-8")
    return catalog_file, learners_file


def test_command_prints_one_plan_a_line(files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(file) for file in files]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines == [
        {"path": [["x", None], ["y", "p"]], "objective": [0, 0, 90], "proven": True},
        {"path": [["x", None]], "objective": [0, 0, 60], "proven": True},
    ]


@pytest.mark.parametrize(
    ("which", "content", "message"),
    [
        (0, b'{"skills": [', "catalog.json: broken JSON at line 1"),
        (0, b"\xff", "catalog.json: is not UTF-8 at byte 0"),
        (0, b"[" * 100_000, "catalog.json: broken JSON: nested too deeply"),
        (0, b"[]", "catalog.json: catalog: must be an object"),
        (1, b'{"goal": {"b": 2}}\n{"goal": {"b": 9}}\n', "learners.jsonl: line 2: goal.b: is 9"),
        (1, b'{"goal": {}}\n{"goal"', "learners.jsonl: line 2: broken JSON"),
        (1, b'{"goal": {"b": NaN}}', "learners.jsonl: line 1: learner.goal.b: must be a whole number"),
    ],
)
def test_command_refuses_bad_files_with_one_line(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str], which: int, content: bytes, message: str
) -> None:
    files[which].write_bytes(content)
    assert main([str(file) for file in files]) == 2
    printed = capsys.readouterr()
    assert message in printed.err
    assert printed.err.count("\n") == 1
    assert printed.out == ""


@pytest.mark.parametrize("arguments", [[], ["nowhere.json", "nowhere.jsonl"]])
def test_command_refuses_bad_arguments(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_core_loads_no_django() -> None:
    code = (
        "import sys, advisor.planner, advisor.planner.checker\n"
        "print(sorted(name for name in sys.modules if name.split('.')[0] in ('django', 'catalog')))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
