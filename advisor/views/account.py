"""The account page, its export and its end."""

from allauth.account.decorators import reauthentication_required
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from advisor.accounts import erase_account, export_account
from advisor.limits import exporting
from advisor.models import User
from advisor.personal_data import KEPT


def person(request: HttpRequest) -> User:
    """Who is logged in, on pages that nobody else reaches."""
    assert isinstance(request.user, User)
    return request.user


@require_GET
@never_cache
def account_detail(request: HttpRequest) -> HttpResponse:
    user = person(request)
    kinds = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    context = {
        "addresses": EmailAddress.objects.filter(user=user).order_by("-primary", "email"),
        "has_app": Authenticator.Type.TOTP in kinds,
        "passkeys": kinds.count(Authenticator.Type.WEBAUTHN),
        "sessions": len(UserSession.objects.purge_and_list(user)),
        "kept": KEPT,
    }
    return render(request, "advisor/account_detail.html", context)


@require_GET
@never_cache
@exporting
def account_export(request: HttpRequest) -> HttpResponse:
    response = JsonResponse(export_account(person(request)), json_dumps_params={"indent": 2, "ensure_ascii": False})
    name = f"which-first-account-{timezone.localdate():%Y-%m-%d}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@reauthentication_required
def account_delete(request: HttpRequest) -> HttpResponse:
    user = person(request)
    if request.method != "POST":
        counts = {"paths": user.paths.count(), "completions": user.completions.count()}
        return render(request, "advisor/account_delete.html", counts)
    erase_account(user=user)
    logout(request)
    messages.success(request, "Your account and everything in it is deleted.")
    return redirect("advisor:home")
