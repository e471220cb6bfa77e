"""From a question in plain words to what it asks for. The same question and catalogue give the same reading."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import accumulate

from advisor.ask.excluding import take_exclusions
from advisor.ask.folding import stem, tokens
from advisor.ask.intents import OF_TWO, aspect_of, intent_of, referred
from advisor.ask.knowing import take_levels
from advisor.ask.lexicon import Lexicon
from advisor.ask.listing import listed, with_suppliers, with_words_as_limits
from advisor.ask.mentions import (
    KINDS,
    PLAIN_WORDS,
    Run,
    find_runs,
    find_spans,
    is_soft,
    resolve,
    unknown,
)
from advisor.ask.phrases import BLANKS, changed, take_wishes, with_digits
from advisor.ask.query import Filters, Intent, Mention, Query
from advisor.ask.referring import (
    Found,
    as_courses,
    by_makers,
    done_before,
    made_by,
    spelled_out,
    with_targets,
    without_background,
)
from advisor.ask.troubles import trouble_of

MAX_QUESTION = 500
# As in a box for searches.
MINUS = re.compile(r"(?<=\s)-(?=[^\W\d_])")
PAUSE = re.compile(r"[,;?!()\n]+|[.:](?=\s|$)| - ")
INDEFINITE = frozenset({"a", "an", "any", "some", "best", "good", "easiest", "gentlest", "shortest"})
# What others make of courses and certificates.
EMPLOYERS = re.compile(
    r"^(?:do|doe|will|would|are|is|how) .*\b(?:employer|recruiter|hiring manager|company|companies)\b"
    r".*\b(?:care|value|accept|recognize|recognise|respect|look)\b"
)
WAY = re.compile(r"\b(?:become|roadmap|path|plan|curriculum|career|job|goal|next)\b")
NAMED_INTENTS: frozenset[Intent] = frozenset({"compare", "order", "cost", "time", "about"})


class UnusableQuestion(ValueError):
    """The text can't be a question; the message says what would be right."""


def check_question(text: str) -> str:
    """The question without spaces around it. Raises UnusableQuestion."""
    if any(not c.isprintable() and c not in "\t\n\r" for c in text):
        raise UnusableQuestion("the question must not hold control characters; ask in plain words")
    text = " ".join(text.split())
    if not text:
        raise UnusableQuestion(
            "the question is empty; ask something, such as: which first, machine learning or deep learning?"
        )
    if len(text) > MAX_QUESTION:
        raise UnusableQuestion(f"the question must have at most {MAX_QUESTION} characters; this one has {len(text)}")
    return text


def parse(text: str, lexicon: Lexicon) -> Query:
    if trouble := trouble_of(text):
        return Query(text, "none", trouble=trouble)
    words, mended = read_words(text, lexicon)
    line = with_digits(" ".join(words))
    exclude, line = take_exclusions(line, lexicon)
    limits, line = take_wishes(line, _protection(line, lexicon))
    limits = changed(limits, {"exclude": exclude})
    levels, line = take_levels(line, lexicon)
    words = line.split()
    spans = find_spans(words, lexicon)
    found = [Found(run, tuple(resolve(run, lexicon))) for run in find_runs(words, spans)]
    found = [_softened(one, limits, words, lexicon) for one in spelled_out(found, words, lexicon)]
    found = as_courses(without_background(found, words), _shape(words, found), lexicon)
    shape = _shape(words, found)
    sentences = referred(shape)
    intent, aspect = intent_of(sentences), aspect_of(sentences)
    if aspect == "facts" and (limits.style or limits.maths):
        aspect = "hard"
    query = Query(text, intent or "none", replace(limits, levels=levels), aspect=aspect, mended=tuple(mended))
    if EMPLOYERS.search(line):
        return replace(
            query, intent="none", filters=Filters(terms=tuple(word for span in spans for word in span.words))
        )
    if intent == "compare" and not re.search(r"[CKUP]|[SG].*[SG]", shape):
        intent = None
    if intent in NAMED_INTENTS:
        query = _named(query, found, shape, line, lexicon)
    elif intent == "path" and not _is_tied(shape, found, limits):
        query = _pathed(query, found, shape)
    else:
        query = listed(query, found, shape, line, lexicon)
    return _aimed(query, found)


