"""From a question to its answer: reads it, corrects the reading as told, and hands it to whoever answers its kind."""

from dataclasses import replace
from typing import assert_never

from advisor.ask.comparing import answer_compare, answer_order
from advisor.ask.counting import answer_cost, answer_time
from advisor.ask.describing import answer_about
from advisor.ask.finding import answer_find
from advisor.ask.library import Learner, Library
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
