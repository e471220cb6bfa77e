"""When the page of a course last had something new to say."""

from datetime import UTC, datetime, time, timedelta

from catalog.models import Course

# A course that is corrected on the day it comes is still new.
NEW_FOR = timedelta(days=1)


def changed_at(course: Course) -> datetime:
    """The last edit, or the beginning of the day of the last check when that is later."""
    if course.reviewed_on is None:
        return course.updated_at
    return max(course.updated_at, datetime.combine(course.reviewed_on, time(), UTC))


def what_is_new(course: Course) -> str:
    if course.status == Course.Status.RETIRED:
        return "Retired course"
    return "New course" if course.updated_at - course.created_at < NEW_FOR else "Changed course"
