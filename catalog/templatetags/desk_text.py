"""Words of the curators' desk."""

from typing import Any

from django import template

from catalog.desk.colleagues import name_for

register = template.Library()


@register.simple_tag(takes_context=True)
def colleague(context: Any, person: Any) -> str:
    return name_for(context["request"].user, person)
