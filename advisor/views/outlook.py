"""When a path is done at the learner's own pace, what that rests on, and three ways out for who is late."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from advisor.catalogues import current_advisor
from advisor.charts import draw_weeks
from advisor.drafts import finish_draft, keep_draft
from advisor.forecast_wording import basis_texts, verdict_text, window_text
from advisor.interview import Draft
from advisor.journey import draw
from advisor.models import Path
from advisor.outlook import look_ahead, weekly_minutes
from advisor.planning import Advisor
from advisor.remedies import Remedy, remedies
from advisor.remedy_wording import Offer, offer
from advisor.views.paths import own_path, owner

NO_LONGER = "That way out is not open any more, since your record or the catalogue changed. These are the ones of now."


@require_GET
def path_forecast(request: HttpRequest, pk: int) -> HttpResponse:
    path = own_path(request, pk)
    outlook = look_ahead(owner(request))
    forecast = outlook.forecast(path)
    context: dict[str, Any] = {"path": path, "journey": draw(path.plan, progress=outlook.progress)}
    if forecast:
        planned = weekly_minutes(path)
        context |= {
            "forecast": forecast,
            "window": window_text(forecast, outlook.today),
            "verdict": verdict_text(forecast),
            "basis": list(basis_texts(forecast)),
            "planned": planned,
            "weeks": draw_weeks(outlook.days, planned=planned, today=outlook.today) if outlook.days else None,
        }
        if forecast.verdict == "late":
            advisor = current_advisor()
            context["offers"] = offers(remedies(path, forecast, outlook, advisor), advisor)
    return render(request, "advisor/path_forecast.html", context)


def offers(found: tuple[Remedy, ...], advisor: Advisor) -> list[Offer]:
    catalogue = advisor.catalogue
    skills = {slug: skill.name for slug, skill in catalogue.skills.items()}
    titles = {slug: course.title for slug, course in catalogue.courses.items()}
    pace = next((remedy.weekly_minutes for remedy in found if remedy.kind == "date"), 0)
    return [offer(remedy, pace=pace, skills=skills, titles=titles) for remedy in found]


@require_POST
def path_rethink(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show the plan of one way out; the saved path stays as it is until the learner saves another."""
    path = own_path(request, pk)
    remedy = chosen(request, path)
    if remedy is None:
        messages.warning(request, NO_LONGER)
        return redirect("advisor:path_forecast", pk)
    # Answers that were not finished are kept with the account, not overwritten.
    finish_draft(request)
    keep_draft(request, Draft(remedy.answers.as_json()))
    messages.info(request, f"This is the path for the changed answers. “{path.title}” stays as it is.")
    return redirect("advisor:plan_detail")


def chosen(request: HttpRequest, path: Path) -> Remedy | None:
    outlook = look_ahead(owner(request))
    forecast = outlook.forecast(path)
    found = remedies(path, forecast, outlook, current_advisor()) if forecast else ()
    return next((remedy for remedy in found if remedy.kind == request.POST.get("kind")), None)
