"""What waits for review, and the page on which a draft is reviewed."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from catalog.admin.base import DeskAdmin
from catalog.desk.changes import changes
from catalog.desk.colleagues import name_for
from catalog.desk.documents import digest
from catalog.desk.drafts import RefusedDraft, StaleDraft, discard, is_stale, publish_draft, rebase, subject_of
from catalog.desk.subjects import SUBJECTS
from catalog.models import Draft


def impact_address(draft: Draft) -> str | None:
    """Of the page that says what the draft would do to learners, where there is one."""
    try:
        return reverse("admin:advisor_draft_impact", args=[draft.pk])
    except NoReverseMatch:
        return None


class KindFilter(admin.SimpleListFilter):
    title = "kind"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(subject.kind, subject.name) for subject in SUBJECTS.values()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Draft]) -> QuerySet[Draft]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(Draft)
class DraftAdmin(DeskAdmin):
    """Whoever may change a kind of subject sees and writes its drafts; publishing asks for a right of its own."""

    list_filter = ["state", KindFilter]
    list_select_related = ["created_by"]
    search_fields = ["title", "key", "note"]
    ordering = ["-changed_at", "-id"]

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        @admin.display(description="by")
        def author(draft: Draft) -> str:
            return name_for(request.user, draft.created_by)

        return ["title", "kind_name", "state", author, "changed_at", "note"]

    @admin.display(description="kind", ordering="kind")
    def kind_name(self, draft: Draft) -> str:
        return subject_of(draft).name

    def kinds(self, request: HttpRequest) -> list[str]:
        return [kind for kind, subject in SUBJECTS.items() if request.user.has_perm(subject.permission("change"))]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Draft]:
        return Draft.objects.filter(kind__in=self.kinds(request))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(self.kinds(request))

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(self.kinds(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        draft = self.get_object(request, unquote(object_id))
        if draft is None:
            raise Http404
        if request.method == "POST":
            return self.act(request, draft)
        return self.review(request, draft)

    def review(self, request: HttpRequest, draft: Draft) -> HttpResponse:
        subject = subject_of(draft)
        row = subject.row(draft.key)
        before = draft.base if draft.is_settled else (subject.read_row(row) if row else None)
        context = {
            **self.admin_site.each_context(request),
            "title": draft.title,
            "subtitle": f"draft of a {subject.name}",
            "opts": self.opts,
            "draft": draft,
            "changes": changes(subject, before, draft.document),
            "is_stale": not draft.is_settled and is_stale(draft),
            "seen": digest(draft.document),
            "row_url": subject.admin_url(row) if row else None,
            "may_publish": request.user.has_perm("catalog.publish_course"),
            "impact_url": None if draft.is_settled else impact_address(draft),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/desk/review.html", context)

    def act(self, request: HttpRequest, draft: Draft) -> HttpResponse:
        """Do what a button of the review page says."""
        if "publish" in request.POST:
            return self.publish(request, draft)
        unsettled = Draft.objects.unsettled().filter(pk=draft.pk)
        if "discard" in request.POST:
            discard(draft)
            self.message_user(request, f"The draft of “{draft.title}” is discarded.", messages.SUCCESS)
            return redirect("admin:catalog_draft_changelist")
        if "send" in request.POST:
            unsettled.update(state=Draft.State.WAITING, changed_at=timezone.now())
            self.message_user(request, f"The draft of “{draft.title}” waits for review.", messages.SUCCESS)
        elif "rebase" in request.POST and unsettled.exists():
            rebase(draft)
            self.message_user(request, "The draft is on top of what is published now; look at it again.")
        return redirect("admin:catalog_draft_change", draft.pk)

    def publish(self, request: HttpRequest, draft: Draft) -> HttpResponse:
        if not request.user.has_perm("catalog.publish_course"):
            raise PermissionDenied
        subject = subject_of(draft)
        try:
            warning = publish_draft(draft, request.user, seen=request.POST.get("seen"))
        except (StaleDraft, RefusedDraft) as error:
            self.message_user(request, f"Nothing was published. {error}", messages.ERROR)
            return redirect("admin:catalog_draft_change", draft.pk)
        row = subject.row(draft.key)
        assert request.user.pk is not None
        LogEntry.objects.log_actions(
            user_id=request.user.pk, queryset=[row], action_flag=CHANGE, change_message="Published a draft."
        )
        self.message_user(request, f"“{draft.title}” is published as drafted.", messages.SUCCESS)
        if warning:
            self.message_user(request, f"Look at this next. {warning}", messages.WARNING)
        return redirect(subject.admin_url(row))
