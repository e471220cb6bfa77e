"""Where the public pages name an address, and where in the admin it is mended."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from catalog.models import Claim, Course, Guide, Question, Source
from catalog.models.claims import is_web_address
from catalog.models.links import LinkCheck

LONGEST_ASKED: int = LinkCheck._meta.get_field("address").max_length or 0


@dataclass(frozen=True, slots=True)
class Use:
    """`what` the address is to the thing called `name`; `course` is the key of its course, if it is about one."""

    what: str
    name: str
    mend: str
    course: int | None = None


def uses(addresses: Collection[str] | None = None) -> dict[str, list[Use]]:
    """For these addresses, or for all; a course's own page comes first. Five queries."""
    found: dict[str, list[Use]] = defaultdict(list)
    for address, use in (*of_courses(addresses), *of_claims(addresses), *of_editorial()):
        if len(address) <= LONGEST_ASKED and (addresses is None or address in addresses):
            found[address].append(use)
    return dict(found)


def named(rows: QuerySet[Any], field: str, addresses: Collection[str] | None) -> QuerySet[Any]:
    return rows if addresses is None else rows.filter(**{f"{field}__in": addresses})


def of_courses(addresses: Collection[str] | None) -> Iterator[tuple[str, Use]]:
    courses = named(Course.objects.published().exclude(url=""), "url", addresses).order_by("title", "slug")
    for pk, title, url in courses.values_list("pk", "title", "url"):
        yield url, Use("public page", title, course_form(pk, "id_url"), pk)
    sources = named(Source.objects.filter(course__status=Course.Status.PUBLISHED), "location", addresses)
    for pk, title, location in sources.order_by("course__title", "id").values_list(
        "course", "course__title", "location"
    ):
        if is_web_address(location):
            yield location, Use("source", title, course_form(pk, "sources-group"), pk)


def of_claims(addresses: Collection[str] | None) -> Iterator[tuple[str, Use]]:
    claims = named(Claim.objects.exclude(course__status__in=hidden()), "source", addresses)
    for claim in claims.select_related("course", "platform").order_by("id"):
        if claim.is_link:
            what = f"statement about {claim.field}"
            yield claim.source, Use(what, str(claim.course or claim.platform), claim_form(claim), claim.course_id)


def of_editorial() -> Iterator[tuple[str, Use]]:
    for model in (Guide, Question):
        name = model._meta.model_name
        for page in model.objects.published():
            for line in page.sources.splitlines():
                if is_web_address(line.strip()):
                    mend = reverse(f"admin:catalog_{name}_change", args=[page.pk])
                    yield line.strip(), Use(f"source of a {name}", str(page), f"{mend}#id_sources")


def hidden() -> list[str]:
    return [status for status in Course.Status.values if status != Course.Status.PUBLISHED]


def course_form(pk: int, place: str = "") -> str:
    """The course's form in the admin, opened where this is typed."""
    address = reverse("admin:catalog_course_change", args=[pk])
    return f"{address}#{place}" if place else address


def claim_form(claim: Claim) -> str:
    return f"{reverse('admin:catalog_claim_change', args=[claim.pk])}#id_source"
