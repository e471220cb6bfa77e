"""Addresses on this site that answers point at; each one exists."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from advisor.ask.query import Filters

MOST_COMPARED = 4


def course_link(slug: str) -> str:
    return reverse("catalog:course_detail", args=[slug])


def guide_link(slug: str) -> str:
    return reverse("catalog:guide_detail", args=[slug])


def compare_links(slugs: Sequence[str]) -> tuple[str, ...]:
    """The page that compares the courses, when there is one, and each course's own."""
    own = tuple(course_link(slug) for slug in slugs)
    if not 2 <= len(slugs) <= MOST_COMPARED:
        return own
    try:
        page = reverse("advisor:compare")
    except NoReverseMatch:
        return own
    return (f"{page}?{urlencode([('course', slug) for slug in slugs])}", *own)


def library_link(filters: Filters) -> str:
    """The library with as much of the limits as it knows."""
    pairs = [("skill", filters.skills[0])] if len(filters.skills) == 1 else []
    pairs += [("q", " ".join(filters.words))] if filters.words else []
    for key, value in (
        ("platform", filters.platform),
        ("language", filters.language if filters.language == "en" else None),
        ("level", filters.level),
        ("kind", filters.kind),
    ):
        pairs += [(key, value)] if value else []
    pairs += [("price", "free")] if filters.free else []
    library = reverse("catalog:course_list")
    return f"{library}?{urlencode(pairs)}" if pairs else library
