"""Which courses are within the limits of a question."""

from collections.abc import Iterable
from dataclasses import replace
from math import ceil

from advisor.ask.library import Library
from advisor.ask.profiles import Profile
from advisor.ask.query import Filters, Mention
from advisor.problems import charge_for

# Loads from lightest to heaviest.
LOADS = ("none", "light", "moderate", "heavy")
MINUTES_AN_HOUR = 60
# The pace that is assumed where none is said.
HOURS_PER_WEEK = 5
WEEKS_A_MONTH = 52 / 12
CENTS = 100


def matching(filters: Filters, library: Library) -> list[str]:
    """Slugs of the courses within all limits that teach all the skills, else one of them; in no order of merit."""
    sets = [library.teachers.get(skill, set()) for skill in filters.skills]
    if not sets:
        return _within_limits(library.listed, filters, library)
    found = _within_limits(set.intersection(*sets), filters, library)
    return found or _within_limits(set.union(*sets), filters, library)


def _within_limits(pool: Iterable[str], filters: Filters, library: Library) -> list[str]:
    platforms = library.lexicon.supplier_family("platform", filters.platform) if filters.platform else None
    providers = library.lexicon.supplier_family("provider", filters.provider) if filters.provider else None
    unwanted = _unwanted(filters, library)
    return [
        slug
        for slug in pool
        if slug not in unwanted
        and _fits(library.profile(slug), filters, library)
        and (platforms is None or library.profile(slug).extra.platform in platforms)
        and (providers is None or library.profile(slug).extra.provider in providers)
    ]


def _unwanted(filters: Filters, library: Library) -> set[str]:
    """The courses that what is to be left out rules out: of a skill those that teach or require it."""
    unwanted: set[str] = set()
    for key, values in filters.exclude.items():
        for value in values:
            unwanted |= _having(key, value, library)
    return unwanted


def narrowed(mentions: Iterable[Mention], filters: Filters, library: Library) -> tuple[Mention, ...]:
    """Of several courses that go by one name, those that are not to be left out."""
    unwanted = _unwanted(filters, library)
    return tuple(
        replace(mention, courses=tuple(slug for slug in mention.courses if slug not in unwanted) or mention.courses)
        for mention in mentions
    )


def _having(key: str, value: str, library: Library) -> set[str]:
    profiles = library.profiles.items()
    match key:
        case "skill":
            return {slug for slug, profile in profiles if value in profile.outcomes or value in profile.requires}
        case "platform":
            family = library.lexicon.supplier_family("platform", value)
            return {slug for slug, profile in profiles if profile.extra.platform in family}
        case "provider":
            family = library.lexicon.supplier_family("provider", value)
            return {slug for slug, profile in profiles if profile.extra.provider in family}
        case "instructor":
            return {slug for slug, profile in profiles if value in profile.extra.instructors}
        case "word":
            return {slug for slug, words in library.text_words.items() if value in words}
        case "price":
            return {slug for slug, profile in profiles if profile.facts.price_model == value}
        case _:
            return {slug for slug, profile in profiles if getattr(profile.facts, key) == value}


def _fits(profile: Profile, filters: Filters, library: Library) -> bool:
    facts = profile.facts
    return (
        (filters.level is None or facts.level == filters.level)
        and (not filters.free or facts.price_model == "free")
        and (filters.language is None or facts.language == filters.language)
        and (not filters.certificate or facts.has_certificate)
        and (filters.kind is None or facts.kind == filters.kind)
        and (filters.style is None or facts.style == filters.style)
        and (filters.maths is None or LOADS.index(facts.maths) <= LOADS.index(filters.maths))
        and (filters.coding is None or LOADS.index(facts.coding) <= LOADS.index(filters.coding))
        and (filters.instructor is None or filters.instructor in profile.extra.instructors)
        and (filters.max_hours is None or _within(profile, filters.max_hours))
        and (filters.medium is None or filters.medium in profile.outcomes or filters.medium in profile.requires)
        and (filters.max_price is None or _is_affordable(profile, filters))
        and (not filters.words or set(filters.words) <= library.text_words[profile.slug])
    )


def _within(profile: Profile, most: int) -> bool:
    """By the hours to be expected, the middle of the range."""
    return profile.minutes is not None and profile.minutes[1] <= most * MINUTES_AN_HOUR


def _is_affordable(profile: Profile, filters: Filters) -> bool:
    """By what is due in all: a subscription for as many months as the hours to be expected take."""
    charge = charge_for(profile.facts, certificate=filters.certificate)
    if not charge.is_known or (charge.monthly and profile.minutes is None):
        return False
    weekly = (filters.hours_per_week or HOURS_PER_WEEK) * MINUTES_AN_HOUR
    months = ceil(profile.minutes[1] / weekly / WEEKS_A_MONTH) if profile.minutes else 0
    return charge.one_off + charge.monthly * months <= (filters.max_price or 0) * CENTS
