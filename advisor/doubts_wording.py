"""Sentences about facts that decide a plan and are not certain."""

import math

from advisor.advice import AnswerWording
from advisor.doubts import Doubt, Doubts
from advisor.otherwise import Otherwise
from advisor.planning import Solution, shortfall
from advisor.snapshot import MINUTES_AN_HOUR
from advisor.statements import Dispute
from advisor.wording import LEVEL_WORDS, hours
from catalog.wording import fact_name

TENTH = MINUTES_AN_HOUR // 10


class DoubtsWording(AnswerWording):
    def summary(self, doubts: Doubts) -> str:
        if doubts.found:
            return (
                "These facts are not certain, and if one of them is otherwise, other courses are better. "
                "Each was planned again, one at a time; the nearest to tipping comes first."
            )
        if doubts.untried:
            return "Of the estimated and disputed facts that were looked at, none decides this plan."
        if not doubts.is_proven:
            return "No estimated or disputed fact was found to decide this plan, but that is not proven."
        return "Nothing that is an estimate or disputed decides this plan."

    def remarks(self, doubts: Doubts, *, shown: int) -> list[str]:
        """What the list does not show."""
        found = []
        if more := len(doubts.found) - shown:
            decide = "one more fact decides" if more == 1 else f"{more} more facts decide"
            found.append(f"Further from tipping, {decide} it as well.")
        if doubts.untried:
            found.append(
                f"Only the nearest were looked at: {doubts.untried} other values, mostly of courses that are not on "
                "the path, were not tried."
            )
        if doubts.found and not doubts.is_proven:
            found.append("Not every one of these paths is proven to be the best one.")
        return [*found, *map(self.unread, doubts.unread)]

    def unread(self, dispute: Dispute) -> str:
        about = f"the {fact_name(dispute.field)} of {self.title(dispute.subject)}"
        return f"Sources also disagree about {about}; not all that they say can be tried, since it names no value."

    def name(self, one: Otherwise) -> str:
        return f"{fact_name(one.field).capitalize()} of {self.title(one.subject)}"

    def fact(self, doubt: Doubt) -> str:
        """What the plan rests on, and why it is not certain."""
        one = doubt.otherwise
        title, name = self.title(one.subject), fact_name(one.field)
        if one.statements:
            return f"Sources disagree about the {name} of {title}."
        if one.field == "realistic_hours":
            low, expected, high = self.catalogue.courses[one.subject].minutes or (0, 0, 0)
            span = f"{hours(low).removesuffix(' hours')} to {hours(high)}"
            return f"{title} is estimated at {span}; the plan counts {hours(expected)}."
        skill = f", here {self.skill_name(one.skill)}," if one.skill else ""
        return (
            f"The {name} of {title}{skill} {'are' if name.endswith('s') else 'is'} an estimate: no source supports it."
        )

    def effect(self, doubt: Doubt, before: Solution) -> str:
        after = doubt.solution
        added = [course for course in after.calendar.order if course not in before.courses]
        dropped = [course for course in before.calendar.order if course not in after.courses]
        condition = self.condition(doubt)
        if not added and shortfall(after.plan) > shortfall(before.plan):
            return f"If {condition}, no path would lead to all of what you ask for."
        if added and dropped:
            moves = f"you would take {self._titles(added)} instead of {self._titles(dropped)}"
        elif added:
            moves = f"you would take {self._titles(added)} as well"
        else:
            moves = f"you could do without {self._titles(dropped)}"
        return f"If {condition}, {moves}: {hours(after.expected_minutes)} in all{_reach(before, after)}."

    def condition(self, doubt: Doubt) -> str:
        one = doubt.otherwise
        if one.statements:
            return f"“{one.value}” is right"
        match one.field:
            case "realistic_hours":
                return f"it takes {_limit(doubt)}"
            case "requires" | "helpful" | "teaches":
                return self._level(one)
            case "price":
                return "it is free" if one.value else "it costs money"
            case "certificate":
                return "it has a certificate" if one.value else "it has no certificate"
            case _:
                return f"its {fact_name(one.field)} is {str(one.value).replace('-', ' ')}"

    def _level(self, one: Otherwise) -> str:
        name = self.skill_name(one.skill or "")
        if one.value is None:
            return f"{name} only helps in it"
        assert isinstance(one.value, int)
        if not one.value:
            return f"it does not teach {name}" if one.field == "teaches" else f"{name} is no help in it"
        verb = {"requires": "requires", "helpful": "is easier with", "teaches": "teaches"}[one.field]
        return f"it {verb} {name} at {LEVEL_WORDS[one.value]}"


def _limit(doubt: Doubt) -> str:
    """Rounded to a tenth of an hour towards the side on which the other path is certain to be better."""
    if doubt.tipping is None:
        assert isinstance(doubt.otherwise.value, int)
        return hours(doubt.otherwise.value)
    if doubt.otherwise.is_better:
        return f"{hours(doubt.tipping // TENTH * TENTH)} or less"
    return f"{hours(math.ceil(doubt.tipping / TENTH) * TENTH)} or more"


def _reach(before: Solution, after: Solution) -> str:
    if shortfall(after.plan) == shortfall(before.plan):
        return ""
    more = shortfall(after.plan) < shortfall(before.plan)
    return f", and {'more' if more else 'less'} of what you ask for would be within reach"
