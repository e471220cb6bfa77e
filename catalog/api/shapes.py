"""Courses and skills as the JSON interface shows them. Rows come prefetched as by `catalog.facts`."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from catalog.api.answering import Json
from catalog.facts import Card, Needs, SkillAt, card, hours_of, needs_of, stations_of
from catalog.models import Claim, Course, Implication, Skill
from catalog.sourcing import fields_named

# Facts go by the name of their field here; the data files know one of them by another name.
FIELD_OF_FACT = {"realistic_hours": "hours"}

Absolute = Callable[[str], str]


def field_of(fact: str) -> str:
    return FIELD_OF_FACT.get(fact, fact)


def plain(number: Decimal | None) -> int | float | None:
    """Whole numbers as such."""
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)


def listed(held: Card, absolute: Absolute) -> Json:
    """A course as in a list."""
    course = held.course
    return {
        "slug": course.slug,
        "title": course.title,
        "kind": course.kind,
        "status": course.status,
        "summary": course.summary,
        "provider": {"slug": course.provider.slug, "name": course.provider.name},
        "platform": {"slug": course.platform.slug, "name": course.platform.name},
        "level": course.level,
        "language": course.language,
        "hours": hours(course),
        "price": price(course),
        "teaches": levels(held.teaches),
        "estimates": [field_of(fact) for fact in course.unsure],
        "checked_on": course.reviewed_on.isoformat() if course.reviewed_on else None,
        "page": absolute(course.get_absolute_url()),
    }


def full(course: Course, claims: Iterable[Claim], absolute: Absolute) -> Json:
    """A course with all its facts and their sources."""
    newer = course.superseded_by
    return {
        **listed(card(course), absolute),
        "superseded_by": newer.slug if newer and newer.status != Course.Status.DRAFT else None,
        "url": course.url or None,
        "instructors": course.instructors,
        "year": course.year,
        "official_hours": plain(course.official_hours),
        "official_pace": course.official_pace,
        "hours_basis": course.hours_basis,
        "certificate": course.has_certificate,
        "rating": rating(course),
        **{name: getattr(course, name) for name in ("maths", "coding", "style", "practice", "tools", "topics")},
        **needs(needs_of(course)),
        **{name: getattr(course, name) for name in ("best_for", "skip_if", "strengths", "weaknesses")},
        "outcomes": course.outcomes_text,
        **places(course),
        "sources": sources(course),
        "claims": [claim_of(claim) for claim in claims],
    }


def hours(course: Course) -> Json | None:
    """Of a bundle the sum of its parts; the middle of the range is what plans expect."""
    held = hours_of(course)
    if held is None:
        return None
    return {
        "low": plain(held.low),
        "expected": plain((held.low + held.high) / 2),
        "high": plain(held.high),
        "is_estimate": held.is_estimate,
    }


def price(course: Course) -> Json:
    """A subscription is the platform's; it counts where nothing is bought once."""
    is_by_subscription = course.price_model == Course.PriceModel.SUBSCRIPTION or (
        course.price_model == Course.PriceModel.AUDIT and course.price_amount is None
    )
    fee, platform = course.platform.subscription_price, course.platform
    once = None if course.price_amount is None else money(course.price_amount, course.currency)
    paid = money(fee, platform.currency) if is_by_subscription and fee is not None else None
    return {
        "model": course.price_model,
        "once": once,
        "subscription": {**paid, "period": platform.period} if paid else None,
        "free_access": course.free_access,
    }


def money(amount: Decimal, currency: str) -> Json:
    return {"amount": plain(amount), "currency": currency}


def rating(course: Course) -> Json | None:
    if course.rating_value is None:
        return None
    return {
        "value": plain(course.rating_value),
        "scale": course.rating_scale,
        "count": course.rating_count,
        "source": course.rating_source,
        "as_of": course.rating_as_of,
    }


def levels(held: Iterable[SkillAt]) -> Mapping[str, int]:
    return {each.skill.slug: each.level for each in held}


def needs(asked: Needs) -> Json:
    def rows(held: Iterable[SkillAt]) -> list[Json]:
        return [{"skill": each.skill.slug, "level": each.level, "reason": each.reason} for each in held]

    return {"requires": rows(asked.required), "helpful": rows(asked.helpful)}


def places(course: Course) -> Json:
    """The parts of a bundle, and the bundles that a course belongs to."""
    draft = Course.Status.DRAFT
    return {
        "parts": [
            {
                "position": station.part.position,
                "course": station.part.course.slug,
                "title": station.part.course.title,
                "is_standalone": station.part.is_standalone,
            }
            for station in stations_of(course)
            if station.is_public
        ],
        "part_of": [part.bundle.slug for part in course.part_of.all() if part.bundle.status != draft],
    }


def sources(course: Course) -> list[Json]:
    return [
        {
            "location": source.location,
            "facts": [field_of(fact) for fact in fields_named(source.supports)],
            "says": source.supports,
            "read_on": source.read_on.isoformat() if source.read_on else None,
        }
        for source in course.sources.all()
    ]


def claim_of(claim: Claim) -> Json:
    return {
        "fact": field_of(claim.field),
        "about": "course" if claim.course_id else "platform",
        "says": claim.value,
        "source": claim.source,
        "as_of": claim.as_of or None,
        "is_chosen": claim.is_chosen,
    }


def skill_row(skill: Skill) -> Json:
    return {"slug": skill.slug, "name": skill.name, "area": skill.area, "levels": list(skill.descriptors)}


def skill_in_full(skill: Skill, courses: int, courses_at: str) -> Json:
    """`courses` counts those that `courses_at` lists."""
    return {
        **skill_row(skill),
        "implies": [implied(rule, rule.implies) for rule in skill.implications.all()],
        "implied_by": [implied(rule, rule.skill) for rule in skill.implied_by.all()],
        "courses": courses,
        "courses_at": courses_at,
    }


def implied(rule: Implication, other: Skill) -> Json:
    return {"from_level": rule.level, "skill": other.slug, "level": rule.implied_level, "reason": rule.reason}
