"""The catalogue as plain values, read with a fixed number of queries however many courses there are."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from advisor.models import Goal, Target, Weights
from advisor.weights import ProductWeights
from catalog.models import Course, Implication, Outcome, Part, Requirement, Skill

MINUTES_AN_HOUR = 60


@dataclass(frozen=True, slots=True)
class SkillFacts:
    slug: str
    name: str
    area: str
    descriptors: tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class ImplicationFacts:
    """Whoever holds `skill` at `level` holds `implies` at `implied_level`."""

    skill: str
    level: int
    implies: str
    implied_level: int


@dataclass(frozen=True, slots=True)
class GoalFacts:
    slug: str
    title: str
    blurb: str
    targets: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """What advice rests on. Minutes are of study; prices are cents; a price that is not known is None.

    `monthly_price` is the platform's subscription spread over one month, None where the platform sells none.
    `minutes` are low, expected and high; None when nobody has entered hours, and such a course is never planned.
    A bundle has `parts` in order, each with whether it may be taken alone.
    """

    slug: str
    title: str
    kind: str
    is_published: bool
    superseded_by: str | None
    provider: str
    platform: str
    url: str
    level: str
    language: str
    style: str
    practice: str
    maths: str
    coding: str
    has_certificate: bool
    price_model: str
    one_off_price: int | None
    monthly_price: int | None
    currency: str
    minutes: tuple[int, int, int] | None
    rating: int | None
    best_for: str
    skip_if: str
    weaknesses: tuple[str, ...]
    unsure: frozenset[str]
    requires: Mapping[str, int] = field(default_factory=dict)
    helpful: Mapping[str, int] = field(default_factory=dict)
    teaches: Mapping[str, int] = field(default_factory=dict)
    parts: tuple[tuple[str, bool], ...] = ()

    @property
    def is_bundle(self) -> bool:
        return bool(self.parts)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every course that is not a draft, by slug; skills in the vocabulary's order; goals that are offered."""

    courses: Mapping[str, CourseFacts]
    skills: Mapping[str, SkillFacts]
    goals: Mapping[str, GoalFacts]
    implications: tuple[ImplicationFacts, ...] = ()
    weights: ProductWeights = field(default_factory=ProductWeights)

    @property
    def offered(self) -> dict[str, CourseFacts]:
        """What can be planned: published, and with hours, its own or its parts'."""
        return {
            slug: course
            for slug, course in self.courses.items()
            if course.is_published and (course.minutes is not None or course.is_bundle)
        }

    @property
    def currencies(self) -> frozenset[str]:
        return frozenset(course.currency for course in self.courses.values()) | {"USD"}

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(sorted({course.language for course in self.courses.values() if course.is_published}))

    def members(self, slug: str) -> tuple[str, ...]:
        """The course itself and, for a bundle, its parts."""
        course = self.courses.get(slug)
        return (slug, *(part for part, _ in course.parts)) if course else (slug,)

    def outcomes(self, slug: str) -> dict[str, int]:
        """Skill levels held by one who finished it, a bundle's parts included."""
        held: dict[str, int] = {}
        for member in self.members(slug):
            for skill, level in self.courses[member].teaches.items() if member in self.courses else ():
                held[skill] = max(held.get(skill, 0), level)
        return held


def read_catalogue() -> Catalogue:
    """Nine queries, whatever the number of rows."""
    skills = {
        skill.slug: SkillFacts(skill.slug, skill.name, skill.area, skill.descriptors) for skill in Skill.objects.all()
    }
    weights = Weights.objects.first()
    return Catalogue(
        courses=_courses(),
        skills=skills,
        goals=_goals(),
        implications=_implications(),
        weights=weights.plain if weights else ProductWeights(),
    )


def _implications() -> tuple[ImplicationFacts, ...]:
    rows = Implication.objects.order_by("skill__position", "skill__slug", "level", "implies__position", "implies__slug")
    return tuple(
        ImplicationFacts(*row) for row in rows.values_list("skill__slug", "level", "implies__slug", "implied_level")
    )


