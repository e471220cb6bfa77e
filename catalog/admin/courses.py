from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.db.models import Count, F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse

from catalog.admin.base import DeskFormSet, DeskInline, SluggedAdmin
from catalog.admin.claims import CourseClaimInline, SettledTogether, kept_forms
from catalog.admin.drafting import DraftedAdmin
from catalog.admin.exchange import exchange_urls
from catalog.admin.fields import EstimatesField, LinesField
from catalog.admin.retiring import MOST_AT_ONCE, draft_each, lead_to, retire_view
from catalog.desk.documents import with_all
from catalog.desk.rows import OUT_OF_THE_WAY
from catalog.graph import read_nodes, skill_names
from catalog.loops import Node, describe_nesting, describe_succession, describe_waiting
from catalog.models import Course, Outcome, Part, Requirement, Source
from catalog.models.courses import fold

SENTENCES = ("summary", "best_for", "skip_if", "hours_basis", "free_access", "rating_source")


def key_of(course: Course) -> str:
    return str(course.pk) if course.pk else "new"


class CourseForm(forms.ModelForm):  # type: ignore[type-arg]
    instructors = LinesField()
    tools = LinesField()
    topics = LinesField()
    outcomes_text = LinesField(label="Outcomes in words")
    strengths = LinesField()
    weaknesses = LinesField()
    unsure = EstimatesField(label="Estimates", help_text="Facts that no source supports; pages mark them as estimates.")

    class Meta:
        widgets = {name: AdminTextInputWidget(attrs={"class": "vLargeTextField"}) for name in SENTENCES}

    def clean_superseded_by(self) -> Course | None:
        newer: Course | None = self.cleaned_data["superseded_by"]
        if newer:
            pending = Node(key_of(self.instance), self.data.get("title", ""), superseded_by=str(newer.pk))
            if sentence := describe_succession({**read_nodes(), pending.key: pending}):
                raise ValidationError(sentence)
        return newer


class CourseFormSet(DeskFormSet):
    """Knows the other formsets of the page, for checks that concern several."""

    page: Sequence[DeskFormSet] = ()

    def pending_node(self) -> Node | None:
        """The course as the page describes it, or None while one of the lists has errors of its own."""
        lists = {formset.model: formset for formset in self.page}
        if any(form.errors for formset in self.page for form in formset.forms):
            return None
        needs = [form.cleaned_data for form in kept_forms(lists[Requirement])]
        return Node(
            key=key_of(self.instance),
            title=self.instance.title,
            requires={str(n["skill"].pk): n["level"] for n in needs if n["kind"] == Requirement.Kind.REQUIRED},
            teaches={
                str(form.cleaned_data["skill"].pk): form.cleaned_data["level"] for form in kept_forms(lists[Outcome])
            },
            parts=tuple(
                (str(part["course"].pk), part["is_standalone"])
                for part in sorted(
                    (form.cleaned_data for form in kept_forms(lists[Part])), key=lambda part: part["position"]
                )
            ),
            is_published=self.instance.status == Course.Status.PUBLISHED,
        )


class PartFormSet(SettledTogether, CourseFormSet):
    settled = "position"

    def make_room(self) -> None:
        self.instance.parts.update(position=F("position") + OUT_OF_THE_WAY)

    def clean(self) -> None:
        super().clean()
        positions = Counter(form.cleaned_data.get("position") for form in kept_forms(self))
        for position, number in positions.items():
            if number > 1:
                raise ValidationError(f"{number} parts have position {position}; give each its own.")
        pending = self.pending_node()
        if pending and (sentence := describe_nesting({**read_nodes(), pending.key: pending})):
            raise ValidationError(sentence)


class RequirementFormSet(CourseFormSet):
    def clean(self) -> None:
        super().clean()
        pending = self.pending_node()
        if pending is None:
            return
        before = read_nodes()
        if sentence := describe_waiting({**before, pending.key: pending}, skill_names(), before=before):
            raise ValidationError(sentence)


class PartForm(forms.ModelForm):  # type: ignore[type-arg]
    position = forms.IntegerField(min_value=1, max_value=OUT_OF_THE_WAY - 1)


class PartInline(DeskInline):
    model = Part
    form = PartForm
    formset = PartFormSet
    fk_name = "bundle"
    extra = 0
    fields = ["position", "course", "is_standalone"]
    autocomplete_fields = ["course"]
    verbose_name_plural = "parts, when this is a bundle"


class RequirementInline(DeskInline):
    model = Requirement
    formset = RequirementFormSet
    extra = 0
    fields = ["kind", "skill", "level", "reason"]
    autocomplete_fields = ["skill"]
    verbose_name_plural = "skills it asks for"


