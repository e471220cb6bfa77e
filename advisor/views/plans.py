"""The plan of the current answers: its journey, the dials beside it, and saving it."""

import uuid
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from advisor.actions import PLAN_SEEN_KEY, same_answers, save_path
from advisor.answers import AnswerError, AnswerSet
from advisor.comparing import compare
from advisor.difference_wording import difference_text, marks
from advisor.drafts import finish_draft, keep_draft
from advisor.forms import SaveForm
from advisor.interview import Draft, Interview
from advisor.journey import draw
from advisor.limits import planning
from advisor.models import Path, User
from advisor.planning import Solution
from advisor.questionnaire import LEVEL_PREFIX, Question
from advisor.report import Report
from advisor.views.dialling import Dialling, turn
from advisor.views.extras import Extras
from advisor.views.questionnaire import open_interview
from advisor.views.running import run_so_far

NOT_SAVED = "The path was not saved. Press “Save this path” once more."
# The parts of the page that htmx asks for, by the element they replace.
CLOSER, REPAIRS = "closer", "repairs"


@login_not_required
@require_GET
@vary_on_headers("HX-Request", "HX-Target")
@planning
def plan_detail(request: HttpRequest) -> HttpResponseBase:
    interview = open_interview(request)
    if not interview.has_aim:
        return redirect("advisor:questionnaire_start")
    return show_plan(request, interview)


def show_plan(request: HttpRequest, interview: Interview, *, problem: str = "") -> HttpResponse:
    try:
        base = interview.planned_answers()
    except AnswerError as error:
        question = question_for(interview, error.field)
        return render(request, "advisor/plan_problem.html", {"error": error, "question": question})
    given = request.POST if request.method == "POST" else request.GET
    dialling = turn(base, given.dict(), interview.catalogue, today=timezone.localdate())
    sight = Sight(interview, dialling)
    if request.htmx and request.htmx.target in (CLOSER, REPAIRS):  # type: ignore[attr-defined]
        return render(request, f"advisor/_{request.htmx.target}.html", sight.closer(request))  # type: ignore[attr-defined]
    remember_sight(request, sight)
    context = {**sight.context(), **sight.closer(request), "problem": problem, "token": uuid.uuid4()}
    if request.user.is_authenticated:
        context["saved"] = same_answers(request.user, dialling.answers)
    partly = request.htmx and not problem  # type: ignore[attr-defined]
    if not partly:
        context["run"] = run_so_far(interview)
    response = render(request, "advisor/_plan_redrawn.html" if partly else "advisor/plan_detail.html", context)
    if partly and not dialling.problem:
        response["HX-Push-Url"] = sight.address
    return response


@dataclass
class Sight:
    """One look at the plan: the answers as the dials have them, solved, and compared with those kept."""

    interview: Interview
    dialling: Dialling

    @property
    def solution(self) -> Solution:
        return self.interview.advisor.solved(self.dialling.answers)

    @cached_property
    def plan(self) -> dict[str, Any]:
        return Report(self.solution).journey()

    @property
    def address(self) -> str:
        page = reverse("advisor:plan_detail")
        return f"{page}?{self.dialling.query}" if self.dialling.is_turned else page

    def context(self) -> dict[str, Any]:
        plan, dialling, catalogue = self.plan, self.dialling, self.interview.catalogue
        context: dict[str, Any] = {
            "plan": plan,
            "title": title_of(dialling.answers, self.interview),
            "answers": dialling.answers,
            "dialling": dialling,
            "come_back": urlencode({"next": self.address}),
        }
        found: dict[str, str] = {}
        if dialling.is_turned:
            before = Report(self.interview.advisor.solved(dialling.base)).journey()
            difference = compare(before, plan)
            titles = {step["course"]: step["title"] for step in before["steps"]}
            context |= {
                "difference": difference_text(difference),
                "dropped": [titles[course] for course in difference.dropped],
            }
            found = marks(difference)
        names = {slug: skill.name for slug, skill in catalogue.skills.items()}
        return {**context, "journey": draw(plan, skills=names, marks=found)}

    def closer(self, request: HttpRequest) -> dict[str, Any]:
        show = request.GET.get("show", "")
        extras = Extras(self.dialling, lambda: self.solution, lambda: self.plan, reverse("advisor:plan_detail"))
        return {
            "tabs": extras.tabs(show),
            "repairs_link": extras.link({"show": REPAIRS}),
            "page": extras.page,
            "dialling": self.dialling,
            **extras.context(show, request.GET.get("why", ""), today=timezone.localdate()),
        }


def title_of(answers: AnswerSet, interview: Interview) -> str:
    goal = interview.catalogue.goals.get(answers.goal or "")
    return goal.title if goal else "Your own targets"


def remember_sight(request: HttpRequest, sight: Sight) -> None:
    """Whoever has seen a path finds it saved after signing up or logging in."""
    has_steps = bool(sight.solution.plan.steps)
    if not request.user.is_authenticated and request.session.get(PLAN_SEEN_KEY, False) != has_steps:
        request.session[PLAN_SEEN_KEY] = has_steps


def question_for(interview: Interview, field: str) -> Question | None:
    """The question that sets the field named in an error."""
    name, _, rest = field.partition(".")
    if name == "levels":
        return interview.question(f"{LEVEL_PREFIX}{rest}")
    return next((question for question in interview.open_questions if name in question.fields), None)


@login_not_required
@require_POST
@planning
def plan_save(request: HttpRequest) -> HttpResponseBase:
    """Save the plan as the dials have it; pressed twice, it leads to the same path. A visitor signs up first."""
    interview = open_interview(request)
    if not interview.has_aim:
        return redirect("advisor:questionnaire_start")
    try:
        base = interview.planned_answers()
    except AnswerError:
        return show_plan(request, interview)
    dialling = turn(base, request.POST.dict(), interview.catalogue, today=timezone.localdate())
    if dialling.problem:
        return show_plan(request, interview, problem=NOT_SAVED)
    if not request.user.is_authenticated:
        keep_turned(request, interview, dialling)
        return redirect(f"{reverse('account_signup')}?{urlencode({'next': reverse('advisor:plan_detail')})}")
    form = SaveForm(request.POST)
    if not form.is_valid():
        return show_plan(request, interview, problem=NOT_SAVED)
    return redirect(save_turned(request, interview, dialling, form.cleaned_data["token"]))


def keep_turned(request: HttpRequest, interview: Interview, dialling: Dialling) -> None:
    """The answers become what the dials made of them."""
    if dialling.is_turned:
        answers = {**interview.draft.answers, **dialling.fields}
        keep_draft(request, Draft(answers, list(interview.draft.trail)))


def save_turned(request: HttpRequest, interview: Interview, dialling: Dialling, token: uuid.UUID) -> Path:
    user = cast(User, request.user)
    path = same_answers(user, dialling.answers)
    if path is None:
        solution = interview.advisor.solved(dialling.answers)
        path = save_path(user=user, plan=Report(solution).kept(), solution=solution, claim_token=token)
        messages.success(request, "Path saved.")
    keep_turned(request, interview, dialling)
    finish_draft(request, path)
    return path
