"""A course with all that belongs to it as one JSON document, in the shape of an entry of the data files.

Beyond that shape a document has `status`, the reasons of requirements by skill (`requires_why`, `helpful_why`) and the
`claims` of sources. Numbers are plain JSON numbers.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet

from catalog.loading.courses import SAME_NAME
from catalog.models import Claim, Course, Outcome, Part, Requirement

Document = dict[str, Any]


def digest(document: Document | None) -> str:
    """The same for equal documents, whatever the order of their fields; empty for none."""
    if document is None:
        return ""
    text = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def with_all(courses: QuerySet[Course]) -> QuerySet[Course]:
    """The courses with what their documents need, in a fixed number of queries."""
    return courses.select_related("provider", "platform", "superseded_by").prefetch_related(
        Prefetch("parts", Part.objects.select_related("course")),
        Prefetch("requirements", Requirement.objects.select_related("skill")),
        Prefetch("outcomes", Outcome.objects.select_related("skill")),
        "sources",
        Prefetch("claims", Claim.objects.order_by("id")),
    )


def course_document(course: Course) -> Document:
    """Reads the course anew unless it comes from `with_all`, so that no stale row is taken for what is there."""
    if not getattr(course, "_prefetched_objects_cache", None):
        course = with_all(Course.objects.all()).get(pk=course.pk)
    plain = {name: as_json(getattr(course, name)) for name in SAME_NAME}
    newer = course.superseded_by
    return {
        **plain,
        "slug": course.slug,
        "status": str(course.status),
        "provider": course.provider.slug,
        "platform": course.platform.slug,
        "superseded_by": newer.slug if newer else None,
        "realistic_hours": as_json(course.realistic_hours),
        "price": _price(course),
        "rating": _rating(course),
        "certificate": course.has_certificate,
        "outcomes": course.outcomes_text,
        "reviewed_on": as_json(course.reviewed_on),
        **_needs(course.requirements.all()),
        "teaches": {outcome.skill.slug: outcome.level for outcome in course.outcomes.all()},
        "parts": [{"course": part.course.slug, "standalone": part.is_standalone} for part in course.parts.all()],
        "sources": [
            {"location": source.location, "supports": source.supports, "read_on": as_json(source.read_on)}
            for source in course.sources.all()
        ],
        "claims": sorted((_claim(claim) for claim in course.claims.all()), key=claim_order),
    }


def as_json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, tuple):
        return [as_json(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _price(course: Course) -> Document:
    return {
        "model": course.price_model,
        "amount": as_json(course.price_amount),
        "currency": course.currency,
        "free_access": course.free_access,
    }


def _rating(course: Course) -> Document | None:
    names = ("value", "scale", "count", "source", "as_of")
    rating = {name: as_json(getattr(course, f"rating_{name}")) for name in names}
    return rating if any(value not in (None, "") for value in rating.values()) else None


def _needs(requirements: Iterable[Requirement]) -> Document:
    needs: Document = {"requires": {}, "helpful": {}, "requires_why": {}, "helpful_why": {}}
    for requirement in requirements:
        name = "requires" if requirement.kind == Requirement.Kind.REQUIRED else "helpful"
        needs[name][requirement.skill.slug] = requirement.level
        if requirement.reason:
            needs[f"{name}_why"][requirement.skill.slug] = requirement.reason
    return needs


def claim_order(claim: Document) -> tuple[str, ...]:
    """The same whatever order of letters the database has."""
    return claim["field"], claim["value"], claim["source"], claim["as_of"]


def _claim(claim: Claim) -> Document:
    return {
        "field": claim.field,
        "value": claim.value,
        "source": claim.source,
        "as_of": claim.as_of,
        "chosen": claim.is_chosen,
    }
