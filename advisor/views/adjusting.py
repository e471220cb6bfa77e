"""Corrections made on the plan itself: what a course teaches is known, or what it is there for is not needed."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from advisor.asking import with_level
from advisor.drafts import keep_draft
from advisor.interview import Draft, Interview
from advisor.limits import planning
from advisor.views.questionnaire import open_interview
from advisor.wording import join

KNOWN, NEEDLESS = "known", "needless"


@login_not_required
@require_POST
@planning
def plan_adjust(request: HttpRequest) -> HttpResponseBase:
    """`known` with a course says that its outcomes are held; `needless` with skills dismisses them."""
    interview = open_interview(request)
    if not interview.has_aim:
        return redirect("advisor:questionnaire_start")
    action = request.POST.get("action")
    course = interview.catalogue.courses.get(request.POST.get("course", ""))
    skills = [slug for slug in request.POST.getlist("skill") if slug in interview.catalogue.skills]
    if action == KNOWN and course is not None and course.teaches:
        keep_draft(request, known(interview, course.teaches))
        messages.success(request, f"Counted as known: {names(interview, course.teaches)}.")
    elif action == NEEDLESS and skills:
        keep_draft(request, dismissing(interview, skills))
        messages.success(
            request, f"Left out from now on: {names(interview, skills)}. Your answers list it, to undo it."
        )
    else:
        messages.error(request, "That can’t be changed. Your answers are as they were; use a button on this page.")
    query = request.GET.urlencode()
    return redirect(reverse("advisor:plan_detail") + (f"?{query}" if query else ""))


def known(interview: Interview, levels: Mapping[str, int]) -> Draft:
    """The draft with these levels said where less was said or overridden before."""
    answers: dict[str, Any] = dict(interview.draft.answers)
    for skill, level in levels.items():
        overridden = answers.get("overrides", {}).get(skill)
        said = answers.get("levels", {}).get(skill, 0) if overridden is None else overridden
        if said < level:
            answers = with_level(answers, skill, level)
    return Draft(answers, interview.draft.trail)


def dismissing(interview: Interview, skills: list[str]) -> Draft:
    answers = dict(interview.draft.answers)
    answers["dismissed"] = sorted({*answers.get("dismissed", ()), *skills})
    return Draft(answers, interview.draft.trail)


@login_not_required
@require_POST
@planning
def dismissal_undo(request: HttpRequest) -> HttpResponseBase:
    """Courses may ask for the skill again."""
    interview = open_interview(request)
    skill = request.POST.get("skill", "")
    answers = dict(interview.draft.answers)
    left = [slug for slug in answers.pop("dismissed", ()) if slug != skill]
    keep_draft(request, Draft({**answers, "dismissed": left} if left else answers, interview.draft.trail))
    return redirect("advisor:questionnaire_review")


def names(interview: Interview, skills: Mapping[str, int] | list[str]) -> str:
    return join(interview.catalogue.skills[slug].name for slug in skills if slug in interview.catalogue.skills)
