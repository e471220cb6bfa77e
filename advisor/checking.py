"""Short checks as values, and the level that a number of right answers speaks for."""

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.models import Check

# Of the items up to a level so many parts of a hundred have to be right; one slip in five is forgiven.
SHARE_RIGHT = 75


@dataclass(frozen=True, slots=True)
class Option:
    key: str
    text: str
    is_right: bool


@dataclass(frozen=True, slots=True)
class Item:
    """One question; who holds the skill at `level` answers it."""

    key: str
    text: str
    explanation: str
    level: int
    options: tuple[Option, ...]

    @property
    def question(self) -> str:
        """The text, but for code."""
        return self.text.removesuffix(self.code).rstrip()

    @property
    def code(self) -> str:
        """What follows a first line that ends in a question mark; empty when the text is all prose."""
        first, _, rest = self.text.partition("\n")
        return rest if first.endswith("?") else ""

    @property
    def right(self) -> Option:
        return next(option for option in self.options if option.is_right)


@dataclass(frozen=True, slots=True)
class ShortCheck:
    skill: str
    title: str
    items: tuple[Item, ...]


def read_check(skill: str) -> ShortCheck | None:
    """The published check of a skill, with the items that have a right option; None without any. Three queries."""
    check = Check.objects.published().filter(skill__slug=skill).prefetch_related("items__options").first()
    if check is None:
        return None
    items = []
    for row in check.items.all():
        options = tuple(Option(str(option.pk), option.text, option.is_right) for option in row.options.all())
        if any(option.is_right for option in options):
            items.append(Item(f"item-{row.pk}", row.text, row.explanation, row.level, options))
    return ShortCheck(skill, check.title, tuple(items)) if items else None


def has_check(skill: str) -> bool:
    """Whether `read_check` would find one."""
    return Check.objects.published().filter(skill__slug=skill, items__options__is_right=True).exists()


def level_shown(items: Sequence[Item], right: int) -> int:
    """The highest level for which enough of the items up to it are right; a harder item speaks for lower levels too."""
    shown = 0
    for level in sorted({item.level for item in items}):
        asked = sum(item.level <= level for item in items)
        if right * 100 >= asked * SHARE_RIGHT:
            shown = level
    return shown
