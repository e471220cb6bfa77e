"""Every page that is worth finding, with the day it last changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Q
from django.urls import reverse

from advisor.pairs import pair_path, published_pairs
from catalog.models import Course, Guide, Question
from catalog.news import changed_at

# A sitemap may hold 50,000 addresses; pairs grow with the square of the bundles and must leave room for the rest.
MOST_PAIRS = 20_000


@dataclass(frozen=True, slots=True)
class Page:
    path: str
    changed_at: datetime | None

    def get_absolute_url(self) -> str:
        return self.path


class Pages(Sitemap):  # type: ignore[type-arg]  # generic in its stubs only
    def items(self) -> list[Page]:
        courses, guides, questions = list(course_pages()), list(guide_pages()), Question.objects.published()
        answered = max((question.updated_at for question in questions), default=None)
        lists = [
            Page(reverse("catalog:course_list"), latest(courses)),
            Page(reverse("catalog:guide_list"), latest(guides)),
            Page(reverse("catalog:question_list"), answered),
            Page(reverse("advisor:ask"), latest(courses)),
            Page(reverse("advisor:compare"), latest(courses)),
        ]
        home = Page(reverse("advisor:home"), latest([*courses, *guides]))
        return [home, *lists, *courses, *guides, *pair_pages()]

    def lastmod(self, item: Page) -> datetime | None:
        return item.changed_at

    def get_protocol(self, protocol: str | None = None) -> str:
        return settings.SITE_URL.partition("://")[0]

    def get_domain(self, site: Any = None) -> str:
        return settings.SITE_URL.partition("://")[2]


def latest(pages: list[Page]) -> datetime | None:
    return max((page.changed_at for page in pages if page.changed_at), default=None)


def course_pages() -> Iterator[Page]:
    """A retired course is worth finding only while nothing has taken its place."""
    replaced = Q(status=Course.Status.RETIRED, superseded_by__isnull=False)
    for course in Course.objects.visible().exclude(replaced).order_by("slug"):
        yield Page(course.get_absolute_url(), changed_at(course))


def guide_pages() -> Iterator[Page]:
    for guide in Guide.objects.published():
        yield Page(guide.get_absolute_url(), guide.updated_at)


def pair_pages() -> Iterator[Page]:
    for one, other in islice(published_pairs(), MOST_PAIRS):
        yield Page(pair_path((one.slug, other.slug)), max(changed_at(one), changed_at(other)))
