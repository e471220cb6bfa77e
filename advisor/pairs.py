"""The one address of a comparison of two bundles."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from django.urls import reverse

from advisor.snapshot import Catalogue
from catalog.models import Course

BETWEEN = "-vs-"
BUNDLE_KINDS = (Course.Kind.SPECIALIZATION, Course.Kind.PROFESSIONAL_CERTIFICATE)


def is_pair_of_bundles(slugs: Sequence[str], catalogue: Catalogue) -> bool:
    return len(slugs) == 2 and all(catalogue.courses[slug].kind in BUNDLE_KINDS for slug in slugs)


def pair_name(slugs: Iterable[str]) -> str:
    """The same for both orders of two slugs."""
    return BETWEEN.join(sorted(slugs))


def pair_path(slugs: Iterable[str]) -> str:
    return reverse("advisor:compare_pair", args=[pair_name(slugs)])


def read_pair(name: str, catalogue: Catalogue) -> tuple[str, str] | None:
    """The two published courses that the name stands for; None when it stands for none."""
    words = name.split(BETWEEN)
    for place in range(1, len(words)):
        slugs = BETWEEN.join(words[:place]), BETWEEN.join(words[place:])
        if slugs[0] != slugs[1] and all(
            slug in catalogue.courses and catalogue.courses[slug].is_published for slug in slugs
        ):
            return slugs
    return None


def published_pairs() -> Iterator[tuple[Course, Course]]:
    """Every two published bundles, in the order of their slugs."""
    bundles = Course.objects.published().filter(kind__in=BUNDLE_KINDS).order_by("slug")
    return combinations(bundles, 2)
