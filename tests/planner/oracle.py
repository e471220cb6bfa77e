"""Tiny nasty instances, and the best objective by looking at every order of every set of courses."""

import random

from advisor.planner import Catalog, Course, Filters, Learner, Objective, Program, Weights

STYLES = ("video", "project")


def tiny_instance(seed: int) -> tuple[Catalog, Learner]:
    """At most six courses: ties, no minutes, circles, courses that need what they teach, bundles, caps."""
    rng = random.Random(f"oracle/{seed}")
    skills = tuple(f"s{i}" for i in range(rng.randint(2, 5)))

    def levels(most: int, top: int = 3) -> dict[str, int]:
        return {skill: rng.randint(1, top) for skill in rng.sample(skills, rng.randint(0, min(most, len(skills))))}

    ids = [f"c{i}" for i in range(rng.randint(2, 6))]
    courses = tuple(_course(rng, name, levels(2), levels(2), levels(3) or {skills[0]: 1}) for name in ids)
    programs = tuple(_program(rng, f"p{i}", ids) for i in range(rng.choice((0, 1, 1, 2))))
    learner = Learner(
        levels=levels(1, 2),
        goal=levels(3) or {skills[-1]: 2},
        taken=frozenset(rng.sample(ids, rng.choice((0, 0, 0, 1)))),
        pinned=frozenset(rng.sample(ids, rng.choice((0, 0, 1, 2)))),
        styles=frozenset(rng.sample(STYLES, rng.choice((0, 1)))),
        budget=rng.choice((None, None, 0, 300, 600)),
        weights=Weights(
            rng.choice((1, 10)), rng.choice((0, 1)), rng.choice((0, 1)), rng.choice((0, 3)), rng.choice((0, 1, 7, 40))
        ),
        filters=_filters(rng, [*ids, *(program.id for program in programs)]),
        surcharges={name: rng.choice((0, 4)) for name in rng.sample(ids, rng.choice((0, 1)))},
        prices={name: rng.choice((0, 200)) for name in rng.sample(ids, rng.choice((0, 1)))},
        dismissed=frozenset((rng.choice(ids), rng.choice(skills)) for _ in range(rng.choice((0, 0, 1)))),
    )
    return Catalog(skills, 3, courses, programs), learner


def _course(
    rng: random.Random, name: str, requires: dict[str, int], helps: dict[str, int], teaches: dict[str, int]
) -> Course:
    minutes, price = rng.choice((0, 1, 1, 2, 3, 5, 8)), rng.choice((0, 0, 100, 300))
    rating, language = rng.choice((None, 400, 480, 500)), rng.choice(("en", "en", "en", "es"))
    return Course(name, minutes, price, rating, language, (rng.choice(STYLES),), requires, helps, teaches)


def _program(rng: random.Random, name: str, ids: list[str]) -> Program:
    parts = tuple(rng.sample(ids, min(len(ids), rng.randint(2, 3))))
    standalone = frozenset(part for part in parts if rng.random() < 0.5)
    return Program(name, parts, rng.choice((0, 100, 500)), standalone)


def _filters(rng: random.Random, names: list[str]) -> Filters:
    languages: frozenset[str] = frozenset(rng.choice(((), ("en",))))
    return Filters(rng.random() < 0.1, languages, frozenset(rng.sample(names, rng.choice((0, 0, 1)))))


def best_objective(catalog: Catalog, learner: Learner) -> Objective:
    """By exhaustion; only the cheapest way to each state (levels, courses done, programs joined) is followed on."""
    courses = {course.id: course for course in catalog.courses}
    levels = dict(learner.levels)
    for name in learner.taken:
        _learn(levels, courses[name])
    start = (frozenset(levels.items()), learner.taken, frozenset[str](), 0)
    cheapest: dict[object, int] = {start: 0}
    best: Objective | None = None
    queue = [start]
    while queue:
        state = queue.pop()
        points = cheapest[state]
        found = _objective(learner, dict(state[0]), state[1], points)
        best = found if best is None else min(best, found)
        for after, price in _moves(catalog, courses, learner, state):
            if after not in cheapest or points + price < cheapest[after]:
                cheapest[after] = points + price
                queue.append(after)
    assert best is not None
    return best


State = tuple[frozenset[tuple[str, int]], frozenset[str], frozenset[str], int]


def _objective(learner: Learner, levels: dict[str, int], done: frozenset[str], points: int) -> Objective:
    missing = sum(max(0, level - levels.get(skill, 0)) for skill, level in learner.goal.items())
    return Objective(len(learner.pinned - done), missing, points)


def _moves(catalog: Catalog, courses: dict[str, Course], learner: Learner, state: State) -> list[tuple[State, int]]:
    facts, done, joined, spent = state
    moves = []
    for name, course in courses.items():
        if name in done or not _open(learner, course):
            continue
        levels = dict(facts)
        lacks = {skill for skill, level in course.requires.items() if levels.get(skill, 0) < level}
        if any((name, skill) not in learner.dismissed for skill in lacks):
            continue
        points = _points(learner, course, levels)
        _learn(levels, course)
        for joins, cents in _ways(catalog, learner, course, done, joined):
            if learner.budget is None or spent + cents <= learner.budget:
                after = (frozenset(levels.items()), done | {name}, joined | joins, spent + cents)
                moves.append((after, points + cents * learner.weights.cent))
    return moves


def _open(learner: Learner, course: Course) -> bool:
    filters = learner.filters
    return course.id not in filters.exclude and (not filters.languages or course.language in filters.languages)


def _points(learner: Learner, course: Course, levels: dict[str, int]) -> int:
    weights = learner.weights
    rating = 400 if course.rating is None else course.rating
    points = course.minutes * (weights.minute + weights.quality * (500 - rating))
    if learner.styles and not learner.styles.intersection(course.style):
        points += weights.style
    for skill, level in course.helps.items():
        if levels.get(skill, 0) < level and (course.id, skill) not in learner.dismissed:
            points += weights.help
    return points + learner.surcharges.get(course.id, 0)


def _ways(
    catalog: Catalog, learner: Learner, course: Course, done: frozenset[str], joined: frozenset[str]
) -> list[tuple[frozenset[str], int]]:
    """Programs newly joined and cents paid, for each way to take the course now."""
    ways: list[tuple[frozenset[str], int]] = []
    filters = learner.filters
    holding = [program for program in catalog.programs if course.id in program.parts]
    price = learner.prices.get(course.id, course.price)
    due = learner.prices.get(course.id, 0)
    sold_alone = not holding or any(course.id in program.standalone for program in holding)
    if sold_alone and not (filters.free_only and price):
        ways.append((frozenset(), price))
    for program in holding:
        at = program.parts.index(course.id)
        in_order = at == 0 or course.id in program.standalone or program.parts[at - 1] in done
        if in_order and program.id not in filters.exclude and not (filters.free_only and (program.fee or due)):
            ways.append((frozenset({program.id}), due + (0 if program.id in joined else program.fee)))
    return ways


def _learn(levels: dict[str, int], course: Course) -> None:
    for skill, level in course.teaches.items():
        levels[skill] = max(level, levels.get(skill, 0))