class OutcomeInline(DeskInline):
    model = Outcome
    formset = CourseFormSet
    extra = 0
    fields = ["skill", "level"]
    autocomplete_fields = ["skill"]
    verbose_name_plural = "skills it teaches"


class SourceInline(DeskInline):
    model = Source
    extra = 0
    fields = ["position", "location", "supports", "read_on"]


@admin.register(Course)
class CourseAdmin(DraftedAdmin, SluggedAdmin):
    subject_kind = "course"
    form = CourseForm
    change_list_template = "admin/exchange/change_list.html"
    slug_from = "title"
    list_display = [
        "title",
        "kind",
        "status",
        "provider",
        "platform",
        "level",
        "part_count",
        "skill_count",
        "reviewed_on",
    ]
    list_filter = [
        "status",
        "kind",
        "level",
        "price_model",
        "maths",
        "coding",
        "language",
        ("reviewed_on", admin.EmptyFieldListFilter),
        ("superseded_by", admin.EmptyFieldListFilter),
        ("platform", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["provider", "platform"]
    search_fields = ["search_text", "slug"]
    search_help_text = "Words of the title, provider, platform, people, topics, tools or summary."
    autocomplete_fields = ["provider", "platform", "superseded_by"]
    date_hierarchy = "reviewed_on"
    readonly_fields = ["created_at", "updated_at"]
    ordering = ["title", "slug"]
    actions = ["publish_selected", "retire_selected"]
    inlines = [PartInline, RequirementInline, OutcomeInline, SourceInline, CourseClaimInline]
    save_on_top = True
    fieldsets = [
        (None, {"fields": ["title", "slug", "kind", "status", "superseded_by", "reviewed_on"]}),
        ("Who and where", {"fields": ["provider", "platform", "instructors", "url", "level", "language", "year"]}),
        (
            "Effort",
            {
                "fields": [
                    "official_hours",
                    "official_pace",
                    "realistic_hours_low",
                    "realistic_hours_high",
                    "hours_basis",
                ]
            },
        ),
        ("Price", {"fields": ["price_model", "price_amount", "currency", "free_access", "has_certificate"]}),
        ("Rating", {"fields": ["rating_value", "rating_scale", "rating_count", "rating_source", "rating_as_of"]}),
        ("Character", {"fields": ["maths", "coding", "style", "practice", "tools", "topics"]}),
        ("In our words", {"fields": ["summary", "best_for", "skip_if", "outcomes_text", "strengths", "weaknesses"]}),
        ("Upkeep", {"fields": ["unsure", "created_at", "updated_at"]}),
    ]

    counts = {"parts_here": Count("parts", distinct=True), "skills_here": Count("outcomes", distinct=True)}

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> Any:
        return super().get_search_results(request, queryset, fold(search_term))

    def _create_formsets(self, request: HttpRequest, obj: Any, change: bool) -> Any:
        formsets, inlines = super()._create_formsets(request, obj, change)
        for formset in formsets:
            if isinstance(formset, CourseFormSet):
                formset.page = [other for other in formsets if isinstance(other, CourseFormSet)]
        return formsets, inlines

    @admin.display(description="parts", ordering="parts_here")
    def part_count(self, course: Any) -> int:
        return int(course.parts_here)

    @admin.display(description="skills", ordering="skills_here")
    def skill_count(self, course: Any) -> int:
        return int(course.skills_here)

    def get_urls(self) -> list[Any]:
        retire = self.admin_site.admin_view(partial(retire_view, self))
        own = [path("retire/", retire, name="catalog_course_retire"), *exchange_urls(self)]
        return [*own, *super().get_urls()]

    @admin.action(description="Publish selected courses", permissions=["change"])
    def publish_selected(self, request: HttpRequest, chosen: QuerySet[Course]) -> HttpResponse | None:
        courses = with_all(Course.objects.filter(pk__in=chosen).exclude(status=Course.Status.PUBLISHED))[:MOST_AT_ONCE]
        drafts = draft_each(request, [(course, {"status": "published"}) for course in courses], "Publish")
        if not drafts:
            self.message_user(request, "These are published already.", messages.WARNING)
            return None
        return lead_to(drafts)

    @admin.action(description="Retire selected courses", permissions=["change"])
    def retire_selected(self, request: HttpRequest, chosen: QuerySet[Course]) -> HttpResponse:
        ids = ",".join(str(pk) for pk in chosen.values_list("pk", flat=True)[:MOST_AT_ONCE])
        return redirect(f"{reverse('admin:catalog_course_retire')}?ids={ids}")
