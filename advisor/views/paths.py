"""The plan for the current answers, saved paths, and what their owner has done."""

import uuid
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from advisor.actions import PLAN_SEEN_KEY, same_answers, save_path
from advisor.answers import AnswerError, AnswerSet, parse_answers
from advisor.drafts import finish_draft, read_draft
from advisor.forms import PathTitleForm, ProgressForm, SaveForm
from advisor.interview import Interview
from advisor.journey import Progress, alternatives, draw
from advisor.models import Answers, Completion, Path, Step, User
from advisor.planning import Advisor
from advisor.questionnaire import LEVEL_PREFIX, Question
from advisor.report import recommend
from advisor.snapshot import read_catalogue
from advisor.tracking import record_progress
from catalog.models import Skill

SAID_OF_STATE = {
    "started": "Marked as started.",
    "done": "Marked as done.",
    "undone": "No longer marked as done.",
    "unstarted": "No longer marked as started.",
}


def owner(request: HttpRequest) -> User:
    return cast(User, request.user)


def own_path(request: HttpRequest, pk: int) -> Path:
    return get_object_or_404(Path.objects.owned_by(owner(request)), pk=pk)


def progress_of(user: User) -> dict[str, Progress]:
    rows = Completion.objects.owned_by(user).values_list("course__slug", "state", "started_on", "finished_on")
    return {slug: Progress(state, started, finished) for slug, state, started, finished in rows}


@login_not_required
@require_GET
def plan_detail(request: HttpRequest) -> HttpResponseBase:
    interview = Interview(Advisor(read_catalogue()), read_draft(request))
    if not interview.has_aim:
        return redirect("advisor:questionnaire_start")
    return show_plan(request, interview)


def show_plan(request: HttpRequest, interview: Interview, *, problem: str = "") -> HttpResponse:
    try:
        answers = parse_answers(interview.draft.answers, interview.catalogue, today=timezone.localdate())
    except AnswerError as error:
        question = question_for(interview, error.field)
        return render(request, "advisor/plan_problem.html", {"error": error, "question": question})
    plan, _ = recommend(answers, interview.advisor)
    goal = interview.catalogue.goals.get(answers.goal or "")
    names = {slug: skill.name for slug, skill in interview.catalogue.skills.items()}
    context: dict[str, Any] = {
        "plan": plan,
        "journey": draw(plan, skills=names),
        "alternatives": alternatives(plan),
        "title": goal.title if goal else "Your own targets",
        "answers": answers,
        "left": interview.left,
        "token": uuid.uuid4(),
        "problem": problem,
        "come_back": urlencode({"next": reverse("advisor:plan_detail")}),
    }
    if request.user.is_authenticated:
        context["saved"] = same_answers(owner(request), answers)
    elif request.session.get(PLAN_SEEN_KEY, False) != bool(plan["steps"]):
        # Whoever has seen a path finds it saved after signing up or logging in.
        request.session[PLAN_SEEN_KEY] = bool(plan["steps"])
    return render(request, "advisor/plan_detail.html", context)


def question_for(interview: Interview, field: str) -> Question | None:
    """The question that sets the field named in an error."""
    name, _, rest = field.partition(".")
    if name == "levels":
        return interview.question(f"{LEVEL_PREFIX}{rest}")
    return next((question for question in interview.open_questions if name in question.fields), None)


@login_not_required
@require_POST
def plan_save(request: HttpRequest) -> HttpResponseBase:
    """Save the plan of the current answers; pressed twice, it leads to the same path. A visitor signs up first."""
    if not request.user.is_authenticated:
        return redirect(f"{reverse('account_signup')}?{urlencode({'next': reverse('advisor:plan_detail')})}")
    interview = Interview(Advisor(read_catalogue()), read_draft(request))
    if not interview.has_aim:
        return redirect("advisor:questionnaire_start")
    form = SaveForm(request.POST)
    if not form.is_valid():
        return show_plan(request, interview, problem="The path was not saved. Press “Save this path” once more.")
    try:
        answers = parse_answers(interview.draft.answers, interview.catalogue, today=timezone.localdate())
    except AnswerError:
        return show_plan(request, interview)
    path = same_answers(owner(request), answers)
    if path is None:
        plan, solution = recommend(answers, interview.advisor)
        path = save_path(user=owner(request), plan=plan, solution=solution, claim_token=form.cleaned_data["token"])
        messages.success(request, "Path saved.")
    finish_draft(request, path)
    return redirect(path)


@require_GET
def dashboard(request: HttpRequest) -> HttpResponse:
    user = owner(request)
    progress = progress_of(user)
    rows = [{"path": path, "journey": draw(path.plan, progress=progress)} for path in Path.objects.owned_by(user)]
    context = {
        "active": [row for row in rows if not row["path"].is_archived],  # type: ignore[attr-defined]
        "archived": [row for row in rows if row["path"].is_archived],  # type: ignore[attr-defined]
        "has_draft": Answers.objects.filter(user=user, is_finished=False).exists(),
    }
    return render(request, "advisor/dashboard.html", context)


@require_GET
@vary_on_headers("HX-Request")
def path_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return show_path(request, own_path(request, pk))


def show_path(request: HttpRequest, path: Path, **extra: Any) -> HttpResponse:
    """The page, or for htmx the part of it that progress changes."""
    names = dict(Skill.objects.values_list("slug", "name"))
    context: dict[str, Any] = {
        "path": path,
        "plan": path.plan,
        "journey": draw(path.plan, skills=names, progress=progress_of(owner(request))),
        "title_form": PathTitleForm(instance=path),
        **extra,
    }
    partly = request.htmx  # type: ignore[attr-defined]
    return render(request, "advisor/_path_progress.html" if partly else "advisor/path_detail.html", context)


@require_POST
def path_rename(request: HttpRequest, pk: int) -> HttpResponseBase:
    path = own_path(request, pk)
    old_title = path.title
    form = PathTitleForm(request.POST, instance=path)
    if form.is_valid():
        form.save()
        messages.success(request, "Path renamed.")
        return redirect(path)
    path.title = old_title
    return show_path(request, path, title_form=form)


@require_POST
def path_archive(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Archive or bring back, as the button said, so that a second press changes nothing."""
    path = own_path(request, pk)
    path.is_archived = request.POST.get("archived") == "yes"
    path.save(update_fields=["is_archived", "updated_at"])
    messages.success(request, "Path archived; nothing you did is lost." if path.is_archived else "Path brought back.")
    return redirect("advisor:dashboard")


@require_POST
@vary_on_headers("HX-Request")
def progress_record(request: HttpRequest, pk: int, slug: str) -> HttpResponseBase:
    path = own_path(request, pk)
    step = get_object_or_404(Step.objects.select_related("course"), path=path, course__slug=slug)
    form = ProgressForm(request.POST)
    if not form.is_valid():
        return show_path(request, path, problem="That can't be recorded. Nothing was changed; use a button below.")
    state = form.cleaned_data["state"]
    record_progress(user=owner(request), course=step.course, state=state)
    if request.htmx:  # type: ignore[attr-defined]
        return show_path(request, path, announcement=f"{step.course.title}: {SAID_OF_STATE[state]}")
    return redirect(f"{path.get_absolute_url()}#station-{slug}")
