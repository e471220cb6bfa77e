"""Goals that can't be reached, and from where."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from advisor.answers import parse_answers
from advisor.impact.personas import PersonaEffect
from advisor.planner.request import Request
from advisor.planning import Advisor


@dataclass(frozen=True, slots=True, order=True)
class Unreached:
    """`start` is None for one who knows nothing, else a persona's name; `skills` are names of what stays unmet."""

    goal: str
    start: str | None
    skills: tuple[str, ...]


def unreached_from_nothing(advisor: Advisor, *, today: date) -> Iterator[Unreached]:
    """For every goal, without limits; nothing is solved."""
    catalogue, compiled = advisor.catalogue, advisor.compiled
    for slug, goal in catalogue.goals.items():
        answers = parse_answers({"goal": slug}, catalogue, today=today)
        request = Request(compiled, advisor.problems.of(answers).learner)
        out_of_reach = request.goal & ~request.reachable
        skills = tuple(
            catalogue.skills[skill].name
            for skill, level in goal.targets.items()
            if compiled.skill_facts(skill, level) & out_of_reach
        )
        if skills:
            yield Unreached(goal.title, None, skills)


def newly_unreached(
    before: Advisor, after: Advisor, personas: Iterable[PersonaEffect], *, today: date
) -> tuple[Unreached, ...]:
    """What can be reached before and not after; a goal that is offered no more is not counted."""
    was = {(found.goal, skill) for found in unreached_from_nothing(before, today=today) for skill in found.skills}
    found = []
    for row in unreached_from_nothing(after, today=today):
        if skills := tuple(skill for skill in row.skills if (row.goal, skill) not in was):
            found.append(Unreached(row.goal, None, skills))
    for effect in personas:
        goal = after.catalogue.goals.get(_goal_of(effect))
        if goal and effect.shift and effect.shift.lost:
            skills = tuple(after.catalogue.skills[skill].name for skill in effect.shift.lost)
            found.append(Unreached(goal.title, effect.persona.name, skills))
    return tuple(found)


def _goal_of(effect: PersonaEffect) -> str:
    goal = effect.persona.answers.get("goal") if isinstance(effect.persona.answers, dict) else None
    return goal if isinstance(goal, str) else ""