def read_words(text: str, lexicon: Lexicon) -> tuple[list[str], list[tuple[str, str]]]:
    """The stems of the question with commas where it pauses, and the words that were mended."""
    words: list[str] = []
    mended = []
    for number, clause in enumerate(PAUSE.sub(" , ", MINUS.sub("not ", text)).split(" , ")):
        words += [","] if number and words and words[-1] != "," else []
        for word in tokens(clause):
            mend = word if stem(word) in lexicon.speller.valid else lexicon.speller.mend(word)
            if mend != word:
                mended.append((word, mend))
            # Several courses go by no name of one.
            words += ["|", "course"] if word in {"courses", "classes"} else stem(mend).split()
    return words, mended


def _protection(line: str, lexicon: Lexicon) -> Callable[[int, int], bool]:
    words = line.split()
    starts = [0, *accumulate(len(word) + 1 for word in words)]
    places = [
        (starts[span.first], starts[span.end] - 1)
        for span in find_spans(words, lexicon)
        if len(span.words) > 1 and not (span.is_course and is_soft(span, lexicon))
    ]

    def protected(first: int, end: int) -> bool:
        return any(first < stop and begin < end for begin, stop in places)

    return protected


def _shape(words: Sequence[str], found: Iterable[Found]) -> str:
    """See `intents`. A run that names several things has a letter for each."""
    letters: dict[int, str] = {}
    inside: set[int] = set()
    for one in found:
        letters[one.run.first] = " ".join(_letter(mention, one.run) for mention in one.mentions)
        inside |= set(range(one.run.first, one.run.end))
    shown = [letters.get(place, "" if place in inside else word) for place, word in enumerate(words)]
    return " ".join(word for word in shown if word)


def _softened(one: Found, limits: Filters, words: Sequence[str], lexicon: Lexicon) -> Found:
    """With limits beside it, a plain title that several courses have is a topic, and so is a maker with a topic.

    Behind an "a" or "some" a plain title is one even when a single course has it.
    """
    is_plain = all(span.words[0] in PLAIN_WORDS for span in one.run.spans) and not unknown(one.run)
    before = next((word for word in reversed(words[: one.run.first]) if set(word) - set(BLANKS)), "")
    is_any = before in INDEFINITE and not KINDS & set(one.run.words)
    is_plain = is_plain and (is_any or (limits != Filters() and any(mention.is_open for mention in one.mentions)))
    is_wish = bool(limits.level or limits.max_price or limits.max_hours)
    is_made_up = is_wish and bool(one.run.spans) and all(is_soft(span, lexicon) for span in one.run.spans)
    if not (is_plain or is_made_up):
        return one
    return Found(one.run, tuple(replace(mention, is_soft=True) for mention in one.mentions))


def _is_tied(shape: str, found: Iterable[Found], limits: Filters) -> bool:
    """Whether a wish to learn something names who is to offer it: then courses are looked for, not a way."""
    spans = [span for one in found if not any(m.courses for m in one.mentions) for span in one.run.spans]
    is_from = any(span.is_supplier and not span.get("skill") for span in spans) or bool(set(limits.exclude) - {"skill"})
    return is_from and any(span.get("skill") for span in spans) and not WAY.search(shape)


def _letter(mention: Mention, run: Run) -> str:
    if mention.courses:
        return "K" if mention.is_soft else "C"
    if mention.skills:
        return "S"
    if unknown(run) or not run.spans:
        return "U"
    return "G" if any(span.is_goal for span in run.spans) else "P"


