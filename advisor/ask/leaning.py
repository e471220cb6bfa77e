"""A smaller catalogue on which paths come out the same: of courses alike in all that plans weigh, the quickest."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from advisor.snapshot import Catalogue, CourseFacts


def lean_catalogue(catalogue: Catalogue, keep: Iterable[str]) -> Catalogue:
    """Without courses that another one can always stand in for at no more minutes; ties go to the first slug.

    Parts of bundles, bundles, editions with a newer one and what is in `keep` stay. A plan that names a dropped course
    needs the whole catalogue.
    """
    parts = {part for course in catalogue.courses.values() for part, _ in course.parts}
    fixed = {*parts, *keep}
    quickest: dict[Any, CourseFacts] = {}
    for slug in sorted(catalogue.courses):
        course = catalogue.courses[slug]
        if not _can_go(course, fixed):
            continue
        rival = quickest.setdefault(_alike(course), course)
        if (course.minutes or (0, 0, 0))[1] < (rival.minutes or (0, 0, 0))[1]:
            quickest[_alike(course)] = course
    stay = {course.slug for course in quickest.values()}
    kept = {slug: course for slug, course in catalogue.courses.items() if slug in stay or not _can_go(course, fixed)}
    return replace(catalogue, courses=kept)


def _can_go(course: CourseFacts, fixed: set[str]) -> bool:
    return (
        course.is_published
        and course.minutes is not None
        and not course.is_bundle
        and course.superseded_by is None
        and course.slug not in fixed
    )


def _alike(course: CourseFacts) -> Any:
    """All that a plan can weigh or a learner can wish for, but for the time."""
    levels = tuple(frozenset(each.items()) for each in (course.requires, course.helpful, course.teaches))
    money = (course.price_model, course.one_off_price, course.monthly_price, course.currency, course.platform)
    wishes = (course.language, course.style, course.practice, course.maths, course.coding, course.has_certificate)
    return (levels, money, wishes)
