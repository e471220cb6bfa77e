"""Goals and advice for other programs, as JSON, and the page that documents the whole interface."""

from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from advisor import report
from advisor.answers import AnswerError, parse_answers
from advisor.api.describing import EXAMPLES, description, goal_row, operations
from advisor.catalogues import current_advisor
from advisor.models import Goal
from catalog.api.answering import ApiError, Json, advice, advice_in_all, api_view
from catalog.api.bodies import MAX_BYTES, read_json


@api_view()
def goal_list(request: HttpRequest) -> Json:
    return {"results": [goal_row(goal) for goal in Goal.objects.offered().prefetch_related("targets__skill")]}


@api_view()
def goal_detail(request: HttpRequest, slug: str) -> Json:
    goal = Goal.objects.offered().prefetch_related("targets__skill").filter(slug=slug).first()
    if goal is None:
        raise ApiError(HTTPStatus.NOT_FOUND, "slug", "There is no goal with this slug.")
    return goal_row(goal)


@api_view(methods=["POST"], limit=advice, in_all=advice_in_all)
def advise(request: HttpRequest) -> str:
    """The bytes that `manage.py advise --json` prints for the same answers."""
    data = read_json(request)
    advisor = current_advisor()
    try:
        answers = parse_answers(data, advisor.catalogue, today=timezone.localdate())
    except AnswerError as error:
        raise ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, error.field, error.message) from None
    return f"{report.as_text(report.advise(answers, advisor))}\n"


@api_view()
def openapi(request: HttpRequest) -> Json:
    return description()


@login_not_required
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    context = {
        "operations": operations(),
        "examples": EXAMPLES,
        "origin": request.build_absolute_uri("/").rstrip("/"),
        "reads_per_minute": settings.API_READS_PER_MINUTE,
        "advice_per_minute": settings.API_ADVICE_PER_MINUTE,
        "advice_in_all": settings.API_ADVICE_PER_MINUTE_IN_ALL,
        "most_kilobytes": MAX_BYTES // 1024,
    }
    return render(request, "advisor/api_docs.html", context)
