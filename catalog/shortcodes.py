"""Lines such as `{course: ml-specialization}` in a guide's Markdown, which stand for a live card.

A shortcode has a line to itself; a paragraph of nothing but such lines draws their cards side by side. In a sentence, a
list or a quotation it is a mistake; in code it is text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

FEWEST_COMPARED, MOST_COMPARED = 2, 4
FORMS = {
    "course": "{course: slug}",
    "compare": "{compare: slug slug}",
    "plan": "{plan: goal=slug skill=level}",
    "levels": "{levels: skill}",
}
FORMS_TEXT = ", ".join(FORMS.values())
HELP_TEXT = (
    "Markdown; HTML is shown as text. A line of its own, with an empty line before and after, can draw a live card: "
    "{course: ml-specialization} shows a course; {compare: ml-specialization dl-specialization} leads to a comparison "
    f"of {FEWEST_COMPARED} to {MOST_COMPARED} courses; {{plan: goal=deep-learning python=2 school-maths=2 hours=8}} "
    "leads to a path with these answers (levels 0 to 3; hours a week may be left out); {levels: python} shows what the "
    "levels of a skill mean. Such lines directly below each other stand side by side. In `backticks` they stay text."
)
ALONE = re.compile(r"\{[^{}]*\}")
WELL_FORMED = re.compile(r"\{\s*([a-z]+)\s*:\s*([^{}]*?)\s*\}")
MISPLACED = re.compile(rf"\{{\s*(?:{'|'.join(FORMS)})\s*:[^{{}}]*\}}?")
SLUG = re.compile(r"[-\w]+", re.ASCII)
PAIR = re.compile(r"[-\w]+=[-\w.]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Shortcode:
    """`problem` says what is wrong with the writing, in words that follow the line and the shortcode."""

    line: int
    text: str
    name: str
    words: tuple[str, ...]
    problem: str = ""

    @property
    def pairs(self) -> dict[str, str]:
        """What a plan's shortcode gives."""
        return dict(word.split("=", 1) for word in self.words)


def shortcodes_at(tokens: Sequence[Token], index: int) -> list[Shortcode]:
    """Those of the paragraph of the outermost level that opens at `index`; none for any other paragraph or block."""
    opening = tokens[index]
    if opening.type != "paragraph_open" or opening.level != 0 or opening.map is None:
        return []
    lines = [line.strip() for line in tokens[index + 1].content.splitlines()]
    if not all(ALONE.fullmatch(line) for line in lines):
        return []
    return [read_shortcode(line, number) for number, line in enumerate(lines, start=opening.map[0] + 1)]


def read_shortcode(text: str, line: int) -> Shortcode:
    found = WELL_FORMED.fullmatch(text)
    if found is None:
        return Shortcode(line, text, "", (), f"write one of {FORMS_TEXT}")
    name, words = found[1], tuple(found[2].split())
    return Shortcode(line, text, name, words, problem_with(name, words))


def problem_with(name: str, words: Sequence[str]) -> str:
    if name not in FORMS:
        return f"there is no shortcode “{name}”; write one of {FORMS_TEXT}"
    fits = all((PAIR if name == "plan" else SLUG).fullmatch(word) for word in words)
    match name:
        case "compare":
            fits = fits and FEWEST_COMPARED <= len(set(words)) == len(words) <= MOST_COMPARED
            more = f", with {FEWEST_COMPARED} to {MOST_COMPARED} different courses"
        case "plan":
            keys = [word.split("=", 1)[0] for word in words]
            fits = fits and "goal" in keys and len(set(keys)) == len(keys)
            more = ", with a goal and each skill once"
        case _:
            fits = fits and len(words) == 1
            more = ""
    return "" if fits else f"write it as {FORMS[name]}{more}"


def shortcodes_in(tokens: Sequence[Token]) -> list[Shortcode]:
    """All that look like one, wherever they stand, in the order of their lines."""
    placed = [code for index in range(len(tokens)) for code in shortcodes_at(tokens, index)]
    return sorted([*placed, *misplaced(tokens)], key=lambda code: code.line)


def misplaced(tokens: Sequence[Token]) -> Iterator[Shortcode]:
    """Shortcodes within sentences, lists, headings, quotations and tables, where they draw nothing."""
    for index, token in enumerate(tokens):
        if token.type != "inline" or shortcodes_at(tokens, index - 1):
            continue
        line = token.map[0] + 1 if token.map else 1
        for child in token.children or ():
            if child.type in {"softbreak", "hardbreak"}:
                line += 1
            elif child.type == "text" and (found := MISPLACED.search(child.content)):
                yield Shortcode(line, found[0], "", (), "a shortcode needs a paragraph of its own")
