"""What one level says of other skills: the rows, the shipped file, the curators' form."""

import json
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from advisor.planner import Box, Implication, narrowed_box
from advisor.snapshot import read_catalogue
from catalog.loading import load_catalogue
from catalog.loading.files import DataError
from catalog.models import Implication as Row
from tests.factories import create_skill

pytestmark = pytest.mark.django_db


def entry(**fields: object) -> dict[str, object]:
    return {"skill": "calculus", "level": 2, "implies": "algebra", "implied_level": 1, "reason": "So it is.", **fields}


def load(directory: Path, *entries: dict[str, object], overwrite: bool = False) -> str:
    for slug in ("calculus", "algebra"):
        if not read_catalogue().skills.get(slug):
            create_skill(slug=slug)
    (directory / "implications.json").write_text(json.dumps(entries))
    tally = load_catalogue(directory, overwrite=overwrite)["implications"]
    return f"{tally.added}/{tally.overwritten}/{tally.kept}"


def test_a_skill_cannot_imply_itself() -> None:
    skill = create_skill()
    with pytest.raises(ValidationError, match="can't imply itself"):
        Row(skill=skill, level=1, implies=skill, implied_level=1).full_clean()


@pytest.mark.parametrize("levels", [(0, 1), (1, 0), (4, 1), (1, 4)])
def test_levels_stay_within_the_scale(levels: tuple[int, int]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Row.objects.create(skill=create_skill(), level=levels[0], implies=create_skill(), implied_level=levels[1])


def test_a_level_implies_a_skill_once() -> None:
    first, second = create_skill(), create_skill()
    Row.objects.create(skill=first, level=2, implies=second, implied_level=1)
    with pytest.raises(ValidationError, match="already implies"):
        Row(skill=first, level=2, implies=second, implied_level=2).full_clean()


def test_loading_keeps_what_a_curator_changed(tmp_path: Path) -> None:
    assert load(tmp_path, entry()) == "1/0/0"
    Row.objects.update(implied_level=2)
    assert load(tmp_path, entry()) == "0/0/1"
    assert Row.objects.get().implied_level == 2
    assert load(tmp_path, entry(), overwrite=True) == "0/1/0"
    assert Row.objects.get().implied_level == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"implies": "calculus"}, "implies"), ({"level": 4}, "level"), ({"implies": "nothing"}, "implies")],
)
def test_loading_refuses_a_bad_entry(tmp_path: Path, wrong: dict[str, object], field: str) -> None:
    with pytest.raises(DataError, match=f"implications.json.*field {field}"):
        load(tmp_path, entry(**wrong))


def test_shipped_implications_leave_every_level_possible(shipped_catalogue: None) -> None:
    catalogue = read_catalogue()
    rules = [Implication(rule.skill, rule.level, rule.implies, rule.implied_level) for rule in catalogue.implications]
    assert len(rules) > 40
    for skill in catalogue.skills:
        box = narrowed_box(Box({skill: 3}, dict.fromkeys(catalogue.skills, 3)), rules)
        assert box.low(skill) == box.top(skill) == 3
    nobody = narrowed_box(Box({}, dict.fromkeys(catalogue.skills, 3)), rules)
    assert not any(nobody.lows.values())
