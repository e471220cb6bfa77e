"""From a question in plain words to what it asks for. The same question and catalogue give the same reading."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import accumulate

from advisor.ask.excluding import take_exclusions
from advisor.ask.folding import stem, tokens
from advisor.ask.intents import FINDING, OF_TWO, aspect_of, intent_of, referred
from advisor.ask.knowing import take_levels
from advisor.ask.lexicon import Lexicon
from advisor.ask.mentions import (
    ABBREVIATIONS,
    COURSE_LEVELS,
    KINDS,
    PLAIN_WORDS,
    Run,
    Span,
    find_runs,
    find_spans,
    is_soft,
    resolve,
    unknown,
)
from advisor.ask.phrases import BLANKS, COURSE_WORDS, blank_words, changed, take_wishes, with_digits
from advisor.ask.query import Filters, Intent, Mention, Query
from advisor.ask.referring import (
    Found,
    as_courses,
    by_makers,
    done_before,
    likes,
    made_by,
    main_skills,
    spelled_out,
    with_targets,
    without_background,
)
from advisor.ask.troubles import trouble_of
from advisor.ask.words import OTHER_WORDS

MAX_QUESTION = 500
# As in a box for searches.
MINUS = re.compile(r"(?<=\s)-(?=[^\W\d_])")
PAUSE = re.compile(r"[,;?!()\n]+|[.:](?=\s|$)| - ")
# More words than this that mean nothing here, and more than twice those that do: another subject or language.
MOST_UNREAD = 3
# The highest level of a skill that somebody would still look for courses in.
LITTLE = 1
# What whoever looks for a course that needs a skill holds of it.
NEEDED = 2
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
    if intent == "compare" and not re.search(r"[CKUP]|S.*S|G.*G", shape):
        intent = None
    if intent in NAMED_INTENTS:
        query = _named(query, found, shape, line, lexicon)
    elif intent == "path" and not _is_tied(shape, found, limits):
        query = _pathed(query, found, shape)
    else:
        query = _found(query, found, shape, line, lexicon)
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
            words += stem(mend).split()
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
    is_plain = is_plain and limits != Filters() and (is_any or any(mention.is_open for mention in one.mentions))
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
        filters = _with_suppliers(filters, [span for run in suppliers for span in run.spans], line)
        filters = _with_words_as_limits(filters, line)
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


def _found(query: Query, found: Sequence[Found], shape: str, line: str, lexicon: Lexicon) -> Query:
    """A wish for courses: runs count as topics and suppliers unless they name a course in full."""
    skills: list[str] = []
    terms: list[str] = []
    spans: list[Span] = []
    words: list[str] = []
    lost: list[str] = []
    like = likes(found, shape, lexicon)
    for number, one in enumerate(found):
        if one.mentions == like:
            line = blank_words(line, one.run.first, one.run.end)
            skills += main_skills(like[0], lexicon)
            continue
        limits = [span.words[0] for span in one.run.spans if span.is_course and span.words[0] in COURSE_LEVELS]
        if limits and one.mentions[0].is_soft:
            query = replace(query, filters=replace(query.filters, level=limits[0]))
        for span in _topical(one.run, one.mentions[0].is_soft, lexicon):
            is_purpose = bool(skills) and _is_purpose(found, number, line)
            if skills and set(span.get("skill")[:1]) & LANGUAGE_SKILLS and _is_medium(found, number, line):
                query = replace(query, filters=replace(query.filters, medium=span.get("skill")[0]))
                continue
            if set(span.get("skill")) and _is_asked_for(found, number, line):
                levels = dict.fromkeys(span.get("skill"), NEEDED)
                query = replace(query, filters=replace(query.filters, levels={**levels, **query.filters.levels}))
                continue
            if not is_purpose:
                skills += [skill for skill in span.get("skill") if skill not in skills]
            if span.get("skill"):
                terms.append(
                    " ".join(ABBREVIATIONS.get(span.words[0], span.words) if len(span.words) == 1 else span.words)
                )
            spans.append(span)
            for goal in span.get("goal")[:1] if span.is_goal and not is_purpose else ():
                skills += [skill for skill in lexicon.shelf.catalogue.goals[goal].targets if skill not in skills]
            if span.is_course:
                words += [word for word in span.words if word not in PLAIN_WORDS]
        strange = unknown(one.run)
        # A name of which the catalogue knows half, or less, is another name.
        is_person = "by" in line.split()[max(0, one.run.first - 1) : one.run.end]
        foreign = [word for word in strange if word not in lexicon.text_words]
        lost += strange if foreign and (is_person or len(foreign) * 2 >= len(strange)) else []
        words += strange
    terms += _audience(found, line, lexicon)
    filters = _with_suppliers(query.filters, spans, line)
    known = [word for word in dict.fromkeys(words) if _is_topic(word, lexicon) and word not in lost]
    unread = [word for word in dict.fromkeys(words) if word not in known and word not in KIND_WORDS]
    filters = replace(
        filters,
        skills=tuple(skills),
        terms=tuple(dict.fromkeys(terms)),
        words=tuple(word for word in known if word not in KIND_WORDS),
    )
    filters = _with_words_as_limits(filters, line)
    if not (filters.skills or words) and COURSE_WORDS.search(line):
        filters = replace(filters, skills=_lacked(filters))
    if filters == Filters() and not unread:
        return replace(
            query, intent="find" if FINDING.search(shape) and re.search(r"\b(?:course|class)\b", shape) else "none"
        )
    if HIRED.search(line):
        return replace(query, intent="none", filters=replace(query.filters, terms=tuple(terms)))
    if not (filters.skills or filters.words) and OPINION.search(line):
        return replace(query, intent="none", unread=tuple(unread))
    topic = filters.skills or filters.words or filters.provider or filters.platform or filters.instructor
    read = len(filters.skills) + len(filters.words) + sum(span.is_supplier for span in spans)
    if not (spans or like) and not re.search(
        r"\b(?:course|class|book|tutorial|lecture|learn|certificate|program)\b", line
    ):
        # Single words of the catalogue's texts are no topic unless courses are asked for.
        return replace(query, intent="none", unread=tuple(dict.fromkeys(words)))
    is_course_wish = bool(filters.skills) and bool(COURSE_WORDS.search(line))
    is_lost = len(unread) >= MOST_UNREAD and len(unread) > 2 * read and not is_course_wish
    asks = FINDING.search(shape) or topic
    if (
        is_lost
        or not asks
        or (unread and not topic and not re.search(r"\b(?:course|class|best|book|tutorial)\b", shape))
    ):
        return Query(query.text, "none", unread=tuple(unread), mended=query.mended)
    return replace(query, intent="find", filters=filters, mentions=like, unread=tuple(unread))


def _lacked(filters: Filters) -> tuple[str, ...]:
    """What the learner is weakest in, where that is all that a wish for courses names."""
    least = min(filters.levels.values(), default=LITTLE + 1)
    return tuple(skill for skill, level in filters.levels.items() if level == least <= LITTLE)


def _is_topic(word: str, lexicon: Lexicon) -> bool:
    """Whether texts have the word; one of everyday life has to be in a title."""
    return word in (lexicon.by_word if word in OTHER_WORDS else lexicon.text_words)


def _audience(found: Iterable[Found], line: str, lexicon: Lexicon) -> list[str]:
    """Whom the course is to be for, where titles name them."""
    topics = {word for one in found for span in one.run.spans for word in span.words}
    return [word for word in FOR_WHOM.findall(line) if word in lexicon.audiences - topics]


def _is_purpose(found: Sequence[Found], number: int, line: str) -> bool:
    """Whether the run is what another one is for: the data science of statistics for data science."""
    between = " ".join(_between(found, number, line)) if number else ""
    return between == "for" or bool(AIMED.fullmatch(between))


def _is_asked_for(found: Sequence[Found], number: int, line: str) -> bool:
    """Whether the run is what the courses may ask for: the Python of a course that needs only Python."""
    between = _between(found, number, line) if number else []
    return between[:1] in (["that"], ["which"]) and bool({"need", "require", "assume"} & set(between))


def _is_medium(found: Sequence[Found], number: int, line: str) -> bool:
    """Whether the run is what another one is done in: the Python of data visualisation in Python."""
    between = _between(found, number, line) if number else []
    before = {"taught", "done"} if between[-1:] == ["with"] else {"taught", "done", "course", "class", "tutorial"}
    return bool(between) and between[-1] in {"in", "using", "with"} and set(between[:-1]) <= before


def _between(found: Sequence[Found], number: int, line: str) -> list[str]:
    return line.split()[found[number - 1].run.end : found[number].run.first]


# Between a course and whom it is for.
AIMED = re.compile(
    r"(?:that |which )?(?:are |is )?(?:aimed at|geared toward|tailored to|(?:designed|made|meant|intended) for)"
)
# What is asked of certificates and platforms as such.
OPINION = re.compile(r"\b(?:worth|worthwhile|hired|hire|employer|recruiter|matter|recognized|respected|valued|value)\b")
INDEFINITE = frozenset({"a", "an", "any", "some"})
# What others make of courses and certificates.
EMPLOYERS = re.compile(
    r"^(?:do|doe|will|would|are|is|how) .*\b(?:employer|recruiter|hiring manager|company|companies)\b"
    r".*\b(?:care|value|accept|recognize|recognise|respect|look)\b"
)
# Whether something leads to a job.
HIRED = re.compile(
    r"^(?:will|would|can|could|does|doe|do|is) (?:.* )?(?:lead to a job|enough (?:to get|for) (?:hired|a job)"
    r"|(?:get|help|make) (?:me|you|us|one|people) (?:to )?(?:get )?(?:hired|a job|employed|employable))\b"
)
# Languages that other skills are practised in.
LANGUAGE_SKILLS = frozenset({"python"})
WAY = re.compile(r"\b(?:become|roadmap|path|plan|curriculum|career|job|goal|next)\b")
FOR_WHOM = re.compile(r"\bfor (?:an? |the )?([a-z]{2,})(?= |$)")
KIND_WORDS = frozenset({"specialization", "certificate", "certification", "book", "textbook"})


def _with_words_as_limits(filters: Filters, line: str) -> Filters:
    words = set(line.split())
    if words & {"specialization"} and not filters.kind:
        filters = replace(filters, kind="specialization")
    if words & {"certificate", "certification"} and not filters.kind:
        filters = replace(filters, certificate=True)
    return filters


def _topical(run: Run, is_soft_run: bool, lexicon: Lexicon) -> list[Span]:
    """The run's spans, a course whose name is a supplier and a topic taken apart into these."""
    spans = []
    for span in run.spans:
        if span.is_course and (is_soft_run or is_soft(span, lexicon)):
            spans += [inner for inner in find_spans(span.words, lexicon.topics) if not inner.get("course")]
        else:
            spans.append(span)
    return spans


def _with_suppliers(filters: Filters, spans: Iterable[Span], line: str) -> Filters:
    """Who is named as a platform (on, at) or else as a provider; a name that is only one of them is that one."""
    for span in spans:
        if span.get("skill") or not span.is_supplier:
            continue
        if re.search(rf"\blike (?:the )?{' '.join(map(re.escape, span.words))}\b", line):
            continue
        if span.get("person"):
            filters = replace(filters, instructor=span.get("person")[0])
        elif span.get("platform") and (
            not span.get("provider")
            or re.search(rf"\b(?:on|at|in) (?:the )?{' '.join(map(re.escape, span.words))}\b", line)
        ):
            filters = replace(filters, platform=min(span.get("platform"), key=lambda slug: (len(slug), slug)))
        elif span.get("provider"):
            filters = replace(filters, provider=min(span.get("provider"), key=lambda slug: (len(slug), slug)))
    return filters


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
    goal = next(goal for length, goal in goals if length == longest)
    return replace(query, filters=replace(query.filters, goal=goal))
