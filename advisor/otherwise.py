"""Facts as they could be instead: each one that is marked as an estimate, with the values that it may turn out to have.

Only facts that count for the answers, in courses that can be planned.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from advisor.answers import TOP_LEVEL, AnswerSet
from advisor.problems import charge_for
from advisor.snapshot import Catalogue, CourseFacts

Change = Callable[[CourseFacts], CourseFacts]

LOADS = ("none", "light", "moderate", "heavy")
# What a course asks for and teaches; all other facts only make it dearer or cheaper, in time, money or wishes.
NEEDS = ("requires", "helpful", "teaches")


@dataclass(frozen=True, slots=True)
class Statement:
    """What one source says of a fact; `as_of` is a year, month or day, or empty."""

    value: str
    source: str
    as_of: str
    is_chosen: bool
    is_link: bool


@dataclass(frozen=True, slots=True)
class Otherwise:
    """One fact of `subject`, a course's slug or a platform's name, as it could be.

    `courses` are those that `change` is made to. `value` is the fact's other value: minutes, a level (0: not at all),
    whether it is free, or a word; in what is required, None is a prerequisite that only helps. `is_better` when no path
    with the course suffers by it, None when that is not known. `statements` are those in dispute; none of an estimate.
    """

    subject: str
    field: str
    skill: str | None
    value: object
    is_better: bool | None
    courses: tuple[str, ...]
    change: Change
    statements: tuple[Statement, ...] = ()

    @property
    def is_cost(self) -> bool:
        """Whether it adds to every path with the course the same, and nothing to the others."""
        return self.field not in NEEDS and not self.statements


def estimates(answers: AnswerSet, catalogue: Catalogue) -> Iterator[Otherwise]:
    """In the order of the courses; of one prerequisite a lower level before leaving it out."""
    for course in catalogue.courses.values():
        for field, skill, value, is_better, change in _values(course, answers):
            if field in course.unsure:
                yield Otherwise(course.slug, field, skill, value, is_better, (course.slug,), change)


def counts(field: str, answers: AnswerSet) -> bool:
    """Whether the planner looks at the fact for these answers."""
    budget = answers.budget
    match field:
        case "realistic_hours" | "requires" | "helpful" | "teaches":
            return True
        case "price":
            limits = budget.free_only, budget.total is not None, budget.monthly is not None
            return answers.prefer == "cheapest" or any(limits)
        case "style" | "practice":
            return getattr(answers, field) is not None
        case "maths" | "coding":
            return answers.prefer == "gentlest"
        case "certificate":
            return answers.certificate
        case _:
            return False


Value = tuple[str, str | None, object, bool, Change]


def _values(course: CourseFacts, answers: AnswerSet) -> Iterator[Value]:
    if course.minutes is not None:
        low, expected, high = course.minutes
        for minutes in (low, high):
            if minutes != expected:
                yield "realistic_hours", None, minutes, minutes < expected, with_minutes(minutes)
    yield from _levels(course)
    if counts("price", answers):
        is_free = charge_for(course, certificate=answers.certificate).is_free
        yield "price", None, not is_free, not is_free, as_paid if is_free else as_free
    if counts("certificate", answers):
        other = not course.has_certificate
        yield "certificate", None, other, other, lambda facts: replace(facts, has_certificate=other)
    yield from _words(course, answers)


def _words(course: CourseFacts, answers: AnswerSet) -> Iterator[Value]:
    for field in ("style", "practice"):
        wanted = getattr(answers, field)
        if counts(field, answers):
            met = getattr(course, field) == wanted
            yield field, None, f"not {wanted}" if met else wanted, not met, with_word(field, "" if met else wanted)
    for field in ("maths", "coding"):
        place = LOADS.index(getattr(course, field))
        for other in (place - 1, place + 1) if counts(field, answers) else ():
            if 0 <= other < len(LOADS):
                yield field, None, LOADS[other], other < place, with_word(field, LOADS[other])


def _levels(course: CourseFacts) -> Iterator[Value]:
    for skill, level in course.requires.items():
        if level > 1:
            yield "requires", skill, level - 1, True, with_level("requires", skill, level - 1)
        yield "requires", skill, None, True, as_helpful(skill)
        if level < TOP_LEVEL:
            yield "requires", skill, level + 1, False, with_level("requires", skill, level + 1)
    for skill, level in course.helpful.items():
        yield "helpful", skill, 0, True, with_level("helpful", skill, 0)
        if level < TOP_LEVEL:
            yield "helpful", skill, level + 1, False, with_level("helpful", skill, level + 1)
    for skill, level in course.teaches.items():
        yield "teaches", skill, level - 1, False, with_level("teaches", skill, level - 1)
        if level < TOP_LEVEL:
            yield "teaches", skill, level + 1, True, with_level("teaches", skill, level + 1)


def with_minutes(minutes: int) -> Change:
    return lambda facts: replace(facts, minutes=(minutes, minutes, minutes))


def with_word(field: str, word: str) -> Change:
    return lambda facts: replace(facts, **{field: word})  # type: ignore[arg-type]


def with_level(field: str, skill: str, level: int) -> Change:
    """A level of 0 takes the skill out."""

    def change(facts: CourseFacts) -> CourseFacts:
        return replace(facts, **{field: _set(getattr(facts, field), skill, level)})  # type: ignore[arg-type]

    return change


def as_helpful(skill: str) -> Change:
    """A prerequisite without which the course can be followed, though less well."""

    def change(facts: CourseFacts) -> CourseFacts:
        level = max(facts.requires.get(skill, 0), facts.helpful.get(skill, 0))
        return replace(facts, requires=_set(facts.requires, skill, 0), helpful=_set(facts.helpful, skill, level))

    return change


def _set(levels: Mapping[str, int], skill: str, level: int) -> dict[str, int]:
    return {name: held for name, held in {**levels, skill: level}.items() if held}


def as_free(facts: CourseFacts) -> CourseFacts:
    return replace(facts, price_model="free")


def as_paid(facts: CourseFacts) -> CourseFacts:
    """By the platform's subscription where it has one, else at a price that may not be known."""
    return replace(facts, price_model="one-off" if facts.monthly_price is None else "subscription")
