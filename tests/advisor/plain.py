"""A catalogue written down as plain values, for tests of advice that need no database."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from advisor.answers import AnswerSet, parse_answers
from advisor.planning import Advisor, Solution
from advisor.snapshot import Catalogue, CourseFacts, GoalFacts, SkillFacts

TODAY = date(2026, 11, 21)
MONDAY = "2027-01-04"
PAID = {"price_model": "subscription", "monthly_price": 4900}


def course(slug: str, teaches: Mapping[str, int] | None = None, hours: float = 10, **fields: Any) -> CourseFacts:
    """A free English course titled after its slug, without any strain."""
    minutes = int(hours * 60)
    plain = {
        "title": slug.replace("-", " ").capitalize(),
        "kind": "course",
        "is_published": True,
        "superseded_by": None,
        "provider": "Provider",
        "platform": "Campus",
        "url": f"https://courses.example.org/{slug}",
        "level": "beginner",
        "language": "en",
        "style": "balanced",
        "practice": "guided",
        "maths": "none",
        "coding": "none",
        "has_certificate": False,
        "price_model": "free",
        "one_off_price": None,
        "monthly_price": None,
        "currency": "USD",
        "minutes": (minutes, minutes, minutes),
        "rating": None,
        "best_for": "",
        "skip_if": "",
        "weaknesses": (),
        "unsure": frozenset(),
    }
    return CourseFacts(slug=slug, teaches=teaches or {}, **{**plain, **fields})


def catalogue(*courses: CourseFacts, goals: Mapping[str, Mapping[str, int]] | None = None) -> Catalogue:
    """Skills are those that courses and goals name, by name."""
    goals = goals or {}
    levels = [levels for entry in courses for levels in (entry.requires, entry.helpful, entry.teaches)]
    skills = sorted({skill for named in (*levels, *goals.values()) for skill in named} | {"a", "b"})
    return Catalogue(
        courses={entry.slug: entry for entry in sorted(courses, key=lambda entry: entry.slug)},
        skills={slug: SkillFacts(slug, slug.upper(), "Area", ("0", "1", "2", "3")) for slug in skills},
        goals={slug: GoalFacts(slug, slug.capitalize(), "", targets) for slug, targets in goals.items()},
    )


def read(offer: Catalogue, **answers: Any) -> AnswerSet:
    return parse_answers({"start": MONDAY, **answers}, offer, today=TODAY)


def solve(offer: Catalogue, **answers: Any) -> Solution:
    return Advisor(offer).solve(read(offer, **answers))
