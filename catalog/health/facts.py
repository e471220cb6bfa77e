"""Lints about the facts of single courses: missing, old, disputed, or by now known better."""

from collections.abc import Iterator

from django.utils.formats import date_format

from catalog.facts import own_hours
from catalog.freshness import is_due
from catalog.health.lints import Lint, Row, Severity, register
from catalog.health.shelf import Shelf
from catalog.models import Claim, Course, Platform
from catalog.wording import fact_name, hours_text

DAY = "j F Y"


def without_hours(shelf: Shelf) -> Iterator[Row]:
    for course in shelf.published:
        whole = shelf.with_parts(course)
        short = [each.title for each in whole[1:] if not has_hours(each)]
        if len(whole) == 1 and not has_hours(course):
            yield Row(course.title, "No hours are entered.", course, "realistic_hours_low")
        elif short and not has_hours(course):
            what = f"It has no hours of its own, and its part “{short[0]}” has none either."
            yield Row(course.title, what, course, "realistic_hours_low")


def has_hours(course: Course) -> bool:
    return own_hours(course) is not None or course.official_hours is not None


def without_price(shelf: Shelf) -> Iterator[Row]:
    for course in shelf.published:
        if course.price_amount is not None:
            continue
        if course.price_model == Course.PriceModel.ONE_OFF:
            yield Row(course.title, "It is bought once, at a price that is not entered.", course, "price_amount")
        elif course.platform.subscription_price is None and (
            course.price_model == Course.PriceModel.SUBSCRIPTION
            or (course.price_model == Course.PriceModel.AUDIT and course.has_certificate)
        ):
            bought = "Its certificate" if course.price_model == Course.PriceModel.AUDIT else "It"
            what = f"{bought} is paid for, and neither it nor {course.platform} has a price."
            yield Row(course.title, what, course, "price_amount")


def without_outcomes(shelf: Shelf) -> Iterator[Row]:
    for course in shelf.published:
        if not any(shelf.teaches.get(each.pk) for each in shelf.with_parts(course)):
            yield Row(course.title, "No skill is named that it teaches.", course, "outcomes-group")


def without_address(shelf: Shelf) -> Iterator[Row]:
    for course in shelf.published:
        if not course.url and course.kind != Course.Kind.PROJECT:
            yield Row(course.title, "It has no public page.", course, "url")


def without_source(shelf: Shelf) -> Iterator[Row]:
    for course in shelf.published:
        if course.pk not in shelf.read_on:
            yield Row(course.title, "No source is listed.", course, "sources-group")


def past_check(shelf: Shelf) -> Iterator[Row]:
    for course in shelf.published:
        if course.reviewed_on and is_due(course.reviewed_on, shelf.today):
            what = f"Last checked on {date_format(course.reviewed_on, DAY)}."
            yield Row(course.title, what, course, "reviewed_on")


def never_checked(shelf: Shelf) -> Iterator[Row]:
    for course in shelf.published:
        last = shelf.read_on.get(course.pk)
        if course.reviewed_on is None and (last is None or is_due(last, shelf.today)):
            read = (
                f"its sources were last read on {date_format(last, DAY)}" if last else "no day is noted for its sources"
            )
            yield Row(course.title, f"Not checked since it was entered, and {read}.", course, "reviewed_on")


def undecided(shelf: Shelf) -> Iterator[Row]:
    groups: dict[tuple[int | None, int | None, str], list[Claim]] = {}
    for claim in shelf.claims:
        groups.setdefault((claim.course_id, claim.platform_id, claim.field), []).append(claim)
    for (_, _, field), claims in groups.items():
        values = list(dict.fromkeys(claim.value for claim in claims))
        about: Course | Platform | None = claims[0].course or claims[0].platform
        if about and len(values) > 1 and not any(claim.is_chosen for claim in claims):
            what = f"Sources disagree on {fact_name(field)}: {'; '.join(values)}."
            yield Row(str(about), what, about, "claims-group")


def replaceable(shelf: Shelf) -> Iterator[Row]:
    for course in shelf.published:
        low, high = course.finisher_hours_low, course.finisher_hours_high
        if low is not None and high is not None and course.is_estimate("realistic_hours"):
            what = f"Half of {course.finisher_count} or more finishers took {hours_text(low, high)}."
            yield Row(course.title, what, course, "realistic_hours_low")


for lint in (
    Lint(
        "missing-hours",
        "Courses without hours",
        "A course without hours is never planned.",
        Severity.DOUBTFUL,
        without_hours,
    ),
    Lint(
        "missing-price",
        "Prices that are not known",
        "The cost of a path with such a course can't be told, and a budget leaves it out.",
        Severity.DOUBTFUL,
        without_price,
    ),
    Lint(
        "missing-outcomes",
        "Courses that teach no skill",
        "A course that teaches nothing is never planned.",
        Severity.DOUBTFUL,
        without_outcomes,
    ),
    Lint(
        "missing-address",
        "Courses without a public page",
        "Learners can't get to it, and nobody can check its facts. A project needs none.",
        Severity.UNTIDY,
        without_address,
    ),
    Lint(
        "missing-source",
        "Courses without a source",
        "Nobody can see where its facts come from.",
        Severity.DOUBTFUL,
        without_source,
    ),
    Lint(
        "past-check",
        "Facts past their check-by date",
        "Prices, hours and whole courses change; what was checked more than a year ago may no longer hold.",
        Severity.DOUBTFUL,
        past_check,
    ),
    Lint(
        "never-checked",
        "Courses not checked since they were entered",
        "Nobody has compared its facts with its page, and no source of it was read within a year.",
        Severity.UNTIDY,
        never_checked,
    ),
    Lint(
        "undecided",
        "Disputes without a choice",
        "Where sources disagree and nobody chose, learners can't tell which statement we rely on.",
        Severity.DOUBTFUL,
        undecided,
    ),
    Lint(
        "replaceable-estimates",
        "Estimates that finishers can replace",
        "The hours are our estimate, while enough learners have finished and logged theirs.",
        Severity.UNTIDY,
        replaceable,
    ),
):
    register(lint)
