from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from catalog.admin.base import PublishedAdmin, SluggedAdmin
from catalog.guides import problems_of, read_body
from catalog.markdown import parse_markdown
from catalog.models import Guide, Question
from catalog.shortcodes import HELP_TEXT, shortcodes_in


class PageAdmin(PublishedAdmin, SluggedAdmin):
    list_filter = ["is_published"]
    readonly_fields = ["updated_at"]
    ordering = ["position", "slug"]
    actions = ["publish", "retire"]

    @admin.action(description="Publish selected %(verbose_name_plural)s", permissions=["publish"])
    def publish(self, request: HttpRequest, chosen: QuerySet[Any]) -> None:
        self.message_user(request, f"{chosen.update(is_published=True)} published.")

    @admin.action(description="Take selected %(verbose_name_plural)s off the site", permissions=["publish"])
    def retire(self, request: HttpRequest, chosen: QuerySet[Any]) -> None:
        self.message_user(request, f"{chosen.update(is_published=False)} taken off the site.")


class GuideForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        help_texts = {"body": HELP_TEXT}

    def clean_body(self) -> str:
        body = str(self.cleaned_data["body"])
        if problems := problems_of(body):
            raise ValidationError(problems)
        return body


class QuestionForm(forms.ModelForm):  # type: ignore[type-arg]
    def clean_answer(self) -> str:
        answer = str(self.cleaned_data["answer"])
        if codes := shortcodes_in(parse_markdown(answer)):
            told = "works in guides only; write a link instead"
            raise ValidationError([f"Line {code.line}, {code.text}: {told}." for code in codes])
        return answer


@admin.register(Guide)
class GuideAdmin(PageAdmin):
    form = GuideForm
    autocomplete_fields = ["related"]
    slug_from = "title"
    list_display = ["title", "slug", "position", "is_published", "question_count", "updated_at"]
    search_fields = ["title", "slug", "summary", "body"]

    counts = {"questions_here": Count("questions")}

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Its preview button shows what was typed as the page would have it, and saves nothing."""
        if request.method == "POST" and "_preview" in request.POST:
            typed = {name: request.POST.get(name, "") for name in ("title", "summary", "body")}
            problems = problems_of(typed["body"])
            return render(
                request,
                "catalog/guide_preview.html",
                {"guide": Guide(**typed), "body": read_body(typed["body"]), "problems": problems},
            )
        page: HttpResponse = super().changeform_view(request, *args, **kwargs)
        return page

    @admin.display(description="questions", ordering="questions_here")
    def question_count(self, guide: Any) -> int:
        return int(guide.questions_here)


@admin.register(Question)
class QuestionAdmin(PageAdmin):
    form = QuestionForm
    slug_from = "text"
    list_display = ["text", "slug", "guide", "position", "is_published", "updated_at"]
    list_filter = ["is_published", ("guide", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["guide"]
    search_fields = ["text", "slug", "answer"]
    autocomplete_fields = ["guide"]
