"""What learners say to know, to lack and to be weak in."""

from collections.abc import Sequence

from advisor.ask.lexicon import Lexicon
from advisor.ask.mentions import find_spans
from advisor.ask.phrases import blank
from advisor.ask.stating import statements
from advisor.versus import KNOWS_BASICS, MATHS, raised
from advisor.versus_orders import WEAK_MATHS

# Whoever knows this knows the basics, and whoever is weak in that is weak in maths.
LEARNS_BASICS, WEAK_FOUNDATION = "supervised-learning", "school-maths"


def take_levels(line: str, lexicon: Lexicon) -> tuple[dict[str, int], str]:
    """What the learner says to know, by skill, and the line without it. What is lacking or weak has the last word."""
    known: dict[str, int] = {}
    lacking: dict[str, int] = {}
    for statement in list(statements(line)):
        part = line[statement.first : statement.end].split()
        skills = [skill for span in find_spans(part, lexicon) for skill in span.get("skill")]
        if not skills:
            continue
        line = blank(line, (statement.first, statement.end))
        if statement.level:
            known |= {skill: max(statement.level, known.get(skill, 0)) for skill in skills}
            if statement.of_basics and LEARNS_BASICS in skills:
                known = raised(KNOWS_BASICS, known)
        else:
            lacking |= dict.fromkeys(skills, 0) if statement.level == 0 else _weak(skills)
    levels = known | lacking
    return {skill: levels[skill] for skill in lexicon.shelf.catalogue.skills if skill in levels}, line


def _weak(skills: Sequence[str]) -> dict[str, int]:
    """As on the page that compares: weak school maths is also none of what stands on it."""
    levels = {skill: 0 if skill in MATHS else 1 for skill in skills}
    return {**levels, **WEAK_MATHS} if WEAK_FOUNDATION in skills else levels
