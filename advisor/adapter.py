"""How accounts join up with the rest of the site."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse

from advisor.actions import claim_answers
from advisor.models import User


def display_name(user: User) -> str:
    return user.email


class AccountAdapter(DefaultAccountAdapter):
    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Take over what a visitor answered; a path that they have seen is where they land."""
        path = claim_answers(user=user, session=request.session)
        if path is not None and not kwargs.get("redirect_url"):
            kwargs["redirect_url"] = path.get_absolute_url()
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response
