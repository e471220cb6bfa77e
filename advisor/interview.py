"""One learner's run through the questionnaire: what the catalogue makes of the questions, and where the run stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from advisor.answers import AnswerError, AnswerSet, next_monday, parse_answers
from advisor.asking import open_questions, question_before, with_answer, with_step, without_answer
from advisor.inquiry import Inquiry
from advisor.planning import Advisor
from advisor.questionnaire import LEVEL_PREFIX, Choice, Kind, Material, Question, SkillWords, has_aim, questions
from advisor.snapshot import Catalogue

LEVEL_FIELDS = ("levels", "overrides")


@dataclass(frozen=True, slots=True)
class Draft:
    """Answers in the shape of the first interface, and the keys of the questions put and dealt with, in order."""

    answers: dict[str, Any] = field(default_factory=dict)
    trail: list[str] = field(default_factory=list)


class Interview:
    """The questions for one draft. An aim that is no longer offered counts as not chosen; `lost_goal` says so."""

    def __init__(self, advisor: Advisor, draft: Draft, *, today: date) -> None:
        self.advisor = advisor
        self.catalogue = advisor.catalogue
        self.today = today
        goal, targets = draft.answers.get("goal"), draft.answers.get("targets") or {}
        self.lost_goal = goal not in {None, *self.catalogue.goals} or not targets.keys() <= self.catalogue.skills.keys()
        if self.lost_goal:
            answers = {name: value for name, value in draft.answers.items() if name not in ("goal", "targets")}
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
    def inquiry(self) -> Inquiry:
        """The run, without answers that can't be used any more; the draft keeps them."""
        return Inquiry(
            self.advisor,
            usable(self.draft.answers, self.catalogue, today=self.today),
            self.draft.trail,
            today=self.today,
        )

    def planned_answers(self) -> AnswerSet:
        """What to plan for: the answers with what they imply. Raises AnswerError for the first that can't be used."""
        parse_answers(self.draft.answers, self.catalogue, today=self.today)
        return parse_answers(self.inquiry.completed, self.catalogue, today=self.today)

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
        """Those of the form, and those of levels said that the form does not ask for."""
        shown = (
            {*self.inquiry.form, *(f"{LEVEL_PREFIX}{skill}" for skill in self.inquiry.stated)} if self.has_aim else ()
        )
        skills = [skill for skill in self.catalogue.skills.values() if f"{LEVEL_PREFIX}{skill.slug}" in shown]
        return questions(
            Material(
                goals=[Choice(goal.slug, goal.title, goal.blurb, goal.slug) for goal in self.catalogue.goals.values()],
                skills=[SkillWords(skill.slug, skill.name, skill.descriptors) for skill in skills],
                languages=self.catalogue.languages,
                held=self.held,
                implied=self._implied,
            )
        )

    @property
    def _implied(self) -> Mapping[str, int]:
        if not self.has_aim:
            return {}
        return {skill: low for skill, low in self.inquiry.box.lows.items() if skill not in self.inquiry.stated}

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
        key = self.inquiry.next()
        return self.question(key) if key else None

    def before(self, key: str) -> Question | None:
        return question_before(self.questions, self.draft.answers, self.draft.trail, key)

    def number(self, key: str) -> int | None:
        """The place of the question in this learner's run; None for one that the run leaves out."""
        walked = [name for name in self.draft.trail if name in self.inquiry.form] if self.has_aim else []
        if key in walked:
            return walked.index(key) + 1
        return len(walked) + 1 if self._is_in_run(key) else None

    def _is_in_run(self, key: str) -> bool:
        """Whether answering the question is a step of the run, or an answer beside it."""
        if key in self.draft.trail or key == self.inquiry.next():
            return True
        return key not in self.inquiry.skipped and (not self.has_aim or key in self.inquiry.form)

    def answered(self, question: Question, value: Any) -> Draft:
        """The draft with `value` (in the shape of `asking.stored`) for an answer."""
        return Draft(with_answer(question, self.draft.answers, value), self._trail_after(question))

    def passed_over(self, question: Question) -> Draft:
        """The draft with the question dealt with and no answer to it."""
        return Draft(without_answer(question, self.draft.answers), self._trail_after(question))

    def _trail_after(self, question: Question) -> list[str]:
        is_step = self._is_in_run(question.key)
        return with_step(self.draft.trail, question.key) if is_step else list(self.draft.trail)

    @property
    def left(self) -> int:
        """How many questions can still come at most."""
        at_most = self.inquiry.at_most
        return 0 if at_most is None else at_most - self.inquiry.asked

    def suggestion(self, question: Question) -> Any:
        """What an unanswered question shows as picked: what is derived or assumed, where that needs no thought."""
        if question.skill:
            return max(self.held.get(question.skill, 0), self._implied.get(question.skill, 0)) or None
        match question.kind:
            case Kind.DATES:
                return {"start": next_monday(self.today).isoformat()}
            case Kind.LANGUAGES:
                return ["en"]
            case _:
                return None

    def titles(self, slugs: Sequence[str]) -> dict[str, str]:
        return {slug: self.catalogue.courses[slug].title for slug in slugs if slug in self.catalogue.courses}


def usable(answers: Mapping[str, Any], catalogue: Catalogue, *, today: date) -> dict[str, Any]:
    """The answers without the fields, or without the levels, that can't be used."""
    kept = dict(answers)
    while has_aim(kept):
        try:
            parse_answers(kept, catalogue, today=today)
        except AnswerError as error:
            name, _, skill = error.field.partition(".")
            left = (
                {slug: level for slug, level in kept[name].items() if slug != skill} if name in LEVEL_FIELDS else None
            )
            del kept[name]
            if left:
                kept[name] = left
        else:
            break
    return kept
