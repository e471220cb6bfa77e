"""Bringing an exported account in."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from advisor.importing import LARGEST_FILE, Malformed, Outcome, UnknownNames, import_account, read_document
from advisor.limits import imports
from advisor.views.paths import owner
from catalog.throttling import account_number, too_many, wait_for

MEGABYTES = LARGEST_FILE // 1024 // 1024


class ImportForm(forms.Form):
    """Reads the file too: a form that is valid holds the checked records in `cleaned_data["document"]`."""

    file = forms.FileField(
        label="The exported file",
        help_text=f"JSON, at most {MEGABYTES} MB, as “Download your data” makes it.",
        error_messages={"required": "Choose the file that you exported.", "empty": "The file is empty."},
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )
    leave_out = forms.BooleanField(
        required=False,
        label="Leave out courses that this catalogue does not have",
        help_text="They are named afterwards.",
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(f"The file is larger than {MEGABYTES} MB. Nothing was imported.")
        try:
            self.cleaned_data["document"] = read_document(file.read())
        except Malformed as error:
            raise forms.ValidationError(f"Nothing was imported. {error}.") from None
        return file


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def account_import(request: HttpRequest) -> HttpResponseBase:
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if request.method == "POST" and (wait := wait_for(imports(), account_number(request))):
        return too_many(request, wait)
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, form)
    cleaned = form.cleaned_data
    try:
        outcome = import_account(user=owner(request), document=cleaned["document"], leave_out=cleaned["leave_out"])
    except UnknownNames as error:
        return _form_page(request, form, unknown=error.courses)
    messages.success(request, said_of(outcome))
    if outcome.left_out:
        messages.warning(request, f"Left out, since this catalogue does not have them: {', '.join(outcome.left_out)}.")
    return redirect("advisor:dashboard")


def _form_page(request: HttpRequest, form: ImportForm, **extra: Any) -> HttpResponseBase:
    return render(request, "advisor/account_import.html", {"form": form, **extra})


def said_of(outcome: Outcome) -> str:
    parts = [f"{count} {what if count > 1 else what.removesuffix('s')}" for what, count in outcome.added.items()]
    added = f"Imported: {', '.join(parts)}." if parts else "Nothing new was in the file."
    return f"{added} {outcome.already_there} entries were there already." if outcome.already_there else added
