"""The kinds of data that lead to goals: the shipped ones, and how they are loaded."""

import json
from pathlib import Path

import pytest

from advisor.loading import load_data_kinds
from advisor.models import DataKind
from catalog.loading.files import DataError
from tests.factories import create_goal

pytestmark = pytest.mark.django_db


def load(directory: Path, *, overwrite: bool = False, **fields: str) -> str:
    entry = {"slug": "images", "data": "Images", "approach": "Networks", "goal": "see", "why": "So it is.", **fields}
    (directory / "data_kinds.json").write_text(json.dumps([entry]))
    tally = load_data_kinds(directory, overwrite=overwrite)
    return f"{tally.added}/{tally.overwritten}/{tally.kept}"


def test_shipped_kinds_lead_to_goals_with_a_sentence(shipped_catalogue: None) -> None:
    kinds = list(DataKind.objects.select_related("goal"))
    assert [(kind.slug, kind.goal.slug) for kind in kinds] == [
        ("tables", "tabular-ml"),
        ("small-data", "tabular-ml"),
        ("images", "computer-vision"),
        ("text", "nlp-llms"),
        ("speech", "deep-learning"),
    ]
    assert all(kind.why.endswith(".") for kind in kinds)


def test_loading_keeps_what_a_curator_changed(tmp_path: Path) -> None:
    create_goal(slug="see")
    assert load(tmp_path) == "1/0/0"
    DataKind.objects.update(why="Because.")
    assert load(tmp_path) == "0/0/1"
    assert DataKind.objects.get().why == "Because."
    assert load(tmp_path, overwrite=True) == "0/1/0"
    assert DataKind.objects.get().why == "So it is."


def test_kind_of_an_unknown_goal_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="there is no goal 'see'"):
        load(tmp_path)
