"""The way from a course's page to the provider's. Nothing that finds, ranks, plans or answers may import this."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from catalog.models import Course
from catalog.models.outgoing import AffiliateLink, OutgoingClick

# One statement, so that two visitors at once are two clicks; both databases know it.
COUNT = """INSERT INTO catalog_outgoingclick (course_id, day, kind, count) VALUES (%s, %s, %s, 1)
    ON CONFLICT (course_id, day, kind) DO UPDATE SET count = catalog_outgoingclick.count + 1"""


@dataclass(frozen=True, slots=True)
class WayOut:
    """`network` pays for the address; empty for a plain one."""

    address: str
    network: str = ""

    @property
    def is_paid(self) -> bool:
        return bool(self.network)


def way_out(course: Course) -> WayOut | None:
    """Where the course's button leads, in one query: the paid address while there is one, else the plain one.

    A retired course is not advertised; None for a course without a page of its own.
    """
    if not course.url:
        return None
    if course.status == Course.Status.PUBLISHED:
        link = AffiliateLink.objects.filter(course=course, is_active=True).first()
        if link:
            return WayOut(link.url, link.network or "a partner")
    return WayOut(course.url)


def count_click(course: Course, way: WayOut, day: date) -> None:
    kind = OutgoingClick.Kind.PAID if way.is_paid else OutgoingClick.Kind.PLAIN
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [course.pk, day.isoformat(), kind.value])
