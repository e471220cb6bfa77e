"""Statements of sources that disagree, read as values that the planner can try."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from advisor.answers import PRACTICES, STYLES, AnswerSet
from advisor.otherwise import LOADS, Change, Otherwise, Statement, as_free, counts, with_word
from advisor.snapshot import MINUTES_AN_HOUR, Catalogue, CourseFacts
from advisor.versus import side_of
from catalog.models import Claim

HOURS = re.compile(r"(\d+(?:\.\d+)?)(?:\s*(?:–|-|to)\s*(\d+(?:\.\d+)?))? hours?\b(?! (?:a|per|each) | weekly)")
MONTHLY = re.compile(r"(\d+(?:\.\d\d)?) [A-Z]{3} (?:a|per) month")
ONCE = re.compile(r"(\d+(?:\.\d\d)?) [A-Z]{3}\b")
AUDIT_IS_OVER = re.compile(r"\baudit\b.*\b(?:removed|ended|gone|no longer)\b", re.IGNORECASE)
ASKED = re.compile(r"\b(?:assumed|required|needed|necessary|expected)\b", re.IGNORECASE)
DENIED = re.compile(r"\b(?:no|not|none|without)\b", re.IGNORECASE)
LEVELS = {
    3: re.compile(r"\b(?:advanced|strong)\b", re.IGNORECASE),
    2: re.compile(r"\b(?:intermediate|working)\b", re.IGNORECASE),
}
WORDS: Mapping[str, Sequence[str]] = {
    "maths": LOADS,
    "coding": LOADS,
    "style": ("balanced", *STYLES),
    "practice": ("none", *PRACTICES),
}


@dataclass(frozen=True, slots=True)
class Dispute:
    """Several statements of one fact; `courses` are those that can be planned and that it is about."""

    subject: str
    field: str
    courses: tuple[str, ...]
    statements: tuple[Statement, ...]


def read_disputes(catalogue: Catalogue) -> tuple[Dispute, ...]:
    """One query: facts of courses, bundles and platforms on which there is more than one statement."""
    groups: dict[tuple[str, str, bool], list[Statement]] = {}
    rows = Claim.objects.order_by("course__slug", "platform__slug", "field", "-is_chosen", "pk")
    for claim in rows.select_related("course", "platform"):
        subject = claim.course.slug if claim.course else claim.platform.name if claim.platform else ""
        statement = Statement(claim.value, claim.source, claim.as_of, claim.is_chosen, claim.is_link)
        groups.setdefault((subject, claim.field, claim.course is None), []).append(statement)
    return tuple(
        Dispute(subject, field, _courses(catalogue, subject, of_platform=of_platform), tuple(statements))
        for (subject, field, of_platform), statements in groups.items()
        if len(statements) > 1
    )


def _courses(catalogue: Catalogue, subject: str, *, of_platform: bool) -> tuple[str, ...]:
    plannable = {slug: course for slug, course in catalogue.offered.items() if not course.is_bundle}
    if of_platform:
        return tuple(slug for slug, course in plannable.items() if course.platform == subject)
    return tuple(slug for slug in catalogue.members(subject) if slug in plannable)


def disputed(dispute: Dispute, answers: AnswerSet, catalogue: Catalogue) -> tuple[list[Otherwise], bool]:
    """What the statements that were not chosen would make of the courses, and whether one of them can't be read."""
    found, is_unread = [], False
    for statement in dispute.statements:
        if statement.is_chosen:
            continue
        changes = list(_readings(dispute, statement.value, answers, catalogue))
        is_unread |= not changes
        for change in changes:
            courses = tuple(slug for slug in dispute.courses if _is_changed(change, catalogue.courses[slug]))
            if courses:
                found.append(
                    Otherwise(
                        dispute.subject, dispute.field, None, statement.value, None, courses, change, dispute.statements
                    )
                )
    return found, is_unread


def _is_changed(change: Change, facts: CourseFacts) -> bool:
    return change(facts) != facts


def _readings(dispute: Dispute, said: str, answers: AnswerSet, catalogue: Catalogue) -> Iterator[Change]:
    field, is_bundle = dispute.field, dispute.subject not in dispute.courses
    if field in ("requires", "maths") and dispute.subject in catalogue.courses:
        if needs := _needs(field, said, catalogue):
            yield _asking(needs, side_of(catalogue, dispute.subject).requires)
        elif field == "requires" and said.lower().startswith("none"):
            brought = side_of(catalogue, dispute.subject).requires
            yield _asking(dict.fromkeys(brought, 0), brought)
    if field == "realistic_hours" and not is_bundle and (hours := HOURS.findall(said)) and len(hours) == 1:
        yield _taking(*hours[0])
    if field == "price" and counts(field, answers):
        yield from _prices(said, of_platform=dispute.subject not in catalogue.courses)
    if field in WORDS and counts(field, answers):
        yield from (with_word(field, word) for word in WORDS[field] if re.match(rf"{word}\b", said))


def _taking(low: str, high: str) -> Change:
    ends = [int(float(hours) * MINUTES_AN_HOUR) for hours in (low, high or low)]
    return lambda facts: replace(facts, minutes=(ends[0], sum(ends) // 2, ends[1]))


def _prices(said: str, *, of_platform: bool) -> Iterator[Change]:
    if of_platform and AUDIT_IS_OVER.search(said):
        yield _without_audit
    elif of_platform and (monthly := MONTHLY.search(said)):
        yield _with_subscription(int(float(monthly[1]) * 100))
    elif not of_platform and said.lower().startswith("free"):
        yield as_free
    elif not of_platform and (once := ONCE.match(said)):
        cents = int(float(once[1]) * 100)
        yield lambda facts: replace(facts, price_model="one-off", one_off_price=cents)


def _without_audit(facts: CourseFacts) -> CourseFacts:
    return replace(facts, price_model="subscription") if facts.price_model == "audit" else facts


def _with_subscription(cents: int) -> Change:
    return lambda facts: facts if facts.monthly_price is None else replace(facts, monthly_price=cents)


def _needs(field: str, said: str, catalogue: Catalogue) -> dict[str, int]:
    """Levels asked for by skill, 0 for one that is said not to be; a text on maths must say that it is asked for."""
    needs: dict[str, int] = {}
    for clause in re.split(r"[,;.]", said):
        if field == "maths" and not ASKED.search(clause):
            continue
        level = 0 if DENIED.search(clause) else next((one for one, word in LEVELS.items() if word.search(clause)), 1)
        needs |= dict.fromkeys(_skills_in(clause, catalogue), level)
    return needs


def _skills_in(text: str, catalogue: Catalogue) -> Iterable[str]:
    for slug, skill in catalogue.skills.items():
        if re.search(rf"\b(?:{re.escape(skill.name)}|{slug.replace('-', ' ')})\b", text, re.IGNORECASE):
            yield slug


def _asking(needs: Mapping[str, int], brought: Mapping[str, int]) -> Change:
    """The needs as said; a level that an earlier part teaches stays as it is."""

    def change(facts: CourseFacts) -> CourseFacts:
        requires = dict(facts.requires)
        for skill, level in needs.items():
            own = requires.get(skill, 0)
            if own < level or own <= brought.get(skill, 0):
                requires[skill] = level
        return replace(facts, requires={skill: level for skill, level in requires.items() if level})

    return change
