"""What answers hang on: the learner's levels, several courses of one name, words that were misspelled."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor.ask.library import Library, current_library
from advisor.ask.parsing import UnusableQuestion, check_question
from advisor.ask.replies import ask
from tests.advisor.ask.conftest import TODAY
from tests.advisor.ask.test_questions import invented
from tests.examples import examples

ML_OR_DL = "which first, the machine learning specialization or the deep learning specialization?"


def test_order_is_told_for_newcomers_and_for_those_who_know_the_basics(answer_to: Any) -> None:
    answer = answer_to(ML_OR_DL).answer
    assert answer.courses == ("ml-specialization", "dl-specialization")
    assert answer.lead.startswith("For a newcomer: Machine Learning Specialization first")
    assert answer.items[0].title == "If you know the basics"
    assert "Supervised learning (working)" in answer.lead
    assert answer.clarify


def test_known_levels_decide_the_order(answer_to: Any) -> None:
    levels = {"supervised-learning": 2, "model-evaluation": 2, "python": 2}
    answer = answer_to(ML_OR_DL, levels=levels).answer
    assert "Deep Learning Specialization directly" in answer.lead
    assert answer.clarify is None


def test_one_name_of_several_programs_asks_which_is_meant(answer_to: Any) -> None:
    reply = answer_to("machine learning specialization")
    slugs = {"ml-specialization", "uw-ml-specialization", "advanced-ml-google-cloud", "ibm-machine-learning"}
    assert set(reply.answer.courses) == slugs
    assert len(reply.as_json()["clarify"]["choices"]) == 4


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("andrew ng's machine learning specialization", "ml-specialization"),
        ("the university of washington machine learning specialization", "uw-ml-specialization"),
        ("the machine learning specialization of google cloud", "advanced-ml-google-cloud"),
        ("ibm machine learning certificate", "ibm-machine-learning"),
    ],
)
def test_its_maker_tells_a_program_apart(answer_to: Any, text: str, slug: str) -> None:
    assert answer_to(f"how much is {text}").answer.courses == (slug,)


def test_path_begins_where_the_learner_is(answer_to: Any) -> None:
    newcomer = answer_to("path to reinforcement learning").answer
    knows = answer_to("path to reinforcement learning for someone who knows Python").answer
    assert newcomer.clarify
    assert knows.clarify is None
    assert len(knows.courses) <= len(newcomer.courses)


def test_goal_given_before_answers_where_to_start(answer_to: Any) -> None:
    reply = answer_to("where do I start?", goal="deep-learning", levels={"python": 2})
    assert reply.answer.goal == "deep-learning"
    assert reply.answer.courses


def test_worth_after_counts_what_the_other_course_gave(answer_to: Any) -> None:
    again = answer_to(
        "is the machine learning specialization by andrew ng worth it after the deep learning specialization?"
    )
    assert again.answer.courses == ("ml-specialization", "dl-specialization")
    assert "You would hold already" in again.answer.text
    same = answer_to("is python data structures worth it after cs50p?").answer
    assert same.lead.startswith("No.")


@pytest.mark.parametrize("word", ["weather", "basket", "curse", "house", "cooking", "react", "java", "rust"])
def test_valid_words_are_not_mended(library: Library, word: str) -> None:
    assert library.lexicon.speller.mend(word) == word


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("pyhton", "python"), ("begginer", "beginner"), ("calculas", "calculus"), ("statitics", "statistic")],
)
def test_slips_are_mended(library: Library, typed: str, meant: str) -> None:
    assert library.lexicon.speller.mend(typed).startswith(meant)


def test_same_question_gives_the_same_bytes(answer_to: Any) -> None:
    assert answer_to("roadmap to deep learning").as_json() == answer_to("roadmap to deep learning").as_json()


WORDS = (
    "best free python course vs or first before after how much long is the worth it cs229 fast.ai ng "
    "coursera ml dl specialization 5 hours a week month under , ? ' \" < > % { } ; -- become know nothing "
    "reinforcement zzz é 机"
)
PIECES = st.sampled_from(WORDS.split())


@settings(max_examples=examples(50), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(st.text(max_size=520), st.lists(PIECES, max_size=14).map(" ".join)))
def test_any_text_is_answered_or_refused_and_nothing_is_invented(library: Library, text: str) -> None:
    try:
        question = check_question(text)
    except UnusableQuestion:
        return
    assert invented(ask(question, library, today=TODAY), library) == []


@pytest.mark.django_db
def test_number_of_queries_is_fixed(django_assert_num_queries: Any, shipped_catalogue: None) -> None:
    current_library()
    for text in ("best python course", ML_OR_DL, "roadmap to deep learning", "what is cs229"):
        with django_assert_num_queries(2):
            ask(text, current_library(), today=TODAY)
