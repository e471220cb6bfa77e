"""Courses as answers see them: bundles with what follows from their parts."""

from collections.abc import Mapping
from dataclasses import dataclass

from advisor.ask.shelf import Extra, Shelf
from advisor.snapshot import Catalogue, CourseFacts

MINUTES_AN_HOUR = 60

Levels = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Profile:
    """`minutes` are low, expected and high; `requires` and `helpful` are what must be brought, not what parts teach."""

    facts: CourseFacts
    extra: Extra
    members: tuple[str, ...]
    outcomes: Levels
    requires: Levels
    helpful: Levels
    minutes: tuple[int, int, int] | None
    hours_estimated: bool

    @property
    def slug(self) -> str:
        return self.facts.slug

    @property
    def is_offered(self) -> bool:
        """Whether it can be planned."""
        return self.facts.is_published and (self.facts.minutes is not None or self.facts.is_bundle)

    @property
    def title(self) -> str:
        return self.facts.title


def read_profiles(shelf: Shelf) -> dict[str, Profile]:
    return {slug: _profile(course, shelf) for slug, course in shelf.catalogue.courses.items()}


def _profile(course: CourseFacts, shelf: Shelf) -> Profile:
    catalogue = shelf.catalogue
    parts = [catalogue.courses[slug] for slug, _ in course.parts if slug in catalogue.courses]
    minutes, estimated = _minutes(course, parts)
    return Profile(
        facts=course,
        extra=shelf.extras[course.slug],
        members=tuple(part.slug for part in parts) or (course.slug,),
        outcomes=catalogue.outcomes(course.slug),
        requires=brought(catalogue, course, parts, "requires"),
        helpful=brought(catalogue, course, parts, "helpful"),
        minutes=minutes,
        hours_estimated=estimated,
    )


def brought(catalogue: Catalogue, course: CourseFacts, parts: list[CourseFacts], which: str) -> dict[str, int]:
    """What must be held before the first part, since no earlier part teaches it, in the vocabulary's order."""
    held: dict[str, int] = {}
    asked: dict[str, int] = {}
    for each in (course, *parts):
        for skill, level in getattr(each, which).items():
            if level > max(held.get(skill, 0), asked.get(skill, 0)):
                asked[skill] = level
        for skill, level in each.teaches.items() if each is not course else ():
            held[skill] = max(level, held.get(skill, 0))
    return {skill: asked[skill] for skill in catalogue.skills if skill in asked}


def _minutes(course: CourseFacts, parts: list[CourseFacts]) -> tuple[tuple[int, int, int] | None, bool]:
    """The parts' hours where all have some, else the course's own; and whether anybody estimated them."""
    known = [part.minutes for part in parts if part.minutes]
    if parts and len(known) == len(parts):
        low, expected, high = (sum(each[place] for each in known) for place in range(3))
        return (low, expected, high), any("realistic_hours" in each.unsure for each in (course, *parts))
    return course.minutes, "realistic_hours" in course.unsure
