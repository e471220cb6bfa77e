"""What the admin's pages share."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.utils import NestedObjects
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Count, Model, QuerySet, URLField
from django.forms import BaseInlineFormSet
from django.http import HttpRequest

from catalog.desk.colleagues import is_personal, may_see_people

if TYPE_CHECKING:
    # generic for the type checker only
    DeskAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
    DeskFormSet = BaseInlineFormSet[Any, Any, Any]
else:
    DeskAdmin = admin.ModelAdmin
    TabularInline = admin.TabularInline
    DeskFormSet = BaseInlineFormSet

# Of one list on one page: eight times the longest. A request may claim any number, and each is drawn with its choices.
MOST_ROWS = 100
# Enough to say why a row can't be deleted; a popular course is named by thousands.
MOST_PROTECTED_SHOWN = 10


class DeskInline(TabularInline):
    """Draws no more rows than a page can in a few seconds."""

    max_num = MOST_ROWS

    def get_formset(self, request: HttpRequest, obj: Model | None = None, **kwargs: Any) -> type[Any]:
        formset: type[Any] = super().get_formset(request, obj, **{"absolute_max": MOST_ROWS, **kwargs})
        return formset


class CountingAdmin(DeskAdmin):
    """Lists show how many rows of another kind belong to each, counted in the same query."""

    counts: Mapping[str, Count] = {}
    formfield_overrides = {URLField: {"assume_scheme": "https"}}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request).annotate(**self.counts)
        return rows


class PublishedAdmin(CountingAdmin):
    """Rows that anybody of the desk writes, and that editors put before the public."""

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("catalog.publish_course")

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[Any, ...]:
        fields = tuple(super().get_readonly_fields(request, obj))
        return fields if self.has_publish_permission(request) else (*fields, "is_published")


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
        if not may_see_people(request.user):
            to_delete, protected = without_people(objs)
            counts = {}
        if protected:
            # what stands in the way is the reason to name, not who may delete it
            permissions = set()
        if len(protected) > MOST_PROTECTED_SHOWN:
            left = len(protected) - MOST_PROTECTED_SHOWN
            protected = [*protected[:MOST_PROTECTED_SHOWN], f"and {left} more"]
        return to_delete, counts, permissions, protected


def without_people(objs: Sequence[Model]) -> tuple[list[Any], list[str]]:
    """What goes with the rows and what stands in the way; of people only that there is such a thing, not how many."""

    def name(row: Model) -> str:
        kind = str(row._meta.verbose_name)
        return f"{kind.capitalize()} of a learner" if is_personal(type(row)) else f"{kind.capitalize()}: {row}"

    found = NestedObjects(using=DEFAULT_DB_ALIAS, origin=objs)
    found.collect(objs)
    return found.nested(name), sorted({name(row) for row in found.protected})
