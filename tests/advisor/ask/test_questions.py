"""Questions as learners ask them, and as nobody should, with what a right answer has to have.

A row names the intent (or several), filters that must have been read, courses of which one has to come first, courses
that must be there and some that must not, words that the text must have (all, or any of them), and whether nothing may
be found or the question has to be refused.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from advisor.ask.library import Library
from advisor.ask.parsing import UnusableQuestion, check_question
from advisor.ask.replies import Reply

QUESTIONS = json.loads((Path(__file__).parents[2] / "data" / "ask_questions.json").read_text(encoding="utf-8"))
USABLE = [row for row in QUESTIONS if row.get("exit") != 2]
# One test for each question would take most of its time to set up.
BATCH = 100
LINK = re.compile(r"/(courses|guides)/([\w-]+)/|/courses/(?:\?.*)?|/compare/\?course=.*")


def faults(row: dict[str, Any], reply: dict[str, Any]) -> list[str]:
    """What is wrong with the answer, nothing when it is right."""
    courses, text = reply["courses"], reply["text"].casefold()
    said = [words.casefold() in text for words in as_list(row.get("says", []))]
    checks = {
        f"intent {reply['intent']}": reply["intent"] in row.get("intents", [row["intent"]]),
        f"filters {reply['filters']}": all(
            has(reply["filters"][key], value) for key, value in row.get("filters", {}).items()
        ),
        f"found {courses}": not (row.get("empty") and courses),
        f"first of {courses}": "first" not in row or (courses[:1] and courses[0] in row["first"]),
        f"among {courses}": set(row.get("must", [])) <= set(courses),
        f"left out, yet in {courses}": not set(row.get("never", [])) & set(courses),
        f"text {text}": not said or (any(said) if row.get("any_says") else all(said)),
        "no clarifying question": not row.get("clarify") or reply["clarify"],
    }
    return [fault for fault, is_right in checks.items() if not is_right]


def as_list(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def has(read: Any, wanted: Any) -> bool:
    """Lists and objects need only hold what is wanted."""
    if isinstance(wanted, list):
        return set(wanted) <= set(read)
    if isinstance(wanted, dict):
        return wanted.items() <= read.items()
    return bool(read == wanted)


@pytest.mark.parametrize("first", range(0, len(USABLE), BATCH))
def test_questions_get_right_answers_and_nothing_is_invented(first: int, answer_to: Any, library: Library) -> None:
    wrong = {}
    for row in USABLE[first : first + BATCH]:
        reply = answer_to(check_question(row["question"]))
        if found := [*faults(row, reply.as_json()), *invented(reply, library)]:
            wrong[row["question"]] = found
    assert wrong == {}


def test_unusable_questions_are_refused() -> None:
    for row in QUESTIONS:
        if row.get("exit") == 2:
            with pytest.raises(UnusableQuestion):
                check_question(row["question"])


def test_question_set_is_large_and_has_enough_bad_ones() -> None:
    assert len(QUESTIONS) >= 200
    assert sum(row.get("hostile", False) for row in QUESTIONS) >= 40


def invented(reply: Reply, library: Library) -> list[str]:
    """Courses, links and monthly prices of an answer that the catalogue does not have."""
    found = [slug for slug in reply.answer.courses if slug not in library.catalogue.courses]
    for link in reply.answer.links:
        match = LINK.fullmatch(link)
        known = library.guides if match and match[1] == "guides" else library.catalogue.courses
        is_article = link in {article.link for article in library.editorial.articles}
        found += [] if is_article or (match and (match[2] is None or match[2] in known)) else [link]
    prices = {course.monthly_price for course in library.catalogue.courses.values()}
    for amount in re.findall(r"([\d,.]+) USD a month", reply.answer.text):
        found += [] if round(float(amount.replace(",", "")) * 100) in prices else [amount]
    return found


def test_check_sees_a_planted_fault() -> None:
    reply = {"intent": "find", "filters": {"free": False}, "courses": ["b"], "text": "B costs 3 USD", "clarify": None}
    row = {"intent": "cost", "filters": {"free": True}, "first": ["a"], "must": ["a"], "says": "free", "clarify": True}
    assert len(faults(row | {"never": ["b"]}, reply)) == 7
