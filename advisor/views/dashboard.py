"""Where a learner is: the current path, this week, the expected arrival, one next action, and a year of study."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from advisor.changes import TrackingError, take_back
from advisor.charts import draw_weeks, draw_year, minutes_this_week
from advisor.forecast_wording import verdict_text, window_text
from advisor.journey import Journey, draw
from advisor.models import Answers, Path, TrackingChange, User
from advisor.outlook import Outlook, look_ahead, weekly_minutes
from advisor.own_pages import own_page
from advisor.step_pages import log_initial, running_timer
from advisor.study_forms import QuickLogForm, TimerForm
from advisor.tracking import log_hours
from advisor.views.paths import owner
from advisor.views.tracking import end_timer
from catalog.models import Course

# Long enough to notice a slip; older changes are undone on the page of the course.
JUST_NOW = timedelta(hours=12)


@require_GET
@own_page
def dashboard(request: HttpRequest) -> HttpResponse:
    return show_dashboard(request)


def show_dashboard(request: HttpRequest, **extra: Any) -> HttpResponse:
    user = owner(request)
    paths = list(Path.objects.owned_by(user).defer("problem"))
    outlook = look_ahead(user, paths=paths)
    rows = [(path, draw(path.plan, progress=outlook.progress)) for path in paths]
    active = [(path, journey) for path, journey in rows if not path.is_archived]
    current = current_row(active)
    context: dict[str, Any] = {
        "others": [row(*other) for other in active if other != current],
        "archived": [row(*other) for other in rows if other[0].is_archived],
        "has_draft": Answers.objects.filter(user=user, is_finished=False).exists(),
        "year": draw_year(outlook.days, outlook.today),
        "courses": courses_to_log(active),
        "just_logged": just_logged(user),
        "timer_form": TimerForm(),
        **running_timer(user),
    }
    if current:
        context |= current_context(*current, outlook)
    context["log_form"] = QuickLogForm(courses=context["courses"], initial=log_initial())
    return render(request, "advisor/dashboard.html", {**context, **extra})


def row(path: Path, journey: Journey) -> dict[str, Any]:
    return {"path": path, "journey": journey}


def current_row(active: list[tuple[Path, Journey]]) -> tuple[Path, Journey] | None:
    """The newest path with a course in progress, else the newest with anything left, else the newest."""

    def rank(found: tuple[Path, Journey]) -> int:
        _, journey = found
        return 0 if journey.next and journey.next.is_started else 1 if journey.next else 2

    return min(active, key=rank, default=None)


def current_context(path: Path, journey: Journey, outlook: Outlook) -> dict[str, Any]:
    forecast = outlook.forecast(path)
    planned = weekly_minutes(path)
    return {
        "current": row(path, journey),
        "forecast": forecast,
        "window": window_text(forecast, outlook.today) if forecast else "",
        "verdict": verdict_text(forecast) if forecast else "",
        "this_week": minutes_this_week(outlook.days, outlook.today),
        "planned": planned,
        "weeks": draw_weeks(outlook.days, planned=planned, today=outlook.today) if outlook.days else None,
    }


def courses_to_log(active: list[tuple[Path, Journey]]) -> list[tuple[str, str]]:
    """What is in progress first, then what comes next, then the rest of all active paths."""
    stations = [station for _, journey in active for station in journey.stations]
    stations.sort(key=lambda station: (not station.is_started, station.progress.is_closed, not station.is_next))
    return list({station.slug: station.title for station in stations}.items())


def just_logged(user: User) -> TrackingChange | None:
    since = timezone.now() - JUST_NOW
    changes = TrackingChange.objects.filter(user=user, kind=TrackingChange.Kind.LOG, created_at__gte=since)
    last = changes.select_related("course").first()
    return last if last and not last.is_undone else None


@require_POST
def study_log(request: HttpRequest) -> HttpResponseBase:
    """Log time for a course of any active path."""
    user = owner(request)
    active = [(path, draw(path.plan)) for path in Path.objects.owned_by(user).active()]
    form = QuickLogForm(request.POST, courses=courses_to_log(active))
    if not form.is_valid():
        return show_dashboard(request, log_form=form)
    course = Course.objects.filter(slug=form.cleaned_data["course"]).first()
    if course is None:
        form.add_error("course", "This course is no longer in the catalogue; choose another one.")
        return show_dashboard(request, log_form=form)
    change = log_hours(user=user, course=course, token=form.cleaned_data["token"], **form.values())
    messages.success(request, f"{course.title}: {change.what}." if change else "This was logged already.")
    return redirect("advisor:dashboard")


@require_POST
def study_timer(request: HttpRequest) -> HttpResponseBase:
    """Stop the timer, or end it without logging."""
    form = TimerForm(request.POST)
    if form.is_valid() and form.cleaned_data["action"] != "start":
        text = end_timer(request, form)
        if text:
            messages.success(request, text)
            return redirect("advisor:dashboard")
    return show_dashboard(request, timer_form=form)


@require_POST
def study_undo(request: HttpRequest) -> HttpResponseBase:
    number = request.POST.get("change", "")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise Http404
    try:
        change = take_back(user=owner(request), change=int(number))
    except TrackingChange.DoesNotExist:
        raise Http404 from None
    except TrackingError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{change.course.title}: “{change.what}” undone.")
    return redirect("advisor:dashboard")
