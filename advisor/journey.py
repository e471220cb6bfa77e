"""A plan as it is drawn: lines with stations, and how far its owner is. Works on the plan alone, never plans again."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

# The style sheet has eight line colours; single courses share the first, bundles go round the others.
SINGLE_COLOUR = 1
BUNDLE_COLOURS = (2, 3, 4, 5, 6, 7, 8)

LEVEL_WORDS = ("none", "basics", "working", "strong")

STARTED = "started"
PAUSED = "paused"
DONE = "done"
SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Undo:
    """The last change of a record that can be taken back: its number, what it was, and whether the state moved."""

    change: int
    what: str
    moved_state: bool = True


@dataclass(frozen=True, slots=True)
class Progress:
    """What a person has recorded for one course."""

    state: str = ""
    started_on: date | None = None
    finished_on: date | None = None
    skip_reason: str = ""
    undo: Undo | None = None

    @property
    def is_closed(self) -> bool:
        """Nothing more is to be done for it."""
        return self.state in (DONE, SKIPPED)


@dataclass(frozen=True, slots=True)
class Station:
    """One course of a path. Hours are study hours; `teaches` names skills with the level's word.

    `mark` says what changed about it; `or_else` are courses, by slug and title, that would do in its place.
    `serves` are skills, by slug and name, that the goal does not want itself and later steps ask for.
    """

    slug: str
    number: int
    title: str
    source: str
    low: float
    high: float
    is_estimate: bool
    starts_on: date
    finishes_on: date
    alongside: bool
    text: str
    teaches: tuple[tuple[str, str], ...]
    best_for: str
    skip_if: str
    weaknesses: tuple[str, ...]
    payment: str
    progress: Progress
    is_next: bool
    mark: str = ""
    or_else: tuple[tuple[str, str], ...] = ()
    serves: tuple[tuple[str, str], ...] = ()

    @property
    def hours(self) -> str:
        return hours_text(self.low, self.high)

    @property
    def is_done(self) -> bool:
        return self.progress.state == DONE

    @property
    def is_started(self) -> bool:
        return self.progress.state == STARTED

    @property
    def is_paused(self) -> bool:
        return self.progress.state == PAUSED

    @property
    def is_skipped(self) -> bool:
        return self.progress.state == SKIPPED


@dataclass(frozen=True, slots=True)
class Line:
    """Neighbouring stations of one bundle, or single courses, in one colour; `title` is empty for single courses."""

    title: str
    slug: str
    colour: int
    stations: tuple[Station, ...]


@dataclass(frozen=True, slots=True)
class Journey:
    """`arrives_low` and `arrives_high` are the days for the low and the high estimate of the hours."""

    lines: tuple[Line, ...]
    stations: tuple[Station, ...]
    hours: str
    starts_on: date | None
    arrives_on: date
    arrives_low: date | None
    arrives_high: date | None
    finish_by: date | None

    @property
    def total(self) -> int:
        return len(self.stations)

    @property
    def done(self) -> int:
        return sum(station.is_done for station in self.stations)

    @property
    def skipped(self) -> int:
        return sum(station.is_skipped for station in self.stations)

    @property
    def is_complete(self) -> bool:
        return self.done + self.skipped == self.total

    @property
    def next(self) -> Station | None:
        return next((station for station in self.stations if station.is_next), None)

    @property
    def hours_left(self) -> str:
        waiting = [station for station in self.stations if not station.progress.is_closed]
        return hours_text(sum(station.low for station in waiting), sum(station.high for station in waiting))


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another path to the same goal; `more` and `less` are titles of courses compared with the path shown."""

    prefer: str
    hours: str
    weeks: int
    arrives_on: date | None
    cost: Mapping[str, Any]
    courses: int
    more: tuple[str, ...]
    less: tuple[str, ...]


def hours_text(low: float, high: float) -> str:
    """28–45 hours; from ten hours on in whole hours, since no estimate is finer than that."""
    ends = [f"{end:.0f}" if end >= 10 else f"{round(end, 1):g}" for end in (low, high)]
    unit = "hour" if ends[-1] == "1" else "hours"
    return f"{'–'.join(dict.fromkeys(ends))} {unit}"


