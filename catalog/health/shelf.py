"""The catalogue as the lints look at it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.db.models import Count, Max

from catalog.graph import read_nodes
from catalog.loops import Node
from catalog.models import Claim, Course, Outcome, Part, Platform, Provider, Requirement, Skill

Levels = dict[int, dict[int, int]]


# What lints look at; the rest of ten thousand courses takes seconds to read.
FACTS = (
    "slug",
    "title",
    "kind",
    "status",
    "url",
    "official_hours",
    "realistic_hours_low",
    "realistic_hours_high",
    "finisher_count",
    "finisher_hours_low",
    "finisher_hours_high",
    "price_model",
    "price_amount",
    "has_certificate",
    "unsure",
    "reviewed_on",
)


class Ask(NamedTuple):
    """What a course asks for; ten thousand courses do so often enough that whole rows take seconds."""

    course_id: int
    skill_id: int
    level: int
    kind: str


class Shelf:
    """Each kind of row is read once, by a fixed number of queries, when the first lint asks for it.

    Rows are known by their primary keys.
    """

    def __init__(self, today: date) -> None:
        self.today = today

    @cached_property
    def courses(self) -> dict[int, Course]:
        rows = Course.objects.select_related("platform").only(*FACTS, "platform__name", "platform__subscription_price")
        return {course.pk: course for course in rows}

    @cached_property
    def published(self) -> list[Course]:
        return [course for course in self.courses.values() if course.status == Course.Status.PUBLISHED]

    @cached_property
    def skills(self) -> dict[int, Skill]:
        return {skill.pk: skill for skill in Skill.objects.all()}

    @cached_property
    def teaches(self) -> Levels:
        """Levels of skills by course."""
        return by_course(Outcome.objects.order_by("pk").values_list("course_id", "skill_id", "level"))

    @cached_property
    def asks(self) -> list[Ask]:
        rows = Requirement.objects.order_by("pk").values_list("course_id", "skill_id", "level", "kind")
        return [Ask(*row) for row in rows]

    @cached_property
    def parts(self) -> dict[int, list[int]]:
        """Courses by bundle, in order."""
        found: defaultdict[int, list[int]] = defaultdict(list)
        for bundle, course in Part.objects.order_by("bundle", "position").values_list("bundle_id", "course_id"):
            found[bundle].append(course)
        return found

    @cached_property
    def read_on(self) -> dict[int, date | None]:
        """The last day that a source was read, for each course that has a source."""
        rows = Course.objects.filter(sources__isnull=False).order_by("pk").annotate(last=Max("sources__read_on"))
        return dict(rows.values_list("pk", "last"))

    @cached_property
    def claims(self) -> list[Claim]:
        return list(Claim.objects.select_related("course", "platform").order_by("pk"))

    @cached_property
    def suppliers(self) -> list[Provider | Platform]:
        """Providers and platforms that no course names."""
        kinds: tuple[type[Provider] | type[Platform], ...] = (Provider, Platform)
        return [
            row for kind in kinds for row in kind.objects.annotate(course_count=Count("courses")).filter(course_count=0)
        ]

    @cached_property
    def nodes(self) -> dict[str, Node]:
        return read_nodes()

    @cached_property
    def highest_taught(self) -> dict[int, int]:
        """Levels of skills that published courses lead to."""
        found: dict[int, int] = {}
        for course in self.published:
            for skill, level in self.teaches.get(course.pk, {}).items():
                found[skill] = max(level, found.get(skill, 0))
        return found

    def with_parts(self, course: Course) -> list[Course]:
        return [course, *(self.courses[part] for part in self.parts.get(course.pk, ()))]


def by_course(rows: Iterable[tuple[int, int, int]]) -> Levels:
    found: Levels = {}
    for course, skill, level in rows:
        found.setdefault(course, {})[skill] = level
    return found
