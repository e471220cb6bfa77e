"""Which texts can name a course in a question."""

from advisor.ask.folding import stem, tokens
from advisor.ask.words import ASKING_WORDS, FUNCTION_WORDS

EVERYDAY_WORDS = frozenset(stem(word) for word in FUNCTION_WORDS | ASKING_WORDS)


def check_telling(text: str) -> None:
    """Raises ValueError for everyday words alone: they would be found in questions that mean no course."""
    if not {stem(word) for word in tokens(text)} - EVERYDAY_WORDS:
        raise ValueError("give at least one word that is not an everyday word such as “course”")
