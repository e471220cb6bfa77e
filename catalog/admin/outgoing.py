from typing import Any

from django.contrib import admin
from django.db.models import URLField
from django.http import HttpRequest

from catalog.admin.base import DeskAdmin
from catalog.models.outgoing import AffiliateLink, OutgoingClick


@admin.register(AffiliateLink)
class AffiliateLinkAdmin(DeskAdmin):
    list_display = ["course", "network", "is_active", "url"]
    list_filter = ["is_active", "network"]
    list_select_related = ["course"]
    search_fields = ["course__title", "course__slug", "network", "url"]
    autocomplete_fields = ["course"]
    formfield_overrides = {URLField: {"assume_scheme": "https"}}


@admin.register(OutgoingClick)
class OutgoingClickAdmin(DeskAdmin):
    """Counts are kept by the site alone."""

    list_display = ["course", "day", "kind", "count"]
    list_filter = ["kind", "day"]
    list_select_related = ["course"]
    search_fields = ["course__title", "course__slug"]
    date_hierarchy = "day"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
