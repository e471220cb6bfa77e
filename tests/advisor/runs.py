"""Made-up learners who answer truthfully, and their runs through the short and the whole questionnaire."""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from advisor import planner
from advisor.answers import PRACTICES, PREFERENCES, STYLES, parse_answers
from advisor.inquiry import FIELDS, Inquiry
from advisor.planning import Advisor, Solution
from advisor.questionnaire import LEVEL_PREFIX

TODAY = date(2027, 1, 1)
# How likely a level above none is, by kind of learner: of each skill, and of a high one.
KINDS = {"novice": (0.15, 0.1), "mixed": (0.45, 0.35), "expert": (0.8, 0.6)}


def true_answers(advisor: Advisor, seed: int) -> dict[str, Any]:
    """A learner's whole truth in the shape of the first interface; levels keep the catalogue's implications."""
    rng = random.Random(f"run/{seed}")
    catalogue = advisor.catalogue
    taken = rng.sample(sorted(catalogue.offered), rng.choice((0, 0, 0, 1, 2)))
    return {
        "goal": rng.choice(sorted(catalogue.goals)),
        "taken": taken,
        "levels": true_levels(advisor, rng, taken),
        "hours_per_week": rng.choice((3, 5, 8, 12, 20)),
        "start": "2027-01-04",
        "finish_by": None,
        "budget": rng.choice(({}, {}, {}, {}, {"free_only": True}, {"monthly": 40}, {"total": 100}, {"total": 600})),
        "certificate": rng.random() < 0.3,
        "style": rng.choice((None, None, *STYLES)),
        "practice": rng.choice((None, None, *PRACTICES)),
        "prefer": rng.choice((PREFERENCES[0], *PREFERENCES)),
    }


def true_levels(advisor: Advisor, rng: random.Random, taken: list[str]) -> dict[str, int]:
    some, much = KINDS[rng.choice(sorted(KINDS))]
    levels = {
        skill: rng.choice((2, 3)) if rng.random() < much else 1
        for skill in advisor.catalogue.skills
        if rng.random() < some
    }
    for course in taken:
        for skill, level in advisor.catalogue.outcomes(course).items():
            levels[skill] = max(level, levels.get(skill, 0))
    tops = dict.fromkeys(advisor.catalogue.skills, 3)
    return dict(planner.narrowed_box(planner.Box(levels, tops), advisor.implications).lows)


def solution(advisor: Advisor, answers: dict[str, Any]) -> Solution:
    return advisor.solve(parse_answers(answers, advisor.catalogue, today=TODAY))


@dataclass
class Run:
    """The questions put, in order, with the seconds that choosing each took, and what came out."""

    form: tuple[str, ...]
    asked: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    at_most: list[int] = field(default_factory=list)
    completed: dict[str, Any] = field(default_factory=dict)


def short_run(advisor: Advisor, truth: dict[str, Any]) -> Run:
    answers: dict[str, Any] = {}
    run = Run(form=inquiry(advisor, {"goal": truth["goal"]}, []).form)
    while True:
        began = time.perf_counter()
        now = inquiry(advisor, answers, run.asked)
        key = now.next()
        run.seconds.append(time.perf_counter() - began)
        if now.at_most is not None:
            run.at_most.append(now.at_most)
        if key is None:
            run.completed = now.completed
            return run
        assert key not in run.asked, key
        answers = answered(answers, key, truth)
        run.asked.append(key)


def inquiry(advisor: Advisor, answers: dict[str, Any], keys: list[str]) -> Inquiry:
    return Inquiry(advisor, answers, keys, today=TODAY)


def answered(answers: dict[str, Any], key: str, truth: dict[str, Any]) -> dict[str, Any]:
    skill = key.removeprefix(LEVEL_PREFIX)
    if skill != key:
        return {**answers, "levels": {**answers.get("levels", {}), skill: truth["levels"].get(skill, 0)}}
    names = ("goal",) if key == "goal" else FIELDS[key]
    return {**answers, **{name: truth[name] for name in names if name in truth}}


def whole_form(advisor: Advisor, truth: dict[str, Any], form: tuple[str, ...]) -> dict[str, Any]:
    """The answers of one who answers every question."""
    answers: dict[str, Any] = {}
    for key in form:
        answers = answered(answers, key, truth)
    return answers


def path(advisor: Advisor, answers: dict[str, Any]) -> frozenset[tuple[str, str | None]]:
    return frozenset((step.course, step.program) for step in solution(advisor, answers).plan.steps)


def every_truth(advisor: Advisor, count: int) -> Iterator[dict[str, Any]]:
    return (true_answers(advisor, seed) for seed in range(count))
