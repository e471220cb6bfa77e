"""Earlier questionnaires: what they were about, what they led to, using one again, and deleting one."""

from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from advisor.dismissals import with_dismissals
from advisor.drafts import finish_draft, keep_draft
from advisor.interview import Draft
from advisor.models import Answers, Goal, User
from catalog.models import Skill

A_PAGE = 20


def own_answers(request: HttpRequest) -> QuerySet[Answers]:
    """Those that hold anything, the unfinished one first."""
    rows = Answers.objects.filter(user=cast(User, request.user)).exclude(data={}).select_related("path")
    return rows.order_by("is_finished", "-updated_at", "-id")


@require_GET
def answers_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(own_answers(request), A_PAGE).get_page(request.GET.get("page"))
    goals = dict(Goal.objects.values_list("slug", "title"))
    skills = dict(Skill.objects.values_list("slug", "name"))
    rows = [{"answers": row, "aim": aim(row, goals, skills), "answered": len(row.trail)} for row in page]
    return render(request, "advisor/answers_list.html", {"rows": rows, "page": page})


def aim(row: Answers, goals: dict[str, str], skills: dict[str, str]) -> str:
    goal, targets = row.data.get("goal"), row.data.get("targets") or {}
    if goal:
        return goals.get(goal) or str(goal)
    return ", ".join(skills.get(slug, slug) for slug in targets) or "No goal chosen yet"


@require_POST
def answers_copy(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Begin anew with a copy of these answers; the unfinished ones from before stay beside it."""
    row = get_object_or_404(own_answers(request), pk=pk)
    if row.is_finished:
        finish_draft(request)
        keep_draft(request, Draft(fresh(row.data, user=cast(User, request.user)), list(row.trail)))
        messages.success(request, "These are the answers of then, in a copy. Change what is no longer true.")
    return redirect("advisor:questionnaire_review")


def fresh(data: dict[str, Any], *, user: User) -> dict[str, Any]:
    """The answers for today: days that have passed are left out, and what is dismissed is as it stands now."""
    today = timezone.localdate().isoformat()
    copy = {name: value for name, value in data.items() if name not in ("start", "finish_by") or (value or "") >= today}
    return with_dismissals(copy, user)


@require_POST
def answers_delete(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The path saved from them keeps its own copy."""
    get_object_or_404(own_answers(request), pk=pk).delete()
    messages.success(request, "Questionnaire deleted.")
    return redirect("advisor:answers_list")
