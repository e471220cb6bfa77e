"""From answers and catalogue to the planner's problem: what may be planned, what it costs, what a wish is worth."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from advisor import planner
from advisor.answers import AnswerSet, Preference
from advisor.money import linear_price
from advisor.snapshot import Catalogue, CourseFacts
from advisor.weights import ProductWeights

# Stands for a price that nobody has entered: not free, and too small to change what a plan costs.
UNKNOWN_PRICE = 1


@dataclass(frozen=True, slots=True)
class Charge:
    """What a learner pays for one course, in cents: a subscription while it runs, or a sum once, or nothing.

    `is_known` is false when money is due but nobody has entered how much.
    """

    monthly: int = 0
    one_off: int = 0
    is_known: bool = True

    @property
    def is_free(self) -> bool:
        return self.is_known and not self.monthly and not self.one_off


@dataclass(frozen=True, slots=True)
class Problem:
    """The planner's input. The catalog does not depend on the learner, so that learners can share it."""

    catalog: planner.Catalog
    learner: planner.Learner


def charge_for(course: CourseFacts, *, certificate: bool) -> Charge:
    """What is due for the course; one that is free to follow costs money only when its certificate is wanted."""
    return _charge(course.price_model, course.one_off_price, course.monthly_price, certificate)


# A catalogue has few prices, and each problem asks for those of every course more than once.
@lru_cache(maxsize=4096)
def _charge(price_model: str, one_off: int | None, monthly: int | None, certificate: bool) -> Charge:
    if price_model == "free" or (price_model == "audit" and not certificate):
        return Charge()
    if one_off is not None and (price_model == "one-off" or monthly is None):
        return Charge(one_off=one_off)
    if monthly is not None and price_model != "one-off":
        return Charge(monthly=monthly)
    return Charge(is_known=False)


def build_problem(answers: AnswerSet, catalogue: Catalogue, catalog: planner.Catalog) -> Problem:
    """Translate the answers; `catalog` is `plannable_catalog(catalogue)`, made once for many learners."""
    return Problem(catalog, _learner(answers, catalogue, catalog))


def plannable_catalog(catalogue: Catalogue) -> planner.Catalog:
    """Every published course with hours; which of them may be recommended to a learner is the learner's filter.

    Bundles become programs without a fee: what they cost is the subscription of their courses.
    """
    courses = [course for course in catalogue.offered.values() if not course.is_bundle]
    ids = {course.slug for course in courses}
    programs = []
    for bundle in catalogue.offered.values():
        parts = [(slug, standalone) for slug, standalone in bundle.parts if slug in ids]
        if parts:
            programs.append(
                planner.Program(
                    id=bundle.slug,
                    parts=tuple(slug for slug, _ in parts),
                    fee=0,
                    standalone=frozenset(slug for slug, standalone in parts if standalone),
                )
            )
    return planner.Catalog(
        skills=tuple(catalogue.skills),
        max_level=3,
        courses=tuple(_planner_course(course) for course in courses),
        programs=tuple(programs),
    )


def _planner_course(course: CourseFacts) -> planner.Course:
    assert course.minutes is not None
    return planner.Course(
        id=course.slug,
        minutes=course.minutes[1],
        price=0,
        rating=course.rating,
        language=course.language,
        style=(course.style,),
        requires=course.requires,
        helps=course.helpful,
        teaches=course.teaches,
    )


def _learner(answers: AnswerSet, catalogue: Catalogue, catalog: planner.Catalog) -> planner.Learner:
    taken = _members(answers.taken, catalogue)
    known = {course.id for course in catalog.courses}
    programs = {program.id for program in catalog.programs}
    courses = [catalogue.courses[slug] for slug in sorted(known)]
    return planner.Learner(
        levels=_held_levels(answers, catalogue),
        goal=answers.targets,
        taken=frozenset(taken & known),
        pinned=frozenset(_members(answers.pinned, catalogue) & known - taken),
        budget=_spendable(answers, courses),
        weights=_weights(answers.prefer, catalogue.weights),
        filters=planner.Filters(
            free_only=answers.budget.free_only,
            languages=frozenset(answers.languages),
            exclude=frozenset(_excluded(answers, catalogue, courses)) & (known | programs),
        ),
        surcharges=_surcharges(answers, courses, catalogue.weights),
        prices={course.slug: price for course in courses if (price := search_price(course, answers))},
        dismissed=frozenset(
            (course.slug, skill)
            for course in courses
            for skill in answers.dismissed
            if skill in course.requires or skill in course.helpful
        ),
        # The levels above say it all; a finished course must not bring back what the learner has overridden.
        credits_taken=False,
    )


