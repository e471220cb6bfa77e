"""Saved paths side by side, from their plans as plain JSON. Asks no database and plans nothing again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

from advisor.comparing import compare
from advisor.difference_wording import difference_text
from advisor.journey import LEVEL_WORDS, hours_text
from advisor.versus import overlap, raised
from advisor.versus_wording import MUCH_SHARED, Row, counted

Plan = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PathComparison:
    """`titles` with their addresses; rows that differ before common ones."""

    titles: tuple[tuple[str, str], ...]
    short_answers: tuple[str, ...]
    overlaps: tuple[str, ...]
    rows: tuple[Row, ...]
    common_rows: tuple[Row, ...]
    bottom_line: str


def compare_plans(paths: Sequence[tuple[str, str, Plan]], skills: Mapping[str, str]) -> PathComparison:
    """`paths` are titles, addresses and plans; `skills` names skills by slug."""
    plans = [plan for _, _, plan in paths]
    rows = [*_figures(plans), *_courses(plans), *_skills(plans, skills)]
    named = [(title, plan) for title, _, plan in paths]
    return PathComparison(
        titles=tuple((title, address) for title, address, _ in paths),
        short_answers=tuple(
            f"From {one} to {other}: {difference_text(compare(plan, rival))}."
            for (one, plan), (other, rival) in combinations(named, 2)
        ),
        overlaps=tuple(_overlap(one, other) for one, other in combinations(named, 2)),
        rows=tuple(row for row in rows if row.differs),
        common_rows=tuple(row for row in rows if not row.differs),
        bottom_line=_bottom_line(named),
    )


def outcomes(plan: Plan) -> dict[str, int]:
    levels: dict[str, int] = {}
    for step in plan["steps"]:
        levels = raised(levels, step["teaches"])
    return levels


def _figures(plans: Sequence[Plan]) -> list[Row]:
    return [
        Row("Arrives", tuple(_day(plan["finishes"]) for plan in plans)),
        Row("Hours", tuple(hours_text(plan["hours"]["low"], plan["hours"]["high"]) for plan in plans)),
        Row("Weeks", tuple(str(plan["weeks"]) for plan in plans)),
        Row("Cost", tuple(_cost(plan["cost"]) for plan in plans)),
        Row("Reaches all of its goal", tuple("yes" if plan["reached"] else "no" for plan in plans)),
    ]


def _courses(plans: Sequence[Plan]) -> list[Row]:
    titles = {step["course"]: step["title"] for plan in plans for step in plan["steps"]}
    places = [{step["course"] for step in plan["steps"]} for plan in plans]
    return [
        Row(title, tuple("on it" if course in place else "not on it" for place in places))
        for course, title in titles.items()
    ]


def _skills(plans: Sequence[Plan], skills: Mapping[str, str]) -> list[Row]:
    taught = [outcomes(plan) for plan in plans]
    names = {skill: skills.get(skill, skill) for levels in taught for skill in levels}
    return [
        Row(f"Teaches {name}", tuple(LEVEL_WORDS[levels.get(skill, 0)] for levels in taught))
        for skill, name in names.items()
    ]


def _overlap(one: tuple[str, Plan], other: tuple[str, Plan]) -> str:
    shared = overlap(outcomes(one[1]), outcomes(other[1]))
    advice = "; one of the two may be enough" if shared >= MUCH_SHARED else ""
    return f"{one[0]} and {other[0]} share {shared} % of what they teach{advice}."


def _bottom_line(named: Sequence[tuple[str, Plan]]) -> str:
    """The path that arrives first; of several the one that is named first."""
    title, plan = min(named, key=lambda each: each[1]["finishes"])
    if all(other["finishes"] == plan["finishes"] for _, other in named):
        return f"All arrive on {_day(plan['finishes'])}."
    span = f"after {counted(plan['weeks'], 'week')} for {_cost(plan['cost'])}"
    text = f"{title} arrives first, on {_day(plan['finishes'])}, {span}."
    return text if plan["reached"] else f"{text} It does not reach all of its goal."


def _cost(cost: Mapping[str, Any]) -> str:
    unsure = " and more: not every price is known" if cost.get("unknown") else ""
    return f"{cost['total']:,.2f}".removesuffix(".00") + f" {cost['currency']}{unsure}"


def _day(text: str) -> str:
    day = date.fromisoformat(text)
    return f"{day.day} {day:%B %Y}"
