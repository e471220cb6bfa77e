"""Courses and skills for other programs, as JSON."""

from http import HTTPStatus
from typing import NoReturn
from urllib.parse import urlencode

from django.db.models import Prefetch
from django.http import HttpRequest, QueryDict
from django.urls import reverse

from catalog.api.answering import ALL_METHODS, ApiError, Json, api_view
from catalog.api.asking import api_facets, courses_for, read_query
from catalog.api.shapes import full, listed, skill_in_full, skill_row
from catalog.facts import LISTED, SHOWN, card, claims_about, read_skills
from catalog.models import Course, Implication, Skill

RULES = (
    Prefetch("implications", Implication.objects.select_related("implies")),
    Prefetch("implied_by", Implication.objects.select_related("skill")),
)


def missing(field: str | None, message: str) -> ApiError:
    return ApiError(HTTPStatus.NOT_FOUND, field, message)


@api_view(methods=ALL_METHODS)
def address_missing(request: HttpRequest) -> NoReturn:
    docs = request.build_absolute_uri(reverse("api:docs"))
    raise missing(None, f"There is nothing at this address; addresses of lists end in a slash. All are at {docs}.")


@api_view()
def course_list(request: HttpRequest) -> Json:
    facets = api_facets()
    query = read_query(request.GET, facets)
    found = courses_for(query)
    total = len(found)
    page, last = query.selection.page, max(1, -(-total // query.limit))
    if page > last:
        raise missing("page", f"The last page is {last}.")
    first = (page - 1) * query.limit
    ids = [entry.pk for entry in found[first : first + query.limit]]
    rows = Course.objects.for_listing().prefetch_related(*LISTED).in_bulk(ids)
    return {
        "count": total,
        "page": page,
        "pages": last,
        "previous": page_address(request, page - 1) if page > 1 else None,
        "next": page_address(request, page + 1) if page < last else None,
        "results": [listed(card(rows[pk]), request.build_absolute_uri) for pk in ids if pk in rows],
    }


def page_address(request: HttpRequest, page: int) -> str:
    params = QueryDict(request.GET.urlencode(), mutable=True)
    params["page"] = str(page)
    return request.build_absolute_uri(f"{request.path}?{params.urlencode()}")


@api_view()
def course_detail(request: HttpRequest, slug: str) -> Json:
    rows = Course.objects.visible().for_listing().select_related("superseded_by").prefetch_related(*SHOWN)
    course = rows.filter(slug=slug).first()
    if course is None:
        raise missing("slug", "There is no course with this slug.")
    read_skills(course)
    return full(course, claims_about(course), request.build_absolute_uri)


@api_view()
def skill_list(request: HttpRequest) -> Json:
    return {"results": [skill_row(skill) for skill in Skill.objects.all()]}


@api_view()
def skill_detail(request: HttpRequest, slug: str) -> Json:
    skill = Skill.objects.prefetch_related(*RULES).filter(slug=slug).first()
    if skill is None:
        raise missing("slug", "There is no skill with this slug.")
    courses = Course.objects.published().teaching(skill).count()
    listed_at = f"{reverse('api:course_list')}?{urlencode({'skill': skill.slug})}"
    return skill_in_full(skill, courses, request.build_absolute_uri(listed_at))
