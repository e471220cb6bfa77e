"""What any good adviser would tell some typical learners, held against the shipped catalogue."""

import json
from datetime import date
from typing import Any

import pytest

from advisor.answers import parse_answers
from advisor.loading import DATA_DIRECTORY, PERSONAS_FILE
from advisor.planning import Advisor
from advisor.report import recommend
from advisor.snapshot import Catalogue

PERSONAS = json.loads((DATA_DIRECTORY / PERSONAS_FILE).read_text())


def plan_for(answers: dict[str, Any], advisor: Advisor) -> dict[str, Any]:
    parsed = parse_answers(answers, advisor.catalogue, today=date(2026, 11, 21))
    return recommend(parsed, advisor)[0]


def places(plan: dict[str, Any], slug: str, catalogue: Catalogue) -> list[int]:
    """Positions on the path of the course, or of any part of the bundle."""
    members = catalogue.members(slug)
    return [at for at, step in enumerate(plan["steps"]) if step["course"] in members]


def levels_before(plan: dict[str, Any], answers: dict[str, Any], position: int | None) -> dict[str, int]:
    held = dict(answers.get("levels", {}))
    for step in plan["steps"][:position]:
        for skill, level in step["teaches"].items():
            held[skill] = max(held.get(skill, 0), level)
    return held


@pytest.mark.parametrize("persona", PERSONAS, ids=[persona["name"] for persona in PERSONAS])
def test_persona_gets_the_advice_expected(persona: dict[str, Any], shipped_advisor: Advisor) -> None:
    answers, expect = persona["answers"], persona["expectations"]
    plan, shipped = plan_for(answers, shipped_advisor), shipped_advisor.catalogue
    assert plan["proven"] is plan["reached"] is True
    for slug in expect.get("includes", ()):
        assert places(plan, slug, shipped), f"lacks {slug}"
    for slug in expect.get("excludes", ()):
        assert not places(plan, slug, shipped), f"has {slug}"
    for earlier, later in expect.get("before", ()):
        assert max(places(plan, earlier, shipped)) < min(places(plan, later, shipped))
    for skill, level in expect.get("taught", ()):
        assert levels_before(plan, answers, None).get(skill, 0) >= level
    for skill, level, slug in expect.get("taught_before", ()):
        assert levels_before(plan, answers, min(places(plan, slug, shipped))).get(skill, 0) >= level
    assert not (expect.get("empty") and plan["steps"])
    assert not (expect.get("free") and plan["cost"]["total"])
    assert plan["weeks"] >= expect.get("weeks_at_least", 0)
