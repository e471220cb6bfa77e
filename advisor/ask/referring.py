"""What short wordings refer to: "Andrew Ng's" beside another program, and which of two courses was done before."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from advisor.ask.folding import stems
from advisor.ask.intents import LIKE
from advisor.ask.lexicon import Lexicon
from advisor.ask.mentions import KINDS, Run, Span, find_runs, find_spans, resolve, score, unknown
from advisor.ask.query import Filters, Intent, Mention

# Words that set one thing beside another.
BESIDE = frozenset({"after", "before", "vs", "versus", "or", "than", "and", "with"})
DONE = re.compile(
    r"(?<!worth )(?<!should i )\b(?:finish|finished|completed|complete|done|did|took|taken|after|finishing|completing"
    r"|doing|passed|already have|have got|already hold|follow up to) (?:\S+ ){0,2}?[CK]\b(?: course)?"
    r"(?: (?:, )?(?:and |then |plus )?(?:the )?[CK]\b(?! (?:worth|useful)))*"
)
# Before a maker or person: one course of theirs is meant.
BY = re.compile(r"\bthe (?:course|class|one) (?:by|of|from)$")
TAKING = re.compile(r"\b(?:take|do|start|finish|follow|the|is|for|about)$")
# A sentence about whoever asks, and what makes it one of a wish.
BACKGROUND = re.compile(
    r"(?:hi |hello |so |and |but )*(?:i|we|my \S+|our \S+) (?:\S+ )?"
    r"(?:am|are|is|was|were|use|used|using|work|do|did|have|had|run)\b"
)
WISHING = re.compile(
    r"\b(?:want|wish|need|like|look|looking|learn|course|class|book|recommend|start|interested|interest|prefer|hope"
    r"|plan|into|should|goal)\b"
)
MOST_MADE = 4
# A maker or platform with more courses on a topic stands for none of them; their titles also take time to read.
MOST_OF_ONE = 50
MOST_LIKE = 2
ONLY_COURSES = re.compile(
    r"^(?:doe|is|ha) (?:the )?S (?:(?:course |class )(?:too|good|enough|hard|easy|suitable|outdated)"
    r"|(?:require|need|teach|cover|come|give|worth|free|expensive|long))\b"
    r"|^(?:what (?:is|are) )?(?:the )?(?:prerequisite|price|cost|duration|length|rating|syllabus) (?:for|of) "
    r"(?:the )?S(?: ,)?(?: please)?$"
)
# Where a course is what is or does something.
DIRECTLY = re.compile(r"^(?:doe|is|ha) S (?!course|class)")
LONG_NAME = 3


@dataclass(frozen=True, slots=True)
class Found:
    """A run of words with what it names."""

    run: Run
    mentions: tuple[Mention, ...]


def without_background(found: Sequence[Found], words: Sequence[str]) -> list[Found]:
    """Without the topics of sentences that tell about whoever asks, when another sentence has a topic."""
    clauses = [0, *(place + 1 for place, word in enumerate(words) if word == ","), len(words) + 1]
    telling = [
        (first, end)
        for first, end in pairwise(clauses)
        if BACKGROUND.match(clause := " ".join(words[first : end - 1])) and not WISHING.search(clause)
    ]

    def is_told(one: Found) -> bool:
        is_topic = not any(mention.courses for mention in one.mentions)
        return is_topic and any(first <= one.run.first < end for first, end in telling)

    asked = [one for one in found if not is_told(one)]
    return asked if any(mention.skills or mention.courses for one in asked for mention in one.mentions) else list(found)


def spelled_out(found: Sequence[Found], words: Sequence[str], lexicon: Lexicon) -> list[Found]:
    """A maker or person set beside a course stands for a course of theirs that is called like it."""
    whole = []
    makers = sum(any(span.is_supplier for span in one.run.spans) for one in found)
    for one in found:
        first = one.run.first
        before = first
        while before and words[before - 1] in {"the", "one", "by", "of", "from"}:
            before -= 1
        beside = words[max(0, before - 1) : before]
        other = next((each for each in found if each is not one and any(m.courses for m in each.mentions)), None)
        is_maker = bool(one.run.spans) and all(span.is_supplier and not span.get("skill") for span in one.run.spans)
        behind = one.run.end + (words[one.run.end : one.run.end + 1] == ["course"])
        if is_maker and makers == 1 and not any(mention.courses for mention in one.mentions):
            one = _only_course(one, words, lexicon)
        if other and BESIDE & {*beside, *words[behind : behind + 1]}:
            if is_maker and not unknown(one.run):
                one = _like(one, other, lexicon) or one
            elif one.mentions[0].skills and "course" in one.run.words:
                one = _titled(one, lexicon)
            elif one.mentions[0].skills and words[first - 1 : first] == ["the"]:
                one = _of_kind(one, other, lexicon)
        whole.append(one)
    return whole


def _only_course(maker: Found, words: Sequence[str], lexicon: Lexicon) -> Found:
    """The course of whoever made just one, where the words speak of one: the course by them, or theirs."""
    before, behind = " ".join(words[: maker.run.first]), words[maker.run.end : maker.run.end + 1]
    is_theirs = behind == ["course"] and TAKING.search(before)
    if unknown(maker.run) or not (is_theirs or BY.search(before)):
        return maker
    extras = lexicon.shelf.extras
    names = {name for span in maker.run.spans for kind in ("provider", "person") for name in span.get(kind)}
    slugs = [slug for slug in extras if names & {extras[slug].provider, *extras[slug].instructors}]
    return Found(maker.run, (Mention(maker.mentions[0].text, courses=tuple(slugs)),)) if len(slugs) == 1 else maker


def _like(maker: Found, other: Found, lexicon: Lexicon) -> Found | None:
    makers = {word for span in find_spans(other.run.words, lexicon.topics) if span.is_supplier for word in span.words}
    name = [*maker.run.words, *(word for word in other.run.words if word not in makers)]
    runs = find_runs(name, find_spans(name, lexicon))
    mentions = resolve(runs[0], lexicon) if len(runs) == 1 else []
    if not mentions or not mentions[0].courses:
        return None
    return Found(maker.run, tuple(mentions[:1]))


def _of_kind(topic: Found, other: Found, lexicon: Lexicon) -> Found:
    """The ML of "the ML and the DL specialization"."""
    kinds = [word for word in other.run.words if word in KINDS]
    name = [*topic.run.words, *kinds[:1]]
    runs = find_runs(name, find_spans(name, lexicon))
    mentions = resolve(runs[0], lexicon) if kinds and len(runs) == 1 else []
    return Found(topic.run, tuple(mentions)) if len(mentions) == 1 and mentions[0].courses else topic


def _titled(topic: Found, lexicon: Lexicon) -> Found:
    """The course that a topic with "course" behind it names, where only one is called like it."""
    courses = score(topic.run, lexicon)
    return Found(topic.run, (Mention(topic.mentions[0].text, courses=courses),)) if len(courses) == 1 else topic


def as_courses(found: Sequence[Found], shape: str, lexicon: Lexicon) -> list[Found]:
    """Where only a course can be meant, a name of a skill that is a course's title too is the course."""
    asked = ONLY_COURSES.match(shape)
    if not asked:
        return list(found)
    first = next(number for number, one in enumerate(found) if one.mentions[0].skills)
    one = found[first]
    courses = one.run.spans[0].get("course") or score(one.run, lexicon)
    is_name = len(courses) == 1 and ("course" in shape or len(one.run.words) >= LONG_NAME)
    if not courses or not (is_name or DIRECTLY.match(shape)):
        return list(found)
    return [*found[:first], Found(one.run, (Mention(one.mentions[0].text, courses=courses),)), *found[first + 1 :]]


