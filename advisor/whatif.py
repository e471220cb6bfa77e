"""What another answer would change, and paths that are better in another respect. Every figure is re-solved."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from advisor.answers import PRACTICES, PREFERENCES, STYLES, TOP_LEVEL, AnswerSet
from advisor.planning import Solution, shortfall

NEXT_BEST_SHOWN = 3
# The next best paths are taken from this many at most: most differ from an earlier one only for the worse.
NEXT_BEST_TRIED = 4


@dataclass(frozen=True, slots=True)
class Change:
    """One answer changed: its field, for a level its skill, and the new value."""

    field: str
    skill: str | None
    value: object


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """What the path would be with one answer changed; minutes and cents are more (or, negative, less) than now."""

    change: Change
    dropped: tuple[str, ...]
    added: tuple[str, ...]
    minutes: int
    cents: int


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another path: what it is best at ("fastest", "cheapest", "gentlest", "balanced", "free-only"), or "next-best"."""

    kind: str
    solution: Solution


def counterfactuals(solution: Solution) -> tuple[Counterfactual, ...]:
    """Each single change of an answer that drops, adds or swaps a step; the smallest first, then the most saved.

    A level one up or down is smaller than another wish; changes that lose a goal level are left out.
    """
    found = [
        _compare(solution, other, change)
        for change, other in _variations(solution)
        if other.courses != solution.courses and _loses_nothing(solution, other)
    ]
    return tuple(
        sorted(found, key=lambda one: (one.change.skill is None, one.minutes, one.change.field, str(one.change)))
    )


def _loses_nothing(solution: Solution, other: Solution) -> bool:
    return all(new <= old for new, old in zip(shortfall(other.plan), shortfall(solution.plan), strict=True))


def _variations(solution: Solution) -> Iterator[tuple[Change, Solution]]:
    for change in _changes(solution):
        yield change, solution.advisor.solve(changed(solution.answers, change))


def _changes(solution: Solution) -> Iterator[Change]:
    answers = solution.answers
    for skill in solution.advisor.relevant_skills(answers.targets):
        held = solution.held.get(skill, 0)
        said = answers.overrides.get(skill, answers.levels.get(skill, 0))
        if held < TOP_LEVEL:
            yield Change("levels", skill, held + 1)
        # A level that a finished course gave can't be taken back by another answer.
        if 0 < held == said:
            yield Change("levels", skill, held - 1)
    choices = {"style": (None, *STYLES), "practice": (None, *PRACTICES), "prefer": PREFERENCES}
    for field, values in choices.items():
        yield from (Change(field, None, value) for value in values if value != getattr(answers, field))
    yield Change("certificate", None, not answers.certificate)
    yield Change("free_only", None, not answers.budget.free_only)


def _compare(solution: Solution, other: Solution, change: Change) -> Counterfactual:
    return Counterfactual(
        change=change,
        dropped=tuple(course for course in solution.calendar.order if course not in other.courses),
        added=tuple(course for course in other.calendar.order if course not in solution.courses),
        minutes=other.expected_minutes - solution.expected_minutes,
        cents=other.calendar.timetable.bill.total_cents - solution.calendar.timetable.bill.total_cents,
    )


def alternatives(solution: Solution) -> tuple[Alternative, ...]:
    """Paths that reach as much; none is worse than another, or than the path itself, in every respect.

    Respects are study time, cost, prices that are not known, and strain: helpful prerequisites not held, and heavy
    maths or coding.
    """
    rivals = [Alternative("own", solution)]
    for kind, other in _rivals(solution):
        if shortfall(other.plan) == shortfall(solution.plan) and all(
            other.courses != r.solution.courses for r in rivals
        ):
            rivals.append(Alternative(kind, other))
    scores = [_respects(rival.solution) for rival in rivals]
    kept = [
        rival
        for rival, score in zip(rivals[1:], scores[1:], strict=True)
        if not any(other != score and all(a <= b for a, b in zip(other, score, strict=True)) for other in scores)
    ]
    named = [rival for rival in kept if rival.kind != "next-best"]
    return (*named, *[rival for rival in kept if rival.kind == "next-best"][:NEXT_BEST_SHOWN])


def _rivals(solution: Solution) -> Iterator[tuple[str, Solution]]:
    answers = solution.answers
    for prefer in PREFERENCES:
        if prefer != answers.prefer:
            yield prefer, solution.alternative(prefer=prefer)
    if not answers.budget.free_only:
        yield "free-only", solution.alternative(budget=replace(answers.budget, free_only=True))
    for other in islice(solution.next_best(), NEXT_BEST_TRIED):
        yield "next-best", other


def _respects(solution: Solution) -> tuple[int, int, int, int]:
    catalogue = solution.advisor.catalogue
    weights, courses = catalogue.weights, [catalogue.courses[course] for course in solution.courses]
    helps = sum(len(step.unmet_helps) for step in solution.plan.steps)
    loads = sum(weights.load_points(course.maths) + weights.load_points(course.coding) for course in courses)
    calendar = solution.calendar
    return (
        solution.expected_minutes,
        calendar.timetable.bill.total_cents,
        len(calendar.unpriced),
        helps * weights.help_points + loads,
    )


def changed(answers: AnswerSet, change: Change) -> AnswerSet:
    """The answers with the change made."""
    match change.field:
        case "levels":
            # An override would win over the level said.
            field = "overrides" if change.skill in answers.overrides else "levels"
            return replace(answers, **{field: {**getattr(answers, field), change.skill: change.value}})  # type: ignore[arg-type]
        case "free_only":
            return replace(answers, budget=replace(answers.budget, free_only=bool(change.value)))
        case _:
            return replace(answers, **{change.field: change.value})  # type: ignore[arg-type]
