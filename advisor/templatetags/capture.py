"""One tag, so that a page's title and description reach both the head and its share data."""

from django import template

register = template.Library()


@register.simple_block_tag
def capture(content: str) -> str:
    """Keep what is between the tags: `{% capture as name %}...{% endcapture %}`."""
    return content
