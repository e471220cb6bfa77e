"""Pages where skills and levels are picked from the whole vocabulary: own targets, and what was learnt elsewhere."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from advisor.asking import with_level, with_step, without_level
from advisor.drafts import keep_draft
from advisor.interview import Draft, Interview
from advisor.limits import planning
from advisor.questionnaire import LEVEL_NAMES
from advisor.snapshot import SkillFacts
from advisor.views.questionnaire import next_address, open_interview
from catalog.models.courses import fold

PREFIX = "skill-"
# One typed by hand in the address bar is longer than any skill's name.
LONGEST_QUERY = 100


class SkillLevelsForm(forms.Form):
    """A level for each of the skills, or none; `levels` holds those that were picked."""

    def __init__(
        self, skills: Mapping[str, SkillFacts], *, levels: Mapping[str, int], data: Any = None, empty: str, least: int
    ) -> None:
        super().__init__(data, initial={f"{PREFIX}{skill}": str(level) for skill, level in levels.items()})
        self.skills, self.least = skills, least
        for skill in skills.values():
            words = [(str(n), _level_label(skill, n)) for n in range(1, len(LEVEL_NAMES))]
            self.fields[f"{PREFIX}{skill.slug}"] = forms.ChoiceField(
                choices=[("", empty), *words],
                label=skill.name,
                required=False,
                error_messages={"invalid_choice": "Choose one of the levels listed."},
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and len(self.levels) < self.least:
            raise forms.ValidationError("Choose a level for at least one skill.")
        return cleaned

    @property
    def levels(self) -> dict[str, int]:
        chosen = {skill: self.cleaned_data.get(f"{PREFIX}{skill}") for skill in self.skills}
        return {skill: int(level) for skill, level in chosen.items() if level}


def _level_label(skill: SkillFacts, level: int) -> str:
    words, name = skill.descriptors[level], LEVEL_NAMES[level].capitalize()
    return name if words.lower() == name.lower() else f"{name}: {words}"


@dataclass(frozen=True, slots=True)
class Area:
    name: str
    rows: tuple[BoundField, ...]
    is_open: bool


def areas(form: SkillLevelsForm, query: str) -> Iterator[Area]:
    """Fields by area: those whose name or area has all words of the query, and whatever is picked or wrong."""
    words = fold(query).split()
    shown = []
    for skill in form.skills.values():
        field = form[f"{PREFIX}{skill.slug}"]
        picked = bool(field.value() or field.errors)
        if picked or all(word in fold(f"{skill.name} {skill.area}") for word in words):
            shown.append((skill.area, field, picked))
    for name, group in groupby(shown, key=lambda row: row[0]):
        members = list(group)
        yield Area(name, tuple(row[1] for row in members), bool(words) or any(row[2] for row in members))


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@planning
def targets_choose(request: HttpRequest) -> HttpResponseBase:
    """Skills and levels of one's own in place of a goal."""
    interview = open_interview(request)
    form = SkillLevelsForm(
        interview.catalogue.skills,
        levels=interview.draft.answers.get("targets") or {},
        data=request.POST if request.method == "POST" else None,
        empty="Not a target",
        least=1,
    )
    if request.POST.get("action") == "next" and form.is_valid():
        draft = interview.draft
        answers = {name: value for name, value in draft.answers.items() if name != "goal"} | {"targets": form.levels}
        kept = Draft(answers, with_step(draft.trail, "goal"))
        keep_draft(request, kept)
        return redirect(next_address(request, interview, kept))
    return put(request, "advisor/targets_choose.html", form, back=reverse("advisor:questionnaire_start"))


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@planning
def elsewhere_choose(request: HttpRequest) -> HttpResponseBase:
    """What a course outside the catalogue taught, as levels of skills."""
    interview = open_interview(request)
    if not interview.has_aim:
        return redirect("advisor:questionnaire_start")
    form = SkillLevelsForm(
        interview.catalogue.skills,
        levels={skill: level for skill, level in said_levels(interview).items() if level},
        data=request.POST if request.method == "POST" else None,
        empty="Nothing to add",
        least=0,
    )
    if request.POST.get("action") == "next" and form.is_valid():
        kept = Draft(with_levels(interview, form.levels), interview.draft.trail)
        keep_draft(request, kept)
        return redirect(next_address(request, interview, kept))
    back = reverse("advisor:questionnaire_question", args=["taken"])
    return put(request, "advisor/elsewhere_choose.html", form, back=back)


def said_levels(interview: Interview) -> dict[str, int]:
    return dict(interview.draft.answers.get("levels") or {})


def with_levels(interview: Interview, levels: Mapping[str, int]) -> dict[str, Any]:
    """The answers with these levels said; one no longer picked is taken back, one said to be none stays."""
    answers = dict(interview.draft.answers)
    for skill, level in said_levels(interview).items():
        if level and skill not in levels:
            answers = without_level(answers, skill)
    for skill, level in levels.items():
        if said_levels(interview).get(skill) != level:
            answers = with_level(answers, skill, level)
    return answers


def put(request: HttpRequest, template: str, form: SkillLevelsForm, *, back: str) -> HttpResponseBase:
    query = (request.POST.get("q") or request.GET.get("q") or "")[:LONGEST_QUERY]
    searching = request.POST.get("action") == "search"
    context = {
        "form": form,
        "areas": list(areas(form, query)),
        "q": query,
        "problems": [] if searching else form.non_field_errors(),
        "back": back,
        "then": request.POST.get("then") or request.GET.get("then") or "",
    }
    return render(request, template, context)
