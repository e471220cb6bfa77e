"""Mending of misspelled words, towards words that the catalogue itself uses."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

# Shorter words have too many neighbours; a second slip is believed in long words only.
SHORTEST = 4
TWO_SLIPS_FROM = 7


def slips_allowed(word: str) -> int:
    if len(word) < SHORTEST or not word.isalpha():
        return 0
    return 2 if len(word) >= TWO_SLIPS_FROM else 1


def distance(one: str, other: str, most: int) -> int:
    """Letters added, dropped, changed or swapped with their neighbour; anything above `most` counts as most + 1."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        two_before, before, row = before, row, [at]
        for place, wanted in enumerate(other, start=1):
            cost = min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != wanted))
            if at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == wanted:
                cost = min(cost, two_before[place - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


class Speller:
    """`targets` are words with their weight, to which others are mended; `valid` words are left as they are."""

    def __init__(self, targets: Mapping[str, int], valid: Iterable[str]) -> None:
        self.valid = {*valid, *targets}
        self.targets = dict(targets)
        self._shelves: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
        for word in sorted(targets):
            if slips_allowed(word):
                self._shelves[word[0], len(word)].append(word)

    def mend(self, word: str) -> str:
        """The nearest target, or the word itself; ties go to the heavier word, then to the alphabet."""
        most = slips_allowed(word)
        if not most or word in self.valid:
            return word
        rivals = []
        for letter in sorted({word[0], word[1]}):
            for length in range(len(word) - most, len(word) + most + 1):
                for target in self._shelves.get((letter, length), ()):
                    found = distance(word, target, min(most, slips_allowed(target)))
                    if found <= min(most, slips_allowed(target)):
                        rivals.append((found, -self.targets[target], target))
        return min(rivals)[2] if rivals else word