def draw(
    plan: Mapping[str, Any],
    *,
    skills: Mapping[str, str] | None = None,
    progress: Mapping[str, Progress] | None = None,
    marks: Mapping[str, str] | None = None,
) -> Journey:
    """`skills` names skills by slug, `progress` and `marks` are by course; next is as in `next_course`."""
    steps = plan["steps"]
    done = progress or {}
    upcoming = next_course(steps, done)
    stations = [
        _station(step, number, skills or {}, done.get(step["course"], Progress()), step["course"] == upcoming)
        for number, step in enumerate(steps, start=1)
    ]
    stations = [replace(station, mark=(marks or {}).get(station.slug, "")) for station in stations]
    return Journey(
        lines=tuple(_lines(steps, stations)),
        stations=tuple(stations),
        hours=hours_text(plan["hours"]["low"], plan["hours"]["high"]),
        starts_on=_day(plan.get("starts")),
        arrives_on=date.fromisoformat(plan["finishes"]),
        arrives_low=_day(plan.get("finishes_low")),
        arrives_high=_day(plan.get("finishes_high")),
        finish_by=_day((plan.get("finish_by") or {}).get("date")),
    )


def alternatives(plan: Mapping[str, Any]) -> list[Alternative]:
    """The other paths that the plan names, told by what they have more and less than it."""
    own = {step["course"]: step["title"] for step in plan["steps"]}
    rivals = []
    for other in plan["alternatives"]:
        titles = dict(zip(other["courses"], other.get("titles", other["courses"]), strict=True))
        rivals.append(
            Alternative(
                prefer=other["prefer"],
                hours=hours_text(other["hours"]["low"], other["hours"]["high"]),
                weeks=other["weeks"],
                arrives_on=_day(other.get("finishes")),
                cost=other["cost"],
                courses=len(titles),
                more=tuple(title for slug, title in titles.items() if slug not in own),
                less=tuple(title for slug, title in own.items() if slug not in titles),
            )
        )
    return rivals


def next_course(steps: Sequence[Mapping[str, Any]], progress: Mapping[str, Progress]) -> str | None:
    """A started course, else the first open one; a paused one only when nothing else is open."""
    recorded = {step["course"]: progress.get(step["course"], Progress()) for step in steps}
    waiting = [slug for slug, held in recorded.items() if not held.is_closed]
    turn = (STARTED, "", PAUSED)
    return min(waiting, key=lambda slug: turn.index(recorded[slug].state), default=None)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _lines(steps: Sequence[Mapping[str, Any]], stations: Sequence[Station]) -> Iterator[Line]:
    colours: dict[str, int] = {}
    pairs = zip(steps, stations, strict=True)
    for bundle, group in groupby(pairs, key=lambda pair: pair[0]["within"]):
        members = list(group)
        if bundle is None:
            yield Line("", "", SINGLE_COLOUR, tuple(station for _, station in members))
            continue
        colour = colours.setdefault(bundle, BUNDLE_COLOURS[len(colours) % len(BUNDLE_COLOURS)])
        title = members[0][0].get("within_title") or bundle
        yield Line(title, bundle, colour, tuple(station for _, station in members))


def _served(step: Mapping[str, Any]) -> tuple[str, ...]:
    """Skills that the step is there for because later ones ask for them, unless the goal wants them too."""
    because = step.get("because", ())
    wanted = {reason["skill"] for reason in because if reason["kind"] == "target"}
    asked = [reason["skill"] for reason in because if reason["kind"] in ("prerequisite", "helpful") and reason["for"]]
    return tuple(dict.fromkeys(skill for skill in asked if skill not in wanted))


def _station(
    step: Mapping[str, Any], number: int, skills: Mapping[str, str], progress: Progress, is_next: bool
) -> Station:
    makers = dict.fromkeys(name for name in (step.get("provider"), step.get("platform")) if name)
    return Station(
        slug=step["course"],
        number=number,
        title=step["title"],
        source=" on ".join(makers),
        low=step["hours"]["low"],
        high=step["hours"]["high"],
        is_estimate=bool(step.get("hours_estimated")),
        starts_on=date.fromisoformat(step["starts"]),
        finishes_on=date.fromisoformat(step["finishes"]),
        alongside=step["alongside"],
        text=step["text"],
        teaches=tuple((skills.get(skill, skill), LEVEL_WORDS[level]) for skill, level in step["teaches"].items()),
        best_for=step.get("best_for", ""),
        skip_if=step.get("skip_if", ""),
        weaknesses=tuple(step.get("weaknesses", ())),
        payment=step.get("payment", ""),
        progress=progress,
        is_next=is_next,
        serves=tuple((skill, skills.get(skill, skill)) for skill in _served(step)),
        or_else=tuple((other["course"], other["title"]) for other in step.get("or_else", ())),
    )
