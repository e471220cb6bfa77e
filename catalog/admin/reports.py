from typing import Any

from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from catalog.admin.base import DeskAdmin
from catalog.admin.inbox import inbox_urls
from catalog.models import FactReport


@admin.register(FactReport)
class FactReportAdmin(DeskAdmin):
    """What readers wrote stays as they wrote it, only the state changes."""

    list_display = ["course", "field", "message", "state", "created_at", "handled_at"]
    list_display_links = ["course", "message"]
    list_filter = ["state", "field", "created_at"]
    list_select_related = ["course"]
    search_fields = ["course__title", "course__slug", "message"]
    date_hierarchy = "created_at"
    fields = ["course", "field", "message", "state", "created_at", "handled_at"]
    readonly_fields = ["course", "field", "message", "created_at", "handled_at"]
    actions = ["mark_done", "mark_rejected", "reopen"]

    def get_urls(self) -> list[Any]:
        return [*inbox_urls(), *super().get_urls()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: FactReport, form: object, change: bool) -> None:
        obj.handled_at = None if obj.is_open else timezone.now()
        super().save_model(request, obj, form, change)

    @admin.action(description="Mark selected reports as done", permissions=["change"])
    def mark_done(self, request: HttpRequest, chosen: QuerySet[FactReport]) -> None:
        self.settle(request, chosen, FactReport.State.DONE)

    @admin.action(description="Reject selected reports", permissions=["change"])
    def mark_rejected(self, request: HttpRequest, chosen: QuerySet[FactReport]) -> None:
        self.settle(request, chosen, FactReport.State.REJECTED)

    @admin.action(description="Open selected reports again", permissions=["change"])
    def reopen(self, request: HttpRequest, chosen: QuerySet[FactReport]) -> None:
        self.settle(request, chosen, FactReport.State.OPEN)

    def settle(self, request: HttpRequest, chosen: QuerySet[FactReport], state: FactReport.State) -> None:
        """The history notes who did it."""
        rows = list(chosen.select_related("course"))
        is_open = state == FactReport.State.OPEN
        chosen.update(state=state, handled_at=None if is_open else timezone.now())
        if rows:
            assert request.user.pk is not None
            LogEntry.objects.log_actions(
                user_id=request.user.pk, queryset=rows, action_flag=CHANGE, change_message=f"Marked as {state.label}."
            )
        self.message_user(request, f"{len(rows)} marked as {state.label}.")
