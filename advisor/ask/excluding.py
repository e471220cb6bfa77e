"""What a question does not want: makers, platforms, people and skills behind a "not", "except" or "without"."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from advisor.ask.lexicon import Lexicon
from advisor.ask.mentions import Span, find_spans
from advisor.ask.phrases import COURSE_WORDS
from advisor.ask.words import ASKING_WORDS, FUNCTION_WORDS, OTHER_WORDS

Excluded = dict[str, tuple[str, ...]]

NEGATOR = re.compile(
    r"(?<!\S)(?:(?:do|does|must|should|can|would) not (?:want|like|need|use|have|be|come)|not|nor|no|without|except"
    r"|excluding|exclude|other than|apart from|aside from|besides|avoid|avoiding|anything but|nothing|hate|dislike"
    r"|instead of|rather than)(?= )"
)
# Words between the negator and what it is about.
FILLERS = frozenset(
    [
        *(
            "on",
            "from",
            "by",
            "at",
            "in",
            "with",
            "using",
            "use",
            "via",
            "through",
            "the",
            "a",
            "an",
            "any",
            "of",
            "for",
        ),
        *("to", "made", "taught", "hosted", "offered", "be", "anything", "something", "course", "class", "material"),
        *("video", "lecture", "one", "stuff", "need", "needing", "require", "requiring", "involve", "involving"),
    ]
)
MORE = frozenset({"or", "nor", "and", ",", "/"})
# Of two topics these leave out the second.
SHORT_OF = ("no ", "not ", "except", "exclud", "rather than", "instead of")
KINDS = frozenset({"specialization"})
KNOWN_WORDS = FUNCTION_WORDS | ASKING_WORDS | OTHER_WORDS
MOST_FILLERS = 4
# Behind these a "no" tells what the learner lacks.
LEARNER = re.compile(r"\b(?:with|have|has|having|know|got|absolutely|there is|there be) $")
LEARNED = frozenset({"experience", "background", "knowledge", "skill", "first", "beforehand", "before"})
# Heavy or light maths and coding are limits of their own.
LOADS = frozenset({"math", "coding", "programming", "code"})
# Without the other thing, is it possible: no wish for a list.
ASKS_WHETHER = re.compile(r"\b(?:can|could|should|must|may|do|is it|ok|okay|possible|straight|directly|skip)\b")


def take_exclusions(line: str, lexicon: Lexicon) -> tuple[Excluded, str]:
    """What has to be left out, by kind of thing, and the line without it."""
    words = line.split()
    starts = [found.start() for found in re.finditer(r"\S+", line)]
    at_place = {span.first: span for span in find_spans(words, lexicon.topics)}
    excluded: Excluded = {}
    gone: set[int] = set()
    for found in NEGATOR.finditer(line):
        first = starts.index(found.start())
        behind = first + len(found[0].split())
        taken = list(_objects(words, behind, at_place, lexicon))
        for key, values, place, end in taken:
            if key in {"skill", "word"} and not _is_left_out(
                line, found.start(), words[end : end + 1], at_place, place
            ):
                continue
            excluded[key] = tuple(dict.fromkeys((*excluded.get(key, ()), *values)))
            gone |= set(range(first, end))
    kept = ["|" * len(word) if place in gone else word for place, word in enumerate(words)]
    return excluded, " ".join(kept)


def _objects(
    words: Sequence[str], place: int, at_place: Mapping[int, Span], lexicon: Lexicon
) -> Iterator[tuple[str, tuple[str, ...], int, int]]:
    """What stands behind the negator, and what "or" adds to it: its kind, what it is, and its places."""
    place = _past_fillers(words, place)
    while place < len(words):
        if words[place] == "subscription":
            yield "price", ("subscription",), place, place + 1
            end = place + 1
        elif words[place] in KINDS:
            yield "kind", (words[place],), place, place + 1
            end = place + 1
        elif span := at_place.get(place):
            for key, values in _named(span, words[:place]):
                yield key, values, place, span.end
            end = span.end
        elif words[place] in lexicon.text_words and words[place] not in KNOWN_WORDS | LOADS:
            yield "word", (words[place],), place, place + 1
            end = place + 1
        else:
            return
        if end >= len(words) or words[end] not in MORE:
            return
        place = _past_fillers(words, end + 1)


def _past_fillers(words: Sequence[str], place: int) -> int:
    end = min(len(words), place + MOST_FILLERS)
    while place < end and words[place] in FILLERS:
        place += 1
    return place


def _named(span: Span, before: Sequence[str]) -> Iterable[tuple[str, tuple[str, ...]]]:
    if span.get("skill"):
        return [] if set(span.words) & LOADS else [("skill", span.get("skill"))]
    if span.get("person"):
        return [("instructor", span.get("person"))]
    on_it = bool(before) and before[-1] in {"on", "at"}
    kinds = ("platform",) if on_it and span.get("platform") else ("provider", "platform")
    return [(kind, (min(span.get(kind), key=lambda slug: (len(slug), slug)),)) for kind in kinds if span.get(kind)]


def _is_left_out(line: str, start: int, following: Sequence[str], at_place: Mapping[int, Span], place: int) -> bool:
    """Whether a skill behind a negator is one that courses must not be about, not one that the learner lacks."""
    if LEARNER.search(line[:start]) or set(following) & LEARNED or ASKS_WHETHER.search(line[:start]):
        return False
    others = any(span.get("skill") and at != place for at, span in at_place.items())
    return others and (bool(COURSE_WORDS.search(line)) or line[start:].startswith(SHORT_OF))
