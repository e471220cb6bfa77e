"""A solution as the plan of the first interface: plain JSON that pages, exports and saved paths all use."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from advisor import planner
from advisor.advice import AnswerWording
from advisor.answers import AnswerSet
from advisor.calendars import Calendar
from advisor.conflicts import find_conflict
from advisor.planning import Advisor, Solution
from advisor.problems import charge_for
from advisor.whatif import alternatives, changed, counterfactuals

# How many courses "why not" is answered for unasked: enough for a short list under the path.
NOT_CHOSEN_SHOWN = 6

# Beyond three a learner has not compared but been given a list.
SUBSTITUTES_SHOWN = 3

Json = dict[str, Any]


def recommend(answers: AnswerSet, advisor: Advisor) -> tuple[Json, Solution]:
    """The plan as plain JSON, and the solution it was made from."""
    solution = advisor.solve(answers)
    return Report(solution).plan(), solution


def advise(answers: AnswerSet, advisor: Advisor) -> Json:
    """What the first interface answers: the plan, and which single changes of an answer would change it."""
    plan, solution = recommend(answers, advisor)
    return {**plan, "what_ifs": Report(solution).what_ifs()}


def as_text(advice: Json) -> str:
    """The bytes of the first interface, before UTF-8: one line without its end."""
    return json.dumps(advice, ensure_ascii=False, separators=(",", ":"))


class Report:
    def __init__(self, solution: Solution) -> None:
        self.solution = solution
        self.advisor = solution.advisor
        self.catalogue = solution.advisor.catalogue
        self.wording = AnswerWording(self.catalogue)

    def plan(self) -> Json:
        """The whole plan of the first interface, with what it is compared with; that takes many solvings."""
        return {
            **self.journey(),
            **self.left_out(),
            "alternatives": self.alternatives(),
            "conflict": self.conflict(),
        }

    def kept(self) -> Json:
        """What a saved path keeps: all but comparisons with other answers, which can be asked for at any time."""
        return {**self.journey(), **self.left_out()}

    def journey(self) -> Json:
        """The path itself, which costs no solving beyond its own."""
        solution, objective = self.solution, self.solution.plan.objective
        return {
            "goal": solution.answers.goal,
            "proven": solution.plan.proven,
            "reached": objective.levels_missing == 0 and objective.pinned_missing == 0,
            "objective": {
                "pinned_missing": objective.pinned_missing,
                "levels_missing": objective.levels_missing,
                "points": objective.points,
            },
            "steps": list(self._steps()),
            **self._span(solution),
            "cost": self._cost(solution),
            "unmet": self._unmet(),
            "finish_by": self._finish_by(),
        }

    def figures(self) -> Json:
        """Hours, dates and cost alone."""
        return {**self._span(self.solution), "cost": self._bill(self.solution)}

    def left_out(self) -> Json:
        """What the learner can skip, and courses off the path with the reason."""
        return {"known": self._known(), "not_chosen": list(self._not_chosen())}

    def _steps(self) -> Iterator[Json]:
        calendar = self.solution.calendar
        reasons, substitutes = self._reasons(), self._substitutes()
        entries = {entry.course: entry for entry in calendar.schedule.entries}
        for slug in calendar.order:
            course, entry = self.catalogue.courses[slug], entries[slug]
            charge = charge_for(course, certificate=self.solution.answers.certificate)
            yield {
                "course": slug,
                "title": course.title,
                "kind": course.kind,
                "provider": course.provider,
                "platform": course.platform,
                "within": calendar.within[slug],
                "within_title": self.wording.title(calendar.within[slug] or "") or None,
                "alongside": entry.alongside,
                "hours": _hours(*(course.minutes or (0, 0, 0))),
                "hours_estimated": "realistic_hours" in course.unsure,
                "starts": entry.starts_on.isoformat(),
                "finishes": entry.finishes_on.isoformat(),
                "teaches": dict(course.teaches),
                "because": [
                    {"kind": reason.kind, "skill": reason.skill, "level": reason.level, "for": reason.for_course}
                    for reason in reasons[slug]
                ],
                "text": self.wording.step(reasons[slug]),
                "best_for": course.best_for,
                "skip_if": course.skip_if,
                "weaknesses": list(course.weaknesses),
                "or_else": [{"course": other, "title": self.wording.title(other)} for other in substitutes[slug]],
                "payment": "free" if course.price_model == "free" else "audit" if charge.is_free else "paid",
            }

    def _reasons(self) -> dict[str, tuple[planner.Reason, ...]]:
        """Each step's reasons, those for the next steps first."""
        plan, learner = self.solution.plan, self.solution.problem.learner
        reasons = planner.step_reasons(self.advisor.compiled, learner, plan)
        place = {course: at for at, course in enumerate(self.solution.calendar.order)}
        return {
            step.course: tuple(sorted(why, key=lambda reason: place.get(reason.for_course or "", -1)))
            for step, why in zip(plan.steps, reasons, strict=True)
        }

    def _substitutes(self) -> dict[str, tuple[str, ...]]:
        """For each step the courses that would do in its place, best first."""
        found = planner.substitutes(self.advisor.compiled, self.solution.problem.learner, self.solution.plan)
        return {course: others[:SUBSTITUTES_SHOWN] for course, others in found.items()}

    def _known(self) -> list[Json]:
        found = planner.needless(self.advisor.compiled, self.solution.problem.learner, self.solution.plan)
        return [
            {"course": known.course, "title": self.wording.title(known.course), "because": self.wording.needless(known)}
            for known in found
        ]

    def _span(self, solution: Solution) -> Json:
        calendar = solution.calendar
        loads = calendar.timetable.workloads
        return {
            "hours": _hours(
                sum(load.low_minutes for load in loads),
                sum(load.expected_minutes for load in loads),
                sum(load.high_minutes for load in loads),
            ),
            "weeks": calendar.schedule.weeks,
            "starts": solution.answers.start.isoformat(),
            "finishes": calendar.schedule.finishes_on.isoformat(),
            "finishes_low": calendar.finishes_low.isoformat(),
            "finishes_high": calendar.finishes_high.isoformat(),
        }

    def _cost(self, solution: Solution) -> Json:
        cost = self._bill(solution)
        audited = any(self.catalogue.courses[course].price_model == "audit" for course in solution.courses)
        if audited and not solution.answers.certificate:
            paid = solution.calendar_for(replace(solution.answers, certificate=True))
            cost["with_certificates"] = self._bill(solution, paid)
        return cost

    def _bill(self, solution: Solution, calendar: Calendar | None = None) -> Json:
        calendar = calendar or solution.calendar
        bill = calendar.timetable.bill
        return {
            "total": _money(bill.total_cents),
            "currency": solution.answers.budget.currency,
            "lines": [
                {
                    "what": line.what if line.months is None else f"{line.what} subscription",
                    "months": line.months,
                    "each": _money(line.each),
                }
                for line in bill.lines
            ],
            "unknown": [self.wording.title(course) for course in calendar.unpriced],
        }

    def _unmet(self) -> list[Json]:
        learner = self.solution.problem.learner
        return [
            {
                "skill": gap.skill,
                "name": self.catalogue.skills[gap.skill].name,
                "wanted": gap.wanted,
                "reached": gap.reached,
                "because": self.wording.unmet(gap),
            }
            for gap in planner.unmet(self.advisor.compiled, learner, self.solution.plan)
        ]

    def _not_chosen(self) -> Iterator[Json]:
        learner = self.solution.problem.learner
        for course in self._candidates()[:NOT_CHOSEN_SHOWN]:
            why = planner.why_not(self.advisor.compiled, learner, self.solution.plan, course)
            yield {
                "course": course,
                "title": self.wording.title(course),
                "because": self.wording.why_not(course, why),
            }

    def _candidates(self) -> list[str]:
        """Courses off the path that teach most of what the goal still wants, best rated first among equals."""
        answers, held = self.solution.answers, self.solution.held
        open_targets = {skill: level for skill, level in answers.targets.items() if held.get(skill, 0) < level}

        def covered(course: planner.Course) -> int:
            return sum(min(course.teaches.get(skill, 0), level) for skill, level in open_targets.items())

        ranked = sorted(
            (course for course in self.advisor.compiled.courses if covered(course)),
            key=lambda course: (-covered(course), -(course.rating or 0), course.id),
        )
        skip = self.solution.courses | self.solution.problem.learner.taken
        return [course.id for course in ranked if course.id not in skip]

    def alternatives(self) -> list[Json]:
        return [
            {
                "prefer": alternative.kind,
                **self._span(alternative.solution),
                "cost": self._bill(alternative.solution),
                "courses": list(alternative.solution.calendar.order),
                "titles": [self.wording.title(course) for course in alternative.solution.calendar.order],
            }
            for alternative in alternatives(self.solution)
        ]

    def conflict(self) -> Json | None:
        """What stands in the way of the whole goal, or of the wanted date, and repairs with their answers."""
        found = find_conflict(self.solution)
        if found is None:
            return None
        return {
            "text": self.wording.conflict(found, self.solution.answers),
            "fields": [limit.field for limit in found.limits],
            "repairs": [
                {"text": self.wording.repair(repair), "answers": repair.answers.as_json()} for repair in found.repairs
            ],
        }

    def what_ifs(self) -> list[Json]:
        """Single changes of an answer that would change the path, the smallest first, with the answers they make."""
        solution = self.solution
        return [
            {
                "text": self.wording.counterfactual(found, solution.answers.budget.currency),
                "field": found.change.field,
                "skill": found.change.skill,
                "value": found.change.value,
                "hours": _in_hours(found.minutes),
                "cost": _money(found.cents),
                "dropped": list(found.dropped),
                "added": list(found.added),
                "answers": changed(solution.answers, found.change).as_json(),
            }
            for found in counterfactuals(solution)
        ]

    def _finish_by(self) -> Json | None:
        wanted = self.solution.answers.finish_by
        if wanted is None:
            return None
        return {"date": wanted.isoformat(), "met": self.solution.calendar.schedule.finishes_on <= wanted}


def _hours(low: int, expected: int, high: int) -> Json:
    """Minutes as hours: whole numbers where they are whole, at most two decimals."""
    return {"low": _in_hours(low), "expected": _in_hours(expected), "high": _in_hours(high)}


def _in_hours(minutes: int) -> int | float:
    return minutes // 60 if minutes % 60 == 0 else round(minutes / 60, 2)


def _money(cents: int) -> int | float:
    return cents // 100 if cents % 100 == 0 else cents / 100