def _named(query: Query, found: Sequence[Found], shape: str, line: str, lexicon: Lexicon) -> Query:
    """A question about courses or skills by name."""
    mentions = list(dict.fromkeys(mention for one in found for mention in with_targets(one, query.intent, lexicon)))
    suppliers = [one.run for one in found if any(span.is_supplier for span in one.run.spans)]
    named = [mention for mention in mentions if mention.courses or mention.skills]
    unread = [word for one in found for word in unknown(one.run) if not any(m.courses for m in one.mentions)]
    filters = query.filters
    courses = [mention for mention in named if mention.courses]
    if query.intent in OF_TWO and len(courses) > 1:
        # What the courses are for.
        named = courses
    if not courses:
        filters = replace(filters, skills=tuple(dict.fromkeys(skill for one in named for skill in one.skills)))
        filters = with_suppliers(filters, [span for run in suppliers for span in run.spans], line)
        filters = with_words_as_limits(filters, line)
    if query.intent == "compare" and not named:
        named = made_by(filters, lexicon)
    if query.intent == "compare" and not courses and suppliers:
        named = by_makers([span for run in suppliers for span in run.spans], filters.skills, lexicon) or named
    after = None
    asked: tuple[str, ...] = ()
    if query.intent == "about" and len(named) > 1:
        named, after, asked = _parted(named, shape)
    return replace(
        query,
        filters=filters,
        mentions=tuple(named),
        after=after,
        asked_skills=asked,
        unread=tuple(dict.fromkeys(unread)),
    )


def _parted(named: list[Mention], shape: str) -> tuple[list[Mention], Mention | None, tuple[str, ...]]:
    """The one thing spoken of, what was done before it, and skills that are asked about beside it."""
    if re.search(r"\bafter\b", shape):
        letters = [(found.start(), found[0]) for found in re.finditer(r"\b[CKS]\b", shape)]
        place = shape.index("after")
        later = [number for number, (at, _) in enumerate(letters) if at > place]
        earlier = next((number for number in later if number < len(named)), None)
        if earlier is not None:
            rest = [mention for number, mention in enumerate(named) if number != earlier]
            return rest[:1], named[earlier], ()
    courses = [mention for mention in named if mention.courses]
    done = done_before(shape)
    left = [course for number, course in enumerate(courses) if number not in done]
    if done and left and done[0] < len(courses):
        return left[:1], courses[done[0]], ()
    skills = [skill for mention in named if not mention.courses for skill in mention.skills]
    return (courses[:1], None, tuple(skills)) if courses else (named, None, ())


def _pathed(query: Query, found: Sequence[Found], shape: str) -> Query:
    mentions = [mention for one in found for mention in one.mentions]
    courses = [mention for mention in mentions if mention.courses]
    taken: tuple[str, ...] = ()
    done = done_before(shape)
    if courses and done:
        taken = tuple(course.courses[0] for number, course in enumerate(courses) if number in done)
        courses = [course for number, course in enumerate(courses) if number not in done]
    skills = tuple(dict.fromkeys(skill for mention in mentions for skill in mention.skills))
    unread = tuple(word for one in found for word in unknown(one.run) if not any(m.courses for m in one.mentions))
    goals = any(span.get("goal") for one in found for span in one.run.spans)
    if unread and not (skills or courses or taken or goals):
        return Query(query.text, "none", unread=unread, mended=query.mended)
    filters = replace(query.filters, skills=skills, taken=taken)
    return replace(query, filters=filters, mentions=tuple(courses), unread=unread)


def _aimed(query: Query, found: Sequence[Found]) -> Query:
    """The goal that the words name, where a path is asked for or the cost or time of one."""
    if query.intent not in {"path", "cost", "time"} or any(mention.courses for mention in query.mentions):
        return query
    goals = [(len(span.words), goal) for one in found for span in one.run.spans for goal in span.get("goal")[:1]]
    if not goals:
        return query
    longest = max(length for length, _ in goals)
    goal = next(goal for length, goal in reversed(goals) if length == longest)
    return replace(query, filters=replace(query.filters, goal=goal))
