"""The order of questions and what answering does to the answers, without a database."""

from typing import Any

import pytest

from advisor.asking import (
    is_answered,
    open_questions,
    question_before,
    said,
    with_answer,
    with_step,
    without_answer,
)
from advisor.questionnaire import Choice, Kind, Material, Question, SkillWords, questions

WORDS = ("I avoid it", "I follow it", "I use it", "I teach it")
MATERIAL = Material(
    goals=[Choice("deep", "Go deep", "", "deep")],
    skills=[SkillWords("python", "Python", WORDS), SkillWords("calculus", "Calculus", WORDS)],
    languages=("en",),
)
ALL = questions(MATERIAL)
BY_KEY = {question.key: question for question in ALL}
GOAL = {"goal": "deep"}


def keys(found: tuple[Question, ...]) -> list[str]:
    return [question.key for question in found]


def test_order_is_the_full_forms() -> None:
    assert keys(ALL) == [
        *("goal", "taken", "level-python", "level-calculus", "hours", "start", "budget"),
        *("certificate", "style", "practice", "prefer"),
    ]


def test_without_a_goal_only_the_goal_is_open() -> None:
    assert keys(open_questions(ALL, {})) == ["goal"]


def test_own_targets_stand_for_a_goal() -> None:
    answers = {"targets": {"python": 2}}
    assert len(open_questions(ALL, answers)) == len(ALL)


@pytest.mark.parametrize(("languages", "asked"), [(("en",), False), (("de", "en"), True)])
def test_language_is_asked_only_where_there_is_a_choice(languages: tuple[str, ...], asked: bool) -> None:
    assert ("language" in keys(questions(Material(languages=languages)))) is asked


def test_every_question_but_the_goal_can_be_skipped() -> None:
    assert [question.key for question in ALL if not question.can_be_skipped] == ["goal"]


def test_back_leads_along_the_trail() -> None:
    trail = ["goal", "hours", "budget"]
    before = [question_before(ALL, GOAL, trail, key) for key in ("goal", "hours", "style")]
    assert [question and question.key for question in before] == [None, "goal", "budget"]


def test_back_passes_over_questions_that_are_no_longer_open() -> None:
    before = question_before(ALL, GOAL, ["goal", "level-nlp"], "hours")
    assert before is not None
    assert before.key == "goal"


def test_answering_keeps_everything_else() -> None:
    answers = {**GOAL, "levels": {"calculus": 1}, "hours_per_week": 8}
    changed = with_answer(BY_KEY["level-python"], answers, 2)
    assert changed == {**answers, "levels": {"calculus": 1, "python": 2}}
    assert answers["levels"] == {"calculus": 1}


def test_goal_takes_the_place_of_own_targets() -> None:
    assert with_answer(BY_KEY["goal"], {"targets": {"python": 2}}, "deep") == GOAL


def test_leaving_out_removes_the_answer() -> None:
    answers = {**GOAL, "levels": {"python": 2}, "start": "2027-01-04", "finish_by": None}
    assert without_answer(BY_KEY["start"], answers) == {**GOAL, "levels": {"python": 2}}
    assert without_answer(BY_KEY["level-python"], answers)["levels"] == {}


def test_no_preference_is_an_answer() -> None:
    answers = with_answer(BY_KEY["style"], GOAL, None)
    assert is_answered(BY_KEY["style"], answers)
    assert said(BY_KEY["style"], answers, {}) == "Either way"


def test_trail_names_each_question_once() -> None:
    assert with_step(["goal", "hours"], "goal") == ["goal", "hours"]


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [
        ("goal", "deep", "Go deep"),
        ("level-python", 2, "I use it"),
        ("taken", ["a", "gone"], "Course A, gone"),
        ("taken", [], "None"),
        ("hours", 7.5, "7.5 hours a week"),
        ("start", {"start": "2027-01-04", "finish_by": None}, "From 4 January 2027"),
        ("budget", {"free_only": True}, "Free only"),
        ("budget", {"total": 150, "monthly": 50}, "Up to 150 USD in all and 50 USD a month"),
        ("budget", {}, "No limit"),
        ("certificate", True, "Yes, where a course has one"),
    ],
)
def test_review_says_the_answer_in_words(key: str, value: Any, text: str) -> None:
    assert said(BY_KEY[key], with_answer(BY_KEY[key], GOAL, value), {"a": "Course A"}) == text


def test_held_level_is_what_not_sure_means() -> None:
    held = questions(Material(skills=MATERIAL.skills, held={"python": 2}))
    assumed = {question.key: question.assumed for question in held}
    assert assumed["level-python"] == "“I use it”"
    assert assumed["level-calculus"] == "“I avoid it”"


def test_higher_level_that_other_answers_imply_is_what_not_sure_means() -> None:
    found = questions(Material(skills=MATERIAL.skills, held={"python": 2}, implied={"python": 1, "calculus": 3}))
    by_skill = {question.skill: question for question in found if question.skill}
    assert (by_skill["python"].assumed, by_skill["calculus"].assumed) == ("“I use it”", "“I teach it”")
    assert "your other answers" in by_skill["calculus"].hint


def test_level_words_are_said_once() -> None:
    plain = questions(Material(skills=[SkillWords("x", "X", ("None", "Basics", "I use it", "Strong"))]))
    hints = [choice.hint for question in plain if question.skill for choice in question.choices]
    assert hints == ["", "", "Working", ""]


def test_each_kind_of_question_occurs() -> None:
    found = {question.kind for question in questions(Material(languages=("de", "en")))}
    assert found == set(Kind)
