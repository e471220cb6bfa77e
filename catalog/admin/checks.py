from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count

from catalog.admin.base import CountingAdmin, DeskInline, PublishedAdmin
from catalog.admin.claims import SettledTogether, kept_forms
from catalog.models import Check, CheckItem, CheckOption
from catalog.models.checks import FEWEST_OPTIONS, MOST_OPTIONS


class CheckItemInline(DeskInline):
    """The options of an item are on its own page."""

    model = CheckItem
    extra = 0
    show_change_link = True
    fields = ["position", "level", "text", "explanation"]


@admin.register(Check)
class CheckAdmin(PublishedAdmin):
    list_display = ["title", "skill", "item_count", "is_published"]
    list_filter = ["is_published"]
    list_select_related = ["skill"]
    search_fields = ["title", "skill__name", "skill__slug"]
    autocomplete_fields = ["skill"]
    ordering = ["skill__position"]
    inlines = [CheckItemInline]

    counts = {"items_here": Count("items")}

    @admin.display(description="items", ordering="items_here")
    def item_count(self, check: Any) -> int:
        return int(check.items_here)


class OptionFormSet(SettledTogether):
    settled = "is_right"

    def make_room(self) -> None:
        self.instance.options.update(is_right=False)

    def clean(self) -> None:
        super().clean()
        if any(form.errors for form in self.forms):
            return
        kept = [form.cleaned_data for form in kept_forms(self)]
        if sum(option["is_right"] for option in kept) != 1:
            raise ValidationError("Exactly one option must be right.")
        if not FEWEST_OPTIONS <= len(kept) <= MOST_OPTIONS:
            raise ValidationError(f"Give {FEWEST_OPTIONS} to {MOST_OPTIONS} options.")


class CheckOptionInline(DeskInline):
    model = CheckOption
    formset = OptionFormSet
    extra = 4
    max_num = MOST_OPTIONS
    fields = ["position", "text", "is_right"]


@admin.register(CheckItem)
class CheckItemAdmin(CountingAdmin):
    """An item without a right option is not asked."""

    list_display = ["__str__", "for_check", "level", "position", "option_count"]
    list_filter = ["for_check", "level"]
    list_select_related = ["for_check"]
    search_fields = ["text", "explanation", "for_check__title"]
    autocomplete_fields = ["for_check"]
    ordering = ["for_check__skill__position", "position"]
    inlines = [CheckOptionInline]
    fieldsets = [
        (
            None,
            {
                "fields": ["for_check", "position", "level", "text", "explanation"],
                "description": "What follows a first line that ends in a question mark is shown as code.",
            },
        )
    ]

    counts = {"options_here": Count("options")}

    @admin.display(description="options", ordering="options_here")
    def option_count(self, item: Any) -> int:
        return int(item.options_here)
