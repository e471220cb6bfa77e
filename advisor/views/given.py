"""Answers that come with an address, as guides link to: looked at first, and kept only when the learner says so."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from advisor.drafts import drop_draft, keep_draft, read_draft
from advisor.guide_plans import GuidePlans, answers_of
from advisor.interview import Draft
from advisor.limits import planning


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@planning
def plan_given(request: HttpRequest) -> HttpResponseBase:
    """What the answers lead to; a POST begins anew with them.

    No page is the canonical one: the address without answers is an error.
    """
    given, plans = request.GET.dict(), GuidePlans()
    card = plans.card(given) if given.get("goal") else None
    if card is None:
        problem = plans.problem(given) if given.get("goal") else "goal: is missing"
        return render(request, "advisor/plan_given.html", {"problem": problem}, status=400)
    if request.method == "POST":
        begin_with(request, given)
        return redirect("advisor:plan_detail")
    has_answers = any(value for key, value in read_draft(request).answers.items() if key != "dismissed")
    return render(request, "advisor/plan_given.html", {"plan": card, "has_answers": has_answers, "canonical_url": ""})


def begin_with(request: HttpRequest, given: dict[str, str]) -> None:
    drop_draft(request)
    keep_draft(request, Draft({**read_draft(request).answers, **answers_of(given)}))
