from typing import Any

from django.contrib import admin
from django.db.models import Count

from catalog.admin.base import DeskAdmin, SluggedAdmin
from catalog.admin.claims import PlatformClaimInline
from catalog.models import Implication, Platform, Provider, Skill


@admin.register(Skill)
class SkillAdmin(SluggedAdmin):
    list_display = ["name", "slug", "area", "position", "taught_by", "asked_by"]
    list_filter = ["area"]
    search_fields = ["name", "slug", "area"]
    ordering = ["position", "slug"]

    counts = {
        "taught_count": Count("outcomes__course", distinct=True),
        "asked_count": Count("requirements__course", distinct=True),
    }

    @admin.display(description="taught by", ordering="taught_count")
    def taught_by(self, skill: Any) -> int:
        return int(skill.taught_count)

    @admin.display(description="asked by", ordering="asked_count")
    def asked_by(self, skill: Any) -> int:
        return int(skill.asked_count)


@admin.register(Implication)
class ImplicationAdmin(DeskAdmin):
    """The questionnaire skips what is implied, so a wrong row here costs a learner a course."""

    list_display = ["skill", "level", "implies", "implied_level", "reason"]
    list_filter = ["skill__area", "level"]
    list_select_related = ["skill", "implies"]
    search_fields = ["skill__name", "skill__slug", "implies__name", "implies__slug", "reason"]
    autocomplete_fields = ["skill", "implies"]


class SupplierAdmin(SluggedAdmin):
    """Providers and platforms: both are named by courses."""

    search_fields = ["name", "slug"]
    ordering = ["name"]

    counts = {"course_count": Count("courses")}

    @admin.display(description="courses", ordering="course_count")
    def courses(self, supplier: Any) -> int:
        return int(supplier.course_count)


@admin.register(Provider)
class ProviderAdmin(SupplierAdmin):
    list_display = ["name", "slug", "courses"]


@admin.register(Platform)
class PlatformAdmin(SupplierAdmin):
    list_display = ["name", "slug", "subscription_price", "currency", "period", "courses"]
    list_filter = [("subscription_price", admin.EmptyFieldListFilter), "period", "currency"]
    inlines = [PlatformClaimInline]
