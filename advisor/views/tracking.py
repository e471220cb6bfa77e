"""What a learner records for one course of a path: progress, hours, the timer, dates, links and notes."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from advisor.changes import TrackingError, put_back, take_back
from advisor.models import Step, StudyLog, TrackingChange
from advisor.step_pages import StepPage
from advisor.study_forms import DatesForm, EvidenceForm, LogForm, NoteForm, ProgressForm, SkipForm, TimerForm
from advisor.tracking import (
    Forgotten,
    delete_log,
    drop_timer,
    duration,
    edit_log,
    fingerprint,
    log_hours,
    record_progress,
    save_note,
    set_dates,
    set_evidence,
    start_timer,
    stop_timer,
)
from advisor.views.paths import own_path, owner, show_path

NOT_RECORDED = "That can't be recorded. Nothing was changed; use a button below."
Done = TrackingChange | None


def own_step(request: HttpRequest, pk: int, slug: str) -> Step:
    path = own_path(request, pk)
    return get_object_or_404(Step.objects.select_related("course", "path"), path=path, course__slug=slug)


def said(step: Step, change: Done) -> str:
    return f"{step.course.title}: {change.what}." if change else f"{step.course.title}: nothing was different."


@require_GET
@vary_on_headers("HX-Request")
def step_detail(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    return show_step(request, own_step(request, pk, slug))


def show_step(request: HttpRequest, step: Step, *, announcement: str = "", **extra: Any) -> HttpResponse:
    """The page, or for htmx the part that changes; a refused form comes back as it was typed."""
    page = StepPage(owner(request), step, wants_all_logs=request.GET.get("hours") == "all")
    context = {**page.context(), "announcement": announcement, **extra}
    partly = request.htmx  # type: ignore[attr-defined]
    return render(request, "advisor/_step.html" if partly else "advisor/step_detail.html", context)


def answer(request: HttpRequest, step: Step, text: str) -> HttpResponseBase:
    """After a success: the part of the page that sent the form, or the way back to that page."""
    if request.POST.get("page") == "step":
        if request.htmx:  # type: ignore[attr-defined]
            return show_step(request, step, announcement=text)
        messages.success(request, text)
        return redirect("advisor:step_detail", step.path_id, step.course.slug)
    if request.htmx:  # type: ignore[attr-defined]
        return show_path(request, step.path, announcement=text)
    return redirect(f"{step.path.get_absolute_url()}#station-{step.course.slug}")


def refuse(request: HttpRequest, step: Step, problem: str) -> HttpResponse:
    show: Callable[..., HttpResponse] = show_step if request.POST.get("page") == "step" else show_path
    return show(request, step if show is show_step else step.path, problem=problem)


@require_POST
@vary_on_headers("HX-Request")
def progress_record(request: HttpRequest, pk: int, slug: str) -> HttpResponseBase:
    step = own_step(request, pk, slug)
    form = ProgressForm(request.POST)
    if not form.is_valid():
        return refuse(request, step, NOT_RECORDED)
    if form.cleaned_data["undo"]:
        return change_back(request, step, form.cleaned_data["undo"], take_back, "undone")
    reason = ""
    if form.cleaned_data["state"] == "skipped":
        skip = SkipForm(request.POST)
        if not skip.is_valid():
            return show_skip(request, step, skip)
        reason = skip.cleaned_data["reason"]
    change = record_progress(user=owner(request), course=step.course, state=form.cleaned_data["state"], reason=reason)
    return answer(request, step, said(step, change))


def show_skip(request: HttpRequest, step: Step, form: SkipForm) -> HttpResponse:
    """The reason was no good: the same page with the form for it open, with what was typed."""
    if request.POST.get("page") == "step":
        return show_step(request, step, skip_form=form)
    return show_path(request, step.path, skip_form=form, skipping=step.course.slug)


def change_back(
    request: HttpRequest, step: Step, change: int, go: Callable[..., TrackingChange], word: str
) -> HttpResponseBase:
    try:
        found = go(user=owner(request), change=change)
    except TrackingChange.DoesNotExist:
        raise Http404 from None
    except TrackingError as error:
        return refuse(request, step, str(error))
    return answer(request, step, f"{step.course.title}: “{found.what}” {word}.")


@require_POST
@vary_on_headers("HX-Request")
def change_undo(request: HttpRequest, pk: int, slug: str, change: int) -> HttpResponseBase:
    """Undo a change of this course, or make it again."""
    step = own_step(request, pk, slug)
    get_object_or_404(TrackingChange, pk=change, user=owner(request), course=step.course)
    if request.POST.get("again"):
        return change_back(request, step, change, put_back, "done again")
    return change_back(request, step, change, take_back, "undone")


def keep(
    request: HttpRequest, step: Step, name: str, form: Form, write: Callable[[dict[str, Any]], Done]
) -> HttpResponseBase:
    """Write what a valid form says; otherwise the page with the form as it was typed."""
    if form.is_valid():
        try:
            return answer(request, step, said(step, write(form.cleaned_data)))
        except TrackingError as error:
            form.add_error(None, str(error))
    changed: dict[str, Any] = {name: form}
    return show_step(request, step, **changed)


@require_POST
@vary_on_headers("HX-Request")
def hours_log(request: HttpRequest, pk: int, slug: str) -> HttpResponseBase:
    step = own_step(request, pk, slug)
    form = LogForm(request.POST)

    def write(cleaned: dict[str, Any]) -> Done:
        return log_hours(user=owner(request), course=step.course, token=cleaned["token"], **form.values())

    return keep(request, step, "log_form", form, write)


@require_http_methods(["GET", "POST"])
def hours_edit(request: HttpRequest, pk: int, slug: str, log: int) -> HttpResponseBase:
    """One entry: change it, or delete it."""
    step = own_step(request, pk, slug)
    row = get_object_or_404(StudyLog, pk=log, user=owner(request), course=step.course)
    form = LogForm(request.POST or None, initial={"studied": duration(row.minutes), "on": row.on, "note": row.note})
    if request.method == "POST" and (request.POST.get("delete") or form.is_valid()):
        try:
            if request.POST.get("delete"):
                change = delete_log(user=owner(request), log=row)
            else:
                change = edit_log(user=owner(request), log=row, **form.values())
        except TrackingError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, said(step, change))
            return redirect(reverse("advisor:step_detail", args=[pk, slug]))
    return render(request, "advisor/hours_edit.html", {"path": step.path, "step": step, "log": row, "form": form})


@require_POST
@vary_on_headers("HX-Request")
def timer_set(request: HttpRequest, pk: int, slug: str) -> HttpResponseBase:
    step = own_step(request, pk, slug)
    form = TimerForm(request.POST)
    if not form.is_valid():
        return show_step(request, step, timer_form=form)
    if form.cleaned_data["action"] == "start":
        timer = start_timer(user=owner(request), course=step.course)
        return answer(request, step, f"The timer is running for {timer.course.title}.")
    text = end_timer(request, form)
    return answer(request, step, text) if text else show_step(request, step, timer_form=form)


def end_timer(request: HttpRequest, form: TimerForm) -> str:
    """Stop or drop the timer that the form names; empty, with an error on the form, when the learner must say more."""
    cleaned, user = form.cleaned_data, owner(request)
    timer = cleaned["timer"] or 0
    if cleaned["action"] == "drop":
        drop_timer(user=user, timer=timer)
        return "The timer is off; no time was logged for it."
    ended = stop_timer(user=user, timer=timer, minutes=cleaned["studied"])
    if isinstance(ended, Forgotten):
        form.add_error("studied", "It ran for more than 12 hours, so nothing was logged yet. Say how long you studied.")
        return ""
    return f"{ended.course.title}: {ended.what}." if ended else "This timer was off already; nothing was logged twice."


@require_POST
@vary_on_headers("HX-Request")
def dates_set(request: HttpRequest, pk: int, slug: str) -> HttpResponseBase:
    step = own_step(request, pk, slug)
    is_done = StepPage(owner(request), step).is_done
    form = DatesForm(request.POST, is_done=is_done)

    def write(cleaned: dict[str, Any]) -> Done:
        days = (cleaned.get("started_on"), cleaned.get("finished_on"))
        return set_dates(user=owner(request), course=step.course, started_on=days[0], finished_on=days[1])

    return keep(request, step, "dates_form", form, write)


@require_POST
@vary_on_headers("HX-Request")
def evidence_set(request: HttpRequest, pk: int, slug: str) -> HttpResponseBase:
    step = own_step(request, pk, slug)
    form = EvidenceForm(request.POST)
    return keep(
        request,
        step,
        "evidence_form",
        form,
        lambda cleaned: set_evidence(user=owner(request), course=step.course, **cleaned),
    )


@require_POST
@vary_on_headers("HX-Request")
def note_save(request: HttpRequest, pk: int, slug: str) -> HttpResponseBase:
    step = own_step(request, pk, slug)
    form = NoteForm(request.POST)
    if form.is_valid():
        try:
            change = save_note(user=owner(request), course=step.course, **form.cleaned_data)
        except TrackingError as error:
            # Whoever saves again has seen what is stored now.
            stored = StepPage(owner(request), step).note_text
            form = NoteForm({"text": form.cleaned_data["text"], "seen": fingerprint(stored)})
            form.add_error(None, str(error))
        else:
            return answer(request, step, said(step, change))
    return show_step(request, step, note_form=form)
