"""What a course or a program costs a learner, and whether the filters allow it."""

from advisor.planner.problem import RATING_TOP, RATING_UNKNOWN, Course, Learner, Program


def price_alone(learner: Learner, course: Course) -> int:
    """Cents for the course on its own."""
    return learner.prices.get(course.id, course.price)


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


def alone_allowed(learner: Learner, course: Course) -> bool:
    return not (learner.filters.free_only and price_alone(learner, course))


def program_allowed(learner: Learner, program: Program) -> bool:
    filters = learner.filters
    return program.id not in filters.exclude and not (filters.free_only and program.fee)
