"""Goals for curators; people and what they saved for support, to look at only."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import allauth.mfa.admin
import allauth.usersessions.admin  # noqa: F401 (both register what is taken off below)
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import Count, Model, QuerySet
from django.forms import ChoiceField, JSONField, ModelForm, Textarea
from django.http import HttpRequest
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html

from advisor.accounts import erase_account
from advisor.answers import AnswerError, parse_answers
from advisor.ask.telling import check_telling
from advisor.catalogues import current_advisor
from advisor.impact.expectations import ExpectationError, check_expectations
from advisor.impact.personas import Standard, hear
from advisor.models import (
    Answers,
    Completion,
    DataKind,
    Dismissal,
    Goal,
    Nickname,
    Path,
    Persona,
    Step,
    Target,
    User,
    Weights,
)
from advisor.planning import Advisor
from advisor.roles import Role
from advisor.staffing import give_role, may_give_role, role_of
from advisor.standards_desk import FIELDS
from advisor.views.impact import draft_impact
from catalog.admin.base import CountingAdmin, DeskAdmin, DeskInline, SluggedAdmin
from catalog.admin.drafting import DraftedAdmin

if TYPE_CHECKING:
    PlainForm = ModelForm[Any]
else:
    PlainForm = ModelForm

# Their own pages show keys of sessions and secrets of second factors.
admin.site.unregister(UserSession)
admin.site.unregister(Authenticator)


class TargetInline(DeskInline):
    model = Target
    extra = 0
    autocomplete_fields = ["skill"]


@admin.register(Goal)
class GoalAdmin(DraftedAdmin, SluggedAdmin):
    subject_kind = "goal"
    slug_from = "title"
    list_display = ["title", "slug", "position", "is_offered", "target_count"]
    list_filter = ["is_offered"]
    search_fields = ["title", "slug", "blurb"]
    ordering = ["position", "slug"]
    inlines = [TargetInline]

    counts = {"targets_here": Count("targets")}

    @admin.display(description="targets", ordering="targets_here")
    def target_count(self, goal: Any) -> int:
        return int(goal.targets_here)


class NicknameForm(PlainForm):
    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        try:
            check_telling(text)
        except ValueError as error:
            sentence = str(error)
            raise ValidationError(f"{sentence[:1].upper()}{sentence[1:]}.") from error
        return text


@admin.register(Nickname)
class NicknameAdmin(DeskAdmin):
    form = NicknameForm
    list_display = ["text", "course"]
    list_select_related = ["course"]
    search_fields = ["text", "course__title", "course__slug"]
    autocomplete_fields = ["course"]


@admin.register(DataKind)
class DataKindAdmin(SluggedAdmin):
    slug_from = "data"
    list_display = ["data", "approach", "goal", "position"]
    list_select_related = ["goal"]
    search_fields = ["data", "slug", "approach", "why", "goal__title"]
    autocomplete_fields = ["goal"]
    ordering = ["position", "slug"]


class PersonaForm(PlainForm):
    """What is typed is held against the catalogue, so that a persona can't ask for what is not there."""

    answers = JSONField(widget=Textarea(attrs={"rows": 12, "cols": 80}), help_text=Persona.answers.field.help_text)
    expectations = JSONField(
        widget=Textarea(attrs={"rows": 12, "cols": 80}),
        required=False,
        help_text=Persona.expectations.field.help_text,
    )

    def clean_answers(self) -> Any:
        data = self.cleaned_data["answers"]
        try:
            parse_answers(data, current_advisor().catalogue, today=timezone.localdate())
        except AnswerError as error:
            raise ValidationError(f"“{error.field}” {error.message}.") from error
        return data

    def clean_expectations(self) -> Any:
        data = self.cleaned_data["expectations"] or {}
        try:
            check_expectations(data, current_advisor().catalogue)
        except ExpectationError as error:
            raise ValidationError(str(error)) from error
        return data


def persona_faults(persona: Persona, advisor: Advisor) -> tuple[str, ...]:
    plain = Standard(persona.name, persona.answers, persona.expectations)
    return hear(plain, advisor, today=timezone.localdate()).faults


@admin.register(Persona)
class PersonaAdmin(SluggedAdmin):
    form = PersonaForm
    list_filter = ["is_active"]
    search_fields = ["name", "slug", "note"]
    ordering = ["position", "slug"]
    fields = ["name", "slug", "answers", "expectations", "advice", "note", "is_active", "position"]
    readonly_fields = ["advice"]

    def get_urls(self) -> list[Any]:
        impact = self.admin_site.admin_view(draft_impact)
        return [path("drafts/<int:pk>/impact/", impact, name="advisor_draft_impact"), *super().get_urls()]

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        advisor = current_advisor()

        @admin.display(description="advice is as expected", boolean=True)
        def advice_holds(persona: Persona) -> bool:
            return not persona_faults(persona, advisor)

        return ["name", "position", "is_active", advice_holds]

    @admin.display(description="today's advice")
    def advice(self, persona: Persona) -> str:
        if persona.pk is None:
            return "Shown once the persona is saved."
        return " ".join(persona_faults(persona, current_advisor())) or "As expected."


