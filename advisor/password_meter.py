"""How good a new password is, as advice while it is chosen; the validators in the settings decide.

Strength is counted in bits: each more doubles the work of whoever stole the hashes and tries passwords in the order in
which people choose them. The figures are low on purpose, since people choose letters less evenly than dice would.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.contrib.auth.password_validation import CommonPasswordValidator, validate_password
from django.core.exceptions import ValidationError

from advisor.models import User

# Bits of a character by itself, of a word from Django's list of 20,000, and of what nearly follows from the rest.
CHARACTER, COMMON_WORD, GIVEN = 4, 10, 1
FAIR_FROM, STRONG_FROM, MOST = 40, 70, 100
SHORTEST_WORD, LONGEST_WORD = 4, 16
SHORTEST_OF_ADDRESS, SHORTEST_REPEATED = 3, 3
# Beyond so many characters nothing gets any stronger, and looking for words takes time.
READ = 128
ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm")
RUNS = {row[i : i + 3] for each in ROWS for row in (each, each[::-1]) for i in range(len(row) - 2)}
LOOK_ALIKE = str.maketrans("013457@$!", "oieastasi")

ADVICE = {
    "run": "It repeats itself, or runs along the alphabet, the digits or a row of keys.",
    "word": "Part of it is on the list of the 20,000 passwords that are guessed first.",
    "address": "It holds a part of your e-mail address.",
}
LONGER = "What helps most is length: another word or two that have nothing to do with the rest."


@dataclass(frozen=True, slots=True)
class Judgement:
    """`refusals` are the validators' own sentences; `bits` is at most MOST, and 0 for what is refused."""

    bits: int
    refusals: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        if self.refusals:
            return "Not accepted"
        return "Weak" if self.bits < FAIR_FROM else "Fair" if self.bits < STRONG_FROM else "Strong"


def judge(password: str, address: str = "") -> Judgement:
    """`address` is the person's e-mail address, as far as it is known."""
    found = list(pieces(password[:READ].lower(), address.lower()))
    bits = min(sum(cost for cost, _ in found), MOST)
    kinds = {kind for _, kind in found}
    advice = tuple(text for kind, text in ADVICE.items() if kind in kinds)
    try:
        validate_password(password, User(email=address))
    except ValidationError as error:
        return Judgement(0, tuple(error.messages), advice)
    return Judgement(bits, (), () if bits >= STRONG_FROM else (*advice, LONGER))


def pieces(text: str, address: str) -> Iterator[tuple[int, str]]:
    """Bits and kind of each piece, from the left, the longest that is known first."""
    own = {part for part in re.split(r"[\W_]+", address) if len(part) >= SHORTEST_OF_ADDRESS}
    at = 0
    while at < len(text):
        if length := max((len(part) for part in own if text.startswith(part, at)), default=0):
            yield GIVEN, "address"
        elif length := repeated(text, at):
            yield GIVEN, "run"
        elif is_run(text[max(at - 2, 0) : at + 1]):
            length = 1
            yield GIVEN, "run"
        elif length := common(text, at):
            yield COMMON_WORD, "word"
        else:
            length = 1
            yield CHARACTER, "character"
        at += length


def is_run(three: str) -> bool:
    return three in RUNS or (len(three) == 3 and len(set(three)) == 1)


def repeated(text: str, at: int) -> int:
    """How much of the text from here on stood in it before."""
    length = 0
    while at + length < len(text) and text[at : at + length + 1] in text[:at]:
        length += 1
    return length if length >= SHORTEST_REPEATED else 0


def common(text: str, at: int) -> int:
    """The longest word of the list that begins here, also written with digits and signs that look like letters."""
    for length in range(min(LONGEST_WORD, len(text) - at), SHORTEST_WORD - 1, -1):
        word = text[at : at + length]
        if word in common_words() or word.translate(LOOK_ALIKE) in common_words():
            return length
    return 0


@cache
def common_words() -> set[str]:
    words: set[str] = CommonPasswordValidator().passwords
    return words
