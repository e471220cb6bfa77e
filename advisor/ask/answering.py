"""From a question to its answer: reads it, corrects the reading as told, and hands it to whoever answers its kind."""

from collections.abc import Iterator
from dataclasses import replace
from typing import assert_never

from advisor.ask.comparing import answer_compare, answer_order
from advisor.ask.counting import answer_cost, answer_time
from advisor.ask.describing import answer_about
from advisor.ask.editorial import Article
from advisor.ask.finding import answer_find
from advisor.ask.folding import stem, stems
from advisor.ask.library import Learner, Library
from advisor.ask.links import course_link
from advisor.ask.matching import narrowed
from advisor.ask.pathing import answer_path
from advisor.ask.query import Answer, Query

EXAMPLES = (
    "Try “best Python course for beginners”, “machine learning or deep learning first?” or “how do I become a "
    "data engineer?”"
)
TROUBLES = {
    "code": "That reads like code, not like a question about courses.",
    "orders": "This box takes no instructions; it answers questions about courses from the catalogue.",
    "personal": "This box knows courses only: nothing about people, accounts or anybody's data.",
    "health": (
        "This box knows courses only. For your health ask a doctor, and in an emergency call your local "
        "emergency number."
    ),
    "elsewhere": "That is outside the catalogue: this box answers questions about courses only.",
    "language": "This box reads questions in English only.",
}


def answer(query: Query, learner: Learner, library: Library) -> Answer:
    """What the catalogue says, and at its end where a published question or guide says more."""
    found = _answer(query, learner, library)
    is_alone = _is_alone(query, found)
    article = None if query.trouble else library.editorial.best(_words(query), is_alone=is_alone)
    if article is None:
        return found
    if is_alone:
        return replace(_article(article, library), clarify=found.clarify)
    notes = (*found.notes, f"More on this: “{article.title}”.")
    return replace(found, notes=notes, links=(*found.links, article.link))


def _is_alone(query: Query, found: Answer) -> bool:
    """Whether the catalogue's courses have no answer of their own: they can only ask back or tell what a skill is."""
    is_of_needs = query.intent == "about" and query.aspect in {"needs", "maths"}
    return (
        query.intent == "none"
        or (bool(found.clarify) and not found.courses)
        or (is_of_needs and not names_courses(query))
    )


def names_courses(query: Query) -> bool:
    return any(mention.courses for mention in query.mentions)


def _words(query: Query) -> Iterator[str]:
    """The question's words as they were read, without the names of courses."""
    mended = {stem(typed): meant for typed, meant in query.mended}
    names = {word for mention in query.mentions if mention.courses for word in mention.text.split()}
    if query.intent == "none":
        names |= {word for term in query.filters.terms for word in term.split()}
    if query.intent == "none" and 0 in query.filters.levels.values():
        yield "weak"
    for word in stems(query.text):
        yield from (part for part in stems(mended.get(word, word)) if part not in names)


def _article(article: Article, library: Library) -> Answer:
    """The text itself; it is the editors' word, so its courses are links but no choice of this box."""
    courses = [course_link(slug) for slug in article.courses if slug in library.profiles]
    return Answer(f"{article.text} From “{article.title}”.", links=(article.link, *courses))


def _answer(query: Query, learner: Learner, library: Library) -> Answer:
    query = replace(query, mentions=narrowed(query.mentions, query.filters, library))
    match query.intent:
        case "find":
            return answer_find(query, learner, library)
        case "compare":
            return answer_compare(query, learner, library)
        case "order":
            return answer_order(query, learner, library)
        case "cost":
            return answer_cost(query, learner, library)
        case "time":
            return answer_time(query, learner, library)
        case "path":
            return answer_path(query, learner, library)
        case "about":
            return answer_about(query, learner, library)
        case "none":
            return _nothing(query)
        case _:
            assert_never(query.intent)


def _nothing(query: Query) -> Answer:
    if query.trouble:
        return Answer(f"{TROUBLES[query.trouble]} {EXAMPLES}")
    if query.unread:
        return Answer(f"The catalogue has nothing on “{' '.join(query.unread)}”. {EXAMPLES}")
    return Answer(f"No course, skill or goal was found in the question. {EXAMPLES}")
