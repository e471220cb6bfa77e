"""“Report a wrong fact”: a form on every course's page that needs no account."""

from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from catalog.estimates import FACTS
from catalog.forms import ReportForm
from catalog.models import Course, FactReport
from catalog.throttling import HOUR, Limit, network_address, wait_for
from catalog.views.showing import shown_course

DAY = 24 * HOUR
THANKS = "Your report is with the curators. Nothing was kept of who sent it."


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def course_report(request: HttpRequest, slug: str) -> HttpResponseBase:
    course = shown_course(request, Course.objects.all(), slug)
    if request.method != "POST":
        field = request.GET.get("field", "")
        form = ReportForm(initial={"field": field if field in FACTS else ""})
        return show_form(request, course, form)
    form = ReportForm(request.POST)
    if not form.is_valid():
        return show_form(request, course, form)
    if not form.is_from_a_program:
        if wait := seconds_to_wait(request):
            return too_many(request, course, form, wait)
        values = form.cleaned_data
        FactReport.objects.create(course=course, field=values["field"], message=values["message"])
    messages.success(request, THANKS)
    return redirect(course)


def seconds_to_wait(request: HttpRequest) -> int:
    own = Limit("reports", settings.REPORTS_PER_HOUR, HOUR)
    all_together = Limit("all-reports", settings.REPORTS_PER_DAY_IN_ALL, DAY)
    return wait_for(own, network_address(request)) or wait_for(all_together)


def too_many(request: HttpRequest, course: Course, form: ReportForm, wait: int) -> HttpResponse:
    """What was typed stays on the page."""
    minutes = -(-wait // 60)
    form.add_error(
        None,
        "Too many reports have come in from your network or in all. Nothing was sent; your text is still here. "
        f"Try again in {minutes} minute{'' if minutes == 1 else 's'}.",
    )
    response = show_form(request, course, form, status=HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = str(wait)
    return response


def show_form(
    request: HttpRequest, course: Course, form: ReportForm, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    return render(request, "catalog/course_report.html", {"course": course, "form": form}, status=status)
