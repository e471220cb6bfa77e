"""Editors' Markdown as HTML."""

import re

import pytest

from catalog.markdown import render_markdown


def headings(text: str, top: int = 2) -> list[str]:
    return re.findall(r"<(h\d)", render_markdown(text, top_heading=top))


@pytest.mark.parametrize(
    ("text", "top", "levels"),
    [
        ("# A\n\n## B", 2, ["h2", "h3"]),
        ("### A\n\n# B\n\n### C", 2, ["h2", "h2", "h3"]),
        ("# A\n\n###### B\n\n###### C", 2, ["h2", "h3", "h4"]),
        ("#### A", 3, ["h3"]),
        ("# A\n\n## B\n\n### C\n\n#### D\n\n##### E\n\n###### F", 3, ["h3", "h4", "h5", "h6", "h6", "h6"]),
    ],
)
def test_render_markdown_keeps_headings_in_order(text: str, top: int, levels: list[str]) -> None:
    assert headings(text, top) == levels


def test_render_markdown_anchors_are_unique_and_leave_the_pages_own() -> None:
    html = render_markdown("# Why\n\n# Why\n\n# Main\n\n# ¿?", has_anchors=True)
    assert re.findall(r'id="([^"]*)"', html) == ["why"]


def test_render_markdown_tables_scroll_and_carry_no_style() -> None:
    html = render_markdown("|a|b|\n|:-:|--:|\n|1|2|")
    assert '<div class="table-wrap" tabindex="0" role="region" aria-label="Table"><table>' in html
    assert "style" not in html


@pytest.mark.parametrize(
    "text",
    [
        "<img src=x onerror=alert(1)>",
        "![x](https://example.org/x.png)",
        "[x](data:text/html,x)",
        "<javascript:alert(1)>",
    ],
)
def test_render_markdown_lets_nothing_active_through(text: str) -> None:
    html = render_markdown(text)
    assert "<img" not in html
    assert 'href="data' not in html
    assert 'href="javascript' not in html
