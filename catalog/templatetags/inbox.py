"""How much waits in the inbox, for the front page of the admin."""

from typing import Any

from django import template

from catalog.admin.inbox import kinds_for
from catalog.inbox.items import counts

register = template.Library()


@register.inclusion_tag("admin/catalog/_inbox_front.html")
def inbox_front(user: Any) -> dict[str, Any]:
    return {"counts": counts(kinds_for(user))}
