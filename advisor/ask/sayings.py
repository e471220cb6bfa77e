"""Facts of a course in words, every figure as the catalogue has it."""

from collections.abc import Iterable

from advisor.ask.profiles import MINUTES_AN_HOUR, Profile
from advisor.problems import charge_for
from advisor.snapshot import Catalogue
from advisor.versus import Levels
from advisor.wording import LEVEL_WORDS, join

KIND_WORDS = {
    "course": "course",
    "specialization": "specialization",
    "professional-certificate": "professional certificate",
    "book": "book",
    "project": "project",
}
LANGUAGE_WORDS = {
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "de": "German",
    "zh": "Chinese",
    "pt": "Portuguese",
    "it": "Italian",
    "hi": "Hindi",
    "ar": "Arabic",
    "ru": "Russian",
    "ja": "Japanese",
    "ko": "Korean",
    "nl": "Dutch",
    "pl": "Polish",
    "tr": "Turkish",
    "uk": "Ukrainian",
}


def plural(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def number(value: float) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def money(cents: int, currency: str) -> str:
    return f"{cents // 100:,} {currency}" if cents % 100 == 0 else f"{cents / 100:,.2f} {currency}"


def hours(profile: Profile) -> str:
    """28–45 hours, estimated; what is known where nobody has entered hours."""
    if profile.minutes is None:
        return "hours not known"
    low, _, high = profile.minutes
    return span_of_hours(low, high) + (", estimated" if profile.hours_estimated else "")


def span_of_hours(low: int, high: int) -> str:
    if low == high:
        return f"{number(low / MINUTES_AN_HOUR)} {'hour' if low == MINUTES_AN_HOUR else 'hours'}"
    return f"{number(low / MINUTES_AN_HOUR)}–{number(high / MINUTES_AN_HOUR)} hours"


def price(profile: Profile) -> str:
    """The price in a few words: what is paid, to whom, for what."""
    facts = profile.facts
    paid = charge_for(facts, certificate=True)
    amount = (
        f"{money(paid.monthly, facts.currency)} a month at {facts.platform}"
        if paid.monthly
        else f"{money(paid.one_off, facts.currency)} once"
        if paid.one_off
        else "its price is not recorded"
    )
    match facts.price_model:
        case "free":
            return "free"
        case "audit":
            extra = "the certificate" if facts.has_certificate else "graded work"
            return f"free to follow, {extra}: {amount}"
        case "subscription":
            return f"subscription, {amount}"
        case _:
            return f"bought once, {amount}"


def skill_at(catalogue: Catalogue, skill: str, level: int) -> str:
    return f"{catalogue.skills[skill].name} ({LEVEL_WORDS[level]})"


def skills_at(catalogue: Catalogue, levels: Levels | Iterable[tuple[str, int]], *, most: int = 6) -> str:
    """Skills with their levels in the vocabulary's order; what is too much for a sentence is counted."""
    pairs = dict(levels)
    named = [skill_at(catalogue, skill, pairs[skill]) for skill in catalogue.skills if skill in pairs]
    if len(named) > most:
        return join([*named[: most - 1], f"{len(named) - most + 1} more"])
    return join(named)


def byline(profile: Profile) -> str:
    provider, platform = profile.facts.provider, profile.facts.platform
    return provider if provider == platform else f"{provider}, on {platform}"


def rating(profile: Profile) -> str:
    return f"rated {profile.extra.rating}" if profile.extra.rating else "no rating recorded"


def in_brief(profile: Profile) -> str:
    """One line of what everybody asks first."""
    facts = profile.facts
    kind = KIND_WORDS.get(facts.kind, facts.kind)
    return f"{kind} by {byline(profile)}; {facts.level}; {hours(profile)}; {price(profile)}; {rating(profile)}"


def checked(profile: Profile) -> str:
    return f" Last checked on {profile.extra.reviewed_on}." if profile.extra.reviewed_on else ""


def sentence(text: str) -> str:
    text = text.strip()
    return text if not text or text.endswith((".", "?")) else f"{text}."
