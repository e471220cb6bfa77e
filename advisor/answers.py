"""A learner's answers as checked values, and their plain JSON form."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from dataclasses import field as with_default
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal, cast, get_args

from advisor.snapshot import Catalogue

Style = Literal["intuitive", "mathematical"]
Practice = Literal["scaffolded", "guided", "from-scratch"]
Preference = Literal["balanced", "fastest", "cheapest", "gentlest"]

STYLES: tuple[Style, ...] = get_args(Style)
PRACTICES: tuple[Practice, ...] = get_args(Practice)
PREFERENCES: tuple[Preference, ...] = get_args(Preference)

TOP_LEVEL = 3
DEFAULT_HOURS_PER_WEEK = Decimal(5)
MOST_HOURS_PER_WEEK = 100
# A century is longer than anybody plans, and keeps dates within what a calendar can hold.
LATEST_YEARS_AHEAD = 100
# More than any course bundle costs; keeps sums within what databases hold.
MOST_MONEY = 1_000_000


class AnswerError(ValueError):
    """An answer that can't be used: the field, and a sentence that says what would be right."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message


@dataclass(frozen=True, slots=True)
class Budget:
    """`total` and `monthly` are amounts of `currency`; None means no limit."""

    free_only: bool = False
    total: Decimal | None = None
    monthly: Decimal | None = None
    currency: str = "USD"


@dataclass(frozen=True, slots=True)
class AnswerSet:
    """Everything a plan depends on, apart from the catalogue. Levels are 0 to 3; slugs exist in the catalogue.

    Two fields go beyond the first interface, and may be left out of the data: `overrides` are levels that win over
    what is said in `levels` and over what finished courses give, `{}` by default. `dismissed` are skills that no course
    of the plan is to ask for; they count as held where a course requires them or is easier with them, and not towards
    the targets. None by default.
    """

    goal: str | None
    targets: Mapping[str, int]
    levels: Mapping[str, int]
    taken: tuple[str, ...]
    pinned: tuple[str, ...]
    exclude: tuple[str, ...]
    exclude_teaching: tuple[str, ...]
    hours_per_week: Decimal
    start: date
    finish_by: date | None = None
    budget: Budget = with_default(default_factory=Budget)
    languages: tuple[str, ...] = ("en",)
    certificate: bool = False
    style: Style | None = None
    practice: Practice | None = None
    prefer: Preference = "balanced"
    overrides: Mapping[str, int] = with_default(default_factory=dict)
    dismissed: tuple[str, ...] = ()

    def __hash__(self) -> int:
        """Equal answers have equal hashes; the mappings, which have none, are told apart by comparing."""
        return hash((self.goal, self.taken, self.exclude, self.hours_per_week, self.start, self.budget, self.prefer))

    @property
    def weekly_minutes(self) -> int:
        return max(1, int(self.hours_per_week * 60))

    def as_json(self) -> dict[str, Any]:
        """As in the first interface, a goal standing for its targets; the same answers give the same bytes.

        What goes beyond the interface is left out while it is empty.
        """
        data = {key: value for key, value in asdict(self).items() if value or key not in ("overrides", "dismissed")}
        data["targets"] = {} if self.goal else dict(self.targets)
        data["hours_per_week"] = _plain(self.hours_per_week)
        data["start"] = self.start.isoformat()
        data["finish_by"] = self.finish_by.isoformat() if self.finish_by else None
        data["budget"]["total"] = _plain(self.budget.total)
        data["budget"]["monthly"] = _plain(self.budget.monthly)
        return {key: list(value) if isinstance(value, tuple) else value for key, value in data.items()}


def next_monday(today: date) -> date:
    """The Monday after today."""
    return today + timedelta(days=7 - today.weekday())


def parse_answers(data: object, catalogue: Catalogue, *, today: date) -> AnswerSet:
    """Check answers as in the first interface. Raises AnswerError for the first field that can't be used."""
    if not isinstance(data, dict):
        raise AnswerError("answers", "must be a JSON object")
    read = _Reader(data, "")
    read.known_fields(AnswerSet.__dataclass_fields__)
    goal, targets = _aim(read, catalogue)
    start = read.day("start", today) or next_monday(today)
    finish_by = read.day("finish_by", today)
    if finish_by and finish_by < start:
        raise AnswerError("finish_by", f"must not be before the start, {start}")
    return AnswerSet(
        goal=goal,
        targets=targets,
        levels=read.levels("levels", catalogue.skills, least=0),
        taken=read.slugs("taken", catalogue.courses, "course"),
        pinned=read.slugs("pinned", catalogue.offered, "offered course"),
        exclude=read.slugs("exclude", catalogue.courses, "course"),
        exclude_teaching=read.slugs("exclude_teaching", catalogue.skills, "skill"),
        hours_per_week=read.amount("hours_per_week", MOST_HOURS_PER_WEEK, above_zero=True) or DEFAULT_HOURS_PER_WEEK,
        start=start,
        finish_by=finish_by,
        budget=_budget(data.get("budget"), catalogue),
        languages=read.languages("languages"),
        certificate=read.flag("certificate"),
        style=cast(Style | None, read.choice("style", STYLES)),
        practice=cast(Practice | None, read.choice("practice", PRACTICES)),
        prefer=cast(Preference | None, read.choice("prefer", PREFERENCES)) or "balanced",
        overrides=read.levels("overrides", catalogue.skills, least=0),
        dismissed=read.slugs("dismissed", catalogue.skills, "skill"),
    )


