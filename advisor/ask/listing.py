"""What courses a wish for some is about, and within which limits."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from advisor.ask.intents import FINDING
from advisor.ask.lexicon import Lexicon
from advisor.ask.mentions import ABBREVIATIONS, COURSE_LEVELS, PLAIN_WORDS, Run, Span, find_spans, is_soft, unknown
from advisor.ask.phrases import COURSE_WORDS, blank_words
from advisor.ask.query import Filters, Query
from advisor.ask.referring import Found, likes, main_skills
from advisor.ask.words import OTHER_WORDS

# More words than this that mean nothing here, and more than twice those that do: another subject or language.
MOST_UNREAD = 3
# The highest level of a skill that somebody would still look for courses in.
LITTLE = 1
# What whoever looks for a course that needs a skill holds of it.
NEEDED = 2
# Between a course and what or whom it is for.
AIMED = re.compile(
    r"for(?: an?| the| my)?"
    r"|(?:that |which )?(?:are |is )?(?:aimed at|geared toward|tailored to|(?:designed|made|meant|intended) for)"
)
# What is asked of certificates and platforms as such.
OPINION = re.compile(r"\b(?:worth|worthwhile|hired|hire|employer|recruiter|matter|recognized|respected|valued|value)\b")
# Whether something leads to a job.
HIRED = re.compile(
    r"^(?:will|would|can|could|does|doe|do|is) (?:.* )?(?:lead to a job|enough (?:to get|for) (?:hired|a job)"
    r"|(?:get|help|make) (?:me|you|us|one|people) (?:to )?(?:get )?(?:hired|a job|employed|employable))\b"
)
# Languages that other skills are practised in.
LANGUAGE_SKILLS = frozenset({"python"})
FOR_WHOM = re.compile(r"\bfor (?:an? |the )?([a-z]{2,})(?= |$)")
KIND_WORDS = frozenset({"specialization", "certificate", "certification", "book", "textbook"})


def listed(query: Query, found: Sequence[Found], shape: str, line: str, lexicon: Lexicon) -> Query:
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
    filters = with_suppliers(query.filters, spans, line)
    known = [word for word in dict.fromkeys(words) if _is_topic(word, lexicon) and word not in lost]
    unread = [word for word in dict.fromkeys(words) if word not in known and word not in KIND_WORDS]
    filters = replace(
        filters,
        skills=tuple(skills),
        terms=tuple(dict.fromkeys(terms)),
        words=tuple(word for word in known if word not in KIND_WORDS),
    )
    filters = with_words_as_limits(filters, line)
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
    return bool(AIMED.fullmatch(between))


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


def with_words_as_limits(filters: Filters, line: str) -> Filters:
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


def with_suppliers(filters: Filters, spans: Iterable[Span], line: str) -> Filters:
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
