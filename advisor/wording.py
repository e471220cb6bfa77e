"""Sentences about results: each kind of reason in plain words. Nothing else writes prose about a plan."""

from collections.abc import Iterable, Sequence
from typing import assert_never

from advisor.planner.contrasts import Needless, WhyNot
from advisor.planner.reasons import Reason
from advisor.planner.unmet import Fix, Unmet
from advisor.snapshot import Catalogue

LEVEL_WORDS = ("none", "basics", "working", "strong")
FILTER_WORDS = {
    "free_only": "your wish for free courses only",
    "languages": "your choice of languages",
    "exclude": "the courses you left out",
}


def join(words: Iterable[str], last: str = "and") -> str:
    """a; a and b; a, b and c."""
    listed = list(words)
    if len(listed) < 2:
        return "".join(listed)
    return f"{', '.join(listed[:-1])} {last} {listed[-1]}"


def hours(minutes: int) -> str:
    """Minutes as hours with at most one decimal, such as 36.5 hours."""
    number = round(minutes / 60, 1)
    text = f"{number:g}"
    return f"{text} hour" if text == "1" else f"{text} hours"


class Wording:
    """Turns reasons into sentences with the catalogue's names."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def title(self, course: str) -> str:
        facts = self.catalogue.courses.get(course)
        return facts.title if facts else course

    def skill(self, skill: str, level: int) -> str:
        facts = self.catalogue.skills.get(skill)
        return f"{facts.name if facts else skill} ({LEVEL_WORDS[level]})"

    def skills(self, levels: Iterable[tuple[str, int]]) -> str:
        return join(self.skill(skill, level) for skill, level in levels)

    def step(self, reasons: Sequence[Reason]) -> str:
        """One sentence for a step: what the goal gets from it and what later steps do."""
        clauses = list(dict.fromkeys(self._clauses(reasons)))
        text = "; ".join(clauses)
        return f"{text[:1].upper()}{text[1:]}."

    def _clauses(self, reasons: Sequence[Reason]) -> Iterable[str]:
        for reason in reasons:
            match reason.kind:
                case "target":
                    wanted = [(r.skill or "", r.level) for r in reasons if r.kind == "target"]
                    yield f"your goal asks for {self.skills(wanted)}"
                case "prerequisite":
                    needed = [
                        (r.skill or "", r.level)
                        for r in reasons
                        if r.kind == "prerequisite" and r.for_course == reason.for_course
                    ]
                    yield f"{self.title(reason.for_course or '')} needs {self.skills(needed)}"
                case "helpful" if reason.for_course is None:
                    yield (
                        f"it brings you {self.skill(reason.skill, reason.level)}"
                        if reason.skill
                        else "it is on the way"
                    )
                case "helpful":
                    eased = [r.for_course or "" for r in reasons if r.kind == "helpful" and r.skill == reason.skill]
                    names = join(self.title(course) for course in dict.fromkeys(eased))
                    verb = "is" if len(set(eased)) == 1 else "are"
                    yield f"{names} {verb} easier with {self.skill(reason.skill or '', reason.level)}"
                case "pinned":
                    yield "you asked for it"
                case "bundle_order":
                    yield f"it comes before {self.title(reason.for_course or '')} in the same bundle"
                case _:
                    assert_never(reason.kind)

    def needless(self, needless: Needless) -> str:
        return f"You already hold {self.skills(needless.because)}."

    def unmet(self, unmet: Unmet) -> str:
        return f"{self._cause(unmet)}{self._fix(unmet.fix)}"

    def _cause(self, unmet: Unmet) -> str:
        wanted = self.skill(unmet.skill, unmet.wanted)
        courses = join((self.title(course) for course in unmet.courses[:3]), "or")
        match unmet.cause:
            case "nobody_teaches":
                return f"No course in the catalogue teaches {wanted}."
            case "filtered":
                filters = join(FILTER_WORDS.get(name, name) for name in unmet.filters) or "your limits"
                return f"{wanted} is taught by {courses}, which {filters} rules out."
            case "needs_unreachable":
                return f"{courses} would teach {wanted}, but asks for {self.skills(unmet.needs)}, out of reach as well."
            case "circular":
                return f"The courses that teach {wanted} each wait for another of them: {courses}."
            case "budget":
                return f"{wanted} does not fit your budget."
            case _:
                assert_never(unmet.cause)

    def _fix(self, fix: Fix | None) -> str:
        if fix is None:
            return ""
        ways = []
        if fix.allow:
            ways.append(f"allow {join(self.title(course) for course in fix.allow)}")
        if fix.budget is not None:
            ways.append(f"spend up to {fix.budget / 100:.2f}")
        return f" It comes within reach when you {join(ways)}." if ways else ""

    def why_not(self, course: str, why: WhyNot) -> str:
        match why.kind:
            case "in_path":
                return "It is on your path."
            case "taken":
                return "You have finished it."
            case "excluded":
                return "You left it out."
            case "language":
                return "It is not in a language you chose."
            case "not_free":
                return "It costs money, and you asked for free courses only."
            case "teaches_nothing_needed":
                return "It teaches nothing that this path still needs."
            case "out_of_reach":
                return f"It asks for {self.skills(why.missing)}, which no allowed course leads to."
            case "budget":
                return "With it the path would not fit your budget."
            case "costs_more":
                return self._costs_more(why)
            case _:
                assert_never(why.kind)

    def _costs_more(self, why: WhyNot) -> str:
        instead = f" in place of {join(self.title(c) for c in why.replaces[:3])}" if why.replaces else ""
        if why.extra_minutes > 0:
            return f"With it{instead} the path would take {hours(why.extra_minutes)} longer."
        shorter = f" {hours(-why.extra_minutes)} shorter but" if why.extra_minutes < 0 else ""
        return f"With it{instead} the path would be{shorter} harder: it fits your levels or wishes less well."
