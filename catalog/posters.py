"""What the picture of the site, of a course and of a guide says, and where it is had."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse

from catalog.addresses import absolute
from catalog.facts import Hours, SkillAt, Station
from catalog.models import Course, Guide
from catalog.pictures import Poster, Track
from catalog.wording import hours_text, price_in_brief

SITE_COLOUR, COURSE_COLOUR, BUNDLE_COLOUR, GUIDE_COLOUR = 1, 1, 2, 3
HEADING = re.compile(r"^##\s+(.+?)\s*#*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as pages name it: its address in full, and the same in words."""

    address: str
    alternative: str


def picture_of(poster: Poster, view: str, *names: str) -> Picture:
    """The address holds the poster's version, so what is behind it never changes."""
    return Picture(absolute(reverse(view, args=[*names, poster.version])), poster.alternative)


@lru_cache(maxsize=1)
def site_poster() -> Poster:
    stations = ("What you know", "What comes first", "What comes next", "When you arrive")
    title = "Which course should I take first, and what next?"
    return Poster(
        title,
        "Machine learning and its neighbours",
        (Track(stations, SITE_COLOUR),),
        ("Hours, dates and cost for each path",),
    )


def course_poster(
    course: Course, *, hours: Hours | None, teaches: Iterable[SkillAt], stations: Sequence[Station]
) -> Poster:
    """The stations of a bundle are its parts, those of a course what it teaches."""
    if stations:
        names = tuple(each.part.course.title for each in stations if each.is_public)
        track = Track(names, BUNDLE_COLOUR)
    else:
        track = Track(tuple(held.skill.name for held in teaches), COURSE_COLOUR)
    figures = [marked(hours_text(hours.low, hours.high), is_estimate=hours.is_estimate)] if hours else []
    price = marked(price_in_brief(course), is_estimate=course.is_estimate("price"))
    level = marked(course.get_level_display(), is_estimate=course.is_estimate("level"))
    kicker = f"{course.get_kind_display().capitalize()} by {course.provider}"
    return Poster(course.title, kicker, (track,), (*figures, price, level))


def marked(text: str, *, is_estimate: bool) -> str:
    return f"{text} (estimated)" if is_estimate else text


def guide_poster(guide: Guide) -> Poster:
    """Its stations are the headings of its text."""
    return Poster(guide.title, "Guide", (Track(tuple(HEADING.findall(guide.body)), GUIDE_COLOUR),))
