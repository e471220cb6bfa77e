"""Short checks: a few items about one skill, and the level they speak for. Nothing of it is stored."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from advisor.checking import ShortCheck, level_shown, read_check
from advisor.forms import QuestionForm
from advisor.limits import planning
from advisor.questionnaire import LEVEL_PREFIX, Question
from advisor.views.questionnaire import open_interview


class CheckForm(forms.Form):
    """One optional choice an item: what is left out counts as not known."""

    def __init__(self, check: ShortCheck, data: Any = None) -> None:
        super().__init__(data)
        self.check = check
        for item in check.items:
            self.fields[item.key] = forms.ChoiceField(
                choices=[(option.key, option.text) for option in item.options],
                required=False,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": "Choose one of the options shown, or leave it out."},
            )

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [{"item": item, "field": self[item.key]} for item in self.check.items]

    @property
    def verdicts(self) -> list[dict[str, Any]]:
        """Each item with what was picked, None when it was left out. The form must be valid."""
        found = []
        for item in self.check.items:
            key = self.cleaned_data[item.key]
            found.append({"item": item, "picked": next((o for o in item.options if o.key == key), None)})
        return found


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@planning
def check_take(request: HttpRequest, skill: str) -> HttpResponseBase:
    """The items, or after answering them the level proposed; the learner picks one and sends it to the question."""
    interview = open_interview(request)
    check = read_check(skill)
    question = interview.question(f"{LEVEL_PREFIX}{skill}")
    if check is None:
        raise Http404("no check of this skill")
    if question is None:
        return redirect("advisor:questionnaire_start")
    form = CheckForm(check, request.POST if request.method == "POST" else None)
    then = request.POST.get("then") or request.GET.get("then") or ""
    context: dict[str, Any] = {"check": check, "question": question, "then": then}
    if form.is_valid():
        return render(request, "advisor/check_result.html", context | result(form, question))
    return render(request, "advisor/check_take.html", context | {"form": form})


def result(form: CheckForm, question: Question) -> dict[str, Any]:
    """The verdicts, and the question's own form with the proposed level picked."""
    verdicts = form.verdicts
    right = sum(entry["picked"] is not None and entry["picked"].is_right for entry in verdicts)
    level = level_shown(form.check.items, right)
    return {
        "verdicts": verdicts,
        "right": right,
        "proposed": question.choices[level],
        "form": QuestionForm(question, answers={}, suggested=level),
    }
