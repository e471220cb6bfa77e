"""An impact as the review page shows it: sentences, rows and bars. Few people are never told apart."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, assert_never

from advisor.impact.edits import Edit
from advisor.impact.idle import Idle, titles_of
from advisor.impact.outcomes import Shift
from advisor.impact.personas import PersonaEffect
from advisor.impact.previewing import Impact
from advisor.impact.tally import SMALLEST_GROUP, Spread, spread
from advisor.snapshot import Catalogue

# The longest bar of the picture, in its own units.
BAR_WIDTH = 118


@dataclass(frozen=True, slots=True)
class Bar:
    title: str
    count: str
    width: float


@dataclass(frozen=True, slots=True)
class Picture:
    """Courses by the number of paths, the most first; `seldom` are titles of those on too few paths to be counted."""

    bars: tuple[Bar, ...]
    seldom: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonaRow:
    """`changes` are sentences; `verdict` says how the expectations fare."""

    name: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    changes: tuple[str, ...]
    verdict: str
    broken: tuple[str, ...]
    mended: tuple[str, ...]


def shown_count(count: int) -> str:
    """A number of people's paths, no number for a few."""
    if 0 < count < SMALLEST_GROUP:
        return f"fewer than {SMALLEST_GROUP}"
    return f"{count:,}"


def summary(impact: Impact) -> str:
    personas = sum(effect.is_other_plan for effect in impact.personas)
    of_personas = f"{personas} of {len(impact.personas)} {'persona' if len(impact.personas) == 1 else 'personas'}"
    return f"{of_personas} and {shown_count(impact.tally.changed)} of {shown_count(impact.total)} paths would change."


def page(impact: Impact, edit: Edit) -> dict[str, Any]:
    """What the template shows of a preview that is whole."""
    before, after = edit.before.catalogue, edit.after.catalogue
    tally = impact.tally
    return {
        "summary": summary(impact),
        "personas": [_persona_row(effect, before, after) for effect in impact.personas if not effect.is_none],
        "unchanged_personas": sum(effect.is_none for effect in impact.personas),
        "failing": [
            (effect.persona.name, effect.after.faults)
            for effect in impact.personas
            if effect.after.faults and effect.is_none
        ],
        "paths": list(_path_sentences(impact)),
        "dropped": _picture(tally.dropped, after, before),
        "added": _picture(tally.added, after, before),
        "skills": list(_skill_sentences(impact, after)),
        "shifts": list(_shift_sentences(impact)),
        "unreached": [
            (row.goal, f"as “{row.start}”" if row.start else "knowing nothing", ", ".join(row.skills))
            for row in impact.unreached
        ],
        "goals_gone": impact.goals_gone,
        "idle": [(_title(idle.course, after, before), idle_sentence(idle, after, before)) for idle in impact.idle],
        "loops": impact.loops,
        "bar_width": BAR_WIDTH + 2,
    }


def _title(slug: str, *catalogues: Catalogue) -> str:
    return titles_of([slug], *catalogues)[slug]


def _persona_row(effect: PersonaEffect, before: Catalogue, after: Catalogue) -> PersonaRow:
    if effect.broken:
        verdict = "no longer as expected"
    elif effect.after.faults:
        verdict = "still not as expected"
    else:
        verdict = "now as expected" if effect.mended else "as expected"
    courses = [side.outcome.courses if side.outcome else () for side in (effect.before, effect.after)]
    return PersonaRow(
        name=effect.persona.name,
        before=tuple(_title(slug, before) for slug in courses[0]),
        after=tuple(_title(slug, after) for slug in courses[1]),
        changes=tuple(_changes(effect.shift, before, after)) if effect.shift else (),
        verdict=verdict,
        broken=effect.broken,
        mended=effect.mended,
    )


def _changes(shift: Shift, before: Catalogue, after: Catalogue) -> Iterator[str]:
    found = shift.difference
    for what, slugs in (("Out", found.dropped), ("In", found.added), ("Elsewhere in the order", found.moved)):
        if slugs:
            yield f"{what}: {', '.join(_title(slug, after, before) for slug in slugs)}"
    for what, skills in (("Not reached any more", shift.lost), ("Now reached", shift.gained)):
        if skills:
            yield f"{what}: {', '.join(after.skills[skill].name for skill in skills)}"
    if found.hours:
        yield _more_or_less(found.hours, "hours")
    if found.cost and found.is_priced:
        yield _more_or_less(found.cost, found.currency)


def _more_or_less(amount: float, unit: str) -> str:
    return f"{abs(amount):,.10g} {unit} {'more' if amount > 0 else 'less'}"


def _path_sentences(impact: Impact) -> Iterator[str]:
    tally = impact.tally
    told = (
        (tally.other_figures, "keep their courses at other hours or cost"),
        (tally.reordered, "have the same courses in another order"),
        (tally.without_goal, "have nothing left to aim at"),
        (tally.proposed, "would be offered a better path"),
        (tally.withdrawn, "would lose the offer of a better path that they have now"),
    )
    for count, what in told:
        if count:
            yield f"{shown_count(count).capitalize()} {what}."


def _picture(counts: Counter[str], *catalogues: Catalogue) -> Picture | None:
    if not counts:
        return None
    top = max(counts.values())
    ranked = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
    return Picture(
        bars=tuple(
            Bar(_title(slug, *catalogues), f"{count:,}", round(count / top * BAR_WIDTH, 1))
            for slug, count in ranked
            if count >= SMALLEST_GROUP
        ),
        seldom=tuple(sorted(_title(slug, *catalogues) for slug, count in ranked if count < SMALLEST_GROUP)),
    )


def _skill_sentences(impact: Impact, after: Catalogue) -> Iterator[str]:
    counted: tuple[tuple[Mapping[str, int], str], ...] = (
        (impact.tally.lost, "out of reach on"),
        (impact.tally.gained, "within reach on"),
    )
    for skills, what in counted:
        for skill, count in sorted(skills.items(), key=lambda entry: (-entry[1], entry[0])):
            name = after.skills[skill].name if skill in after.skills else skill
            yield f"{name}: now {what} {shown_count(count)} {'path' if count == 1 else 'paths'}."


def _shift_sentences(impact: Impact) -> Iterator[str]:
    if hours := spread(impact.tally.hours):
        yield _spread_sentence(hours, "hours")
    for currency, amounts in sorted(impact.tally.cost.items()):
        if cost := spread(amounts):
            yield _spread_sentence(cost, currency)


def _spread_sentence(found: Spread, unit: str) -> str:
    middle = _more_or_less(found.median, unit) if found.median else f"no change in {unit}"
    return f"Of the paths that move, the middle one has {middle}, the furthest {_more_or_less(found.largest, unit)}."


def idle_sentence(idle: Idle, *catalogues: Catalogue) -> str:
    """Why nobody could be recommended the course; the first catalogue names what it can."""
    rival = f"“{_title(idle.rival, *catalogues)}”"
    match idle.why:
        case "not-offered":
            return "It is not offered."
        case "no-hours":
            return "Nobody has entered its hours."
        case "older":
            return f"{rival} is the newer edition."
        case "unreachable":
            skill = catalogues[0].skills[idle.skill].name
            return f"It requires {skill} at level {idle.level}, to which no courses here lead."
        case "useless":
            return "No goal, and no course on the way to one, asks for anything it teaches."
        case "dominated":
            return f"{rival} teaches as much, asks for no more, and takes no more time or money."
        case _:
            assert_never(idle.why)
