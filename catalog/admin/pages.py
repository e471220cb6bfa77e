from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from catalog.admin.base import SluggedAdmin
from catalog.models import Guide, Question


class PageAdmin(SluggedAdmin):
    list_filter = ["is_published"]
    readonly_fields = ["updated_at"]
    ordering = ["position", "slug"]
    actions = ["publish", "retire"]

    @admin.action(description="Publish selected %(verbose_name_plural)s", permissions=["change"])
    def publish(self, request: HttpRequest, chosen: QuerySet[Any]) -> None:
        self.message_user(request, f"{chosen.update(is_published=True)} published.")

    @admin.action(description="Take selected %(verbose_name_plural)s off the site", permissions=["change"])
    def retire(self, request: HttpRequest, chosen: QuerySet[Any]) -> None:
        self.message_user(request, f"{chosen.update(is_published=False)} taken off the site.")


@admin.register(Guide)
class GuideAdmin(PageAdmin):
    slug_from = "title"
    list_display = ["title", "slug", "position", "is_published", "question_count", "updated_at"]
    search_fields = ["title", "slug", "summary", "body"]

    counts = {"questions_here": Count("questions")}

    @admin.display(description="questions", ordering="questions_here")
    def question_count(self, guide: Any) -> int:
        return int(guide.questions_here)


@admin.register(Question)
class QuestionAdmin(PageAdmin):
    slug_from = "text"
    list_display = ["text", "slug", "guide", "position", "is_published", "updated_at"]
    list_filter = ["is_published", ("guide", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["guide"]
    search_fields = ["text", "slug", "answer"]
    autocomplete_fields = ["guide"]
