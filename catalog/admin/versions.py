"""The history of a row: every version that was published, what changed in it, and a way back."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path

from catalog.admin.base import CountingAdmin
from catalog.desk.changes import changes
from catalog.desk.drafts import save_draft
from catalog.desk.subjects import SUBJECTS, Subject
from catalog.models import Draft, Revision

VERSIONS_A_PAGE = 20


class VersionedAdmin(CountingAdmin):
    subject_kind: str

    @property
    def subject(self) -> Subject:
        return SUBJECTS[self.subject_kind]

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_restore"
        restore = self.admin_site.admin_view(self.restore_view)
        return [path("<path:object_id>/history/<int:number>/restore/", restore, name=name), *super().get_urls()]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        kept = Revision.objects.filter(kind=self.subject_kind, key=self.subject.key_of(row)).order_by("-number")
        page = Paginator(kept.select_related("made_by"), VERSIONS_A_PAGE).get_page(request.GET.get("p"))
        context = {
            **self.admin_site.each_context(request),
            "title": f"History: {row}",
            "opts": self.opts,
            "object": row,
            "page": page,
            "versions": self.with_changes(list(page), kept),
            "may_restore": self.has_change_permission(request, row),
            **(extra_context or {}),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/desk/history.html", context)

    def with_changes(self, shown: list[Revision], kept: Any) -> list[dict[str, Any]]:
        """Each version with its differences from the one before; None for the first."""
        below = [kept.filter(number__lt=revision.number).first() for revision in shown[-1:]]
        return [
            {
                "revision": revision,
                "changes": changes(self.subject, before.document, revision.document) if before else None,
                "before": before,
            }
            for revision, before in zip(shown, [*shown[1:], *below], strict=True)
        ]

    def restore_view(self, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
        """Draft a return to the version, so that its effect is seen before it is published."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        key = self.subject.key_of(row)
        revision = get_object_or_404(Revision, kind=self.subject_kind, key=key, number=number)
        if revision.document == self.subject.read(key):
            self.message_user(request, f"Version {number} is what is there now.", messages.WARNING)
            return redirect(self.subject.admin_url(row, "history"))
        draft = save_draft(
            self.subject,
            key,
            revision.document,
            by=request.user,
            note=f"Restore version {number}",
            state=Draft.State.WAITING,
        )
        return redirect("admin:catalog_draft_change", draft.pk)
