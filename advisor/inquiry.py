"""Which question can still change the recommended path, and which one to put next.

The goal and the limits are always asked. After them a question is put only while some answer to it, together with
answers to others that are still open, leads to another path; the run ends when none does. Then the path of the answers
given, completed by what they imply, is the path of the whole form.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, Literal

from advisor import planner
from advisor.answers import TOP_LEVEL, AnswerSet, parse_answers
from advisor.planner.request import Request
from advisor.planning import Advisor
from advisor.questionnaire import LEVEL_PREFIX
from advisor.wishes import LANGUAGE, WISHES, Scenarios, bill_fits

LIMITS = ("goal", "taken", "hours", "start", "budget")

FIELDS = {
    "taken": ("taken",),
    "hours": ("hours_per_week",),
    "start": ("start", "finish_by"),
    "budget": ("budget",),
    LANGUAGE: ("languages",),
    **{wish: (wish,) for wish in WISHES},
}

SkipKind = Literal["implied", "unneeded", "settled"]


@dataclass(frozen=True, slots=True)
class Skipped:
    """Why a question is not put.

    "implied": the answers in `because`, skills and levels, leave one level only. "unneeded": no course that could be on
    the path asks for the skill beyond what is held. "settled": no open answer changes the path any more.
    """

    kind: SkipKind
    because: tuple[tuple[str, int], ...] = ()


class Inquiry:
    """One run, from partial answers in the shape of the first interface and the keys of the questions put.

    A question put and not answered stands for what it assumes; one answered without being put, such as the level of a
    skill learnt elsewhere, is dealt with too. Answers that contradict the implications between skills switch those off.
    Raises AnswerError for answers that can't be used.
    """

    def __init__(self, advisor: Advisor, answers: Mapping[str, Any], put: Collection[str], *, today: date) -> None:
        self.advisor = advisor
        self.given = dict(answers)
        self.stated: dict[str, int] = {**(answers.get("levels") or {}), **(answers.get("overrides") or {})}
        self.put = {key for key in put if self._exists(key)}
        self.answered = self.put | set(self._keys_given())
        self.has_aim = bool(answers.get("goal") or answers.get("targets"))
        self.today = today

    def _exists(self, key: str) -> bool:
        skill = key.removeprefix(LEVEL_PREFIX)
        return key in FIELDS or key == "goal" or (skill != key and skill in self.advisor.catalogue.skills)

    def _keys_given(self) -> Iterator[str]:
        if self.given.get("goal") or self.given.get("targets"):
            yield "goal"
        yield from (key for key, names in FIELDS.items() if any(name in self.given for name in names))
        yield from (f"{LEVEL_PREFIX}{skill}" for skill in self.stated)

    def next(self) -> str | None:
        """The key of the question to put now; None when the path is settled."""
        return self._next_key

    @property
    def asked(self) -> int:
        """How many questions of the form were put and dealt with."""
        return len(self.put.intersection(self.form)) if self.has_aim else 0

    @property
    def volunteered(self) -> int:
        """How many questions of the form were answered without being put."""
        return len(self.answered.intersection(self.form) - self.put)

    @property
    def settled(self) -> bool:
        """Whether no open answer can change the path; false as long as goal or limits are missing."""
        return self._next_key is None

    @property
    def at_most(self) -> int | None:
        """How many questions the run can have in all, those answered included; it never grows. None before the goal."""
        if not self.has_aim:
            return None
        return self.asked if self.settled else self.asked + len(self._possible)

    @property
    def gap(self) -> tuple[int, int]:
        """The most that knowing all levels could save: goal levels, and points when there are none of those."""
        settlement = self.scenarios.settling().settlement
        return settlement.gap_levels, settlement.gap_points

    @cached_property
    def form(self) -> tuple[str, ...]:
        """The keys of the whole form for this aim, in its order."""
        levels = [f"{LEVEL_PREFIX}{skill}" for skill in self._relevant]
        language = [LANGUAGE] if len(self.advisor.catalogue.languages) > 1 else []
        return ("goal", "taken", *levels, "hours", "start", "budget", *language, *WISHES)

    @property
    def skipped(self) -> dict[str, Skipped]:
        """The questions of the form, not dealt with, that are known to be needless, with the reason."""
        if not self.has_aim:
            return {}
        found = {}
        for key in self.form:
            if key in self.answered:
                continue
            skill = key.removeprefix(LEVEL_PREFIX)
            if skill != key and self.box.low(skill) == self.box.top(skill):
                found[key] = Skipped("implied", tuple(self._sources(skill)))
            elif skill != key and key not in self._possible:
                found[key] = Skipped("unneeded")
            elif self.settled:
                found[key] = Skipped("settled")
        return found

    @property
    def completed(self) -> dict[str, Any]:
        """The answers with the levels that they imply, in the shape of the first interface: what to plan for."""
        box, known = self.box, self._stated_box
        implied = {skill: low for skill, low in box.lows.items() if low > known.low(skill)}
        return {**self.given, "levels": {**(self.given.get("levels") or {}), **implied}}

    @cached_property
    def idle(self) -> frozenset[str]:
        """Keys of levels said that no path to this aim rests on, directly or by what they imply."""
        relevant = Request(self.advisor.compiled, replace(self._widest, levels={})).relevant
        facts = self.advisor.compiled.skill_facts
        resting = {skill for skill in self.advisor.catalogue.skills if facts(skill, TOP_LEVEL) & relevant}
        telling = {
            rule.skill
            for rule in self.rules
            if rule.implies in resting and self.stated.get(rule.skill, 0) >= rule.level
        }
        return frozenset(f"{LEVEL_PREFIX}{skill}" for skill in self.stated if skill not in resting | telling)

    @cached_property
    def answers(self) -> AnswerSet:
        return parse_answers(self.given, self.advisor.catalogue, today=self.today)

    @cached_property
    def box(self) -> planner.Box:
        """What is known of every skill of the vocabulary, with what finished courses and implications add."""
        try:
            return planner.narrowed_box(self._stated_box, self.rules)
        except ValueError:
            return self._stated_box

    @cached_property
    def rules(self) -> tuple[planner.Implication, ...]:
        try:
            planner.narrowed_box(self._stated_box, self.advisor.implications)
        except ValueError:
            return ()
        return self.advisor.implications

    @cached_property
    def _learner(self) -> planner.Learner:
        return self.advisor.problems.of(self.answers).learner

    @cached_property
    def _stated_box(self) -> planner.Box:
        held = self._learner.levels
        tops = dict.fromkeys(self.advisor.catalogue.skills, TOP_LEVEL)
        return planner.Box(
            held, {**tops, **{skill: max(level, held.get(skill, 0)) for skill, level in self.stated.items()}}
        )

    @cached_property
    def _relevant(self) -> tuple[str, ...]:
        return self.advisor.relevant_skills(self.answers.targets, self._learner.pinned)

    @cached_property
    def _askable(self) -> frozenset[str]:
        """Skills that the form asks about, not dealt with yet, whose level is open."""
        return frozenset(skill for skill in self.box.open_skills if f"{LEVEL_PREFIX}{skill}" in self._possible)

    @cached_property
    def _possible(self) -> tuple[str, ...]:
        """Questions not dealt with that might still matter, by what rests on what alone; it only ever shrinks."""
        relevant = Request(self.advisor.compiled, self._widest).relevant

        def matters(key: str) -> bool:
            skill = key.removeprefix(LEVEL_PREFIX)
            return skill == key or bool(self.advisor.compiled.skill_facts(skill, TOP_LEVEL) & relevant)

        return tuple(key for key in self.form if key not in self.answered and matters(key))

    @cached_property
    def _widest(self) -> planner.Learner:
        """The learner to whom as many courses are open as any answers still allow."""
        widest = replace(self.answers, **{wish: values[0] for wish, values in self._open_wishes.items()})
        learner = self.advisor.problems.of(widest).learner
        if LANGUAGE in self.form and LANGUAGE not in self.answered:
            learner = replace(learner, filters=replace(learner.filters, languages=frozenset()))
        return learner

    @cached_property
    def _open_wishes(self) -> dict[str, tuple[Any, ...]]:
        return {wish: values for wish, values in WISHES.items() if wish not in self.answered}

    @cached_property
    def scenarios(self) -> Scenarios:
        shown = {*self._relevant}
        rules = tuple(rule for rule in self.rules if rule.skill in shown and rule.implies in shown)
        tops = {skill: self.box.top(skill) for skill in self.box.open_skills if skill in shown}
        answers = replace(self.answers, levels={**self.answers.levels, **self.box.lows})
        return Scenarios(self.advisor, answers, tops, rules, self._open_wishes)

    @cached_property
    def _next_key(self) -> str | None:
        if not self.has_aim:
            return "goal"
        for key in self.form:
            if key in LIMITS and key not in self.answered:
                return key
        return self._next_decisive()

    def _next_decisive(self) -> str | None:
        """Levels before wishes: to somebody who knows a lot, few wishes still matter."""
        scenarios = self.scenarios
        settling = scenarios.settling()
        if LANGUAGE in self._possible and settling.plan.objective != planner.Objective(0, 0, 0):
            return LANGUAGE
        if not settling.settlement.settled:
            skill = settling.next_skill(self._askable) or min(self._askable, default=None)
            if skill:
                return f"{LEVEL_PREFIX}{skill}"
        wish = scenarios.decisive_wish() or scenarios.wish_in_company()
        if wish:
            return wish
        if not bill_fits(self.advisor, scenarios, self._open_wishes):
            return next(iter(self._possible), None)
        return None

    def _sources(self, skill: str) -> Iterator[tuple[str, int]]:
        """The levels, stated or held by finished courses, from which the level of the skill follows."""
        known = self._stated_box
        for rule in self.rules:
            if (
                rule.implies == skill
                and known.low(rule.skill) >= rule.level
                and rule.implied_level == self.box.low(skill)
            ):
                yield rule.skill, known.low(rule.skill)
            elif (
                rule.skill == skill
                and known.top(rule.implies) < rule.implied_level
                and rule.level > self.box.top(skill)
            ):
                yield rule.implies, known.top(rule.implies)
