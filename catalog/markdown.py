"""Editors' Markdown as safe HTML whose headings fit the page around them."""

from collections.abc import Sequence
from typing import Any

import nh3
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

LOWEST_HEADING = 6
# Taken by the page around the text; a heading without letters has no anchor either.
PAGE_ANCHORS = ("", "main", "messages")
HEADINGS = {f"h{level}" for level in range(2, LOWEST_HEADING + 1)}
TAGS = (
    {"p", "br", "hr", "strong", "em", "blockquote", "ul", "ol", "li", "a", "code", "pre"}
    | {"div", "table", "thead", "tbody", "tr", "th", "td"}
    | HEADINGS
)
ATTRIBUTES = {
    "a": {"href", "title"},
    "ol": {"start"},
    "div": {"class", "tabindex", "role", "aria-label"},
    **{heading: {"id"} for heading in HEADINGS},
}


def render_markdown(text: str, *, top_heading: int = 2, has_anchors: bool = False) -> SafeString:
    """Headings begin at `top_heading` and never skip a level; HTML and pictures in the text are shown as text."""
    return render_tokens(parse_markdown(text, top_heading=top_heading, has_anchors=has_anchors))


def parse_markdown(text: str, *, top_heading: int = 2, has_anchors: bool = False) -> list[Token]:
    """The whole text, ready for `render_tokens`; a run of tokens between two blocks of the outermost level will do."""
    tokens = PARSER.parse(text)
    fit_headings(tokens, top_heading)
    if has_anchors:
        add_anchors(tokens)
    drop_cell_styles(tokens)
    return tokens


def render_tokens(tokens: Sequence[Token]) -> SafeString:
    clean = nh3.clean(
        PARSER.renderer.render(tokens, PARSER.options, {}),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener",
    )
    return mark_safe(clean)  # noqa: S308  # nosec B308, B703  # nh3 has just removed what is not allowed


def fit_headings(tokens: Sequence[Token], top: int) -> None:
    """Shift the headings so that the highest becomes `top`, and close gaps between levels."""
    levels = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    shift = top - min(levels, default=top)
    above = top - 1
    for i, token in enumerate(tokens):
        if token.type == "heading_open":
            above = max(top, min(int(token.tag[1]) + shift, above + 1, LOWEST_HEADING))
            token.tag = tokens[i + 2].tag = f"h{above}"


def add_anchors(tokens: Sequence[Token]) -> None:
    """Of headings with the same text only the first gets one."""
    taken = set(PAGE_ANCHORS)
    for i, token in enumerate(tokens):
        if token.type == "heading_open" and (anchor := slugify(tokens[i + 1].content)) not in taken:
            token.attrSet("id", anchor)
            taken.add(anchor)


def drop_cell_styles(tokens: Sequence[Token]) -> None:
    """Column alignment comes as inline styles, which the content policy blocks."""
    for token in tokens:
        if token.type in {"th_open", "td_open"}:
            token.attrs.pop("style", None)


def open_table(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: Any, environment: dict[str, Any]
) -> str:
    """A wide table scrolls inside a region that the keyboard reaches."""
    return '<div class="table-wrap" tabindex="0" role="region" aria-label="Table"><table>'


def close_table(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: Any, environment: dict[str, Any]
) -> str:
    return "</table></div>"


def make_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    parser.add_render_rule("table_open", open_table)
    parser.add_render_rule("table_close", close_table)
    return parser


PARSER = make_parser()
