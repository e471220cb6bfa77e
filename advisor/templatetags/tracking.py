"""Study time on pages."""

from django import template

from advisor.tracking import duration

register = template.Library()
register.filter("duration", duration)
