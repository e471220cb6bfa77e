"""Study time in words."""

from django import template

from advisor.documents import duration_text

register = template.Library()
register.filter("as_hours", duration_text)
