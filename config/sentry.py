"""Errors sent to Sentry, when SENTRY_DSN says where."""

from typing import Any, cast

import sentry_sdk
from sentry_sdk.integrations.django import DjangoIntegration
from sentry_sdk.types import Event

# What a person typed, who they are, and where they are: none of it is needed to find a fault.
PERSONAL = ("user", "request", "breadcrumbs", "server_name")


def without_person(event: Event, hint: dict[str, Any]) -> Event:
    fields = cast(dict[str, Any], event)
    for name in PERSONAL:
        fields.pop(name, None)
    return event


def start_sentry(dsn: str, *, environment: str) -> None:
    sentry_sdk.init(
        dsn=dsn,
        environment=environment,
        integrations=[DjangoIntegration()],
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        before_send=without_person,
    )
