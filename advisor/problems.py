"""From answers and catalogue to the planner's problem: what may be planned, what it costs, what a wish is worth."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from advisor import planner
from advisor.answers import AnswerSet, Practice, Preference, Style
from advisor.money import linear_price
from advisor.snapshot import Catalogue, CourseFacts
from advisor.weights import ProductWeights

# Stands for a price that nobody has entered: not free, and too small to change what a plan costs.
UNKNOWN_PRICE = 1
# A table of prices for each number of weekly hours in use, a few kB each.
PRICES_KEPT = 128


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


class Wishes(NamedTuple):
    """The answers that surcharges depend on."""

    style: Style | None
    practice: Practice | None
    certificate: bool
    prefer: Preference


class Problems:
    """Translates answers for one catalogue; what learners share, such as prices, is worked out once."""

    def __init__(self, catalogue: Catalogue, catalog: planner.Catalog) -> None:
        """`catalog` is `plannable_catalog(catalogue)`."""
        self.catalogue, self.catalog = catalogue, catalog
        self.known = frozenset(course.id for course in catalog.courses)
        self.programs = frozenset(program.id for program in catalog.programs)
        self.courses = tuple(catalogue.courses[slug] for slug in sorted(self.known))
        self.older = _members((slug for slug, course in catalogue.courses.items() if course.superseded_by), catalogue)
        self.prices: Callable[[bool, int], dict[str, int]] = lru_cache(PRICES_KEPT)(self._prices)
        self.surcharges: Callable[[Wishes], dict[str, int]] = lru_cache(self._surcharges)

    def of(self, answers: AnswerSet) -> Problem:
        catalogue, known = self.catalogue, self.known
        taken = _members(answers.taken, catalogue)
        learner = planner.Learner(
            levels=_held_levels(answers, catalogue),
            goal=answers.targets,
            taken=frozenset(taken & known),
            pinned=frozenset(_members(answers.pinned, catalogue) & known - taken),
            budget=_spendable(answers, self.courses),
            weights=_weights(answers.prefer, catalogue.weights),
            filters=planner.Filters(
                free_only=answers.budget.free_only,
                languages=frozenset(answers.languages),
                exclude=frozenset(self._excluded(answers)) & (known | self.programs),
            ),
            surcharges=self.surcharges(Wishes(answers.style, answers.practice, answers.certificate, answers.prefer)),
            prices=self.prices(answers.certificate, answers.weekly_minutes),
            dismissed=frozenset(
                (course.slug, skill)
                for skill in answers.dismissed
                for course in self.courses
                if skill in course.requires or skill in course.helpful
            ),
            # The levels above say it all; a finished course must not bring back what the learner has overridden.
            credits_taken=False,
        )
        return Problem(self.catalog, learner)

    def _prices(self, certificate: bool, weekly_minutes: int) -> dict[str, int]:
        prices = {course.slug: _search_price(course, certificate, weekly_minutes) for course in self.courses}
        return {slug: price for slug, price in prices.items() if price}

    def _surcharges(self, wishes: Wishes) -> dict[str, int]:
        if not (wishes.style or wishes.practice or wishes.certificate or wishes.prefer == "gentlest"):
            return {}
        surcharges = {course.slug: _surcharge(course, wishes, self.catalogue.weights) for course in self.courses}
        return {slug: points for slug, points in surcharges.items() if points}

    def _excluded(self, answers: AnswerSet) -> Iterator[str]:
        """What must not be planned: unwanted courses, bundles with their parts, and older editions nobody asked for."""
        yield from _members(answers.exclude, self.catalogue)
        yield from self.older - _members(answers.pinned, self.catalogue)
        unwanted = set(answers.exclude_teaching)
        limits = [int(limit * 100) for limit in (answers.budget.monthly, answers.budget.total) if limit is not None]
        if not (unwanted or limits):
            return
        for course in self.courses:
            if unwanted & set(course.teaches):
                yield course.slug
            charge = charge_for(course, certificate=answers.certificate)
            # A single month is the least that a subscription costs.
            if limits and max(charge.monthly, charge.one_off) > min(limits):
                yield course.slug


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


def _surcharge(course: CourseFacts, wishes: Wishes, product: ProductWeights) -> int:
    missed = (
        (wishes.style is not None and course.style != wishes.style)
        + (wishes.practice is not None and course.practice != wishes.practice)
        + (wishes.certificate and not course.has_certificate)
    )
    points = missed * product.wish_points
    if wishes.prefer == "gentlest":
        points += product.load_points(course.maths) + product.load_points(course.coding)
    return points


def search_price(course: CourseFacts, answers: AnswerSet) -> int:
    """Cents in the path search: never more than the calendar's bill will say."""
    return _search_price(course, answers.certificate, answers.weekly_minutes)


def _search_price(course: CourseFacts, certificate: bool, weekly_minutes: int) -> int:
    assert course.minutes is not None
    charge = charge_for(course, certificate=certificate)
    if charge.is_free:
        return 0
    linear = linear_price(charge.monthly, course.minutes[1], weekly_minutes) if charge.monthly else 0
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
