"""Courses that are never recommended, held against the plain definition."""

import random
from dataclasses import replace

import pytest

from advisor.impact.idle import Idle, idle_courses
from advisor.snapshot import Catalogue, CourseFacts
from tests.advisor.plain import catalogue, course

SKILLS = ("a", "b", "c", "d", "e")


def random_catalogue(rng: random.Random) -> Catalogue:
    slugs = [f"course-{number}" for number in range(12)]
    courses = [random_course(slug, slugs, rng) for slug in slugs]
    bundles = [
        course(
            f"bundle-{number}",
            parts=tuple((slug, rng.random() < 0.5) for slug in rng.sample(slugs, 3)),
            superseded_by=rng.choice([None, None, "bundle-9"]),
            is_published=rng.random() < 0.8,
        )
        for number in range(3)
    ]
    return catalogue(*courses, *bundles, goals={"goal": {rng.choice(SKILLS): rng.randint(1, 3)}})


def random_course(slug: str, slugs: list[str], rng: random.Random) -> CourseFacts:
    made = course(
        slug,
        {rng.choice(SKILLS[:3]): rng.randint(1, 3)},
        rng.choice([5, 10, 10, 20]),
        requires={rng.choice(SKILLS): 1} if rng.random() < 0.3 else {},
        helpful={rng.choice(SKILLS): 1} if rng.random() < 0.3 else {},
        is_published=rng.random() < 0.9,
        style=rng.choice(["balanced", "balanced", "intuitive"]),
        superseded_by=rng.choice(slugs) if rng.random() < 0.1 else None,
    )
    return made if rng.random() < 0.9 else replace(made, minutes=None)


def set_aside(one: CourseFacts, offer: Catalogue) -> Idle | None:
    """Looks through all bundles for each course."""
    if not one.is_published:
        return Idle(one.slug, "not-offered")
    if one.minutes is None:
        return Idle(one.slug, "no-hours")
    newer = [one.superseded_by]
    newer += [bundle.superseded_by for bundle in offer.courses.values() if one.slug in dict(bundle.parts)]
    return next((Idle(one.slug, "older", rival=slug) for slug in newer if slug), None)


@pytest.mark.parametrize("seed", range(20))
def test_courses_set_aside_are_those_of_the_plain_definition(seed: int) -> None:
    offer = random_catalogue(random.Random(seed))
    plain = {
        slug: found
        for slug, one in offer.courses.items()
        if not one.is_bundle and (found := set_aside(one, offer)) is not None
    }
    told = {
        slug: idle for slug, idle in idle_courses(offer).items() if idle.why in ("not-offered", "no-hours", "older")
    }
    assert told == plain