def done_before(shape: str) -> tuple[int, ...]:
    """Which of the courses in the shape were done already, counted from zero."""
    found = DONE.search(shape)
    if not found:
        return ()
    before = len(re.findall(r"\b[CK]\b", shape[: found.start()]))
    return tuple(range(before, before + len(re.findall(r"\b[CK]\b", found[0]))))


def made_by(filters: Filters, lexicon: Lexicon) -> list[Mention]:
    """The courses of the person and kind that are named, where these are few enough to be set beside each other."""
    courses, extras = lexicon.shelf.catalogue.courses, lexicon.shelf.extras
    slugs = [
        slug
        for slug in sorted(courses)
        if filters.instructor in extras[slug].instructors and filters.kind in {None, courses[slug].kind}
    ]
    return [Mention(courses[slug].title, courses=(slug,)) for slug in slugs] if len(slugs) <= MOST_MADE else []


def by_makers(spans: Sequence[Span], skills: Sequence[str], lexicon: Lexicon) -> list[Mention]:
    """Of each maker the courses on the skills, else on the first one; none where fewer than two makers have some."""
    named = []
    for span in spans:
        makers = {name for kind in ("provider", "person", "platform") for name in span.get(kind)}
        courses = _on(makers, set(skills), lexicon) or _on(makers, set(skills[:1]), lexicon)
        named += [Mention(" ".join(span.words), courses=courses)] if courses else []
    return named if skills and len(named) > 1 else []


def _on(makers: set[str], skills: set[str], lexicon: Lexicon) -> tuple[str, ...]:
    """The makers' courses that teach the skills, only those whose titles name just these where there are any."""
    catalogue, extras = lexicon.shelf.catalogue, lexicon.shelf.extras
    taught = [
        slug
        for slug, extra in sorted(extras.items())
        if makers & {extra.provider, extra.platform, *extra.instructors} and skills <= set(catalogue.outcomes(slug))
    ]
    if len(taught) > MOST_OF_ONE:
        return ()
    spans = {slug: find_spans(stems(catalogue.courses[slug].title), lexicon.topics) for slug in taught}
    titled = [slug for slug in taught if any(skills == set(span.get("skill")) for span in spans[slug])]
    return tuple(titled or taught)


def with_targets(one: Found, intent: Intent, lexicon: Lexicon) -> tuple[Mention, ...]:
    """Goals set beside each other are what they ask for."""
    goals = [goal for span in one.run.spans for goal in span.get("goal")[:1]]
    if intent != "compare" or not goals or any(mention.courses or mention.skills for mention in one.mentions):
        return one.mentions
    return (replace(one.mentions[0], skills=tuple(lexicon.shelf.catalogue.goals[goals[0]].targets)),)


def likes(found: Sequence[Found], shape: str, lexicon: Lexicon) -> tuple[Mention, ...]:
    """The course that others are to be like."""
    if not re.search(LIKE, shape):
        return ()
    return next((one.mentions for one in found if one.mentions[0].courses), ())


def main_skills(mention: Mention, lexicon: Lexicon) -> list[str]:
    """What its title names, else what the course teaches to the highest level."""
    catalogue = lexicon.shelf.catalogue
    taught = catalogue.outcomes(mention.courses[0])
    titled = find_spans(stems(catalogue.courses[mention.courses[0]].title), lexicon.topics)
    if named := [skill for span in titled for skill in span.get("skill") if skill in taught]:
        return named[:MOST_LIKE]
    top = max(taught.values(), default=0)
    return [skill for skill in catalogue.skills if taught.get(skill, 0) == top > 0][:MOST_LIKE]
