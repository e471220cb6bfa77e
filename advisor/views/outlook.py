"""When a path is done at the learner's own pace, what that rests on, and three ways out for who is late."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from advisor.answers import AnswerError, AnswerSet
from advisor.catalogues import current_advisor
from advisor.charts import draw_weeks
from advisor.dials import address_of
from advisor.forecast import Forecast
from advisor.forecast_wording import basis_texts, verdict_text, window_text
from advisor.journey import draw
from advisor.limits import planning
from advisor.models import Path
from advisor.outlook import Outlook, look_ahead, weekly_minutes
from advisor.remedies import Remedy, remedies
from advisor.remedy_wording import Offer, offer
from advisor.revisions import Done, standing_answers
from advisor.views.paths import own_path, owner


@require_GET
@planning
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
            "offers": offers(path, forecast, outlook) if forecast.verdict == "late" else [],
        }
    return render(request, "advisor/path_forecast.html", context)


def offers(path: Path, forecast: Forecast, outlook: Outlook) -> list[Offer]:
    """Each leads to the page of the path with its dials turned, where the learner may accept it; none is applied."""
    advisor = current_advisor()
    catalogue = advisor.catalogue
    done = Done.of({slug: held.state for slug, held in outlook.progress.items()})
    try:
        base = standing_answers(path, done, catalogue, today=outlook.today)
    except AnswerError:
        return []
    found = remedies(base, forecast, outlook, advisor)
    pace = next((remedy.weekly_minutes for remedy in found if remedy.kind == "date"), 0)
    skills = {slug: skill.name for slug, skill in catalogue.skills.items()}
    titles = {slug: course.title for slug, course in catalogue.courses.items()}
    return [
        offer(remedy, address=address(path, remedy, base), pace=pace, skills=skills, titles=titles) for remedy in found
    ]


def address(path: Path, remedy: Remedy, base: AnswerSet) -> str:
    turned = address_of(remedy.answers, base)
    return f"{path.get_absolute_url()}?{urlencode(turned)}" if turned else ""
