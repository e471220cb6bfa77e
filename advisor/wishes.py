"""What the wishes that are still open make of a path, without planning for each where one plan covers many."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

from advisor import planner
from advisor.answers import PRACTICES, PREFERENCES, STYLES, AnswerSet
from advisor.planning import Advisor
from advisor.problems import charge_for

LANGUAGE = "language"

# In the order they are asked; what is assumed comes first.
WISHES: dict[str, tuple[Any, ...]] = {
    "prefer": PREFERENCES,
    "style": (None, *STYLES),
    "practice": (None, *PRACTICES),
    "certificate": (False, True),
}
# These only add points to courses, so one plan can stand for all their answers.
SURCHARGING = ("style", "practice")

# So many ways to answer are looked at before a wish is simply asked; keeps the next question quick.
MOST_SCENARIOS = 12

Scenario = Mapping[str, Any]
# The shortest month: no month of a subscription ends sooner.
SHORTEST_MONTH = 28


class Scenarios:
    """`open_wishes` maps each wish to its values, the one assumed first; `answers` hold the low ends of the levels."""

    def __init__(
        self,
        advisor: Advisor,
        answers: AnswerSet,
        tops: Mapping[str, int],
        rules: Sequence[planner.Implication],
        open_wishes: Mapping[str, tuple[Any, ...]],
    ) -> None:
        self.advisor, self.answers, self.tops, self.rules = advisor, answers, tops, rules
        self.open_wishes = open_wishes
        self.assumed = {wish: values[0] for wish, values in open_wishes.items()}
        self.settlings: dict[tuple[Any, ...], planner.Settling] = {}

    def settling(self, scenario: Scenario | None = None) -> planner.Settling:
        """The open levels under a scenario; wishes that it leaves out are as assumed. A budget is left aside."""
        wishes = {**self.assumed, **(scenario or {})}
        key = tuple(wishes.values())
        if key not in self.settlings:
            self.settlings[key] = self._settling(self.learner(wishes))
        return self.settlings[key]

    def learner(self, wishes: Scenario) -> planner.Learner:
        answers = replace(self.answers, **wishes)
        problem = self.advisor.problems.of(answers)
        return replace(problem.learner, budget=None)

    def _settling(self, learner: planner.Learner) -> planner.Settling:
        return planner.Settling(self.advisor.compiled, learner, self.tops, self.rules)

    def decisive_wish(self) -> str | None:
        """A wish that changes the path by itself while all other open answers are as assumed."""
        path = self.settling().path
        for wish, values in self.open_wishes.items():
            if any(self.settling({wish: value}).path != path for value in values[1:]):
                return wish
        return None

    def wish_in_company(self) -> str | None:
        """A wish that changes the path together with others, or with levels. The path must be settled as assumed.

        Scenarios with fewer changes come first, so that each change of the one found matters.
        """
        path = self.settling().path
        covered: dict[tuple[Any, ...], bool] = {}
        seen = 0
        for scenario in self._scenarios():
            group = tuple(value for wish, value in scenario.items() if wish not in SURCHARGING)
            if group not in covered:
                covered[group] = self._covers(scenario, path)
            if covered[group]:
                continue
            seen += 1
            settling = self.settling(scenario)
            if seen > MOST_SCENARIOS or settling.path != path or not settling.settlement.settled:
                return next(wish for wish, value in scenario.items() if value != self.assumed[wish])
        return None

    def _scenarios(self) -> Iterator[dict[str, Any]]:
        every = [dict(zip(self.open_wishes, values, strict=True)) for values in product(*self.open_wishes.values())]
        every.sort(key=lambda scenario: sum(value != self.assumed[wish] for wish, value in scenario.items()))
        yield from every[1:]

    def _covers(self, scenario: Scenario, path: frozenset[tuple[str, str | None]]) -> bool:
        """Whether the path stays when it misses every open wish of `SURCHARGING` and all other courses meet them.

        No answer to those wishes is worse for the path than that.
        """
        missed = sum(wish in self.open_wishes for wish in SURCHARGING)
        wishes = {**self.assumed, **scenario, **{wish: None for wish in SURCHARGING if wish in self.open_wishes}}
        if not missed:
            settling = self.settling(wishes)
        else:
            learner = self.learner(wishes)
            points = missed * self.advisor.catalogue.weights.wish_points
            dearer = {course: learner.surcharges.get(course, 0) + points for course, _ in path}
            settling = self._settling(replace(learner, surcharges={**learner.surcharges, **dearer}))
        return settling.path == path and settling.settlement.settled


def bill_fits(advisor: Advisor, scenarios: Scenarios, open_wishes: Mapping[str, Any]) -> bool:
    """Whether the settled path stays within the budget however its calendar turns out.

    A platform is charged at most once a month of the whole calendar, and the calendar is at most as long as all courses
    one after the other with a week lost at each.
    """
    answers = scenarios.answers
    if answers.budget.total is None:
        return True
    certificate = answers.certificate or "certificate" in open_wishes
    courses = [advisor.catalogue.courses[course] for course, _ in scenarios.settling().path]
    minutes = sum(course.minutes[2] for course in courses if course.minutes)
    days = 7 * (minutes // answers.weekly_minutes + 1 + len(courses))
    charges = [charge_for(course, certificate=certificate) for course in courses]
    monthly = {
        course.platform: charge.monthly for course, charge in zip(courses, charges, strict=True) if charge.monthly
    }
    bill = sum(charge.one_off for charge in charges) + sum(monthly.values()) * (days // SHORTEST_MONTH + 2)
    return bill <= int(answers.budget.total * 100)
