"""Which source stands behind which fact of a course, read from what curators wrote beside each source."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from catalog.models import Claim, Course
from catalog.wording import day_words

# A source names in plain words what was read there; these words stand for a fact. A source that names a fact
# otherwise is still listed at the foot of the page.
WORDS = {
    "title": r"title|names? of the",
    "provider": r"provider|partners?|publisher|made by|maker",
    "platform": r"platform|cohort|community edition",
    "instructors": r"instructors?|teachers?|authors?|lecturers?",
    "level": r"level|beginners?|intermediate",
    "language": r"language of|subtitles",
    "year": r"edition|launched|remake|published in|20[0-2]\d (content|cohort|edition|remake)",
    "parts": r"(three|four|five|six|seven|eight|nine|ten|thirteen|\d+) (of its )?courses|list of the courses|place in",
    "official_hours": r"(?<!realistic )hours|length|weeks?|months|minutes|pace",
    "official_pace": r"pace|weeks?|months",
    "realistic_hours": r"realistic|finishers?|in practice|reported",
    "price": r"free|price|USD|audit(ed)?|paid|subscription|financial aid|licence",
    "certificate": r"certificate",
    "rating": r"ratings?|reviews?",
    "maths": r"maths|mathematical|algebra|calculus",
    "coding": r"coding|no code|programming",
    "style": r"mathematical|intuitive|rigorous|teaching style",
    "practice": r"assignments?|exercises|homework|labs?|projects?|quizzes",
    "tools": r"tools?|software",
    "topics": r"topics?|chapters?|lessons?|modules|contents?|syllabus",
    "requires": r"prerequisites?|assumed|needs|requires|basics? needed|no coding needed",
    "helpful": r"recommended|helpful",
    "teaches": r"skills|outcomes|teaches",
    "outcomes": r"outcomes",
    "best_for": r"best for|audience|meant for|for people",
    "skip_if": r"skip",
    "strengths": r"strengths?|praise|strong",
    "weaknesses": r"weakness(es)?|complaints?|weak points?|easy assignments|rushed",
}
PATTERNS = {field: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for field, words in WORDS.items()}


@dataclass(frozen=True, slots=True)
class Backing:
    """One source of one fact: what it says in the curators' words, and when it was read or written."""

    location: str
    is_link: bool
    says: str
    dated: str
    is_chosen: bool = False


def backings_of(course: Course, claims: Iterable[Claim]) -> Mapping[str, tuple[Backing, ...]]:
    """The sources of each fact, statements first; facts that no source names are left out.

    The course's sources are prefetched; `claims` are those about the course and its platform.
    """
    found: dict[str, list[Backing]] = {}
    for claim in claims:
        dated = f"As of {claim.as_of}." if claim.as_of else "Not dated."
        backing = Backing(claim.source, claim.is_link, claim.value, dated, claim.is_chosen)
        found.setdefault(claim.field, []).append(backing)
    for source in course.sources.all():
        dated = f"Read on {day_words(source.read_on)}." if source.read_on else "Day of reading not recorded."
        for field in fields_named(source.supports):
            found.setdefault(field, []).append(Backing(source.location, source.is_link, source.supports, dated))
    return {field: tuple(backings) for field, backings in found.items()}


def fields_named(supports: str) -> tuple[str, ...]:
    return tuple(field for field, pattern in PATTERNS.items() if pattern.search(supports))
