"""Sentences about results: each kind of reason in plain words. Nothing else writes prose about a plan."""

from collections.abc import Iterable, Sequence
from typing import assert_never

from advisor.planner import Fix, Needless, Reason, ReasonKind, Unmet, WhyNot
from advisor.snapshot import Catalogue

LEVEL_WORDS = ("none", "basics", "working", "strong")
TITLES_IN_A_SENTENCE = 2
# What is worth saying of a step first; that it also eases others is said only when nothing else is.
LEADING_KINDS: tuple[ReasonKind, ...] = ("target", "pinned", "prerequisite")
FILTER_WORDS = {
    "free_only": "your wish for free courses only",
    "languages": "your choice of languages",
    "exclude": "what you left out",
}


def join(words: Iterable[str], last: str = "and") -> str:
    """a; a and b; a, b and c."""
    listed = list(words)
    if len(listed) < 2:
        return "".join(listed)
    return f"{', '.join(listed[:-1])} {last} {listed[-1]}"


def hours(minutes: int) -> str:
    """Minutes as hours with at most one decimal, such as 36.5 hours; less than an hour in minutes."""
    if 0 < minutes < 60:
        return f"{minutes} minute" if minutes == 1 else f"{minutes} minutes"
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
        """One short sentence for a step: what the goal gets from it, what later steps do, or else what it eases."""
        clauses = [
            clause
            for kind in LEADING_KINDS
            if (clause := self._clause(kind, [reason for reason in reasons if reason.kind == kind]))
        ]
        if not clauses:
            kind = reasons[0].kind
            clauses = [self._clause(kind, [reason for reason in reasons if reason.kind == kind])]
        text = "; ".join(clauses)
        return f"{text[:1].upper()}{text[1:]}."

    def _clause(self, kind: ReasonKind, reasons: Sequence[Reason]) -> str:
        if not reasons:
            return ""
        skills = self._highest(reasons)
        match kind:
            case "target":
                return f"your goal asks for {skills}"
            case "pinned":
                return "you asked for it"
            case "prerequisite":
                return f"{self._later(reasons, 'asks', 'ask')} for {skills}"
            case "helpful" if reasons[0].for_course is None:
                return f"it brings you {skills}" if skills else "it is on the way"
            case "helpful":
                return f"{self._later(reasons, 'is', 'are')} easier with {skills}"
            case "bundle_order":
                return f"{self._later(reasons, 'comes', 'come')} after it in the same bundle"
            case _:
                assert_never(kind)

    def _highest(self, reasons: Sequence[Reason]) -> str:
        levels: dict[str, int] = {}
        for reason in reasons:
            if reason.skill:
                levels[reason.skill] = max(levels.get(reason.skill, 0), reason.level)
        return self.skills(levels.items())

    def _later(self, reasons: Sequence[Reason], one: str, many: str) -> str:
        """The courses that rest on a step as the subject of a sentence, with its verb; long lists are counted."""
        titles = list(dict.fromkeys(self.title(reason.for_course or "") for reason in reasons))
        if len(titles) > TITLES_IN_A_SENTENCE:
            return f"{titles[0]} and {len(titles) - 1} other steps {many}"
        return f"{join(titles)} {one if len(titles) == 1 else many}"

    def needless(self, needless: Needless) -> str:
        facts = self.catalogue.courses.get(needless.course)
        own = [held for held in needless.because if facts is None or held[0] in facts.teaches]
        if own:
            return f"You already hold {self.skills(own)}."
        return f"It only leads to courses you don't need, since you hold {self.skills(needless.because)}."

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
                return f"{wanted} is taught by {courses}, ruled out by {filters}."
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
        if why.extra_points == 0:
            return f"With it{instead} the path would be as good, but no better."
        shorter = f"be {hours(-why.extra_minutes)} shorter, but " if why.extra_minutes < 0 else ""
        return f"With it{instead} the path would {shorter}suit you less: it costs more or fits your answers less well."
