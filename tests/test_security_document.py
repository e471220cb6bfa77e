"""docs/security.md names only tests that exist, and says of retention what the rules do."""

import ast
import re
from pathlib import Path

from advisor.retention import RULES

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docs" / "security.md").read_text()
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def functions(path: Path) -> set[str]:
    return {node.name for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)}


def missing(text: str) -> set[str]:
    named = set(NAMED.findall(text))
    files = {path: functions(ROOT / path) if (ROOT / path).is_file() else set() for path, _ in named}
    return {f"{path}::{name}" for path, name in named if name not in files[path]}


def test_every_test_named_exists() -> None:
    assert len(set(NAMED.findall(TEXT))) > 50
    assert missing(TEXT) == set()
    assert missing("`tests/test_policy.py::test_no_such`") == {"tests/test_policy.py::test_no_such"}


def test_every_chapter_is_there() -> None:
    assert re.findall(r"^## V(\d+) ", TEXT, re.MULTILINE) == [str(number) for number in range(1, 15)]


def test_retention_is_what_the_rules_do() -> None:
    table = TEXT.partition("| What | Kept | Why |\n|---|---|---|\n")[2]
    assert table.splitlines() == [f"| {rule.what} | {rule.kept} | {rule.why} |" for rule in RULES]
