"""How accounts join up with the rest of the site."""

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.contrib.auth.hashers import make_password
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from advisor.actions import claim_answers
from advisor.models import User
from catalog.throttling import client_address

logger = logging.getLogger(__name__)

NOT_SENT = (
    "An e-mail could not be sent to you: the mail server does not answer, or refuses the address. Nothing else is "
    "lost. If you wait for a code, look at the address and ask for a new code in a few minutes."
)


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

    def is_safe_url(self, url: str) -> bool:
        """Also refuses `//` without a host, which leads nowhere."""
        return bool(super().is_safe_url(url)) and not url.lstrip().startswith("//")

    def get_client_ip(self, request: HttpRequest) -> str:
        """One rule for all limits; what comes past the proxies without an address is refused."""
        address = client_address(request)
        if address is None:
            raise PermissionDenied
        return str(address)

    def send_account_already_exists_mail(self, email: str) -> None:
        """Takes as long as making the account would, so that time does not tell who has one."""
        make_password("")
        super().send_account_already_exists_mail(email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """What was done stands when its e-mail fails; the next page says so, and there a new code can be asked for."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException) as error:
            logger.warning("%s was not sent: %s", template_prefix, type(error).__name__)
            messages.error(self.request, NOT_SENT)
            self.request.is_mail_lost = True

    def add_message(
        self, request: HttpRequest, level: int, message_template: str = "", *args: Any, **kwargs: Any
    ) -> None:
        """Says nowhere that an e-mail was sent when it just was not."""
        if not (message_template.endswith("_sent.txt") and getattr(request, "is_mail_lost", False)):
            super().add_message(request, level, message_template, *args, **kwargs)
