"""Asking for the weekly digest and stopping it."""

import zoneinfo
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from advisor.digest import read_stop_token, stop_digest
from advisor.models import DigestChoice, User
from advisor.views.paths import owner


class DigestForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = DigestChoice
        fields = ("is_wanted", "weekday", "time_zone")
        labels: ClassVar[dict[str, Any]] = {
            "is_wanted": "Send me the weekly e-mail",
            "weekday": "On",
            "time_zone": "Time zone",
        }
        help_texts: ClassVar[dict[str, Any]] = {"time_zone": "It comes after seven in the morning there."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = sorted(zoneinfo.available_timezones())
        message = "Choose one of the time zones in the list."
        self.fields["time_zone"] = forms.ChoiceField(
            label=self.fields["time_zone"].label,
            help_text=self.fields["time_zone"].help_text,
            choices=[(zone, zone.replace("_", " ")) for zone in zones],
            error_messages={"required": message, "invalid_choice": message},
        )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def account_digest(request: HttpRequest) -> HttpResponseBase:
    user = owner(request)
    choice = DigestChoice.objects.filter(user=user).first() or DigestChoice(user=user)
    form = DigestForm(request.POST if request.method == "POST" else None, instance=choice)
    if request.method != "POST" or not form.is_valid():
        return render(request, "advisor/account_digest.html", {"form": form})
    DigestChoice.objects.update_or_create(user=user, defaults=form.cleaned_data)
    messages.success(request, "You will get the weekly e-mail." if choice.is_wanted else "No weekly e-mail is sent.")
    return redirect("advisor:account_detail")


@login_not_required
@csrf_exempt  # a mail program posts here without a cookie; the signed address is the proof
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def digest_stop(request: HttpRequest, token: str) -> HttpResponse:
    user = read_stop_token(token)
    if user is None or not User.objects.filter(pk=user).exists():
        raise Http404("no such address")
    if request.method == "POST":
        stop_digest(user=user)
    response = render(request, "advisor/digest_stop.html", {"is_stopped": request.method == "POST"})
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