def _members(slugs: Iterable[str], catalogue: Catalogue) -> set[str]:
    """The courses meant: bundles stand for their parts."""
    return {member for slug in slugs for member in catalogue.members(slug)}


def _held_levels(answers: AnswerSet, catalogue: Catalogue) -> dict[str, int]:
    """Levels said, and those that finished courses gave; a retired course counts although it can't be planned.

    An override stands for both.
    """
    held = dict(answers.levels)
    for slug in answers.taken:
        for skill, level in catalogue.outcomes(slug).items():
            held[skill] = max(held.get(skill, 0), level)
    held |= answers.overrides
    return {skill: level for skill, level in held.items() if level}


def _weights(prefer: Preference, product: ProductWeights) -> planner.Weights:
    match prefer:
        case "balanced":
            return planner.Weights(minute=1, help=product.help_points)
        case "fastest":
            return planner.Weights(minute=1)
        case "cheapest":
            return planner.Weights(minute=1, help=product.help_points, cent=product.cheapest_cent_points)
        case "gentlest":
            return planner.Weights(minute=1, help=product.gentle_help_points)


def _surcharges(answers: AnswerSet, courses: Iterable[CourseFacts], product: ProductWeights) -> dict[str, int]:
    if not (answers.style or answers.practice or answers.certificate or answers.prefer == "gentlest"):
        return {}
    return {course.slug: points for course in courses if (points := _surcharge(course, answers, product))}


def _surcharge(course: CourseFacts, answers: AnswerSet, product: ProductWeights) -> int:
    missed = (
        (answers.style is not None and course.style != answers.style)
        + (answers.practice is not None and course.practice != answers.practice)
        + (answers.certificate and not course.has_certificate)
    )
    points = missed * product.wish_points
    if answers.prefer == "gentlest":
        points += product.load_points(course.maths) + product.load_points(course.coding)
    return points


def search_price(course: CourseFacts, answers: AnswerSet) -> int:
    """Cents in the path search: never more than the calendar's bill will say."""
    assert course.minutes is not None
    charge = charge_for(course, certificate=answers.certificate)
    if charge.is_free:
        return 0
    linear = linear_price(charge.monthly, course.minutes[1], answers.weekly_minutes) if charge.monthly else 0
    return max(UNKNOWN_PRICE, charge.one_off + linear)


def _spendable(answers: AnswerSet, courses: Iterable[CourseFacts]) -> int | None:
    """The budget in cents, rounded down to whole months where all that could be paid is one subscription's price."""
    if answers.budget.total is None:
        return None
    total = int(answers.budget.total * 100)
    charges = [charge_for(course, certificate=answers.certificate) for course in courses]
    prices = {price for charge in charges for price in (charge.monthly, charge.one_off) if price}
    price = prices.pop() if len(prices) == 1 else 1
    return total // price * price


def _excluded(answers: AnswerSet, catalogue: Catalogue, courses: Iterable[CourseFacts]) -> Iterable[str]:
    """What must not be planned: unwanted courses, bundles with their parts, and older editions nobody asked for."""
    yield from _members(answers.exclude, catalogue)
    older = {slug for slug, course in catalogue.courses.items() if course.superseded_by}
    yield from _members(older, catalogue) - _members(answers.pinned, catalogue)
    unwanted = set(answers.exclude_teaching)
    limits = [int(limit * 100) for limit in (answers.budget.monthly, answers.budget.total) if limit is not None]
    if not (unwanted or limits):
        return
    for course in courses:
        if unwanted & set(course.teaches):
            yield course.slug
        charge = charge_for(course, certificate=answers.certificate)
        # A single month is the least that a subscription costs.
        if limits and max(charge.monthly, charge.one_off) > min(limits):
            yield course.slug
