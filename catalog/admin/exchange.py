"""Import and export of courses: pages behind two buttons of the course list."""

from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import Any, BinaryIO

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from catalog.admin.base import DeskAdmin
from catalog.exchange import jobs
from catalog.exchange.applying import Overtaken
from catalog.exchange.problems import Unreadable
from catalog.exchange.reading import FORMATS, OPEN_EDX, File, format_of
from catalog.exchange.tables import LARGEST_FILE
from catalog.exchange.writing import CONTENT_TYPES, TooLong, documents, write_csv, write_json, write_xlsx
from catalog.models import CatalogueImport, Course, ImportedRow, Platform

ROWS_A_PAGE = 50
OWN_COLUMNS = "own"
PUBLISH = "catalog.publish_course"


class UploadForm(forms.Form):
    file = forms.FileField(
        help_text=f"CSV, XLSX or JSON, at most {LARGEST_FILE // 1_000_000} MB. You see what it would change first.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,.json"}),
    )
    shape = forms.ChoiceField(
        label="What it is",
        choices=[
            (OWN_COLUMNS, "courses with our columns, as an export has them"),
            (OPEN_EDX, "JSON of an Open edX site's course-discovery service"),
        ],
    )
    platform = forms.ModelChoiceField(
        Platform.objects.order_by("name"), required=False, help_text="For Open edX: where the courses are taken."
    )
    publishes = forms.BooleanField(
        label="Publish at once",
        required=False,
        help_text="Without it, new courses arrive unpublished, and changes of published ones become drafts to review.",
    )

    def __init__(self, *args: Any, may_publish: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_publish:
            del self.fields["publishes"]

    def clean_file(self) -> "UploadedFile[Any]":
        upload: UploadedFile[Any] = self.cleaned_data["file"]
        try:
            format_of(upload.name or "")
        except Unreadable as error:
            raise forms.ValidationError(str(error)) from error
        return upload

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("shape") == OPEN_EDX:
            if not values.get("platform"):
                self.add_error("platform", "Choose the platform; Open edX's file does not say it.")
            if values.get("publishes"):
                self.add_error("publishes", "These courses lack their skills, so they can't be published at once.")
        return values


def exchange_urls(model_admin: DeskAdmin) -> list[Any]:
    def page(address: str, view: Any, name: str) -> Any:
        wrapped = model_admin.admin_site.admin_view(partial(view, model_admin))
        return path(address, wrapped, name=f"catalog_course_{name}")

    return [
        page("export/", export_view, "export"),
        page("import/", upload_view, "import"),
        page("import/<int:pk>/", import_view, "import_review"),
    ]


def may_import(model_admin: DeskAdmin, request: HttpRequest) -> bool:
    return model_admin.has_add_permission(request) and model_admin.has_change_permission(request)


def listed(model_admin: DeskAdmin, request: HttpRequest) -> Any:
    """The courses that the list shows under the filters and search of the address."""
    asked: QueryDict = request.GET.copy()
    asked.pop("format", None)
    request.GET = asked  # type: ignore[assignment]
    found = model_admin.get_changelist_instance(request).get_queryset(request)
    return Course.objects.filter(pk__in=found.order_by().values("pk"))


def export_view(model_admin: DeskAdmin, request: HttpRequest) -> HttpResponseBase:
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    format = request.GET.get("format")
    try:
        courses = listed(model_admin, request)
    except admin.options.IncorrectLookupParameters:
        return redirect("admin:catalog_course_export")
    if format in FORMATS:
        try:
            return download(courses, format)
        except TooLong as error:
            messages.error(request, str(error))
    context = {
        **page_context(model_admin, request, "Export courses"),
        "count": courses.count(),
        "filters": request.GET.urlencode(),
        "formats": FORMATS,
    }
    return TemplateResponse(request, "admin/exchange/export.html", context)


def download(courses: Any, format: str) -> HttpResponseBase:
    name = f"courses-{timezone.localdate().isoformat()}.{format}"
    if format == "xlsx":
        book = write_xlsx(documents(courses))
        return FileResponse(book, as_attachment=True, filename=name, content_type=CONTENT_TYPES[format])
    lines = (write_csv if format == "csv" else write_json)(documents(courses))
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(lines, content_type=CONTENT_TYPES[format], headers=disposition)


def page_context(model_admin: DeskAdmin, request: HttpRequest, title: str) -> dict[str, Any]:
    request.current_app = model_admin.admin_site.name
    return {**model_admin.admin_site.each_context(request), "title": title, "opts": model_admin.opts}


def upload_view(model_admin: DeskAdmin, request: HttpRequest) -> HttpResponse:
    if not may_import(model_admin, request):
        raise PermissionDenied
    may_publish = request.user.has_perm(PUBLISH)
    is_sent = request.method == "POST"
    form = UploadForm(request.POST if is_sent else None, request.FILES if is_sent else None, may_publish=may_publish)
    if is_sent and form.is_valid():
        try:
            job = begin(form, request.user)
            return redirect("admin:catalog_course_import_review", job.pk)
        except Unreadable as error:
            form.add_error("file", f"{error}. Nothing was changed.")
    context = {
        **page_context(model_admin, request, "Import courses"),
        "form": form,
        "earlier": CatalogueImport.objects.filter(made_by=request.user.pk).defer("content", "outline"),
    }
    return TemplateResponse(request, "admin/exchange/upload.html", context)


def begin(form: UploadForm, user: Any) -> CatalogueImport:
    """Raises Unreadable."""
    values = form.cleaned_data
    upload: UploadedFile[Any] = values["file"]
    is_mapped = values["shape"] == OPEN_EDX
    name = upload.name or ""
    file = File(
        name=name,
        format=format_of(name),
        open=lambda: rewound(upload),
        mapping=OPEN_EDX if is_mapped else "",
        platform=values["platform"].slug if is_mapped else "",
    )
    return jobs.begin(file, by=user, publishes=values.get("publishes", False))


def rewound(upload: "UploadedFile[Any]") -> AbstractContextManager[BinaryIO]:
    """The upload from its beginning; Django closes it."""
    upload.seek(0)
    return nullcontext(upload.file)  # type: ignore[arg-type]


def import_view(model_admin: DeskAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    if not may_import(model_admin, request):
        raise PermissionDenied
    job = get_object_or_404(CatalogueImport, pk=pk, made_by=request.user.pk)
    is_part = "HX-Request" in request.headers
    if request.method == "POST":
        answer = settle(request, job)
        if answer is not None:
            return answer
        if not is_part:
            return redirect("admin:catalog_course_import_review", job.pk)
    context = {
        **({} if is_part else page_context(model_admin, request, f"Import of {job.name}")),
        **report(request, job),
    }
    template = "admin/exchange/_report.html" if is_part else "admin/exchange/review.html"
    response = TemplateResponse(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def settle(request: HttpRequest, job: CatalogueImport) -> HttpResponse | None:
    """Do what a button says; None when the page is to be shown again."""
    if "discard" in request.POST:
        job.delete()
        messages.success(request, f"The import of {job.name} is discarded. Nothing was changed.")
        return redirect("admin:catalog_course_import")
    if "apply" in request.POST:
        return put_into_effect(request, job)
    if "again" in request.POST:
        jobs.restart(job)
    else:
        jobs.check_on(job)
    return None


def put_into_effect(request: HttpRequest, job: CatalogueImport) -> HttpResponse | None:
    if job.publishes and not request.user.has_perm(PUBLISH):
        raise PermissionDenied
    try:
        done = jobs.apply(job, by=request.user, digest=request.POST.get("digest", ""))
    except Overtaken as error:
        messages.error(request, f"Nothing was changed. {error}")
        return None
    messages.success(
        request, f"Added {done.added}, changed {done.changed}, drafted {done.drafted} and left {done.same} alone."
    )
    return redirect("admin:catalog_course_import_review", job.pk)


def report(request: HttpRequest, job: CatalogueImport) -> dict[str, Any]:
    found = jobs.counts(job)
    asked = request.GET.get("show", "")
    rows = job.rows.filter(verdict=asked) if asked in found else job.rows.all()
    tallies = [
        {"verdict": verdict, "label": ImportedRow.Verdict(verdict).label, "count": count, "is_shown": verdict == asked}
        for verdict, count in found.items()
    ]
    return {
        "job": job,
        "tallies": tallies,
        "asked": asked if asked in found else "",
        "page": Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("p")),
        "has_drafts": job.state == CatalogueImport.State.APPLIED and not job.publishes,
        "drafts_url": f"{reverse('admin:catalog_draft_changelist')}?kind=course&state__exact=waiting",
        "place": "Entry" if job.format == "json" else "Row",
    }
