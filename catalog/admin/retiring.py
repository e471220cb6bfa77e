"""Drafts for several courses at once: to publish them, or to retire them in favour of others."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from catalog.admin.base import DeskAdmin
from catalog.desk.courses import COURSES
from catalog.desk.drafts import save_draft
from catalog.graph import read_nodes
from catalog.loops import describe_succession
from catalog.models import Course, Draft

# More than anybody reviews in one sitting.
MOST_AT_ONCE = 50


class CourseSelect(AutocompleteSelect):
    def optgroups(self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None) -> Any:
        """Without what can't be a key, which Django would ask the database for."""
        return super().optgroups(name, [key for key in value if key.isdecimal() and len(key) < 19], attr)


class SuccessorForm(forms.Form):
    """One course to retire: either a successor, or a clear word that there is none."""

    successor = forms.ModelChoiceField(
        Course.objects.published(),
        required=False,
        widget=CourseSelect(Course._meta.get_field("superseded_by"), admin.site),
        help_text="The course that is recommended instead.",
    )
    has_none = forms.BooleanField(label="There is none", required=False)

    def __init__(self, course: Course, **kwargs: Any) -> None:
        super().__init__(prefix=f"course-{course.pk}", initial={"successor": course.superseded_by_id}, **kwargs)
        self.course = course

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if "successor" in values and bool(values["successor"]) == bool(values.get("has_none")):
            raise forms.ValidationError("Choose a successor, or say that there is none.")
        return values

    def clean_successor(self) -> Course | None:
        successor: Course | None = self.cleaned_data["successor"]
        if successor:
            nodes = read_nodes()
            own = nodes[str(self.course.pk)]
            nodes[own.key] = type(own)(own.key, own.title, superseded_by=str(successor.pk))
            if sentence := describe_succession(nodes):
                raise forms.ValidationError(sentence)
        return successor


def draft_each(request: HttpRequest, wanted: Iterable[tuple[Course, dict[str, Any]]], note: str) -> list[Draft]:
    """A draft for each course with some fields of its document changed."""
    return [
        save_draft(
            COURSES,
            course.slug,
            COURSES.read_row(course) | changed,
            by=request.user,
            note=note,
            state=Draft.State.WAITING,
        )
        for course, changed in wanted
    ]


def lead_to(drafts: Sequence[Draft]) -> HttpResponse:
    """The review of the only draft, or the list of those that wait."""
    if len(drafts) == 1:
        return redirect("admin:catalog_draft_change", drafts[0].pk)
    response = redirect("admin:catalog_draft_changelist")
    response["Location"] += "?state__exact=waiting"
    return response


def retire_view(model_admin: DeskAdmin, request: HttpRequest) -> HttpResponse:
    if not model_admin.has_change_permission(request):
        raise PermissionDenied
    asked = [pk for pk in request.GET.get("ids", "").split(",") if pk.isdecimal() and len(pk) < 19]
    courses = list(COURSES.rows().filter(pk__in=asked[:MOST_AT_ONCE], status=Course.Status.PUBLISHED))
    if not courses:
        model_admin.message_user(request, "Only published courses can be retired; none was chosen.", messages.WARNING)
        return redirect("admin:catalog_course_changelist")
    data = request.POST if request.method == "POST" else None
    rows = [SuccessorForm(course, data=data) for course in courses]
    if data is not None and all(form.is_valid() for form in rows):
        return lead_to(draft_each(request, [(form.course, retired(form)) for form in rows], "Retire"))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "Retire courses" if len(courses) > 1 else f"Retire {courses[0]}",
        "opts": model_admin.opts,
        "forms": rows,
        "media": model_admin.media + rows[0].media,
    }
    return TemplateResponse(request, "admin/desk/retire.html", context)


def retired(form: SuccessorForm) -> dict[str, Any]:
    successor: Course | None = form.cleaned_data["successor"]
    return {"status": Course.Status.RETIRED.value, "superseded_by": successor.slug if successor else None}
