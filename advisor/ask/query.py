"""A question as it was read: what is wanted, about which courses, within which limits. Plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

Intent = Literal["find", "compare", "order", "cost", "time", "path", "about", "none"]
INTENTS: tuple[Intent, ...] = get_args(Intent)

Sort = Literal["cheapest", "shortest", "gentlest"]


@dataclass(frozen=True, slots=True)
class Filters:
    """Limits on courses, and what the question says of the learner. Slugs exist in the catalogue; None is no limit.

    `words` have to occur in a course's texts;
    `terms` are what the skills were called, which titles may say too. `maths` and `coding` are the heaviest
    load that is welcome. `levels` and `taken` are
    what the learner says to know and to have finished, `weeks` the time they have. `exclude` holds by the name of a
    limit the values that are not wanted; `max_price` is in whole US dollars, `medium` the
    skill that courses teach or ask for because the others are done in it.
    """

    skills: tuple[str, ...] = ()
    level: str | None = None
    free: bool = False
    platform: str | None = None
    provider: str | None = None
    instructor: str | None = None
    max_hours: int | None = None
    language: str | None = None
    certificate: bool = False
    kind: str | None = None
    style: str | None = None
    maths: str | None = None
    coding: str | None = None
    sort: Sort | None = None
    terms: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    goal: str | None = None
    hours_per_week: float | None = None
    weeks: int | None = None
    levels: Mapping[str, int] = field(default_factory=dict)
    taken: tuple[str, ...] = ()
    exclude: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    max_price: int | None = None
    medium: str | None = None

    def as_json(self) -> dict[str, Any]:
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in plain.items()} | {
            "levels": dict(self.levels),
            "exclude": {key: list(values) for key, values in self.exclude.items()},
        }


@dataclass(frozen=True, slots=True)
class Mention:
    """Something that the question names: the courses it can be, or else the skills. None of both: it is not known.

    A soft one may mean just the topic and the provider that its words name.
    """

    text: str
    courses: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    is_soft: bool = False

    @property
    def is_open(self) -> bool:
        return len(self.courses) > 1


Aspect = Literal[
    "facts",
    "needs",
    "skip",
    "worth",
    "teaches",
    "hard",
    "who",
    "certificate",
    "rating",
    "weak",
    "current",
    "fit",
    "tools",
    "maths",
]


@dataclass(frozen=True, slots=True)
class Query:
    """`unread` are words of the question that mean nothing to the catalogue; `after` is what "worth it after" names."""

    text: str
    intent: Intent
    filters: Filters = Filters()
    mentions: tuple[Mention, ...] = ()
    aspect: Aspect = "facts"
    asked_skills: tuple[str, ...] = ()
    after: Mention | None = None
    unread: tuple[str, ...] = ()
    mended: tuple[tuple[str, str], ...] = ()
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of an answer, about a course when `course` is its slug."""

    text: str
    course: str | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of a clarifying question: what it changes in the reading, as parameters of the page's address."""

    label: str
    change: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Clarify:
    question: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """`courses` are the ones meant, best first; `links` are addresses on this site."""

    lead: str
    courses: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    notes: tuple[str, ...] = ()
    clarify: Clarify | None = None
    links: tuple[str, ...] = ()
    goal: str | None = None

    @property
    def text(self) -> str:
        lines = [self.lead]
        lines += [f"- {item.title}: {item.text}" if item.title else f"- {item.text}" for item in self.items]
        return "\n".join([*lines, *self.notes])
