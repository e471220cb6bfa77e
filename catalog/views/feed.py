"""New and changed courses for feed readers."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from catalog.addresses import absolute
from catalog.facts import LISTED, hours_of
from catalog.models import Course
from catalog.news import changed_at, what_is_new
from catalog.wording import day_words, hours_text, price_in_brief

MOST_ENTRIES = 50
AN_HOUR = 3600
# Names of entries must never change, so the year in them is that of the first feed (RFC 4151).
FIRST_YEAR = 2026


@login_not_required
@require_safe
@conditional_page
@cache_control(public=True, max_age=AN_HOUR)
def course_feed(request: HttpRequest) -> HttpResponse:
    feed = Atom1Feed(
        title=f"{settings.SITE_NAME}: new and changed courses",
        link=absolute(reverse("catalog:course_list")),
        description="",
        subtitle="Courses that came into the catalogue, changed, or left it.",
        language=settings.LANGUAGE_CODE,
        author_name=settings.SITE_NAME,
        feed_url=absolute(reverse("catalog:course_feed")),
        feed_guid=tag_of("courses"),
    )
    rows = Course.objects.visible().for_listing().prefetch_related(*LISTED).order_by("-updated_at", "slug")
    for course in rows[:MOST_ENTRIES]:
        feed.add_item(
            title=printable(f"{what_is_new(course)}: {course.title}"),
            link=absolute(course.get_absolute_url()),
            description=summary_of(course),
            unique_id=tag_of(f"courses/{course.slug}"),
            pubdate=course.created_at,
            updateddate=changed_at(course),
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def tag_of(name: str) -> str:
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{FIRST_YEAR}:{name}"


def summary_of(course: Course) -> str:
    """As HTML, which is how Atom's writer declares it."""
    hours = hours_of(course)
    figures = [
        f"{course.get_kind_display().capitalize()} by {course.provider}",
        hours_text(hours.low, hours.high) + (" (estimated)" if hours.is_estimate else "") if hours else "",
        price_in_brief(course),
        f"last checked on {day_words(course.reviewed_on)}" if course.reviewed_on else "",
    ]
    facts = "; ".join(figure for figure in figures if figure)
    return printable(f"<p>{escape(course.summary)}</p><p>{escape(facts)}.</p>")


def printable(text: str) -> str:
    """XML has no way to write most control characters."""
    return "".join(c if c.isprintable() else " " for c in text)
