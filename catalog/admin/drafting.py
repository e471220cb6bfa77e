"""Pages of rows that are reviewed before they are published: what is saved of a public row becomes a draft."""

from contextlib import nullcontext, suppress
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import unquote
from django.db.models import Model
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html

from catalog.admin.versions import VersionedAdmin
from catalog.desk.documents import Document, digest
from catalog.desk.drafts import StaleDraft, rehearsal, save_draft
from catalog.desk.revisions import record_revision
from catalog.models import Draft

KEPT = "Nothing was saved; what you typed is still here."
OVERTAKEN = f"Somebody changed this while you had it open. {KEPT} Open it anew in another window and carry it over."
SETTLED = f"This draft is no longer open. {KEPT} Open the page of what is published and carry it over."


@dataclass(frozen=True, slots=True)
class Desk:
    """What the page of a public row needs to know; `opened` tells what its form was filled from."""

    draft: Draft | None
    opened: str
    note: str = ""
    problem: str = ""


class Rehearsed(Exception):
    """The form is valid; raised so that all it wrote is taken back."""

    def __init__(self, document: Document) -> None:
        self.document = document


class Unwritable(Exception):
    """The form is valid, but can't be published as it is; the sentence says why."""


class DraftedAdmin(VersionedAdmin):
    """Rows that were never published are saved in place; those before the public only by way of drafts."""

    change_form_template = "admin/desk/change_form.html"
    change_list_template = "admin/desk/change_list.html"

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        row = self.get_object(request, unquote(object_id)) if object_id else None
        draft = self.draft_asked_for(request, row)
        if row is None or not (draft or self.subject.is_public(row)):
            return super().changeform_view(request, object_id, form_url, extra_context)
        try:
            return self.rehearsed_view(request, row, draft, extra_context)
        except Rehearsed as valid:
            with suppress(StaleDraft):
                return self.store(request, row, draft, valid.document)
            # somebody was quicker between the check and the saving, so that this time the check fails
            return self.changeform_view(request, object_id, form_url, extra_context)
        except Unwritable as error:
            return self.rehearsed_view(request, row, draft, extra_context, problem=f"{error} {KEPT}")

    def draft_asked_for(self, request: HttpRequest, row: Model | None) -> Draft | None:
        asked = request.GET.get("draft")
        if asked is None or row is None:
            return None
        found = Draft.objects.filter(kind=self.subject_kind, key=self.subject.key_of(row))
        draft = found.filter(pk=asked).first() if asked.isdecimal() and len(asked) < 19 else None
        if draft is None:
            raise Http404
        return draft

    def rehearsed_view(
        self, request: HttpRequest, row: Model, draft: Draft | None, extra: dict[str, Any] | None, problem: str = ""
    ) -> Any:
        """The page with the draft applied, whose rows are taken back before this returns.

        By then its forms hold them; it is rendered afterwards, so that nobody waits with writing meanwhile. Raises
        Rehearsed with the document of a valid form, and Unwritable when it can't be written.
        """
        key = self.subject.key_of(row)
        with rehearsal() if draft or request.method == "POST" else nullcontext():
            published = self.subject.read(key)
            opened = f"{digest(published)}-{digest(draft.document if draft else None)}"
            try:
                if draft and not draft.is_settled:
                    self.subject.write(key, draft.document, is_rehearsal=True)
            except ValueError as error:
                problem = f"This draft can't be written. {error} {KEPT}"
            if request.method == "GET" and draft and (problem or draft.is_settled):
                return redirect("admin:catalog_draft_change", draft.pk)
            desk = Desk(draft, opened, request.POST.get("desk_note", draft.note if draft else ""), problem)
            if request.method == "POST":
                desk = self.checked(request, desk)
            request.desk = desk  # type: ignore[attr-defined]
            context = {**(extra or {}), **self.desk_context(request, key, desk)}
            return super().changeform_view(request, str(row.pk), "", context)

    def _create_formsets(self, request: HttpRequest, obj: Any, change: bool) -> Any:
        """The rows of the lists know what they belong to, as it is in the database now: by the rendering it is not."""
        formsets, inlines = super()._create_formsets(request, obj, change)  # type: ignore[misc]
        owner = self.get_object(request, str(obj.pk)) if change else None
        for formset in formsets:
            for listed in formset.get_queryset():
                setattr(listed, formset.fk.name, owner)
        return formsets, inlines

    def checked(self, request: HttpRequest, desk: Desk) -> Desk:
        """With a problem when the form was filled from something else than what is there now."""
        is_settled = desk.draft is not None and desk.draft.is_settled
        if not is_settled and request.POST.get("desk_opened") == desk.opened:
            return desk
        request.POST = without_keys(request.POST)  # type: ignore[assignment]
        return replace(desk, opened="", problem=SETTLED if is_settled else OVERTAKEN)

    def desk_context(self, request: HttpRequest, key: str, desk: Desk) -> dict[str, Any]:
        others = Draft.objects.unsettled().filter(kind=self.subject_kind, key=key).select_related("created_by")
        return {
            "desk": desk,
            "desk_others": others.exclude(pk=desk.draft.pk) if desk.draft else others,
            "desk_may_publish": request.user.has_perm("catalog.publish_course"),
        }

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        desk: Desk | None = getattr(request, "desk", None)
        if desk is None or not desk.problem:
            return form
        problem = desk.problem

        class Overtaken(form):
            def clean(self) -> Any:
                self.add_error(None, problem)
                return super().clean()

        return Overtaken

    def save_model(self, request: HttpRequest, obj: Any, form: "ModelForm[Any]", change: bool) -> None:
        """What would come before the public is hidden for now; `propose` asks for it to be published."""
        if not hasattr(request, "desk"):
            wanted = self.subject.to_publish(obj)
            for name in wanted:
                setattr(obj, name, self.subject.unpublished[name])
            request.desk_wanted = wanted  # type: ignore[attr-defined]
        super().save_model(request, obj, form, change)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if hasattr(request, "desk"):
            key = self.subject.key_of(obj)
            document = self.subject.read(key)
            assert document is not None
            try:
                self.subject.write(key, document, is_rehearsal=True)
            except ValueError as error:
                raise Unwritable(str(error)) from error
            raise Rehearsed(document)
        return self.propose(request, obj) or super().response_change(request, obj)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        return self.propose(request, obj) or super().response_add(request, obj, post_url_continue)

    def propose(self, request: HttpRequest, obj: Any) -> HttpResponse | None:
        """Note what was saved in place, and draft its publication when that was asked for."""
        key = self.subject.key_of(obj)
        record_revision(self.subject, key, request.user)
        document = self.subject.read(key)
        wanted = getattr(request, "desk_wanted", None)
        if not wanted or document is None:
            return None
        draft = save_draft(
            self.subject, key, document | wanted, by=request.user, note="Publish", state=Draft.State.WAITING
        )
        if IS_POPUP_VAR in request.POST:
            return None
        self.message_user(request, f"“{obj}” is saved. It is published once this draft is.", messages.SUCCESS)
        return redirect("admin:catalog_draft_change", draft.pk)

    def store(self, request: HttpRequest, row: Model, draft: Draft | None, document: Document) -> HttpResponse:
        """Raises StaleDraft when somebody else changed the draft meanwhile."""
        key = self.subject.key_of(row)
        if draft is None and document == self.subject.read(key):
            self.message_user(request, "Nothing differs from what is published, so no draft was made.")
            return redirect(self.subject.admin_url(row))
        is_ready = "_review" in request.POST
        draft = save_draft(
            self.subject,
            key,
            document,
            by=request.user,
            draft=draft,
            note=" ".join(request.POST.get("desk_note", "").replace("\0", "").split())[:300],
            state=Draft.State.WAITING if is_ready else Draft.State.OPEN,
        )
        review = reverse("admin:catalog_draft_change", args=[draft.pk])
        if is_ready:
            return redirect(review)
        text = 'The <a href="{}">draft of “{}”</a> is saved. Nothing is published yet.'
        self.message_user(request, format_html(text, review, draft.title), messages.SUCCESS)
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        waiting = Draft.objects.filter(state=Draft.State.WAITING, kind=self.subject_kind).count()
        context = {"desk_waiting": waiting, "desk_kind": self.subject_kind}
        return super().changelist_view(request, {**context, **(extra_context or {})})


def without_keys(data: QueryDict) -> QueryDict:
    """The lists as if all their rows were new, so that rows which are gone meanwhile are shown as they were typed."""
    data = data.copy()
    for name in [name for name in data if name.endswith("-INITIAL_FORMS")]:
        data[name] = "0"
        prefix = name.removesuffix("INITIAL_FORMS")
        for row in [name for name in data if name.startswith(prefix) and name.endswith("-id")]:
            data[row] = ""
    return data
