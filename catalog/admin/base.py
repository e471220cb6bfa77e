"""What the admin's pages share."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Count, Model, QuerySet, URLField
from django.forms import BaseInlineFormSet
from django.http import HttpRequest

if TYPE_CHECKING:
    # generic for the type checker only
    DeskAdmin = admin.ModelAdmin[Any]
    DeskInline = admin.TabularInline[Any, Any]
    DeskFormSet = BaseInlineFormSet[Any, Any, Any]
else:
    DeskAdmin = admin.ModelAdmin
    DeskInline = admin.TabularInline
    DeskFormSet = BaseInlineFormSet

# Enough to say why a row can't be deleted; a popular course is named by thousands.
MOST_PROTECTED_SHOWN = 10


class CountingAdmin(DeskAdmin):
    """Lists show how many rows of another kind belong to each, counted in the same query."""

    counts: Mapping[str, Count] = {}
    formfield_overrides = {URLField: {"assume_scheme": "https"}}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request).annotate(**self.counts)
        return rows


class SluggedAdmin(CountingAdmin):
    """A slug is part of addresses and of saved answers, so it is chosen once; `slug_from` suggests it."""

    slug_from = "name"

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[Any, ...]:
        fields = tuple(super().get_readonly_fields(request, obj))
        return (*fields, "slug") if obj else fields

    def get_prepopulated_fields(self, request: HttpRequest, obj: Model | None = None) -> dict[str, Sequence[str]]:
        return {} if obj else {"slug": (self.slug_from,)}

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        to_delete, counts, permissions, protected = super().get_deleted_objects(objs, request)
        if protected:
            # what stands in the way is the reason to name, not who may delete it
            permissions = set()
        if len(protected) > MOST_PROTECTED_SHOWN:
            left = len(protected) - MOST_PROTECTED_SHOWN
            protected = [*protected[:MOST_PROTECTED_SHOWN], f"and {left} more"]
        return to_delete, counts, permissions, protected
