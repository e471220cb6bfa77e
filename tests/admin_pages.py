"""Reads the forms of an admin page back as the data that a browser would send."""

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from catalog.models import Draft


def form_values(form: Any) -> dict[str, Any]:
    values = {}
    for bound in form:
        value = bound.value()
        widget = bound.field.widget
        if hasattr(widget, "decompress") and hasattr(widget, "widgets"):
            parts = widget.decompress(bound.field.to_python(value) if isinstance(value, str) else value)
            values |= {f"{bound.html_name}_{number}": part for number, part in enumerate(parts)}
        elif value is not None and value is not False:
            values[bound.html_name] = value
    return {name: "" if value is None else value for name, value in values.items()}


def page_data(response: HttpResponse) -> dict[str, Any]:
    """What saving the page as it is would send; a new row is added by `row_data`."""
    context: Any = response.context  # type: ignore[attr-defined]
    data = form_values(context["adminform"].form)
    for inline in context["inline_admin_formsets"]:
        data |= form_values(inline.formset.management_form)
        for form in inline.formset.forms:
            data |= form_values(form)
    if desk := context.get("desk"):
        data |= {"desk_opened": desk.opened, "desk_note": desk.note}
    return data


def saved(response: HttpResponse) -> Draft:
    """What became of the form: the draft last changed. Fails when the form was not accepted."""
    assert response.status_code == 302
    return Draft.objects.order_by("changed_at").last()  # type: ignore[return-value]


def press(client: Client, button: str, draft: Draft) -> list[str]:
    """The messages after pressing a button of the draft's review page."""
    page = reverse("admin:catalog_draft_change", args=[draft.pk])
    response: Any = client.post(page, {button: "x", "seen": client.get(page).context["seen"]}, follow=True)
    return [str(message) for message in response.context["messages"]]


def row_data(data: dict[str, Any], prefix: str, **fields: Any) -> dict[str, Any]:
    """The data with one more row in the inline."""
    number = int(data[f"{prefix}-TOTAL_FORMS"])
    row = {f"{prefix}-{number}-{name}": value for name, value in fields.items()}
    return {**data, f"{prefix}-TOTAL_FORMS": number + 1, **row}


def messages_of(response: HttpResponse) -> list[str]:
    """Error messages of the page: of the form, its fields and its lists."""
    context: Any = response.context  # type: ignore[attr-defined]
    errors = [text for texts in context["adminform"].form.errors.values() for text in texts]
    for inline in context["inline_admin_formsets"]:
        errors += inline.formset.non_form_errors()
        errors += [text for form in inline.formset.forms for texts in form.errors.values() for text in texts]
    return errors
