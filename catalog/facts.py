"""What a course's page says that follows from several rows: a bundle from its parts, statements from their sources.

Functions take a course whose related rows are prefetched as by `LISTED`, or by `SHOWN` and `read_skills`, and ask the
database nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch, Q, prefetch_related_objects

from catalog.models import Claim, Course, Outcome, Part, Requirement, Skill
from catalog.wording import fact_name

OUTCOMES = Prefetch("outcomes", Outcome.objects.select_related("skill"))
PART_OUTCOMES = Prefetch("parts__course__outcomes", Outcome.objects.select_related("skill"))
REQUIREMENTS = Prefetch("requirements", Requirement.objects.select_related("skill"))
PARTS = Prefetch("parts", Part.objects.select_related("course").order_by("position"))
LISTED = (OUTCOMES, PARTS, PART_OUTCOMES)
SHOWN = (
    PARTS,
    Prefetch("part_of", Part.objects.select_related("bundle").order_by("bundle__title")),
    Prefetch("older_editions", Course.objects.visible()),
    "sources",
)


def read_skills(course: Course) -> None:
    """What the course and each of its parts ask for and teach, in two queries; `parts` are there already."""
    prefetch_related_objects([course, *(part.course for part in course.parts.all())], OUTCOMES, REQUIREMENTS)


@dataclass(frozen=True, slots=True)
class Hours:
    low: Decimal
    high: Decimal
    is_estimate: bool
    is_sum: bool


@dataclass(frozen=True, slots=True)
class SkillAt:
    """A skill at a level from 1 to 3, with what a learner who holds it would say."""

    skill: Skill
    level: int
    reason: str = ""

    @property
    def descriptor(self) -> str:
        return self.skill.descriptors[self.level]


@dataclass(frozen=True, slots=True)
class Needs:
    required: tuple[SkillAt, ...]
    helpful: tuple[SkillAt, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A course as the library lists it."""

    course: Course
    hours: Hours | None
    teaches: tuple[SkillAt, ...]


@dataclass(frozen=True, slots=True)
class Station:
    """A part of a bundle; a part that the public may not see yet is known by its position only."""

    part: Part
    is_public: bool
    hours: Hours | None


@dataclass(frozen=True, slots=True)
class Statements:
    """What sources say of one fact, the editor's choice first."""

    fact: str
    claims: tuple[Claim, ...]


def card(course: Course) -> Card:
    return Card(course, hours_of(course), outcomes_of(course))


def hours_of(course: Course) -> Hours | None:
    """Realistic hours: the sum of the parts where each part has them, otherwise what the course itself says."""
    parts = [part.course for part in course.parts.all()]
    ranges = [hours for part in parts if (hours := part.realistic_hours)]
    if parts and len(ranges) == len(parts):
        is_estimate = any(each.is_estimate("realistic_hours") for each in (course, *parts))
        return Hours(sum_of(low for low, _ in ranges), sum_of(high for _, high in ranges), is_estimate, is_sum=True)
    return own_hours(course)


def own_hours(course: Course) -> Hours | None:
    own = course.realistic_hours
    return Hours(*own, course.is_estimate("realistic_hours"), is_sum=False) if own else None


def sum_of(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))


def outcomes_of(course: Course) -> tuple[SkillAt, ...]:
    """Skills taught, of a bundle those of its parts too, each at its highest level, in vocabulary order."""
    best: dict[Skill, int] = {}
    for each in (course, *(part.course for part in course.parts.all())):
        for outcome in each.outcomes.all():
            best[outcome.skill] = max(outcome.level, best.get(outcome.skill, 0))
    return in_vocabulary_order(SkillAt(skill, level) for skill, level in best.items())


def needs_of(course: Course) -> Needs:
    """What a learner must bring, and what helps; of a bundle, what no earlier part teaches."""
    held: dict[Skill, int] = {}
    asked: dict[str, dict[Skill, SkillAt]] = {kind: {} for kind in Requirement.Kind.values}
    for each in (course, *(part.course for part in course.parts.all())):
        for need in each.requirements.all():
            known = asked[need.kind].get(need.skill)
            if need.level > max(held.get(need.skill, 0), known.level if known else 0):
                asked[need.kind][need.skill] = SkillAt(need.skill, need.level, need.reason)
        for outcome in each.outcomes.all() if each is not course else ():
            held[outcome.skill] = max(outcome.level, held.get(outcome.skill, 0))
    required, helpful = (asked[kind] for kind in (Requirement.Kind.REQUIRED, Requirement.Kind.HELPFUL))
    more = (need for skill, need in helpful.items() if skill not in required or need.level > required[skill].level)
    return Needs(in_vocabulary_order(required.values()), in_vocabulary_order(more))


def in_vocabulary_order(skills: Iterable[SkillAt]) -> tuple[SkillAt, ...]:
    return tuple(sorted(skills, key=lambda held: (held.skill.position, held.skill.slug)))


def stations_of(course: Course) -> list[Station]:
    """The parts in the order in which they are taken."""
    return [
        Station(part, part.course.status != Course.Status.DRAFT, own_hours(part.course)) for part in course.parts.all()
    ]


def claims_about(course: Course) -> list[Claim]:
    """Statements about the course and about its platform, in one query."""
    about = Q(course=course) | Q(platform=course.platform_id)
    return list(Claim.objects.filter(about).order_by("platform", "field", "-is_chosen", "pk"))


def statements(claims: Iterable[Claim], *, platform: str) -> list[Statements]:
    """The claims by the fact that they are about; a fact of the platform names it."""
    groups: dict[str, list[Claim]] = {}
    for claim in claims:
        name = fact_name(claim.field).capitalize()
        groups.setdefault(name if claim.course_id else f"{name} at {platform}", []).append(claim)
    return [Statements(fact, tuple(held)) for fact, held in groups.items()]