@admin.register(Weights)
class WeightsAdmin(DraftedAdmin):
    """One row, which drafts change; it is neither added nor deleted."""

    subject_kind = "weights"
    list_display = ["__str__", *FIELDS]
    search_fields = ["id"]
    ordering = ["id"]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[Any, ...]:
        return ()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class UserForm(PlainForm):
    role = ChoiceField(
        choices=[("", "none"), *((role.value, role.value) for role in Role)],
        required=False,
        help_text="Whoever has one may enter the desk, once they have a second factor.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["role"] = role_of(self.instance) or ""
        groups: Any = self.fields.get("groups")
        if groups:
            # a role is one group at most, so it is chosen above
            groups.queryset = Group.objects.exclude(name__in=list(Role))


@admin.register(User)
class UserAdmin(CountingAdmin):
    """People sign up and change their address and password themselves; here they are let in or kept out."""

    list_display = ["email", "is_active", "is_staff", "path_count", "date_joined", "last_login"]
    list_filter = ["is_active", "is_staff", "is_superuser", "groups"]
    search_fields = ["email"]
    ordering = ["email"]
    form = UserForm
    fields = [
        "email",
        "is_active",
        "role",
        "is_staff",
        "is_superuser",
        "groups",
        "user_permissions",
        "date_joined",
        "last_login",
    ]
    readonly_fields = ["email", "date_joined", "last_login"]
    filter_horizontal = ["groups", "user_permissions"]

    counts = {"paths_here": Count("paths")}

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> list[Any]:
        fields = list(super().get_fields(request, obj))
        if not may_give_role(request.user, obj):
            fields.remove("role")
        return fields

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[Any, ...]:
        """Administrators let people in and keep them out, by roles; only a superuser hands out any other right."""
        fields = tuple(super().get_readonly_fields(request, obj))
        if request.user.is_superuser:
            return fields
        locked = (*fields, "is_staff", "is_superuser", "groups", "user_permissions")
        return locked if may_give_role(request.user, obj) else (*locked, "is_active")

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        # a form keeps a field that its page does not show
        if may_give_role(request.user, form.instance):
            give_role(form.instance, Role(chosen) if (chosen := form.cleaned_data["role"]) else None)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(request.user.is_superuser)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        to_delete, counts, _, protected = super().get_deleted_objects(objs, request)
        # what belongs to a person goes with the account, though nobody may delete it by itself
        return to_delete, counts, set(), protected

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        erase_account(user=obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in queryset:
            erase_account(user=user)

    @admin.display(description="paths", ordering="paths_here")
    def path_count(self, user: Any) -> int:
        return int(user.paths_here)


class ViewedOnly(CountingAdmin):
    """Belongs to a person; staff may look, and nobody but its owner changes it.

    `heavy` is read on a row's own page only.
    """

    heavy: Sequence[str] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer(*self.heavy)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Authenticator)
class SecondFactorAdmin(ViewedOnly):
    """Without the secrets; one may be deleted for a person who has lost it."""

    list_display = ["user", "type", "created_at", "last_used_at"]
    list_filter = ["type"]
    list_select_related = ["user"]
    search_fields = ["user__email"]
    fields = ["user", "type", "created_at", "last_used_at"]

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(request.user.is_superuser)


def pretty(data: object) -> str:
    return format_html("<pre>{}</pre>", json.dumps(data, indent=2, ensure_ascii=False))


class StepInline(DeskInline):
    model = Step
    extra = 0
    can_delete = False
    fields = ["position", "course", "bundle", "hours_expected", "starts_on", "finishes_on"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found: QuerySet[Any] = super().get_queryset(request)
        return found.select_related("path", "course", "bundle")

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Path)
class PathAdmin(ViewedOnly):
    heavy = ["answers", "problem", "plan", "user__password"]
    list_display = ["title", "user", "goal", "is_archived", "step_count", "created_at"]
    list_filter = ["is_archived", "goal"]
    list_select_related = ["user", "goal"]
    search_fields = ["title", "user__email"]
    fields = ["title", "user", "goal", "is_archived", "created_at", "updated_at", "answers_text", "plan_text"]
    readonly_fields = ["answers_text", "plan_text"]
    inlines = [StepInline]

    counts = {"steps_here": Count("steps")}

    @admin.display(description="steps", ordering="steps_here")
    def step_count(self, path: Any) -> int:
        return int(path.steps_here)

    @admin.display(description="answers")
    def answers_text(self, path: Path) -> str:
        return pretty(path.answers)

    @admin.display(description="plan")
    def plan_text(self, path: Path) -> str:
        return pretty(path.plan)


@admin.register(Step)
class StepAdmin(ViewedOnly):
    heavy = ["path__answers", "path__problem", "path__plan"]
    list_display = ["path", "position", "course", "starts_on", "finishes_on"]
    list_select_related = ["path", "course"]
    search_fields = ["course__title", "path__title", "path__user__email"]


@admin.register(Completion)
class CompletionAdmin(ViewedOnly):
    list_display = ["user", "course", "state", "started_on", "finished_on"]
    list_filter = ["state"]
    list_select_related = ["user", "course"]
    search_fields = ["user__email", "course__title"]


@admin.register(Dismissal)
class DismissalAdmin(ViewedOnly):
    list_display = ["user", "skill", "created_at"]
    list_filter = ["skill"]
    list_select_related = ["user", "skill"]
    search_fields = ["user__email", "skill__name"]


@admin.register(Answers)
class AnswersAdmin(ViewedOnly):
    heavy = ["data", "trail", "user__password"]
    list_display = ["user", "is_finished", "created_at", "updated_at"]
    list_filter = ["is_finished"]
    list_select_related = ["user"]
    search_fields = ["user__email"]
    fields = ["user", "is_finished", "created_at", "updated_at", "data_text"]
    readonly_fields = ["data_text"]

    @admin.display(description="data")
    def data_text(self, answers: Answers) -> str:
        return pretty(answers.data)
