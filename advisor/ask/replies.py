"""The whole way from a text to what is shown, for the page and the command alike."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from advisor.answers import AnswerError, AnswerSet, parse_answers
from advisor.ask.answering import answer
from advisor.ask.library import Learner, Library
from advisor.ask.parsing import parse
from advisor.ask.query import Answer, Query
from advisor.snapshot import Catalogue


@dataclass(frozen=True, slots=True)
class Reply:
    """A question as it was read, with its answer."""

    query: Query
    answer: Answer

    def as_json(self) -> dict[str, Any]:
        """The third interface."""
        clarify = self.answer.clarify
        return {
            "intent": self.query.intent,
            "filters": self.query.filters.as_json(),
            "courses": list(self.answer.courses),
            "text": self.answer.text,
            "clarify": clarify
            and {"question": clarify.question, "choices": [option.label for option in clarify.options]},
            "links": list(dict.fromkeys(self.answer.links)),
        }


def ask(text: str, library: Library, *, data: object = None, today: date) -> Reply:
    """Raises AnswerError when the learner's answers can't be used."""
    return reply_to(parse(text, library.lexicon), library, data=data, today=today)


def reply_to(query: Query, library: Library, *, data: object = None, today: date) -> Reply:
    given = None if data is None else learner_answers(data, library.catalogue, today=today)
    return Reply(query, answer(query, Learner(given, query.filters, today=today), library))


def learner_answers(data: object, catalogue: Catalogue, *, today: date) -> AnswerSet:
    """Answers as in the first interface, but the goal may still be missing. Raises AnswerError."""
    if not isinstance(data, dict):
        raise AnswerError("answers", "must be a JSON object")
    if data.get("goal") is None and not data.get("targets") and catalogue.goals:
        stand_in = parse_answers({**data, "goal": next(iter(catalogue.goals))}, catalogue, today=today)
        return replace(stand_in, goal=None, targets={})
    return parse_answers(data, catalogue, today=today)
