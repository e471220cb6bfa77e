"""What the planner is asked and what it answers, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field

RATING_TOP = 500
"""Ratings are hundredths of stars, so five stars."""

RATING_UNKNOWN = 400
"""What a course without a rating counts as."""


@dataclass(frozen=True, slots=True)
class Course:
    """One course; `minutes` of study, `price` in cents when taken on its own, `rating` 0..500 or None.

    `requires`, `helps` and `teaches` map a skill to a level.
    """

    id: str
    minutes: int
    price: int
    rating: int | None
    language: str
    style: tuple[str, ...]
    requires: Mapping[str, int]
    helps: Mapping[str, int]
    teaches: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Program:
    """Courses sold together for one `fee` (cents); a part follows the part before it unless it is standalone."""

    id: str
    parts: tuple[str, ...]
    fee: int
    standalone: frozenset[str]


@dataclass(frozen=True, slots=True)
class Catalog:
    skills: tuple[str, ...]
    max_level: int
    courses: tuple[Course, ...]
    programs: tuple[Program, ...]


@dataclass(frozen=True, slots=True)
class Weights:
    """Points for a minute, a cent, a minute times a hundredth of a star below five, a missed style, an unmet help."""

    minute: int = 1
    cent: int = 0
    quality: int = 0
    style: int = 0
    help: int = 0


@dataclass(frozen=True, slots=True)
class Filters:
    """`exclude` names courses and programs; an empty `languages` allows every language."""

    free_only: bool = False
    languages: frozenset[str] = frozenset()
    exclude: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Learner:
    """Who asks: levels held, levels wanted, and what may be planned.

    `budget` caps the money in cents. `surcharges` adds points to a course by its id. `prices` are cents due for a
    course however it is taken, on its own or within a program; they replace its own price. `dismissed` holds pairs of
    course and skill: what that course asks of that skill, required or helpful, counts as held when it is taken.
    With `credits_taken` off, `levels` say all that is held: courses taken are done, but give nothing beyond that.
    """

    levels: Mapping[str, int]
    goal: Mapping[str, int]
    taken: frozenset[str] = frozenset()
    pinned: frozenset[str] = frozenset()
    styles: frozenset[str] = frozenset()
    budget: int | None = None
    weights: Weights = Weights()
    filters: Filters = Filters()
    surcharges: Mapping[str, int] = field(default_factory=dict)
    prices: Mapping[str, int] = field(default_factory=dict)
    dismissed: frozenset[tuple[str, str]] = frozenset()
    credits_taken: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """A course, on its own (`program` None) or within a program, and the helps not held when it is taken."""

    course: str
    program: str | None
    unmet_helps: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, order=True)
class Objective:
    """What a plan is judged by, most important first; less is better in each."""

    pinned_missing: int
    levels_missing: int
    points: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps in the order to take them; `money` in cents; `proven` says that nothing better exists."""

    steps: tuple[Step, ...]
    objective: Objective
    money: int
    proven: bool
