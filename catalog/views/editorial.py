"""What editors write: guides and frequent questions."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from catalog.addresses import absolute
from catalog.guides import read_body, related_to
from catalog.models import Guide, Question
from catalog.posters import guide_poster, picture_of
from catalog.shared_pages import shared_page
from catalog.structured import guide_data, questions_data, trail_data


@login_not_required
@require_safe
@shared_page
def guide_list(request: HttpRequest) -> HttpResponse:
    return render(request, "catalog/guide_list.html", {"guides": list(Guide.objects.published())})


@login_not_required
@require_safe
@shared_page
def guide_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A guide that is not published has a page for curators only."""
    published = Prefetch("questions", Question.objects.published())
    guide = get_object_or_404(Guide.objects.prefetch_related(published), slug=slug)
    if not (guide.is_published or request.user.is_staff):
        raise Http404
    questions, address = list(guide.questions.all()), absolute(guide.get_absolute_url())
    context = {
        "guide": guide,
        "picture": picture_of(guide_poster(guide), "catalog:guide_picture", slug),
        "body": read_body(guide.body),
        "questions": questions,
        "answers": questions_data(questions),
        "trail": trail_data(("Guides", absolute(reverse("catalog:guide_list"))), (guide.title, address)),
        "related": related_to(guide),
        "structured": guide_data(guide, address=address),
    }
    return render(request, "catalog/guide_detail.html", context)


@login_not_required
@require_safe
@shared_page
def question_list(request: HttpRequest) -> HttpResponse:
    questions = list(Question.objects.published().select_related("guide"))
    context = {"questions": questions, "structured": questions_data(questions)}
    return render(request, "catalog/question_list.html", context)
