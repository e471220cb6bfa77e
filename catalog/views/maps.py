"""Maps of what a course or a skill needs and opens."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from catalog.browsing import quoted
from catalog.maps.atlas import STEPS_IN_BRIEF, Stop, around, everything
from catalog.maps.drawing import draw
from catalog.maps.reading import current_atlas
from catalog.models import Course, Skill
from catalog.views.showing import shown_course

ZOOMS = {"1": "1 step around", "2": "2 steps around", "3": "3 steps around", "all": "everything"}
USUAL_ZOOM = "2"


@login_not_required
@require_safe
def course_map(request: HttpRequest, slug: str) -> HttpResponse:
    course = shown_course(request, Course.objects.all(), slug)
    centre = current_atlas().courses.get(slug) or Stop("course", slug, course.title)
    return map_page(request, centre, {"back": course.get_absolute_url()})


@login_not_required
@require_safe
def skill_map(request: HttpRequest, slug: str) -> HttpResponse:
    skill = get_object_or_404(Skill, slug=slug)
    return map_page(request, Stop("skill", slug, skill.name), {})


def map_page(request: HttpRequest, centre: Stop, context: dict[str, Any]) -> HttpResponse:
    asked = request.GET.get("steps", USUAL_ZOOM)
    steps = asked if asked in ZOOMS else USUAL_ZOOM
    atlas = current_atlas()
    picture = everything(atlas, centre) if steps == "all" else around(atlas, centre, int(steps))
    notice = f"{quoted(asked)} is no distance; choose one of those below." if asked != steps else ""
    context |= {
        "centre": centre,
        "drawing": draw(picture, steps=steps),
        "steps": steps,
        "is_brief": steps == "all" or int(steps) >= STEPS_IN_BRIEF,
        "zooms": ZOOMS.items(),
        "notice": notice,
    }
    return render(request, "catalog/map.html", context)
