"""What a path must keep to be good advice for a persona: how that is written down, and whether it holds."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from advisor.answers import TOP_LEVEL
from advisor.impact.outcomes import Outcome
from advisor.snapshot import Catalogue

Expectations = Mapping[str, Any]


class ExpectationError(ValueError):
    """A sentence that names the expectation and says what would be right."""


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_names(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _is_rows(value: object, *kinds: type) -> bool:
    return isinstance(value, list) and all(
        isinstance(row, list)
        and len(row) == len(kinds)
        and all(isinstance(item, kind) and not isinstance(item, bool) for item, kind in zip(row, kinds, strict=True))
        for row in value
    )


NAMES = "a list of slugs"
FORMS: dict[str, tuple[str, Callable[[object], bool]]] = {
    "includes": (NAMES, _is_names),
    "any_of": (NAMES, _is_names),
    "excludes": (NAMES, _is_names),
    "before": ("a list of pairs of courses", lambda value: _is_rows(value, str, str)),
    "taught": ("a list of pairs of a skill and a level", lambda value: _is_rows(value, str, int)),
    "taught_before": (
        "a list of rows of a skill, a level and a course",
        lambda value: _is_rows(value, str, int, str),
    ),
    "unmet": (NAMES, _is_names),
    "empty": ("true or false", _is_flag),
    "free": ("true or false", _is_flag),
    "weeks_at_least": ("a whole number", _is_count),
    "weeks_at_most": ("a whole number", _is_count),
    "max_steps": ("a whole number", _is_count),
}


def check_expectations(data: object, catalogue: Catalogue) -> None:
    """Raises ExpectationError for what can't be read or names what is not in the catalogue."""
    if not isinstance(data, dict):
        raise ExpectationError("Expectations must be a JSON object.")
    for name, value in data.items():
        if name not in FORMS:
            raise ExpectationError(f"There is no expectation “{name}”; there are {', '.join(FORMS)}.")
        wanted, fits = FORMS[name]
        if not fits(value):
            raise ExpectationError(f"“{name}” must be {wanted}.")
        for skill in _skills_in(name, value):
            if skill not in catalogue.skills:
                raise ExpectationError(f"“{name}” names the skill “{skill}”, which is not in the vocabulary.")
        for course in _courses_in(name, value):
            if course not in catalogue.courses:
                raise ExpectationError(f"“{name}” names the course “{course}”, which is not in the catalogue.")
        for row in value if name in ("taught", "taught_before") else ():
            if not 1 <= row[1] <= TOP_LEVEL:
                raise ExpectationError(f"“{name}”: a level is 1 to {TOP_LEVEL}.")


def _skills_in(name: str, value: Any) -> Iterable[str]:
    if name == "unmet":
        return list(value)
    return [row[0] for row in value] if name in ("taught", "taught_before") else []


def _courses_in(name: str, value: Any) -> Iterable[str]:
    match name:
        case "includes" | "any_of" | "excludes":
            return list(value)
        case "before":
            return [course for row in value for course in row]
        case "taught_before":
            return [row[2] for row in value]
        case _:
            return []


def shortfalls(expected: Expectations, outcome: Outcome, catalogue: Catalogue) -> tuple[str, ...]:
    """A sentence for each expectation that the outcome does not meet; none when the advice is as it should be."""
    return tuple(_Hearing(outcome, catalogue).shortfalls(expected))


class _Hearing:
    def __init__(self, outcome: Outcome, catalogue: Catalogue) -> None:
        self.outcome, self.catalogue = outcome, catalogue
        self.at = {course: place for place, course in enumerate(outcome.courses)}
        self.held = [dict(outcome.held)]
        for course in outcome.courses:
            levels = dict(self.held[-1])
            for skill, level in catalogue.courses[course].teaches.items():
                levels[skill] = max(levels.get(skill, 0), level)
            self.held.append(levels)

    def places(self, slug: str) -> list[int]:
        """Where the course stands, or the parts of the bundle."""
        return [self.at[member] for member in self.catalogue.members(slug) if member in self.at]

    def title(self, slug: str) -> str:
        course = self.catalogue.courses.get(slug)
        return f"“{course.title if course else slug}”"

    def skill(self, slug: str) -> str:
        skill = self.catalogue.skills.get(slug)
        return skill.name if skill else slug

    def shortfalls(self, expected: Expectations) -> Iterator[str]:
        yield from self.of_courses(expected)
        yield from self.of_skills(expected)
        yield from self.of_size(expected)
        if not self.outcome.proven:
            yield "The search gave up before the path was proven best."

    def of_courses(self, expected: Expectations) -> Iterator[str]:
        for slug in expected.get("includes", ()):
            if not self.places(slug):
                yield f"{self.title(slug)} is missing."
        if "any_of" in expected and not any(map(self.places, expected["any_of"])):
            yield f"None of {', '.join(map(self.title, expected['any_of']))} is there."
        for slug in expected.get("excludes", ()):
            if self.places(slug):
                yield f"{self.title(slug)} should not be there."
        for first, second in expected.get("before", ()):
            earlier, later = self.places(first), self.places(second)
            if earlier and later and max(earlier) > min(later):
                yield f"{self.title(first)} should come before {self.title(second)}."

    def of_skills(self, expected: Expectations) -> Iterator[str]:
        for skill, level in expected.get("taught", ()):
            if self.held[-1].get(skill, 0) < level:
                yield f"{self.skill(skill)} ends at level {self.held[-1].get(skill, 0)}, not {level}."
        for skill, level, slug in expected.get("taught_before", ()):
            places = self.places(slug)
            if not places or self.held[min(places)].get(skill, 0) < level:
                yield f"{self.skill(skill)} is not at level {level} before {self.title(slug)}."
        if "unmet" in expected:
            if set(self.outcome.missing) != set(expected["unmet"]):
                missing = ", ".join(map(self.skill, self.outcome.missing)) or "nothing"
                yield f"Out of reach is {missing}, not {', '.join(map(self.skill, expected['unmet'])) or 'nothing'}."
        elif not self.outcome.is_complete:
            missing = ", ".join(map(self.skill, self.outcome.missing)) or "a course that the learner wants"
            yield f"The goal is not reached: {missing}."

    def of_size(self, expected: Expectations) -> Iterator[str]:
        outcome = self.outcome
        if expected.get("empty") and outcome.steps:
            yield "There should be no steps."
        if expected.get("free") and (outcome.cents or outcome.unpriced):
            yield "It should cost nothing."
        if outcome.weeks < expected.get("weeks_at_least", 0):
            yield f"It takes {outcome.weeks} weeks, fewer than {expected['weeks_at_least']}."
        if outcome.weeks > expected.get("weeks_at_most", outcome.weeks):
            yield f"It takes {outcome.weeks} weeks, more than {expected['weeks_at_most']}."
        if len(outcome.steps) > expected.get("max_steps", len(outcome.steps)):
            yield f"It has {len(outcome.steps)} steps, more than {expected['max_steps']}."
