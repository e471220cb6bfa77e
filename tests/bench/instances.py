"""Random catalogues and learners in contract JSON, shaped like real ones; the same seed gives the same instances.

Skills stand in areas, each skill resting on earlier ones. Few skills are taught by many courses and many by few.
Courses teach one level of a main skill and often something next to it; some are sold in ordered programs.
"""

import random
from typing import Any

Instance = dict[str, Any]

AREAS = ("maths", "programming", "data", "models", "web", "systems", "business")
SKILLS_AN_AREA = 6
STYLES = ("lectures", "projects", "notebooks", "reading")
KINDS = ("plain", "weighted", "filtered", "pinned", "budget")
KIND_SHARES = (35, 35, 15, 10, 5)
LEVEL_SHARES = (50, 35, 15)
PRICES = (0, 0, 0, 1500, 2900, 3900, 4900, 7900)


def make_catalog(size: int, seed: int) -> Instance:
    """A catalogue of `size` courses on at most 42 skills, fewer when it is small."""
    rng = random.Random(f"catalogue {size} {seed}")
    skills = _make_skills(rng, size)
    names = list(skills)
    # Popularity falls with a skill's place in a shuffled list, like the ranks of words in a text.
    popular = rng.sample(names, len(names))
    shares = [1 / (place + 2) for place in range(len(popular))]
    courses: list[Instance] = []
    programs: list[Instance] = []
    for level in (1, 2, 3):
        for skill in popular:
            if len(courses) < size * (0.3, 0.5, 0.6)[level - 1]:
                courses.append(_make_course(rng, len(courses), skills, skill, level))
    while len(courses) < size:
        skill = rng.choices(popular, shares)[0]
        length = rng.randint(3, 6)
        if rng.random() < 0.1 and len(courses) + length <= size:
            programs.append(_make_program(rng, len(programs), skills, skill, length, courses))
        else:
            level = rng.choices((1, 2, 3), LEVEL_SHARES)[0]
            courses.append(_make_course(rng, len(courses), skills, skill, level))
    return {"skills": names, "max_level": 3, "courses": courses, "programs": programs}


def _make_skills(rng: random.Random, size: int) -> dict[str, dict[str, int]]:
    """Each skill with the levels of other skills it builds on: its area's chain, and now and then another area."""
    skills: dict[str, dict[str, int]] = {}
    depth = SKILLS_AN_AREA if size >= 100 else 2
    for place in range(depth):
        for area in AREAS:
            builds: dict[str, int] = {}
            if place and rng.random() < 0.8:
                builds[f"{area}-{rng.randrange(max(0, place - 2), place)}"] = rng.choice((1, 1, 2))
            if place and rng.random() < 0.5:
                builds[f"{rng.choice(AREAS)}-{rng.randrange(place)}"] = rng.choice((1, 1, 2))
            skills[f"{area}-{place}"] = builds
    return skills


def _make_course(
    rng: random.Random, number: int, skills: dict[str, dict[str, int]], skill: str, level: int
) -> Instance:
    requires: dict[str, int] = {}
    helps: dict[str, int] = {}
    if level > 1:
        (requires if rng.random() < 0.8 else helps)[skill] = level - 1
    for other, needed in skills[skill].items():
        if level > 1 or rng.random() < 0.6:
            (requires if rng.random() < 0.6 else helps)[other] = min(3, needed + (level == 3))
    teaches = {skill: level}
    area = skill.split("-")[0]
    near = [other for other in skills if other.startswith(area) and other != skill]
    for other in rng.sample(near, min(len(near), rng.choice((0, 0, 1, 1, 2)))):
        gained = rng.randint(1, level)
        if requires.get(other, 0) < gained:
            teaches[other] = gained
    if rng.random() < 0.05:
        for other in rng.sample(list(skills), 3):
            teaches.setdefault(other, 1)
    if rng.random() < 0.1:
        other = rng.choice(list(skills))
        if other not in requires and other not in teaches:
            helps.setdefault(other, 1)
    gain = sum(max(1, reached - requires.get(other, 0)) for other, reached in teaches.items())
    hours = max(1.0, 7 * gain**0.85 * rng.lognormvariate(0, 0.5))
    return {
        "id": f"course-{number:05d}",
        "minutes": int(hours * 4) * 15,
        "price": rng.choice(PRICES),
        "rating": None if rng.random() < 0.1 else min(500, max(300, round(rng.gauss(450, 30)))),
        "language": rng.choices(("en", "es", "de"), (85, 10, 5))[0],
        "style": sorted(rng.sample(STYLES, rng.randint(1, 2))),
        "requires": requires,
        "helps": helps,
        "teaches": teaches,
    }


