"""Sentences about answers: which can't hold together, what would mend it, what another answer would change."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, assert_never

from advisor.answers import AnswerSet
from advisor.conflicts import Conflict, Limit, Mend, Repair
from advisor.objections import WhyNotBundle
from advisor.whatif import Change, Counterfactual
from advisor.wording import LEVEL_WORDS, Wording, hours, join

STYLE_WORDS = {None: "any style", "intuitive": "intuitive explanations", "mathematical": "mathematical explanations"}
PRACTICE_WORDS = {
    None: "any kind of practice",
    "scaffolded": "exercises with prepared code",
    "guided": "guided exercises",
    "from-scratch": "work from scratch",
}


def day_text(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


class AnswerWording(Wording):
    def skill_name(self, skill: str) -> str:
        facts = self.catalogue.skills.get(skill)
        return facts.name if facts else skill

    def conflict(self, conflict: Conflict, answers: AnswerSet) -> str:
        if not conflict.limits:
            return "No set of courses in the catalogue leads to all of this goal, whatever you answer."
        limits = [self.limit(limit, answers) for limit in conflict.limits]
        if len(limits) == 1:
            return f"No path fits this answer: {limits[0]}."
        return f"No path fits these answers together: {join(limits)}."

    def limit(self, limit: Limit, answers: AnswerSet) -> str:
        budget = answers.budget
        match limit.field:
            case "finish_by":
                assert answers.finish_by is not None
                return f"finishing by {day_text(answers.finish_by)} at {float(answers.hours_per_week):g} hours a week"
            case "budget.free_only":
                return "free courses only"
            case "budget.total":
                return f"at most {budget.total:.2f} {budget.currency} in all"
            case "budget.monthly":
                return f"at most {budget.monthly:.2f} {budget.currency} a month"
            case "languages":
                return f"courses in {join(answers.languages, 'or')} only"
            case "exclude":
                return f"leaving out {self.title(limit.name or '')}"
            case "exclude_teaching":
                return f"no course that teaches {self.skill_name(limit.name or '')}"
            case _:
                return f"taking {self.title(limit.name or '')}"

    def repair(self, repair: Repair) -> str:
        text = join(self.mend(mend, repair.answers) for mend in repair.mends)
        return f"{text[:1].upper()}{text[1:]}."

    def mend(self, mend: Mend, answers: AnswerSet) -> str:
        match mend.field:
            case "finish_by":
                assert isinstance(mend.value, date)
                return f"finish by {day_text(mend.value)}"
            case "hours_per_week":
                assert isinstance(mend.value, Decimal)
                return f"study {float(mend.value):g} hours a week"
            case "budget.total":
                return f"spend up to {mend.value:.2f} {answers.budget.currency} in all"
            case "budget.monthly":
                return "lift the limit on what you spend a month"
            case "budget.free_only":
                return "allow courses that cost money"
            case "languages":
                return "allow courses in other languages"
            case "exclude":
                return f"allow {self.title(mend.name or '')}"
            case "exclude_teaching":
                return f"allow courses that teach {self.skill_name(mend.name or '')}"
            case "targets":
                return f"leave {self.skill_name(mend.name or '')} out of your goal"
            case _:
                return f"do without {self.title(mend.name or '')}"

    def why_not_bundle(self, why: WhyNotBundle) -> str:
        match why.kind:
            case "in_path":
                return "All of it is on your path."
            case "taken":
                return "You have finished all of it."
            case "barred":
                assert why.part_why is not None
                return f"Not all of it can be taken. {self.title(why.part)}: {self.why_not(why.part, why.part_why)}"
            case "budget":
                return "With all of it the path would not fit your limits, or would miss a part of your goal."
            case "costs_more":
                rest = f"You would take {self._titles(why.missing_parts)} as well"
                if why.extra_minutes > 0:
                    return f"{rest}, and the path would take {hours(why.extra_minutes)} longer."
                return f"{rest}; the path would suit your levels or wishes less well."
            case _:
                assert_never(why.kind)

    def counterfactual(self, found: Counterfactual, currency: str) -> str:
        differences = [text for text in (_time(found.minutes), _money(found.cents, currency)) if text]
        effect = f"the path is {join(differences)}" if differences else "the path takes as long and costs as much"
        moves = []
        if found.dropped:
            moves.append(f"without {self._titles(found.dropped)}")
        if found.added:
            moves.append(f"with {self._titles(found.added)}")
        return f"{self.change(found.change)} {effect}: {join(moves, 'but')}."

    def _titles(self, courses: Sequence[str]) -> str:
        if len(courses) > 3:
            return f"{self.title(courses[0])} and {len(courses) - 1} more steps"
        return join(self.title(course) for course in courses)

    def change(self, change: Change) -> str:
        value: Any = change.value
        match change.field:
            case "levels":
                return f"With {self.skill_name(change.skill or '')} at {LEVEL_WORDS[value]}"
            case "style":
                return f"With {STYLE_WORDS[value]}"
            case "practice":
                return f"With {PRACTICE_WORDS[value]}"
            case "prefer":
                return f"When you prefer {'a' if value == 'balanced' else 'the'} {value} way"
            case "certificate":
                return "With certificates" if value else "Without certificates"
            case _:
                return "With free courses only" if value else "With courses that cost money"


def _time(minutes: int) -> str:
    if minutes == 0:
        return ""
    return f"{hours(abs(minutes))} {'longer' if minutes > 0 else 'shorter'}"


def _money(cents: int, currency: str) -> str:
    if cents == 0:
        return ""
    return f"{abs(cents) / 100:.2f} {currency} {'dearer' if cents > 0 else 'cheaper'}"
