"""The questionnaire: one question a page, answers kept on the way."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods
from django.views.decorators.vary import vary_on_headers

from advisor.asking import is_answered, said
from advisor.catalogues import current_advisor
from advisor.checking import has_check
from advisor.drafts import drop_draft, keep_draft, read_draft
from advisor.forms import QuestionForm
from advisor.inquiry_wording import gap_text, skip_text
from advisor.interview import Draft, Interview
from advisor.limits import planning
from advisor.questionnaire import LEVEL_NAMES, Kind, Question
from advisor.views.running import run_so_far
from advisor.views.ticking import course_groups
from advisor.wording import Wording

# Where a changed answer leads back to.
REVIEW, PLAN = "review", "plan"
# The button of the finished courses that leads to what the catalogue does not have.
ELSEWHERE = "elsewhere"


def open_interview(request: HttpRequest) -> Interview:
    return Interview(current_advisor(), read_draft(request), today=timezone.localdate())


def question_address(question: Question | None) -> str:
    if question is None:
        return reverse("advisor:questionnaire_review")
    return reverse("advisor:questionnaire_question", args=[question.key])


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@planning
def questionnaire_start(request: HttpRequest) -> HttpResponseBase:
    """Begin or resume; `?goal=` picks a goal beforehand. A POST begins anew."""
    if request.method == "POST":
        drop_draft(request)
        return redirect("advisor:questionnaire_question", "goal")
    if goal := request.GET.get("goal"):
        address = reverse("advisor:questionnaire_question", args=["goal"])
        return redirect(f"{address}?{urlencode({'goal': goal})}")
    return redirect(question_address(open_interview(request).next))


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
@planning
def questionnaire_question(request: HttpRequest, key: str) -> HttpResponseBase:
    interview = open_interview(request)
    question = interview.question(key)
    if question is None:
        if interview.knows(key):
            return redirect("advisor:questionnaire_start")
        raise Http404("no such question")
    if request.method == "POST":
        return answer(request, interview, question)
    return put(request, interview, question, form_for(interview, question, suggested=request.GET.get("goal")))


def form_for(interview: Interview, question: Question, *, data: Any = None, suggested: object = None) -> QuestionForm:
    goals = interview.catalogue.goals
    return QuestionForm(
        question,
        answers={} if question.key == "goal" and suggested in goals else interview.draft.answers,
        data=data,
        courses=interview.catalogue.courses,
        suggested=suggested if suggested in goals else interview.suggestion(question),
    )


def answer(request: HttpRequest, interview: Interview, question: Question) -> HttpResponseBase:
    """Keep what was answered or skipped and go on; put the question again when it can't be used."""
    action = request.POST.get("action", "")
    form = form_for(interview, question, data=request.POST)
    if action == "skip" and question.can_be_skipped:
        draft = interview.passed_over(question)
    elif form.is_valid():
        draft = interview.answered(question, form.answer_value)
    elif action == PLAN and interview.has_aim and not any(map(request.POST.get, form.fields)):
        return redirect("advisor:plan_detail")
    else:
        return put(request, interview, question, form)
    keep_draft(request, draft)
    if action == "search":
        return redirect(f"{request.path}?{urlencode({'q': request.POST.get('q', '')})}")
    if action == ELSEWHERE and question.kind is Kind.COURSES:
        then = request.POST.get("then")
        return redirect(reverse("advisor:elsewhere_choose") + (f"?{urlencode({'then': then})}" if then else ""))
    return redirect(next_address(request, interview, draft))


def next_address(request: HttpRequest, interview: Interview, draft: Draft) -> str:
    wanted = PLAN if request.POST.get("action") == PLAN else request.POST.get("then")
    if wanted == PLAN:
        return reverse("advisor:plan_detail")
    if wanted == REVIEW:
        return reverse("advisor:questionnaire_review")
    return question_address(Interview(interview.advisor, draft, today=interview.today).next)


def put(request: HttpRequest, interview: Interview, question: Question, form: QuestionForm) -> HttpResponse:
    number, skipped = interview.number(question.key), interview.inquiry.skipped.get(question.key)
    context: dict[str, Any] = {
        "question": question,
        "form": form,
        "number": number,
        "at_most": interview.inquiry.at_most,
        "needless": skip_text(skipped, Wording(interview.catalogue)) if skipped and number is None else "",
        "gap": gap_text(interview.inquiry),
        "back": interview.before(question.key),
        "then": request.POST.get("then") or request.GET.get("then") or "",
        "lost_goal": interview.lost_goal,
        "has_aim": interview.has_aim,
        "has_check": bool(question.skill) and has_check(question.skill),
        "is_decisive": interview.has_aim and question.key == interview.inquiry.next(),
        "fragment": f"advisor/questions/_{question.kind}.html",
    }
    template = "advisor/questionnaire_question.html"
    if question.kind is Kind.COURSES:
        query = request.POST.get("q") or request.GET.get("q") or ""
        ticked = ticked_courses(request, form)
        context |= {"q": query, "found": course_groups(interview, query, ticked), "ticked": ticked}
        if request.htmx:  # type: ignore[attr-defined]
            template = "advisor/questions/_course_choices.html"
    return render(request, template, context)


def ticked_courses(request: HttpRequest, form: QuestionForm) -> Sequence[str]:
    if form.is_bound:
        return request.POST.getlist("answer")
    if request.htmx:  # type: ignore[attr-defined]
        return request.GET.getlist("answer")
    return form.initial.get("answer") or []


@login_not_required
@require_GET
@planning
def questionnaire_review(request: HttpRequest) -> HttpResponse:
    """Every question with its answer or what is assumed instead, and a link to change it."""
    interview = open_interview(request)
    if not interview.has_aim:
        return redirect("advisor:questionnaire_start")
    run, idle = run_so_far(interview), interview.inquiry.idle
    left_out = interview.inquiry.skipped
    rows = [review_row(interview, question) for question in interview.open_questions if question.key not in left_out]
    context = {
        "rows": [row for row in rows if row["question"].key not in idle],
        "idle": [row for row in rows if row["question"].key in idle],
        "dismissed": [
            interview.catalogue.skills[slug]
            for slug in interview.draft.answers.get("dismissed", ())
            if slug in interview.catalogue.skills
        ],
        "next": interview.next,
        "run": run,
    }
    return render(request, "advisor/questionnaire_review.html", context)


def review_row(interview: Interview, question: Question) -> dict[str, Any]:
    answers, trail = interview.draft.answers, interview.draft.trail
    own_targets = question.key == "goal" and not answers.get("goal")
    titles = interview.titles(answers.get("taken", ()))
    address = reverse("advisor:targets_choose") if own_targets else question_address(question)
    return {
        "question": question,
        "said": targets_said(interview) if own_targets else said(question, answers, titles),
        "is_put": question.key in trail or is_answered(question, answers),
        "is_overridden": bool(question.skill) and question.skill in answers.get("overrides", {}),
        "address": address,
    }


def targets_said(interview: Interview) -> str:
    skills = interview.catalogue.skills
    return ", ".join(
        f"{skills[slug].name} ({LEVEL_NAMES[level]})" for slug, level in interview.targets.items() if slug in skills
    )
