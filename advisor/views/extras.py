"""What can be looked at closer beside a journey, each loaded when asked for: comparisons cost many solvings."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.http import urlencode

from advisor.advice import AnswerWording
from advisor.answers import AnswerSet, parse_answers
from advisor.comparing import compare
from advisor.difference_wording import difference_text
from advisor.doubts import find_doubts
from advisor.doubts_wording import DoubtsWording
from advisor.journey import hours_text
from advisor.objections import find, why_not_bundle, why_not_course
from advisor.planning import Solution
from advisor.report import Report
from advisor.statements import read_disputes
from advisor.views.dialling import Dialling

# More than these are behind a "show all": nobody reads twenty.
WHAT_IFS_SHOWN = 6
# Facts that decide; those further from tipping are counted.
DOUBTS_SHOWN = 5
Json = dict[str, Any]

TABS = {
    "what-if": "What would change it",
    "alternatives": "Other ways to get there",
    "left-out": "What was left out",
    "why-not": "Why not …?",
    "doubts": "What is not certain",
}
REPAIRS = "repairs"

KIND_TITLES = {
    "balanced": ("Balanced", "Short, without skipping what makes later courses easier."),
    "fastest": ("Fastest", "The least study time."),
    "cheapest": ("Cheapest", "The least money."),
    "gentlest": ("Gentlest", "Every course prepared by the ones before it."),
    "free-only": ("Free only", "Nothing that asks for money."),
    "next-best": ("Next best", "For the same answers, by other courses."),
}


@dataclass(slots=True)
class Extras:
    """Asked of one solution, worked out only when needed; `page` is the address to which queries are added."""

    dialling: Dialling
    solve: Callable[[], Solution]
    draw: Callable[[], Mapping[str, Any]]
    page: str

    @property
    def solution(self) -> Solution:
        return self.solve()

    @property
    def plan(self) -> Mapping[str, Any]:
        return self.draw()

    def context(self, show: str, words: str = "", *, today: date) -> Json:
        """What the template of the tab needs; nothing for a name that there is no tab for."""
        makers: dict[str, Callable[[], Json]] = {
            "what-if": lambda: {"what_ifs": self._what_ifs(today)},
            "alternatives": lambda: {"alternatives": self._alternatives()},
            "left-out": lambda: Report(self.solution).left_out(),
            "why-not": lambda: self._why_not(words),
            "doubts": lambda: {"doubts": self._doubts()},
            REPAIRS: lambda: {"conflict": self._repairs(today)},
        }
        return {"show": show, **makers[show]()} if show in makers else {}

    def tabs(self, show: str) -> list[Json]:
        return [
            {"name": name, "title": title, "href": self.link({"show": name}), "is_shown": name == show}
            for name, title in TABS.items()
        ]

    def link(self, more: Mapping[str, str]) -> str:
        return f"{self.page}?{urlencode({**self.dialling.address, **more})}"

    def _showing(self, answers: AnswerSet) -> str:
        return f"{self.page}?{self.dialling.leading_to(answers)}"

    def _parsed(self, answers: Json, today: date) -> AnswerSet:
        return parse_answers(answers, self.solution.advisor.catalogue, today=today)

    def _what_ifs(self, today: date) -> Json:
        rows = [
            {**found, "href": self._showing(self._parsed(found["answers"], today))}
            for found in Report(self.solution).what_ifs()
        ]
        return {"first": rows[:WHAT_IFS_SHOWN], "rest": rows[WHAT_IFS_SHOWN:]}

    def _doubts(self) -> Json:
        catalogue = self.solution.advisor.catalogue
        found = find_doubts(self.solution, read_disputes(catalogue))
        wording, shown = DoubtsWording(catalogue), found.found[:DOUBTS_SHOWN]
        rows = [
            {
                "fact": wording.fact(doubt),
                "effect": wording.effect(doubt, self.solution),
                "course": catalogue.courses.get(doubt.otherwise.subject),
                "said": {"fact": wording.name(doubt.otherwise), "claims": doubt.otherwise.statements},
            }
            for doubt in shown
        ]
        return {"summary": wording.summary(found), "rows": rows, "remarks": wording.remarks(found, shown=len(shown))}

    def _repairs(self, today: date) -> Json | None:
        conflict = Report(self.solution).conflict()
        if conflict is None:
            return None
        repairs = [
            {**repair, "href": self._showing(self._parsed(repair["answers"], today))} for repair in conflict["repairs"]
        ]
        return {**conflict, "repairs": repairs}

    def _alternatives(self) -> list[Json]:
        own = self._row("own", "This path", "What you are looking at.", self.plan)
        rows = [own]
        for other in Report(self.solution).alternatives():
            title, blurb = KIND_TITLES[other["prefer"]]
            steps = [
                {"course": course, "title": name}
                for course, name in zip(other["courses"], other["titles"], strict=True)
            ]
            row = self._row(other["prefer"], title, blurb, {**other, "steps": steps})
            answers = self._answers_for(other["prefer"], frozenset(other["courses"]))
            rows.append({**row, "href": answers and self._showing(answers)})
        return rows

    def _row(self, kind: str, title: str, blurb: str, plan: Mapping[str, Any]) -> Json:
        difference = compare(self.plan, plan)
        titles = {step["course"]: step["title"] for step in (*self.plan["steps"], *plan["steps"])}
        return {
            "kind": kind,
            "title": title,
            "blurb": blurb,
            "hours": hours_text(plan["hours"]["low"], plan["hours"]["high"]),
            "weeks": plan["weeks"],
            "arrives_on": date.fromisoformat(plan["finishes"]),
            "cost": plan["cost"],
            "steps": len(plan["steps"]),
            "difference": "" if kind == "own" else difference_text(difference),
            "more": {course: titles[course] for course in difference.added},
            "less": {course: titles[course] for course in difference.dropped},
        }

    def _answers_for(self, kind: str, courses: frozenset[str]) -> AnswerSet | None:
        """Answers whose best path this one is; None when no answers lead to it alone."""
        answers = self.solution.answers
        if kind == "free-only":
            return replace(answers, budget=replace(answers.budget, free_only=True))
        if kind != "next-best":
            return replace(answers, prefer=kind)  # type: ignore[arg-type]
        found = self.solution
        while found.courses != courses:
            better = found.courses - courses
            if not better:
                return None
            answers = replace(answers, exclude=tuple(sorted({*answers.exclude, *better})))
            found = self.solution.advisor.solved(answers)
        return answers

    def _why_not(self, words: str) -> Json:
        """The answer when the words name one course, else the courses that they could mean."""
        catalogue = self.solution.advisor.catalogue
        found = find(catalogue, words)
        named = [course for course in found if words in (course.slug, course.title)] or found
        context: Json = {"words": words, "found": []}
        if len(named) == 1:
            shown = named[0].title if words == named[0].slug else words
            return {**context, "words": shown, "answer": self._objection(named[0].slug)}
        context["found"] = [
            {"title": course.title, "provider": course.provider, "href": self.link({"show": "why-not", "why": slug})}
            for course in found
            for slug in [course.slug]
        ]
        return context

    def _objection(self, slug: str) -> Json:
        catalogue = self.solution.advisor.catalogue
        course, wording = catalogue.courses[slug], AnswerWording(catalogue)
        answers = self.solution.answers
        taking = replace(answers, pinned=tuple(sorted({*answers.pinned, slug})))
        if course.is_bundle:
            bundle = why_not_bundle(self.solution, slug)
            text, can_take = wording.why_not_bundle(bundle), bundle.kind in ("costs_more", "budget")
        else:
            why = why_not_course(self.solution, slug)
            text, can_take = wording.why_not(slug, why), why.forced is not None
        return {
            "course": course,
            "text": text,
            "href": self._showing(taking) if can_take else "",
            "stations": list(self._on_path(course.slug)),
        }

    def _on_path(self, slug: str) -> Iterator[str]:
        members = self.solution.advisor.catalogue.members(slug)
        yield from (step["course"] for step in self.plan["steps"] if step["course"] in members)
