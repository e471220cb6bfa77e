"""Paths that guides offer: answers written as `goal=deep-learning python=2 hours=8`, and what they lead to."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from advisor.answers import AnswerError, AnswerSet, parse_answers
from advisor.catalogues import current_advisor
from advisor.interview import Draft, Interview
from advisor.planning import Advisor
from advisor.report import Report
from advisor.wording import LEVEL_WORDS
from catalog.plan_cards import PlanCard
from catalog.wording import hours_text, money, number

GOAL, HOURS = "goal", "hours"


def answers_of(given: Mapping[str, str]) -> dict[str, Any]:
    """The answers in the shape of the first interface; whether they can be used is for `parse_answers` to say.

    Raises AnswerError for what is not a number where one is due.
    """
    answers: dict[str, Any] = {"levels": {}}
    for key, value in given.items():
        if key == GOAL:
            answers["goal"] = value
            continue
        try:
            if key == HOURS:
                answers["hours_per_week"] = float(value)
            else:
                answers["levels"][key] = int(value)
        except ValueError:
            raise AnswerError(key, "must be a number") from None
    return answers


class GuidePlans:
    """Paths for given answers on the catalogue as it is; asks for that once."""

    @cached_property
    def advisor(self) -> Advisor:
        return current_advisor()

    def planned(self, given: Mapping[str, str]) -> AnswerSet:
        """What the page of the path would plan for after these answers. Raises AnswerError."""
        answers, today = answers_of(given), timezone.localdate()
        # an interview passes over a goal that is not there
        parse_answers(answers, self.advisor.catalogue, today=today)
        return Interview(self.advisor, Draft(answers), today=today).planned_answers()

    def problem(self, given: Mapping[str, str]) -> str:
        try:
            self.planned(given)
        except AnswerError as error:
            return str(error).removeprefix("levels.").rstrip("?.")
        return ""

    def card(self, given: Mapping[str, str]) -> PlanCard | None:
        try:
            answers = self.planned(given)
        except AnswerError:
            return None
        return PlanCard(
            title=self.advisor.catalogue.goals[given[GOAL]].title,
            given=self.given_text(given),
            headline=self.headline(answers),
            address=f"{reverse('advisor:plan_given')}?{urlencode(given)}",
        )

    def given_text(self, given: Mapping[str, str]) -> str:
        skills, levels = self.advisor.catalogue.skills, answers_of(given)["levels"]
        said = [f"{skills[slug].name}: {LEVEL_WORDS[level]}" for slug, level in levels.items()]
        return "; ".join(said) or "Starting from zero"

    def headline(self, answers: AnswerSet) -> str:
        """9 courses, 178–279 hours, 46 weeks at 5 hours a week, free."""
        report = Report(self.advisor.solved(answers))
        plan = report.figures()
        count, weeks, cost, pace = len(report.solution.plan.steps), plan["weeks"], plan["cost"], answers.hours_per_week
        if not count:
            return "Nothing to take: with these answers the goal is reached, or no course leads to it."
        total = money(Decimal(str(cost["total"])), cost["currency"]) if cost["total"] else "free"
        return (
            f"{count} course{'' if count == 1 else 's'}, "
            f"{hours_text(*(Decimal(str(plan['hours'][end])) for end in ('low', 'high')))}, "
            f"{weeks} week{'' if weeks == 1 else 's'} at {number(pace)} hour{'' if pace == 1 else 's'} a week, "
            f"{'cost not known' if cost['unknown'] else total}"
        )