def _goals() -> dict[str, GoalFacts]:
    targets: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for goal, skill, level in Target.objects.order_by("skill__position", "skill__slug").values_list(
        "goal__slug", "skill__slug", "level"
    ):
        targets[goal][skill] = level
    return {
        goal.slug: GoalFacts(goal.slug, goal.title, goal.blurb, targets[goal.slug]) for goal in Goal.objects.offered()
    }


def _courses() -> dict[str, CourseFacts]:
    asked: defaultdict[tuple[int, str], dict[str, int]] = defaultdict(dict)
    for course_id, kind, skill, level in Requirement.objects.order_by("skill__position", "skill__slug").values_list(
        "course_id", "kind", "skill__slug", "level"
    ):
        asked[course_id, kind][skill] = level
    taught: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for course_id, skill, level in Outcome.objects.order_by("skill__position", "skill__slug").values_list(
        "course_id", "skill__slug", "level"
    ):
        taught[course_id][skill] = level
    parts: defaultdict[int, list[tuple[str, bool]]] = defaultdict(list)
    for bundle_id, slug, standalone in (
        Part.objects.filter(course__status=Course.Status.PUBLISHED)
        .order_by("bundle_id", "position")
        .values_list("bundle_id", "course__slug", "is_standalone")
    ):
        parts[bundle_id].append((slug, standalone))
    rows = Course.objects.visible().select_related("provider", "platform", "superseded_by").order_by("slug")
    return {
        row.slug: _course_facts(
            row,
            requires=asked[row.pk, Requirement.Kind.REQUIRED],
            helpful=asked[row.pk, Requirement.Kind.HELPFUL],
            teaches=taught[row.pk],
            parts=tuple(parts[row.pk]),
        )
        for row in rows
    }


def _course_facts(
    row: Course,
    *,
    requires: Mapping[str, int],
    helpful: Mapping[str, int],
    teaches: Mapping[str, int],
    parts: tuple[tuple[str, bool], ...],
) -> CourseFacts:
    return CourseFacts(
        slug=row.slug,
        title=row.title,
        kind=row.kind,
        is_published=row.status == Course.Status.PUBLISHED,
        superseded_by=row.superseded_by.slug if row.superseded_by else None,
        provider=row.provider.name,
        platform=row.platform.name,
        url=row.url,
        level=row.level,
        language=row.language,
        style=row.style,
        practice=row.practice,
        maths=row.maths,
        coding=row.coding,
        has_certificate=row.has_certificate,
        price_model=row.price_model,
        one_off_price=_cents(row.price_amount),
        monthly_price=_monthly_price(row),
        currency=row.currency,
        minutes=_minutes(row),
        rating=_rating(row),
        best_for=row.best_for,
        skip_if=row.skip_if,
        weaknesses=tuple(row.weaknesses),
        unsure=frozenset(row.unsure),
        requires=requires,
        helpful=helpful,
        teaches=teaches,
        parts=parts,
    )


def _cents(amount: Decimal | None) -> int | None:
    return None if amount is None else int(amount * 100)


def _monthly_price(row: Course) -> int | None:
    price = _cents(row.platform.subscription_price)
    if price is None:
        return None
    return price if row.platform.period == row.platform.Period.MONTH else -(-price // 12)


def _minutes(row: Course) -> tuple[int, int, int] | None:
    """What finishers report; the provider's own figure where nobody does."""
    if row.realistic_hours is not None:
        low, high = (int(hours * MINUTES_AN_HOUR) for hours in row.realistic_hours)
        return low, (low + high) // 2, high
    if row.official_hours is not None:
        official = int(row.official_hours * MINUTES_AN_HOUR)
        return official, official, official
    return None


def _rating(row: Course) -> int | None:
    """Hundredths of stars on a scale of five."""
    if row.rating_value is None or not row.rating_scale:
        return None
    return round(row.rating_value * 500 / row.rating_scale)
