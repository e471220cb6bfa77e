"""Facts of the catalogue as text in templates."""

import json
from collections.abc import Mapping
from html import unescape

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from catalog.facts import Hours
from catalog.markdown import render_markdown
from catalog.models import Course
from catalog.wording import (
    description_of,
    fact_name,
    hours_text,
    language_name,
    level_word,
    number,
    price_in_brief,
    price_in_full,
    shortened,
)

register = template.Library()
# As django.utils.html.json_script does: none of these can end the element or open a comment.
SCRIPT_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}

register.filter(number)
register.filter(level_word)
register.filter(language_name)
register.filter(price_in_brief)
register.filter(price_in_full)
register.filter(description_of)


@register.filter
def hours_range(hours: Hours) -> str:
    return hours_text(hours.low, hours.high)


@register.filter
def answer_html(text: str) -> SafeString:
    """For the page of questions, each of which is a heading of the second level."""
    return render_markdown(text, top_heading=3)


@register.filter
def in_brief(text: str) -> str:
    """A page's description as search engines show it; takes text that is escaped already, and is escaped again."""
    return shortened(unescape(text))


@register.simple_tag
def estimate(course: Course, field: str) -> str:
    """The mark of a fact that no source supports; empty for a fact that one does."""
    return estimate_mark() if course.is_estimate(field) else ""


@register.inclusion_tag("catalog/_fact_sources.html", takes_context=True)
def sources(context: Context, field: str) -> dict[str, object]:
    """Where a fact was read, folded away; nothing for a fact that no source names."""
    return {"backings": context["backings"].get(field, ()), "fact": fact_name(field)}


@register.simple_tag
def estimate_mark() -> SafeString:
    return mark_safe('<span class="tag tag--estimate">estimate</span>')  # nosec B308  # a constant


@register.simple_tag
def structured_data(data: Mapping[str, object]) -> SafeString:
    """A schema.org data block; browsers never run it, so the content policy lets it stand."""
    text = json.dumps(data, ensure_ascii=False).translate(SCRIPT_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308  # nosec B308, B703  # escaped above
