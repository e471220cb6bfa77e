"""Courses side by side: what each asks and teaches, and which comes first for whom.

Works on the catalogue alone. No verdict depends on the order in which the courses are named.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from advisor.snapshot import Catalogue, CourseFacts

Levels = Mapping[str, int]
VerdictKind = Literal[
    "part",
    "newer",
    "nothing",
    "known",
    "required",
    "directly",
    "helpful",
    "ready",
    "covers",
    "shorter",
    "level",
    "either",
]

MATHS = ("school-maths", "linear-algebra", "calculus", "probability-statistics")
COURSE_LEVELS = ("beginner", "intermediate", "advanced")
# The two readers whom answers to nobody in particular speak to; of the first see `newcomer_to`.
NEWCOMER = {"school-maths": 2, "python": 1}
KNOWS_BASICS = {
    "school-maths": 2,
    "linear-algebra": 1,
    "calculus": 1,
    "probability-statistics": 1,
    "python": 2,
    "supervised-learning": 2,
    "unsupervised-learning": 2,
    "model-evaluation": 2,
    "neural-networks": 1,
}


@dataclass(frozen=True, slots=True)
class Side:
    """One course or bundle. `requires` and `helpful` are what must be brought, not what an earlier part teaches.

    `members` are the courses in it that can be planned, in order; `minutes` are low, expected and high.
    """

    facts: CourseFacts
    members: tuple[str, ...]
    requires: Levels
    helpful: Levels
    outcomes: Levels
    minutes: tuple[int, int, int] | None
    is_estimate: bool

    @property
    def slug(self) -> str:
        return self.facts.slug


@dataclass(frozen=True, slots=True)
class Gap:
    """What is not held when `course` is begun."""

    course: str
    required: Levels
    helpful: Levels


@dataclass(frozen=True, slots=True)
class Verdict:
    """Which of two comes first, None when nothing says so, and the levels that decide it.

    "part": `second` is in `first`. "newer": `first` replaces `second`. "known": all that `second` teaches is held;
    "nothing": of both. "required", "helpful": `second` asks for `because`, which `first` teaches. "directly": `first`
    asks for `because`, which `second` teaches and the learner holds. "ready": all that `first` requires is held, and
    `second` requires `because`. "covers": `second` teaches nothing new that `first` does not; "shorter": nor the other
    way round, and `first` takes less time. "level": by the providers' own levels. `missing` is what the learner lacks
    for `first`, `between` what is lacking for `second` after it.
    """

    kind: VerdictKind
    first: str | None
    second: str | None
    because: Levels
    missing: Levels
    between: Levels


@dataclass(frozen=True, slots=True)
class Overlap:
    one: str
    other: str
    per_cent: int


def side_of(catalogue: Catalogue, slug: str) -> Side:
    """Raises KeyError for a course that is not in the catalogue."""
    course = catalogue.courses[slug]
    parts = [catalogue.courses[part] for part, _ in course.parts if part in catalogue.courses]
    known = [part.minutes for part in parts if part.minutes]
    summed = bool(parts) and len(known) == len(parts)
    minutes = (
        (sum(m[0] for m in known), sum(m[1] for m in known), sum(m[2] for m in known)) if summed else course.minutes
    )
    return Side(
        facts=course,
        members=tuple(each.slug for each in parts or [course] if each.minutes is not None and each.is_published),
        requires=_brought(catalogue, (course, *parts), "requires"),
        helpful=_brought(catalogue, (course, *parts), "helpful"),
        outcomes=_in_vocabulary(catalogue, catalogue.outcomes(slug)),
        minutes=minutes,
        is_estimate=any("realistic_hours" in each.unsure for each in (course, *(parts if summed else ()))),
    )


def newcomer_to(sides: Iterable[Side]) -> dict[str, int]:
    """What a newcomer holds who has not yet reached what any of the sides teaches."""
    held = dict(NEWCOMER)
    for side in sides:
        for skill, level in side.outcomes.items():
            held[skill] = min(held.get(skill, 0), level - 1)
    return {skill: level for skill, level in held.items() if level}


def _in_vocabulary(catalogue: Catalogue, levels: Levels) -> dict[str, int]:
    return {skill: levels[skill] for skill in catalogue.skills if levels.get(skill)}


def _brought(catalogue: Catalogue, courses: Sequence[CourseFacts], which: str) -> dict[str, int]:
    """What is asked before an earlier part teaches it; the first of `courses` is the bundle itself."""
    held: dict[str, int] = {}
    asked: dict[str, int] = {}
    for course in courses:
        for skill, level in getattr(course, which).items():
            if level > held.get(skill, 0):
                asked[skill] = max(level, asked.get(skill, 0))
        if course is not courses[0]:
            held = raised(held, course.teaches)
    return _in_vocabulary(catalogue, asked)


def raised(held: Levels, by: Levels) -> dict[str, int]:
    return {skill: max(held.get(skill, 0), by.get(skill, 0)) for skill in {**held, **by}}


def missing(wanted: Levels, held: Levels) -> dict[str, int]:
    """The levels wanted that are above those held."""
    return {skill: level for skill, level in wanted.items() if level > held.get(skill, 0)}


def total(levels: Levels) -> int:
    return sum(levels.values())


def given(wanted: Levels, by: Levels, held: Levels) -> dict[str, int]:
    """Of what is wanted and not held, the levels that `by` brings the learner to."""
    return {
        skill: min(level, by[skill])
        for skill, level in missing(wanted, held).items()
        if by.get(skill, 0) > held.get(skill, 0)
    }


def overlap(one: Levels, other: Levels) -> int:
    """Levels that both teach, in per cent of the levels that at least one of them teaches; 0 when neither teaches."""
    either = total(raised(one, other))
    both = sum(min(level, other.get(skill, 0)) for skill, level in one.items())
    return round(100 * both / either) if either else 0


def overlaps(sides: Iterable[Side]) -> list[Overlap]:
    return [Overlap(a.slug, b.slug, overlap(a.outcomes, b.outcomes)) for a, b in combinations(sides, 2)]


def decide(one: Side, other: Side, held: Levels) -> Verdict:
    """The verdict for a learner who holds these levels; swapping the two changes nothing."""
    ways = ((one, other), (other, one))
    for find in (_by_edition, _by_news, _by_requirement, _by_help, _by_holding, _by_readiness, _by_cover, _by_level):
        found = [verdict for first, second in ways if (verdict := find(first, second, held))]
        if found:
            return found[0]
    return Verdict("either", None, None, {}, {}, {})


def _verdict(kind: VerdictKind, first: Side, second: Side, because: Levels, held: Levels) -> Verdict:
    after = raised(held, first.outcomes)
    lacking = missing(first.requires, held), missing(second.requires, after)
    return Verdict(kind, first.slug, second.slug, because, *lacking)


def _by_edition(first: Side, second: Side, held: Levels) -> Verdict | None:
    if second.slug in {part for part, _ in first.facts.parts}:
        return _verdict("part", first, second, {}, held)
    if second.facts.superseded_by == first.slug:
        return _verdict("newer", first, second, {}, held)
    return None


def _by_news(first: Side, second: Side, held: Levels) -> Verdict | None:
    news = missing(first.outcomes, held), missing(second.outcomes, held)
    if not second.outcomes or news[1]:
        return None
    if not news[0]:
        return Verdict("nothing", None, None, {}, {}, {})
    return _verdict("known", first, second, second.outcomes, held)


def _by_requirement(first: Side, second: Side, held: Levels) -> Verdict | None:
    forth, back = given(second.requires, first.outcomes, held), given(first.requires, second.outcomes, held)
    return _verdict("required", first, second, forth, held) if total(forth) > total(back) else None


def _by_help(first: Side, second: Side, held: Levels) -> Verdict | None:
    forth, back = given(second.helpful, first.outcomes, held), given(first.helpful, second.outcomes, held)
    return _verdict("helpful", first, second, forth, held) if total(forth) > total(back) else None


def _by_holding(first: Side, second: Side, held: Levels) -> Verdict | None:
    forth, back = given(first.requires, second.outcomes, {}), given(second.requires, first.outcomes, {})
    still = given(first.requires, second.outcomes, held)
    return _verdict("directly", first, second, forth, held) if total(forth) > total(back) and not still else None


def _by_readiness(first: Side, second: Side, held: Levels) -> Verdict | None:
    lacking = missing(second.requires, held)
    return _verdict("ready", first, second, lacking, held) if lacking and not missing(first.requires, held) else None


def _by_cover(first: Side, second: Side, held: Levels) -> Verdict | None:
    news, others = missing(first.outcomes, held), missing(second.outcomes, held)
    if not others or missing(others, first.outcomes):
        return None
    if missing(news, second.outcomes):
        return _verdict("covers", first, second, others, held)
    if first.minutes and second.minutes and first.minutes[1] < second.minutes[1]:
        return _verdict("shorter", first, second, others, held)
    return None


def _by_level(first: Side, second: Side, held: Levels) -> Verdict | None:
    ranks = [COURSE_LEVELS.index(side.facts.level) for side in (first, second)]
    return _verdict("level", first, second, {}, held) if ranks[0] < ranks[1] else None


def in_best_order(sides: Sequence[Side], held: Levels) -> tuple[Side, ...]:
    """First whatever asks least of the others, then what the verdicts put first; ties by slug."""
    left, levels = sorted(sides, key=lambda side: side.slug), dict(held)
    chosen: list[Side] = []
    while left:
        best = min(left, key=lambda side: (_waits(side, left, levels), side.slug))
        chosen.append(best)
        left.remove(best)
        levels = raised(levels, best.outcomes)
    return tuple(chosen)


def _waits(side: Side, left: Sequence[Side], held: Levels) -> tuple[int, int]:
    others = [other for other in left if other is not side]
    asked = [given(side.requires, other.outcomes, held) for other in others if _forces(other, side, held)]
    verdicts = [decide(side, other, held) for other in others]
    return sum(map(total, asked)), sum(verdict.second == side.slug for verdict in verdicts)


def _forces(first: Side, second: Side, held: Levels) -> bool:
    verdict = decide(first, second, held)
    return verdict.kind == "required" and verdict.first == first.slug


def gaps_of(catalogue: Catalogue, sequence: Iterable[Side], held: Levels) -> tuple[Gap, ...]:
    """What is not held at each course when the sides are taken one after the other and nothing else."""
    levels, seen, found = dict(held), set[str](), []
    for side in sequence:
        for slug in (
            *([side.slug] if side.facts.is_bundle else []),
            *(part for part in side.members if part not in seen),
        ):
            course = catalogue.courses[slug]
            required, helpful = missing(course.requires, levels), missing(course.helpful, levels)
            if required or helpful:
                found.append(Gap(slug, required, helpful))
            if slug != side.slug or not side.facts.is_bundle:
                levels = raised(levels, course.teaches)
        levels = raised(levels, side.outcomes)
        seen.update(side.members)
    return tuple(found)
