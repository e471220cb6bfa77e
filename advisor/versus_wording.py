"""Sentences about courses side by side; every name and figure is the catalogue's."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from advisor.answers import TOP_LEVEL
from advisor.snapshot import CourseFacts
from advisor.versus import MATHS, Gap, Levels, Overlap, Side, Verdict, missing
from advisor.versus_orders import Comparison, MathsPart, Order
from advisor.wording import LEVEL_WORDS, Wording, hours, join
from catalog.models import Course
from catalog.wording import PRICE_WORDS, language_name

SKILLS_IN_A_SENTENCE = 4
COURSES_IN_A_SENTENCE = 4
# Verdicts after which nobody need take both.
ONE_IS_ENOUGH = ("part", "newer", "nothing", "known", "covers", "shorter")
# Verdicts by which the second one follows.
SECOND_FOLLOWS = ("required", "helpful", "level")
# From here on most of the second one is repetition.
MUCH_SHARED = 50
OVERLAP_FORMULA = (
    "Skill by skill, the level that both teach, added up, as a share of the higher level that either teaches, added up."
)


@dataclass(frozen=True, slots=True)
class Row:
    """One fact of all sides."""

    label: str
    values: tuple[str, ...]

    @property
    def differs(self) -> bool:
        return len(set(self.values)) > 1


@dataclass(frozen=True, slots=True)
class Cell:
    """One level in the picture of skills, centred at `x`."""

    x: int
    taught: bool
    required: bool
    helpful: bool

    @property
    def left(self) -> int:
        return self.x - 8

    @property
    def right(self) -> int:
        return self.x + 8


@dataclass(frozen=True, slots=True)
class Mark:
    """One side's cell in the picture of skills: levels required, helpful and taught, 0 where there is none."""

    required: int
    helpful: int
    taught: int

    @property
    def asked(self) -> int:
        return max(self.required, self.helpful)

    def __bool__(self) -> bool:
        return bool(self.asked or self.taught)

    @property
    def cells(self) -> list[Cell]:
        """The three levels, as they are drawn."""
        return [Cell(10 + 20 * at, self.taught > at, self.required > at, self.helpful > at) for at in range(TOP_LEVEL)]

    @property
    def text(self) -> str:
        parts = [f"requires {LEVEL_WORDS[self.required]}"] if self.required else []
        parts += [f"easier with {LEVEL_WORDS[self.helpful]}"] if self.helpful > self.required else []
        parts += [f"teaches {LEVEL_WORDS[self.taught]}"] if self.taught else []
        return ", ".join(parts) or "not part of it"


@dataclass(frozen=True, slots=True)
class SkillRow:
    skill: str
    marks: tuple[Mark, ...]

    @property
    def differs(self) -> bool:
        return len(set(self.marks)) > 1


@dataclass(frozen=True, slots=True)
class OrderText:
    """One order in words; `gaps` says what is not held at each course."""

    title: str
    time: str
    weeks: str
    cost: str
    breaks: str
    mending: str
    gaps: tuple[str, ...]


