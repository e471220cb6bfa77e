"""What a course or a program costs a learner, and whether the filters allow it."""

from advisor.planner.problem import RATING_TOP, RATING_UNKNOWN, Course, Learner, Program


def course_price(learner: Learner, course: Course, *, alone: bool) -> int:
    """Cents for the course; within a program its own price is not due, but a price of the learner's is."""
    return learner.prices.get(course.id, course.price if alone else 0)


def course_points(learner: Learner, course: Course) -> int:
    """Points of taking the course, without money and unmet helps."""
    weights = learner.weights
    rating = RATING_UNKNOWN if course.rating is None else course.rating
    points = course.minutes * (weights.minute + weights.quality * (RATING_TOP - rating))
    if weights.style and learner.styles and learner.styles.isdisjoint(course.style):
        points += weights.style
    return points + learner.surcharges.get(course.id, 0)


def course_allowed(learner: Learner, course: Course) -> bool:
    """Whether exclusions and languages leave the course in; money is not looked at."""
    filters = learner.filters
    return course.id not in filters.exclude and (not filters.languages or course.language in filters.languages)


def price_allowed(learner: Learner, course: Course, *, alone: bool) -> bool:
    return not (learner.filters.free_only and course_price(learner, course, alone=alone))


def program_allowed(learner: Learner, program: Program) -> bool:
    filters = learner.filters
    return program.id not in filters.exclude and not (filters.free_only and program.fee)
