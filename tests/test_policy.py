"""Nothing inline and nothing from elsewhere: what the content policy forbids is not in our templates either."""

import re
from pathlib import Path

import pytest
from django.test import Client

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted(path for path in ROOT.glob("[!.]*/**/*.html") if "templates" in path.parts)
STYLES_AND_SCRIPTS = sorted(path for path in (ROOT / "static").rglob("*") if path.suffix in {".css", ".js", ".svg"})
OFF_SITE = r"[\"']?\s*(?:https?:)?//"

FORBIDDEN_IN_HTML = {
    "inline style": r"\sstyle\s*=",
    "style element": r"<style\b",
    "inline handler": r"\son[a-z]+\s*=\s*[\"']",
    "htmx handler": r"\bhx-on\b",
    "javascript address": r"javascript:",
    "inline script": r"<script(?![^>]*\ssrc=)(?![^>]*\stype=\"application/(?:ld\+)?json\")",
    "resource from elsewhere": r"<(?!a\b)[a-z]+\b[^>]*\s(?:src|srcset|href|action|data|poster)\s*=\s*" + OFF_SITE,
}
FORBIDDEN_IN_FILES = {
    "resource from elsewhere": r"(?:url\(|@import|\bimport\b|fetch\(|\bsrc\s*=|href\s*=)\s*\(?" + OFF_SITE,
    "code from text": r"\beval\(|new Function\(|\.innerHTML\s*=|\.outerHTML\s*=|insertAdjacentHTML|document\.write",
}
POLICY = {
    "default-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "manifest-src 'self'",
    "img-src 'self' data:",
}


def found(text: str, patterns: dict[str, str]) -> list[str]:
    return [name for name, pattern in patterns.items() if re.search(pattern, text, re.IGNORECASE)]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_template_keeps_the_policy(path: Path) -> None:
    assert found(path.read_text(), FORBIDDEN_IN_HTML) == []


@pytest.mark.parametrize("path", STYLES_AND_SCRIPTS, ids=name_of)
def test_static_file_keeps_the_policy(path: Path) -> None:
    assert found(path.read_text(), FORBIDDEN_IN_FILES) == []


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color: red">',
        "<style>p {}</style>",
        '<body onload="go()">',
        '<p hx-on:click="go()">',
        '<a href="javascript:go()">',
        "<script>go()</script>",
        '<script type="module">go()</script>',
        '<script src="https://elsewhere.example/x.js"></script>',
        '<link rel="stylesheet" href="//elsewhere.example/x.css">',
        "<form\n  action='http://elsewhere.example/'>",
    ],
)
def test_scanner_sees_a_planted_violation(text: str) -> None:
    assert found(text, FORBIDDEN_IN_HTML)


@pytest.mark.parametrize(
    "text",
    [
        "<script src=\"{% static 'js/dials.js' %}\" defer></script>",
        '<script type="application/ld+json">{}</script>',
        '<a href="https://courses.example.org/">course</a>',
        '<img alt="" src="{% static \'img/line.svg\' %}">',
    ],
)
def test_scanner_lets_what_is_allowed_pass(text: str) -> None:
    assert found(text, FORBIDDEN_IN_HTML) == []


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/courses/", "/healthz", "/accounts/login/", "/admin/", "/no-such-page/"])
def test_every_answer_carries_the_policy(client: Client, address: str) -> None:
    header = client.get(address).headers["Content-Security-Policy"]
    assert {directive.strip() for directive in header.split(";")} == POLICY


def test_no_file_names_a_place_of_one_machine() -> None:
    places = re.compile(r"(?<![\w./])/(?:work|root|home|Users)/\w")
    kinds = {".py", ".html", ".css", ".js", ".json", ".md", ".txt", ".in", ".toml", ".svg", ""}
    files = (path for path in ROOT.glob("[!.]*/**/*") if path.is_file() and "__pycache__" not in path.parts)
    named = [*(path for path in ROOT.iterdir() if path.is_file() and path.name != ".git"), *files]
    readable = [path for path in named if path.suffix in kinds and path.name not in {".env", "test_policy.py"}]
    assert [name_of(path) for path in readable if places.search(path.read_text(errors="replace"))] == []
