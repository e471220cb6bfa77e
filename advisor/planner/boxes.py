"""What is not known yet about a learner's levels: a box of lowest and highest levels, and what holding one implies.

The completions of a box that keep all implications are closed under lowest and highest, so the ends of a narrowed box
keep them too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from advisor.planner.compiled import CompiledCatalog, bit_positions


@dataclass(frozen=True, slots=True)
class Implication:
    """Whoever holds `skill` at `level` holds `implies` at `implied_level`."""

    skill: str
    level: int
    implies: str
    implied_level: int


@dataclass(frozen=True, slots=True)
class Box:
    """Each skill lies between its low level (0 where none is given) and its top (its low one where none is given)."""

    lows: Mapping[str, int]
    tops: Mapping[str, int]

    def low(self, skill: str) -> int:
        return self.lows.get(skill, 0)

    def top(self, skill: str) -> int:
        return max(self.tops.get(skill, 0), self.low(skill))

    @property
    def open_skills(self) -> tuple[str, ...]:
        return tuple(sorted(skill for skill in self.tops if self.top(skill) > self.low(skill)))

    def raised(self, levels: Mapping[str, int]) -> "Box":
        """The part of the box with at least these levels, not narrowed."""
        return Box({**self.lows, **{skill: max(level, self.low(skill)) for skill, level in levels.items()}}, self.tops)

    def capped(self, skill: str, level: int) -> "Box":
        """The part of the box with the skill at no more than the level, not narrowed."""
        return Box(self.lows, {**self.tops, skill: level})


def narrowed_box(box: Box, implications: Iterable[Implication]) -> Box:
    """The ends moved inward until every implication holds at both. Raises ValueError when no completion is left."""
    rules = tuple(implications)
    lows, tops = dict(box.lows), {skill: box.top(skill) for skill in box.tops}
    moved = True
    while moved:
        moved = False
        for rule in rules:
            low, top = lows.get(rule.implies, 0), tops.get(rule.implies, lows.get(rule.implies, 0))
            if lows.get(rule.skill, 0) >= rule.level and low < rule.implied_level:
                if top < rule.implied_level:
                    raise ValueError(f"levels: {rule.skill} at {rule.level} implies {rule.implies} above {top}")
                lows[rule.implies] = rule.implied_level
                moved = True
            if top < rule.implied_level and tops.get(rule.skill, 0) >= rule.level:
                tops[rule.skill] = rule.level - 1
                moved = True
    return Box(lows, tops)


@dataclass(frozen=True, slots=True)
class OpenLevels:
    """Levels that are held together or not at all, mostly a single one: skill and level of each, and their bits.

    `comes_with` are the bits of other open levels that whoever holds these holds as well.
    """

    levels: tuple[tuple[str, int], ...]
    facts: int
    comes_with: int


def open_levels(catalog: CompiledCatalog, box: Box, implications: Iterable[Implication]) -> tuple[OpenLevels, ...]:
    """What is open in a narrowed box, in order of skill and level."""
    facts = {
        catalog.skill_fact(skill, level): (skill, level)
        for skill in box.open_skills
        for level in range(box.low(skill) + 1, box.top(skill) + 1)
    }
    together: dict[int, int] = {}
    for fact, comes_with in _comes_with(catalog, facts, implications).items():
        together[comes_with] = together.get(comes_with, 0) | fact
    return tuple(
        OpenLevels(tuple(facts[1 << fact] for fact in bit_positions(members)), members, comes_with & ~members)
        for comes_with, members in together.items()
    )


def _comes_with(
    catalog: CompiledCatalog, facts: Mapping[int, tuple[str, int]], implications: Iterable[Implication]
) -> dict[int, int]:
    """To each fact it and all that follow from it."""
    follows = {fact: fact | catalog.skill_fact(skill, level - 1) for fact, (skill, level) in facts.items()}
    for rule in implications:
        fact = catalog.skill_fact(rule.skill, rule.level)
        if fact in facts:
            follows[fact] |= catalog.skill_fact(rule.implies, rule.implied_level)
    known = sum(facts)
    grew = True
    while grew:
        grew = False
        for fact, mask in follows.items():
            wider = mask & known
            for position in bit_positions(wider):
                wider |= follows[1 << position] & known
            if wider != mask:
                follows[fact] = wider
                grew = True
    return follows