def _make_program(
    rng: random.Random,
    number: int,
    skills: dict[str, dict[str, int]],
    skill: str,
    length: int,
    courses: list[Instance],
) -> Instance:
    """Adds the parts to `courses`: one topic and what rests on it, easier parts first."""
    topics = [skill, *(other for other, builds in skills.items() if skill in builds)]
    levels = sorted(rng.choices((1, 2, 3), LEVEL_SHARES, k=length))
    parts = []
    for level in levels:
        courses.append(_make_course(rng, len(courses), skills, rng.choice(topics), level))
        parts.append(courses[-1]["id"])
    standalone = [part for part in parts if rng.random() < 0.5]
    return {"id": f"program-{number:04d}", "parts": parts, "fee": 4900 * rng.randint(0, 3), "standalone": standalone}


def make_learner(catalog: Instance, seed: int) -> Instance:
    """A learner of one of the kinds, who wants skills of one area and a few beyond that the catalogue can teach."""
    rng = random.Random(f"learner {seed}")
    kind = rng.choices(KINDS, KIND_SHARES)[0]
    ids = [course["id"] for course in catalog["courses"]]
    learner: Instance = {
        "levels": {s: rng.choices((1, 2, 3), (60, 30, 10))[0] for s in catalog["skills"] if rng.random() < 0.3},
        "goal": _make_goal(rng, catalog),
        "taken": [],
        "pinned": [],
        "styles": [],
        "budget": None,
        "weights": {"minute": 100, "cent": 0, "quality": 0, "style": 0, "help": 0},
        "filters": {"free_only": False, "languages": [], "exclude": []},
    }
    if kind != "plain":
        weights = {"cent": (0, 2, 5), "quality": (0, 1, 2), "style": (0, 6000), "help": (0, 10000, 30000)}
        learner["weights"] |= {name: rng.choice(values) for name, values in weights.items()}
        learner["styles"] = rng.sample(STYLES, 1)
        learner["taken"] = rng.sample(ids, rng.choice((0, 0, 1, 2)))
    if kind == "filtered":
        exclude = rng.sample(ids, min(5, len(ids) // 5))
        learner["filters"] = {"free_only": rng.random() < 0.5, "languages": ["en"], "exclude": exclude}
    elif kind == "pinned":
        learner["pinned"] = rng.sample(ids, rng.choice((1, 1, 2)))
    elif kind == "budget":
        learner["budget"] = rng.choice((0, 5000, 10000, 20000, 40000))
    return learner


def _make_goal(rng: random.Random, catalog: Instance) -> dict[str, int]:
    """One goal in ten may ask for more than the catalogue can teach a beginner, as people do."""
    top = _taught_to_a_beginner(catalog)
    area = rng.choice(AREAS)
    at_home = [skill for skill in top if skill.startswith(area)]
    abroad = [skill for skill in top if not skill.startswith(area)]
    wanted = rng.sample(at_home, min(len(at_home), rng.randint(1, 3)))
    wanted += rng.sample(abroad, min(len(abroad), rng.randint(1, 3)))
    reach = 3 if rng.random() < 0.1 else 0
    return {skill: min(max(top[skill], reach), rng.choice((1, 2, 2, 3))) for skill in wanted}


def _taught_to_a_beginner(catalog: Instance) -> dict[str, int]:
    top: dict[str, int] = {}
    left = catalog["courses"]
    while True:
        ready = [c for c in left if all(top.get(skill, 0) >= level for skill, level in c["requires"].items())]
        if not ready:
            return {skill: top[skill] for skill in catalog["skills"] if skill in top}
        for course in ready:
            for skill, level in course["teaches"].items():
                top[skill] = max(top.get(skill, 0), level)
        taken = {course["id"] for course in ready}
        left = [course for course in left if course["id"] not in taken]
