"""Courses as answers see them: bundles with what follows from their parts."""

from dataclasses import dataclass

from advisor.ask.shelf import Extra, Shelf
from advisor.snapshot import CourseFacts
from advisor.versus import Levels, side_of

MINUTES_AN_HOUR = 60


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
    side = side_of(shelf.catalogue, course.slug)
    parts = tuple(part for part, _ in course.parts if part in shelf.catalogue.courses)
    return Profile(
        facts=course,
        extra=shelf.extras[course.slug],
        members=parts or (course.slug,),
        outcomes=side.outcomes,
        requires=side.requires,
        helpful=side.helpful,
        minutes=side.minutes,
        hours_estimated=side.is_estimate,
    )
