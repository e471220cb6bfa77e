"""One learner's run through the questionnaire: what the catalogue makes of the questions, and where the run stands."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from advisor.answers import next_monday
from advisor.asking import (
    is_answered,
    next_question,
    open_questions,
    progress,
    question_before,
    with_answer,
    with_step,
    without_answer,
)
from advisor.planning import Advisor
from advisor.questionnaire import LEVEL_PREFIX, Choice, Kind, Material, Question, SkillWords, has_aim, questions


@dataclass(frozen=True, slots=True)
class Draft:
    """Answers in the shape of the first interface, and the keys of the questions dealt with, in order."""

    answers: dict[str, Any] = field(default_factory=dict)
    trail: list[str] = field(default_factory=list)

    def answered(self, question: Question, value: Any) -> "Draft":
        return Draft(with_answer(question, self.answers, value), with_step(self.trail, question.key))

    def skipped(self, question: Question) -> "Draft":
        return Draft(without_answer(question, self.answers), with_step(self.trail, question.key))


class Interview:
    """The questions for one draft. A goal that is no longer offered counts as not chosen; `lost_goal` says so."""

    def __init__(self, advisor: Advisor, draft: Draft) -> None:
        self.advisor = advisor
        self.catalogue = advisor.catalogue
        goal = draft.answers.get("goal")
        self.lost_goal = goal is not None and goal not in self.catalogue.goals
        if self.lost_goal:
            answers = {name: value for name, value in draft.answers.items() if name != "goal"}
            draft = Draft(answers, [key for key in draft.trail if key != "goal"])
        self.draft = draft

    @property
    def has_aim(self) -> bool:
        return has_aim(self.draft.answers)

    @cached_property
    def targets(self) -> dict[str, int]:
        goal = self.draft.answers.get("goal")
        return dict(self.catalogue.goals[goal].targets if goal else self.draft.answers.get("targets") or {})

    @cached_property
    def held(self) -> dict[str, int]:
        """Levels that the finished courses give."""
        levels: dict[str, int] = {}
        for slug in self.draft.answers.get("taken", ()):
            for skill, level in self.catalogue.outcomes(slug).items():
                levels[skill] = max(levels.get(skill, 0), level)
        return levels

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        relevant = self.advisor.relevant_skills(self.targets) if self.has_aim else ()
        skills = [self.catalogue.skills[slug] for slug in relevant]
        return questions(
            Material(
                goals=[Choice(goal.slug, goal.title, goal.blurb, goal.slug) for goal in self.catalogue.goals.values()],
                skills=[SkillWords(skill.slug, skill.name, skill.descriptors) for skill in skills],
                languages=self.catalogue.languages,
                held=self.held,
            )
        )

    @property
    def open_questions(self) -> tuple[Question, ...]:
        return open_questions(self.questions, self.draft.answers)

    def question(self, key: str) -> Question | None:
        return next((question for question in self.open_questions if question.key == key), None)

    def knows(self, key: str) -> bool:
        """Whether the key can be a question for somebody, if not for this learner now."""
        skill = key.removeprefix(LEVEL_PREFIX)
        known = {question.key for question in questions(Material(languages=("", "")))}
        return key in known or (skill != key and skill in self.catalogue.skills)

    @property
    def next(self) -> Question | None:
        return next_question(self.questions, self.draft.answers, self.draft.trail)

    def before(self, key: str) -> Question | None:
        return question_before(self.questions, self.draft.answers, self.draft.trail, key)

    def progress(self, key: str) -> tuple[int, int | None]:
        return progress(self.questions, self.draft.answers, self.draft.trail, key)

    @property
    def left(self) -> int:
        """How many questions have been neither answered nor skipped."""
        return sum(
            question.key not in self.draft.trail and not is_answered(question, self.draft.answers)
            for question in self.open_questions
        )

    def suggestion(self, question: Question, today: date) -> Any:
        """What an unanswered question shows as picked: what is derived or assumed, where that needs no thought."""
        if question.skill:
            return self.held.get(question.skill)
        match question.kind:
            case Kind.DATES:
                return {"start": next_monday(today).isoformat()}
            case Kind.LANGUAGES:
                return ["en"]
            case _:
                return None

    def titles(self, slugs: Sequence[str]) -> dict[str, str]:
        return {slug: self.catalogue.courses[slug].title for slug in slugs if slug in self.catalogue.courses}
