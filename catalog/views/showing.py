"""Which rows a reader may see."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from catalog.models import Course
from catalog.models.courses import CourseQuerySet


def shown_course(request: HttpRequest, rows: CourseQuerySet, slug: str) -> Course:
    course = get_object_or_404(rows, slug=slug)
    if course.status == Course.Status.DRAFT and not request.user.is_staff:
        raise Http404
    return course
