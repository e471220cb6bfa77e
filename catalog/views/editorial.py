"""What editors write: guides and frequent questions."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from catalog.models import Guide, Question
from catalog.structured import questions_data


@login_not_required
@require_safe
def guide_list(request: HttpRequest) -> HttpResponse:
    return render(request, "catalog/guide_list.html", {"guides": list(Guide.objects.published())})


@login_not_required
@require_safe
def guide_detail(request: HttpRequest, slug: str) -> HttpResponse:
    questions = Prefetch("questions", Question.objects.published())
    guide = get_object_or_404(Guide.objects.published().prefetch_related(questions), slug=slug)
    return render(request, "catalog/guide_detail.html", {"guide": guide, "questions": list(guide.questions.all())})


@login_not_required
@require_safe
def question_list(request: HttpRequest) -> HttpResponse:
    questions = list(Question.objects.published().select_related("guide"))
    context = {"questions": questions, "structured": questions_data(questions)}
    return render(request, "catalog/question_list.html", context)
