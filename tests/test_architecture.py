"""Who may import whom, read from the syntax trees."""

import ast
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("config", "catalog", "advisor")

# A module, and what it and its submodules may import besides the standard library. The longest match counts.
MAY_IMPORT = {
    "catalog": {"catalog", "django", "markdown_it", "nh3"},  # the last two turn curators' Markdown into safe pages
    "catalog.exchange": {"catalog", "django", "python_calamine", "xlsxwriter"},
    "catalog.pictures": {"PIL"},
    "catalog.views": {"catalog", "django", "django_htmx"},
    "advisor.models": {"advisor.models", "advisor.weights", "catalog.models", "django"},
    "advisor.planner": {"advisor.planner"},
    "advisor.schedule": set(),
    "advisor.weights": set(),
    "advisor.money": {"advisor.schedule"},
    "advisor.questionnaire": {"django.utils.translation"},
    "advisor.wording": {"advisor.planner", "advisor.snapshot", "django.utils.translation"},
}
# Modules that speak with people; only their own kind may import them.
FACES = {"views", "forms", "admin", "urls", "management", "templatetags"}


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {
    module_name(path): path.read_text()
    for package in PACKAGES
    for path in sorted((ROOT / package).rglob("*.py"))
    if "migrations" not in path.parts
}


def imported_names(tree: ast.Module) -> Iterator[tuple[str, bool]]:
    """Every imported name in full, and whether it is absolute and at the top of the file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.col_offset == 0) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            is_tidy = node.col_offset == 0 and node.level == 0
            yield from ((f"{node.module or ''}.{alias.name}", is_tidy) for alias in node.names)


def is_within(name: str, packages: set[str]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def violations(module: str, source: str) -> list[str]:
    owner = max((known for known in MAY_IMPORT if is_within(module, {known})), key=len, default=None)
    found = []
    for name, is_tidy in imported_names(ast.parse(source)):
        if not is_tidy:
            found.append(f"{module} imports {name} relatively or inside a block")
        if owner and name.split(".")[0] not in sys.stdlib_module_names and not is_within(name, MAY_IMPORT[owner]):
            found.append(f"{module} may not import {name}")
        if name.split(".")[0] in PACKAGES and FACES & set(name.split(".")) and not FACES & set(module.split(".")):
            found.append(f"{module} reaches up to {name}")
    return found


@pytest.mark.parametrize("module", MODULES)
def test_module_imports_only_what_it_may(module: str) -> None:
    assert violations(module, MODULES[module]) == []


def test_imports_make_no_loop() -> None:
    graph = {
        module: {
            target
            for name, _ in imported_names(ast.parse(source))
            for target in (name if name in MODULES else name.rpartition(".")[0],)
            if target in MODULES and target != module
        }
        for module, source in MODULES.items()
    }
    assert len(list(TopologicalSorter(graph).static_order())) == len(MODULES)


def test_advisor_package_stays_empty() -> None:
    assert MODULES["advisor"] == ""


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("catalog.models.courses", "from advisor.models import User"),
        ("catalog.views.library", "import advisor"),
        ("advisor.planner.search", "from django.db import models"),
        ("advisor.planner.search", "from advisor import planning"),
        ("advisor.planner.search", "from .problem import Plan"),
        ("advisor.planning", "from advisor.views import paths"),
        ("advisor.planning", "from catalog.forms import FilterForm"),
        ("advisor.planning", "def plan():\n    import json"),
    ],
)
def test_checker_sees_a_planted_violation(module: str, source: str) -> None:
    assert violations(module, source)
