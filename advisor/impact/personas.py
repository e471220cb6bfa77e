"""The standard learners: what each gets from a catalogue, and whether that is what it should be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from advisor.answers import AnswerError, parse_answers
from advisor.impact.edits import Edit, among
from advisor.impact.expectations import shortfalls
from advisor.impact.outcomes import Outcome, Shift, outcome_of, shift_between
from advisor.planning import Advisor, Solution


@dataclass(frozen=True, slots=True)
class Standard:
    """A persona as plain values."""

    name: str
    answers: Any
    expectations: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Hearing:
    """What a persona gets from one catalogue; without an outcome `faults` say why its answers can't be used."""

    outcome: Outcome | None
    faults: tuple[str, ...]

    @property
    def passes(self) -> bool:
        return not self.faults


@dataclass(frozen=True, slots=True)
class PersonaEffect:
    """`shift` is None when the answers can't be used with one of the catalogues."""

    persona: Standard
    before: Hearing
    after: Hearing
    shift: Shift | None

    @property
    def broken(self) -> tuple[str, ...]:
        """What no longer holds."""
        return tuple(fault for fault in self.after.faults if fault not in self.before.faults)

    @property
    def mended(self) -> tuple[str, ...]:
        return tuple(fault for fault in self.before.faults if fault not in self.after.faults)

    @property
    def is_other_plan(self) -> bool:
        if self.shift is None:
            return self.before.outcome != self.after.outcome
        return self.shift.is_other_plan

    @property
    def is_none(self) -> bool:
        return not (self.is_other_plan or self.broken or self.mended or (self.shift and not self.shift.is_none))


def hear(persona: Standard, advisor: Advisor, *, today: date) -> Hearing:
    try:
        answers = parse_answers(persona.answers, advisor.catalogue, today=today)
    except AnswerError as error:
        return _unusable(error)
    return _heard(persona, advisor.solved(answers))


def _unusable(error: AnswerError) -> Hearing:
    return Hearing(None, (f"The answers can't be used: {error}.",))


def _heard(persona: Standard, solution: Solution) -> Hearing:
    outcome = outcome_of(solution)
    return Hearing(outcome, shortfalls(persona.expectations, outcome, solution.advisor.catalogue))


def persona_effects(personas: Sequence[Standard], edit: Edit, *, today: date) -> tuple[PersonaEffect, ...]:
    """One for each persona, changed or not."""
    return tuple(_effect(persona, edit, today=today) for persona in personas)


def _effect(persona: Standard, edit: Edit, *, today: date) -> PersonaEffect:
    before = hear(persona, edit.before, today=today)
    after = _hear_after(persona, edit, before, today=today)
    shift = shift_between(before.outcome, after.outcome) if before.outcome and after.outcome else None
    return PersonaEffect(persona, before, after, shift)


def _hear_after(persona: Standard, edit: Edit, before: Hearing, *, today: date) -> Hearing:
    """Solved again only where no proof shows that the plan stays the best."""
    if not edit.changes_planning:
        return before
    try:
        answers = parse_answers(persona.answers, edit.after.catalogue, today=today)
    except AnswerError as error:
        return _unusable(error)
    problem = edit.after.problems.of(answers)
    if before.outcome is not None:
        solved = edit.before.solved(parse_answers(persona.answers, edit.before.catalogue, today=today))
        if edit.keeps(solved, answers, problem):
            return _heard(persona, among(solved.plan, edit.after, answers, problem))
    return _heard(persona, Solution(edit.after, answers, problem))
