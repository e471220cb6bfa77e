"""Random tiny questions with open levels, and every way in which they can turn out."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product

from advisor.planner import Catalog, CompiledCatalog, Implication, Learner, plan_path
from advisor.planner.assuming import Path, path_of
from tests.planner.oracle import tiny_instance


def tiny_question(seed: int) -> tuple[Catalog, Learner, dict[str, int], tuple[Implication, ...]]:
    """A catalogue, a learner at the low ends, the highest levels of open skills, and implications."""
    catalog, learner = tiny_instance(seed)
    rng = random.Random(f"boxes/{seed}")
    open_skills = rng.sample(catalog.skills, rng.randint(1, min(4, len(catalog.skills))))
    tops = {skill: rng.randint(1, 3) for skill in open_skills}
    rules = []
    for _ in range(rng.choice((0, 0, 1, 2, 4))):
        skill, implied = rng.sample(catalog.skills, 2)
        rules.append(Implication(skill, rng.randint(1, 3), implied, rng.randint(1, 3)))
    return catalog, learner, tops, tuple(rules)


def completions(
    catalog: Catalog, learner: Learner, tops: Mapping[str, int], rules: Sequence[Implication]
) -> Iterator[dict[str, int]]:
    """Every choice of levels within the box that keeps the implications, finished courses counted."""
    lows = dict(learner.levels)
    for course in catalog.courses:
        for skill, level in course.teaches.items() if course.id in learner.taken else ():
            lows[skill] = max(lows.get(skill, 0), level)
    ends = [(lows.get(skill, 0), max(tops.get(skill, 0), lows.get(skill, 0))) for skill in catalog.skills]
    for levels in product(*(range(low, top + 1) for low, top in ends)):
        held = dict(zip(catalog.skills, levels, strict=True))
        if all(held[rule.skill] < rule.level or held[rule.implies] >= rule.implied_level for rule in rules):
            yield held


def path_at(compiled: CompiledCatalog, learner: Learner, levels: Mapping[str, int]) -> Path:
    return path_of(plan_path(compiled, replace(learner, levels=levels)))