def _aim(read: "_Reader", catalogue: Catalogue) -> tuple[str | None, Mapping[str, int]]:
    """The goal's slug with its targets, or None with the learner's own."""
    goal = read.data.get("goal")
    own = read.levels("targets", catalogue.skills, least=1)
    if goal is None:
        if not own:
            raise AnswerError("goal", f"name a goal ({', '.join(catalogue.goals)}), or give your own targets")
        return None, own
    if own:
        raise AnswerError("targets", "give a goal or your own targets, not both")
    if not isinstance(goal, str):
        raise AnswerError("goal", "must be a goal's slug in quotes")
    if goal not in catalogue.goals:
        raise AnswerError("goal", _unknown(goal, "goal", catalogue.goals))
    return goal, catalogue.goals[goal].targets


def _budget(data: object, catalogue: Catalogue) -> Budget:
    if data is None:
        return Budget()
    if not isinstance(data, dict):
        raise AnswerError("budget", "must be an object with free_only, total, monthly and currency")
    read = _Reader(data, "budget.")
    read.known_fields(Budget.__dataclass_fields__)
    currency = data.get("currency") or "USD"
    if not isinstance(currency, str) or currency not in catalogue.currencies:
        raise AnswerError("budget.currency", f"must be one of {', '.join(sorted(catalogue.currencies))}")
    return Budget(
        free_only=read.flag("free_only"),
        total=read.amount("total", MOST_MONEY),
        monthly=read.amount("monthly", MOST_MONEY),
        currency=currency,
    )


class _Reader:
    """Reads typed fields of one JSON object; `prefix` goes before a field's name in messages."""

    def __init__(self, data: dict[Any, Any], prefix: str) -> None:
        self.data = data
        self.prefix = prefix

    def known_fields(self, fields: Iterable[str]) -> None:
        names = list(fields)
        for key in self.data:
            if key not in names:
                raise AnswerError(f"{self.prefix}{key}", _unknown(str(key), "field", names))

    def fail(self, field: str, message: str) -> AnswerError:
        return AnswerError(f"{self.prefix}{field}", message)

    def levels(self, field: str, skills: Mapping[str, object], *, least: int) -> dict[str, int]:
        value = self.data.get(field)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise self.fail(field, "must be an object of skills and levels")
        for skill, level in value.items():
            if skill not in skills:
                raise self.fail(f"{field}.{skill}", _unknown(skill, "skill", skills))
            if isinstance(level, bool) or not isinstance(level, int) or not least <= level <= TOP_LEVEL:
                raise self.fail(f"{field}.{skill}", f"must be a whole number from {least} to {TOP_LEVEL}")
        return {skill: value[skill] for skill in skills if skill in value}

    def slugs(self, field: str, known: Mapping[str, object], noun: str) -> tuple[str, ...]:
        names = self._texts(field, f"must be a list of {noun} slugs")
        for name in names:
            if name not in known:
                raise self.fail(field, _unknown(name, noun, known))
        return names

    def languages(self, field: str) -> tuple[str, ...]:
        if self.data.get(field) is None:
            return ("en",)
        message = 'must be a list of two-letter codes, such as ["en"]'
        codes = self._texts(field, message)
        if not all(len(code) == 2 and code.isascii() and code.islower() for code in codes):
            raise self.fail(field, message)
        return codes

    def _texts(self, field: str, message: str) -> tuple[str, ...]:
        value = self.data.get(field)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.fail(field, message)
        return tuple(sorted(set(value)))

    def amount(self, field: str, most: int, *, above_zero: bool = False) -> Decimal | None:
        value = self.data.get(field)
        if value is None:
            return None
        bounds = (
            f"must be a number {'above' if above_zero else 'from'} 0 {'and at most' if above_zero else 'to'} {most}"
        )
        if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
            raise self.fail(field, bounds)
        # Written as the float prints, so that 2.1 stays 2.1; not-a-number fails both comparisons.
        number = Decimal(str(value))
        if not number.is_finite() or not 0 <= number <= most or (above_zero and number == 0):
            raise self.fail(field, bounds)
        return number

    def day(self, field: str, today: date) -> date | None:
        value = self.data.get(field)
        if value is None:
            return None
        message = "must be a date such as 2027-01-04"
        if not isinstance(value, str):
            raise self.fail(field, message)
        try:
            day = date.fromisoformat(value)
        except ValueError:
            raise self.fail(field, message) from None
        if abs(day.year - today.year) > LATEST_YEARS_AHEAD:
            raise self.fail(field, f"must be within {LATEST_YEARS_AHEAD} years of today")
        return day

    def flag(self, field: str) -> bool:
        value = self.data.get(field)
        if value is None:
            return False
        if not isinstance(value, bool):
            raise self.fail(field, "must be true or false")
        return value

    def choice(self, field: str, choices: Iterable[str]) -> str | None:
        value = self.data.get(field)
        if value is None:
            return None
        if value not in choices:
            raise self.fail(field, f"must be one of {', '.join(choices)}")
        return cast(str, value)


def _unknown(name: str, noun: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(known), n=1)
    return f"there is no {noun} {name!r}" + (f"; did you mean {close[0]!r}?" if close else "")


def _plain(number: Decimal | None) -> int | float | None:
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)
