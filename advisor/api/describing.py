"""The JSON interface's goals, its description, and what its page draws from the description."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from advisor.models import Goal
from catalog.api.answering import Json

DESCRIPTION = Path(__file__).parent.parent / "data" / "openapi.json"


@dataclass(frozen=True, slots=True)
class Example:
    """A request that works as it stands; one with a body is sent as JSON by POST."""

    title: str
    address: str
    body: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """One address of the interface in words; `parameters` and `answers` are pairs of name and meaning."""

    method: str
    address: str
    summary: str
    text: str
    parameters: tuple[tuple[str, str], ...]
    answers: tuple[tuple[str, str], ...]


EXAMPLES = (
    Example("Free courses that teach Python, shortest first", "/api/v1/courses/?skill=python&free=true&sort=hours"),
    Example("A search among courses of at most 40 hours", "/api/v1/courses/?q=machine+learning&max_hours=40&limit=5"),
    Example("One course with its sources", "/api/v1/courses/ml-specialization/"),
    Example("A retired course, which names its successor", "/api/v1/courses/ml-stanford-2011/"),
    Example("A skill, what its levels mean and how many courses teach it", "/api/v1/skills/linear-algebra/"),
    Example("What a goal asks for", "/api/v1/goals/deep-learning/"),
    Example(
        "A path to a goal",
        "/api/v1/advise",
        '{"goal": "deep-learning", "levels": {"python": 2}, "hours_per_week": 8, "start": "2027-01-04"}',
    ),
    Example(
        "A path to targets of your own, free of charge",
        "/api/v1/advise",
        '{"targets": {"python": 1}, "budget": {"free_only": true}, "start": "2027-01-04"}',
    ),
)


@lru_cache(maxsize=1)
def description() -> Json:
    """In OpenAPI 3.1."""
    read: Json = json.loads(DESCRIPTION.read_text())
    return read


def operations() -> Iterator[Operation]:
    """As the description has them, in its order."""
    document = description()
    base = document["servers"][0]["url"]
    for path, methods in document["paths"].items():
        for method, facts in methods.items():
            parameters = [resolved(each, document) for each in facts.get("parameters", ())]
            answers = {code: resolved(answer, document) for code, answer in facts["responses"].items()}
            yield Operation(
                method=method.upper(),
                address=base + path,
                summary=facts["summary"],
                text=facts["description"],
                parameters=tuple((each["name"], each["description"]) for each in parameters),
                answers=tuple((code, answer["description"]) for code, answer in answers.items()),
            )


def resolved(facts: Json, document: Json) -> Json:
    """What several operations share stands once, and is referred to as #/components/kind/name."""
    if "$ref" not in facts:
        return facts
    kind, name = facts["$ref"].split("/")[-2:]
    shared: Json = document["components"][kind][name]
    return shared


def goal_row(goal: Goal) -> Json:
    """The goal's targets are prefetched with their skills."""
    return {
        "slug": goal.slug,
        "title": goal.title,
        "blurb": goal.blurb,
        "targets": {target.skill.slug: target.level for target in goal.targets.all()},
    }
