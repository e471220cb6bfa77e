"""Words for the facts of a course: amounts with their units, levels, prices."""

from datetime import date
from decimal import Decimal

from django.utils.translation import get_language_info

from catalog.estimates import FACTS
from catalog.models import Course, Level, Platform

PRICE_WORDS = {
    Course.PriceModel.FREE: "Free",
    Course.PriceModel.AUDIT: "Free to follow",
    Course.PriceModel.SUBSCRIPTION: "Subscription",
    Course.PriceModel.ONE_OFF: "Bought once",
}


# What search engines show of a page's description, and less than which says too little.
LONGEST_DESCRIPTION, SHORTEST_DESCRIPTION = 160, 50


def shortened(text: str, most: int = LONGEST_DESCRIPTION) -> str:
    """One line of at most this many characters, cut between words where there are some."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    cut = line[:most]
    return f"{cut.rpartition(' ')[0].rstrip(' ,;:') or cut[:-1]}…"


def description_of(course: Course) -> str:
    """The summary; a short one with what the course is, so that no two pages are described alike."""
    summary = course.summary
    if len(summary) >= SHORTEST_DESCRIPTION:
        return summary
    return f"{summary} {course.get_kind_display().capitalize()} by {course.provider}, taken at {course.platform}."


def fact_name(field: str) -> str:
    return FACTS.get(field, field.replace("_", " "))


def number(value: Decimal | int) -> str:
    """Without zeros that say nothing, thousands apart: 28, 36.5, 277,775."""
    whole = Decimal(value).normalize()
    return f"{whole:,f}"


def hours_text(low: Decimal, high: Decimal | None = None) -> str:
    """28–45 hours; 1 hour."""
    if high is None or high == low:
        return f"{number(low)} hour{'' if low == 1 else 's'}"
    return f"{number(low)}–{number(high)} hours"


def money(amount: Decimal, currency: str) -> str:
    """49 USD; 49.50 USD."""
    whole = amount == int(amount)
    return f"{amount:,.0f} {currency}" if whole else f"{amount:,.2f} {currency}"


def day_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def level_word(level: int) -> str:
    return str(Level(level).label)


def language_name(code: str) -> str:
    """The English name of an ISO 639-1 code; the code itself when it is not known."""
    try:
        return str(get_language_info(code)["name"])
    except KeyError:
        return code


def subscription_price(platform: Platform) -> str:
    """49 USD a month; empty when the platform's price is not recorded."""
    if platform.subscription_price is None:
        return ""
    return f"{money(platform.subscription_price, platform.currency)} a {platform.get_period_display()}"


def price_in_brief(course: Course) -> str:
    words = PRICE_WORDS[Course.PriceModel(course.price_model)]
    if course.price_model == Course.PriceModel.SUBSCRIPTION and (fee := subscription_price(course.platform)):
        return f"{words}, {fee}"
    if course.price_model == Course.PriceModel.ONE_OFF and course.price_amount is not None:
        return f"{words}, {money(course.price_amount, course.currency)}"
    return words


def price_in_full(course: Course) -> str:
    """One or two sentences; what is free beyond them is the course's own `free_access`."""
    match course.price_model:
        case Course.PriceModel.FREE:
            return "Free."
        case Course.PriceModel.AUDIT:
            return f"Free to follow. {paid_part(course)}"
        case Course.PriceModel.SUBSCRIPTION:
            fee = subscription_price(course.platform) or "its price is not recorded"
            return f"Needs a subscription to {course.platform}: {fee}."
        case _:
            price = course.price_amount
            amount = "its price is not recorded" if price is None else money(price, course.currency)
            return f"Bought once: {amount}."


def paid_part(course: Course) -> str:
    """What costs money at a course that is free to follow."""
    extra = "The certificate" if course.has_certificate else "Graded work"
    if course.price_amount is not None:
        return f"{extra} costs {money(course.price_amount, course.currency)}, paid once."
    if fee := subscription_price(course.platform):
        return f"{extra} needs a subscription to {course.platform}: {fee}."
    return f"{extra} is paid; its price is not recorded."