class VersusWording(Wording):
    def level_list(self, levels: Levels) -> str:
        """At most four skills by name."""
        named = list(levels.items())
        if len(named) <= SKILLS_IN_A_SENTENCE:
            return self.skills(named)
        shown = [self.skill(*each) for each in named[: SKILLS_IN_A_SENTENCE - 1]]
        return join([*shown, f"{len(named) - len(shown)} more skills"])

    def titles(self, courses: Sequence[str]) -> str:
        if len(courses) <= COURSES_IN_A_SENTENCE:
            return join(map(self.title, courses))
        return join(
            [*map(self.title, courses[: COURSES_IN_A_SENTENCE - 1]), f"{len(courses) - COURSES_IN_A_SENTENCE + 1} more"]
        )

    def headline(self, verdict: Verdict) -> str:
        """A few words: ML first."""
        first = self.title(verdict.first or "")
        needs_maths = bool(set(verdict.missing) & set(MATHS))
        before = "A maths part first, then " if needs_maths else ""
        match verdict.kind:
            case "required" | "helpful" | "ready" | "level":
                return f"{before}{first}" if needs_maths else f"{first} first{self._maths_between(verdict)}"
            case "directly" | "known":
                return f"{before}{first} directly"
            case "part":
                return f"One is part of the other: {first} includes it"
            case "newer":
                return f"{first} instead of the older edition"
            case "covers" | "shorter":
                return f"{before}{first} alone"
            case "nothing":
                return "Neither: you hold all that they teach"
            case "either":
                return "Either can come first"
            case _:
                assert_never(verdict.kind)

    def _maths_between(self, verdict: Verdict) -> str:
        if verdict.kind not in SECOND_FOLLOWS or not set(verdict.between) & set(MATHS):
            return ""
        return f", then a maths part before {self.title(verdict.second or '')}"

    def fact(self, verdict: Verdict) -> str:
        """The fact that decides, in a sentence."""
        first, second = self.title(verdict.first or ""), self.title(verdict.second or "")
        levels = self.level_list(verdict.because)
        match verdict.kind:
            case "required":
                return f"{second} requires {levels}, which {first} teaches."
            case "helpful":
                return f"{second} is easier with {levels}, which {first} teaches."
            case "directly":
                return f"{first} requires {levels} of what {second} teaches, and that much is held already."
            case "ready":
                return f"All that {first} requires is held; {second} requires {levels}, which is not."
            case "known":
                return f"All that {second} teaches is held already: {levels}."
            case "part":
                return f"{second} is one of the courses of {first}."
            case "newer":
                return f"{first} is the newer edition of {second}."
            case "covers":
                return f"All that {second} would add, {levels}, {first} teaches too, and more besides."
            case "shorter":
                return f"Both add the same, {levels}, and {first} takes less time."
            case "level":
                courses = self.catalogue.courses
                levels = f"{courses[verdict.first or ''].level}, {second} {courses[verdict.second or ''].level}"
                return f"Neither asks for anything of the other that is not held; {first} is {levels}."
            case "nothing":
                return "Each level that they teach is held already."
            case "either":
                return "Neither asks for anything of the other that is not held."
            case _:
                assert_never(verdict.kind)

    def before(self, verdict: Verdict) -> str:
        """What has to be learned before the first one; empty when nothing is."""
        if not verdict.first or not verdict.missing:
            return ""
        return f"Before {self.title(verdict.first)}: it requires {self.level_list(verdict.missing)}."

    def second_needs(self, verdict: Verdict) -> str:
        """What the second one still requires after the first; empty when nothing is, or when it need not be taken."""
        if verdict.kind not in SECOND_FOLLOWS or not verdict.between:
            return ""
        return f"Before {self.title(verdict.second or '')} you also need {self.level_list(verdict.between)}."

    def paragraph(self, verdict: Verdict) -> str:
        """The headline, the fact that decides and what has to be learned besides."""
        parts = f"{self.headline(verdict)}.", self.before(verdict), self.fact(verdict), self.second_needs(verdict)
        return " ".join(filter(None, parts))

    def holder(self, held: Levels) -> str:
        return f"Rests on these levels: {self.skills(held.items())}." if held else "Rests on no level held yet."

    def gap(self, gap: Gap) -> str:
        parts = [f"requires {self.level_list(gap.required)}"] if gap.required else []
        parts += [f"is easier with {self.level_list(gap.helpful)}"] if gap.helpful else []
        return f"{self.title(gap.course)} {join(parts)}: not held by then."

    def short_answer(self, comparison: Comparison) -> str:
        """Of two, the verdict's headline; of more, the order."""
        if len(comparison.verdicts) == 1:
            return self.headline(comparison.verdicts[0])
        return ", then ".join(side.facts.title for side in comparison.best)

    def order(self, order: Order) -> OrderText:
        return OrderText(
            title=self.sequence(order),
            time=whole_hours(order.minutes),
            weeks=self.weeks(order),
            cost=self.cost(order),
            breaks=self.breaks(order),
            mending=self.mending(order),
            gaps=tuple(map(self.gap, order.gaps)),
        )

    def sequence(self, order: Order) -> str:
        return ", then ".join(map(self.title, order.sequence))

    def breaks(self, order: Order) -> str:
        required = [gap for gap in order.gaps if gap.required]
        helpful = [gap for gap in order.gaps if gap.helpful and not gap.required]
        if required:
            first = f"{self.title(required[0].course)}: it requires {self.level_list(required[0].required)}"
            count = counted(len(required), "course")
            return f"Breaks at {first}, not held by then. {count} would begin without something required."
        if helpful:
            return f"Nothing required is missing; {counted(len(helpful), 'course')} would be easier with more."
        return "Nothing is missing on the way."

    def mending(self, order: Order) -> str:
        if order.unreached:
            return f"No other course leads to what {self.titles(order.unreached)} would need in this order."
        if not order.added:
            return "The plan adds no other course."
        return f"The plan adds {self.titles(order.added)}."

    def weeks(self, order: Order) -> str:
        return f"{counted(order.weeks, 'week')} at {hours(order.weekly_minutes)} a week"

    def cost(self, order: Order) -> str:
        if not order.is_priced:
            return f"{money(order.cents, order.currency)}, and more: not every price is known"
        text = "Free to follow" if not order.cents else money(order.cents, order.currency)
        if order.certified_cents > order.cents:
            text += f"; {money(order.certified_cents, order.currency)} with certificates"
        return text

    def overlap(self, found: Overlap) -> str:
        advice = "; one of the two may be enough" if found.per_cent >= MUCH_SHARED else ""
        titles = self.titles((found.one, found.other))
        return f"{titles} share {found.per_cent} % of what they teach{advice}."

    def maths_part(self, part: MathsPart) -> str:
        title = self.title(part.side)
        courses = f"{self.titles(part.courses)}, about {whole_hours(part.minutes)}"
        required, helpful = self.level_list(part.required), self.level_list(part.helpful)
        if part.required and part.courses:
            return f"A maths part first: {courses}, before {title}, which requires {required}."
        if part.required:
            return f"{title} requires {required}; no course that may come before it teaches that."
        start = f"{title} can begin with weak maths"
        if part.courses and part.helpful:
            return f"{start}. It is easier with {helpful}; {courses}, would help."
        if part.courses:
            return f"{start}, but the way to it has {courses}."
        return (
            f"{start}; it is easier with {helpful}." if part.helpful else f"{title} asks for no more maths than that."
        )

    def bottom_line(self, comparison: Comparison) -> str:
        """Which to take where one is enough; then the best order in figures against the opposite one."""
        verdict = comparison.verdicts[0]
        if len(comparison.verdicts) > 1 or verdict.kind not in ONE_IS_ENOUGH:
            return self._both(comparison)
        text = f"{self.headline(verdict)}. {self.fact(verdict)}"
        return text if verdict.kind == "part" else f"{text} For both of them: {self._both(comparison)}"

    def _both(self, comparison: Comparison) -> str:
        if not comparison.orders:
            return "Without hours for each of them, no order can be planned."
        best, other = comparison.orders
        text = f"{self.sequence(best)}: {whole_hours(best.minutes)}, {self.weeks(best)}. {self.cost(best)}."
        if best.unreached:
            return f"{text} {self.mending(best)}"
        if other.unreached:
            return f"{text} The other way round it can’t be done. {self.mending(other)}"
        more = other.minutes - best.minutes
        if more:
            return f"{text} The other way round takes {whole_hours(abs(more))} {'more' if more > 0 else 'less'}."
        worse = other.unmet_helps - best.unmet_helps
        if worse > 0:
            return (
                f"{text} The other way round takes as long, and lacks {counted(worse, 'more thing')} that would help."
            )
        return f"{text} The other way round takes as long."

    def rows(self, sides: Sequence[Side]) -> list[Row]:
        """Rows that differ first, each group in the order of the table of facts."""
        facts = [
            ("Realistic hours", [self.hours_of(side) for side in sides]),
            ("Price", [estimated(self.price(side.facts), side.facts, "price") for side in sides]),
            ("Level", [estimated(side.facts.level, side.facts, "level") for side in sides]),
            ("Maths load", [estimated(side.facts.maths, side.facts, "maths") for side in sides]),
            ("Coding load", [estimated(side.facts.coding, side.facts, "coding") for side in sides]),
            ("Style", [estimated(side.facts.style, side.facts, "style") for side in sides]),
            ("Practice", [estimated(side.facts.practice.replace("-", " "), side.facts, "practice") for side in sides]),
            ("Requires", [self.skills(side.requires.items()) or "nothing recorded" for side in sides]),
            (
                "Easier with",
                [self.skills(missing(side.helpful, side.requires).items()) or "nothing more" for side in sides],
            ),
            ("Rating", [estimated(rating(side.facts), side.facts, "rating") for side in sides]),
            ("Kind", [estimated(kind(side), side.facts, "kind") for side in sides]),
            ("Provider", [side.facts.provider for side in sides]),
            ("Taken at", [side.facts.platform for side in sides]),
            ("Certificate", ["can be had" if side.facts.has_certificate else "none" for side in sides]),
            ("Language", [language_name(side.facts.language) for side in sides]),
            ("Best for", [estimated(side.facts.best_for or "not recorded", side.facts, "best_for") for side in sides]),
            ("Skip it if", [estimated(side.facts.skip_if or "not recorded", side.facts, "skip_if") for side in sides]),
        ]
        return sorted((Row(label, tuple(values)) for label, values in facts), key=lambda row: not row.differs)

    def skill_rows(self, sides: Sequence[Side]) -> list[SkillRow]:
        """Every skill that one of them asks for or teaches, those that differ first, in the vocabulary's order."""
        rows = [
            SkillRow(facts.name, tuple(mark(side, slug) for side in sides))
            for slug, facts in self.catalogue.skills.items()
        ]
        return sorted((row for row in rows if any(map(bool, row.marks))), key=lambda row: not row.differs)

    def hours_of(self, side: Side) -> str:
        if side.minutes is None:
            return "not known"
        low, _, high = side.minutes
        text = hours(low) if low == high else f"{low / 60:.0f}–{high / 60:.0f} hours"
        return f"{text}, estimated" if side.is_estimate else text

    def price(self, course: CourseFacts) -> str:
        words = PRICE_WORDS[Course.PriceModel(course.price_model)]
        if course.price_model == "subscription" and course.monthly_price is not None:
            return f"{words}, {money(course.monthly_price, course.currency)} a month"
        if course.price_model == "one-off" and course.one_off_price is not None:
            return f"{words}, {money(course.one_off_price, course.currency)}"
        return words


def mark(side: Side, skill: str) -> Mark:
    return Mark(side.requires.get(skill, 0), side.helpful.get(skill, 0), side.outcomes.get(skill, 0))


def kind(side: Side) -> str:
    words = side.facts.kind.replace("-", " ")
    return f"{words} of {counted(len(side.facts.parts), 'course')}" if side.facts.is_bundle else words


def rating(course: CourseFacts) -> str:
    return "none that we could trace" if course.rating is None else f"{course.rating / 100:.2g} of 5"


def estimated(text: str, course: CourseFacts, field: str) -> str:
    return f"{text} (estimated)" if field in course.unsure else text


def whole_hours(minutes: int) -> str:
    """No estimate of a whole path is finer than an hour; less than that in minutes."""
    return hours(minutes if minutes < 60 else round(minutes / 60) * 60)


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def money(cents: int, currency: str) -> str:
    return f"{cents / 100:,.2f}".removesuffix(".00") + f" {currency}"
