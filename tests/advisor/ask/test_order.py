"""Which of two comes first: Ask says what the page that compares them says, and the fact that decides."""

from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest

from advisor.answers import parse_answers
from advisor.ask.comparing import answer_compare, answer_order
from advisor.ask.library import Learner, Library
from advisor.ask.query import Answer, Filters, Mention, Query
from advisor.versus import KNOWS_BASICS, NEWCOMER, newcomer_to, side_of
from advisor.versus_orders import WEAK_MATHS, Comparison
from advisor.versus_wording import VersusWording
from tests.advisor.ask.conftest import TODAY

ML, DL = "ml-specialization", "dl-specialization"
READERS = {
    "newcomer": NEWCOMER,
    "knows the basics": KNOWS_BASICS,
    "weak maths": {**KNOWS_BASICS, **WEAK_MATHS},
    "newcomer with weak maths": {**NEWCOMER, **WEAK_MATHS},
}
Answering = Callable[[Query, Learner, Library], Answer]


def learner_with(levels: dict[str, int] | None, library: Library) -> Learner:
    if levels is None:
        return Learner(None, Filters(), today=TODAY)
    data: dict[str, Any] = {"targets": {"python": 1}, "levels": levels, "start": "2027-01-04"}
    return Learner(parse_answers(data, library.catalogue, today=TODAY), Filters(), today=TODAY)


def asked(answering: Answering, pair: tuple[str, str], levels: dict[str, int] | None, library: Library) -> Answer:
    query = Query("", "order", mentions=tuple(Mention(slug, (slug,)) for slug in pair))
    return answering(query, learner_with(levels, library), library)


@pytest.mark.parametrize("reader", READERS)
def test_ask_and_the_compare_page_agree_on_all_pairs_of_bundles(reader: str, library: Library) -> None:
    catalogue, levels = library.catalogue, READERS[reader]
    wording, answers = VersusWording(catalogue), learner_with(levels, library).answers
    kinds = ("specialization", "professional-certificate")
    bundles = [slug for slug, course in catalogue.courses.items() if course.is_published and course.kind in kinds]
    pairs = list(combinations(bundles, 2))
    assert len(pairs) > 50
    for pair in pairs:
        comparison = Comparison(library.advisor, [side_of(catalogue, slug) for slug in pair], answers)
        said = asked(answer_compare, pair, levels, library).lead
        assert said.endswith(f"side by side. {wording.paragraph(comparison.verdicts[0])}")
        assert asked(answer_compare, pair[::-1], levels, library).lead.endswith(said.partition(" side by side. ")[2])


@pytest.mark.parametrize(
    ("reader", "leads", "decides", "first"),
    [
        ("newcomer", "Machine Learning Specialization first", "requires Supervised learning (working)", ML),
        ("knows the basics", "Deep Learning Specialization directly.", "that much is held already", DL),
        (
            "weak maths",
            "A maths part first, then Deep Learning Specialization directly.",
            "Before Deep Learning Specialization: it requires Linear algebra (basics) and Calculus (basics).",
            DL,
        ),
        (
            "newcomer with weak maths",
            "Machine Learning Specialization first, then a maths part before Deep Learning Specialization.",
            "Before Deep Learning Specialization you also need Linear algebra (basics) and Calculus (basics).",
            ML,
        ),
    ],
)
def test_the_two_specializations_are_ordered_for_each_reader(
    reader: str, leads: str, decides: str, first: str, library: Library
) -> None:
    answer = asked(answer_order, (DL, ML), READERS[reader], library)
    assert answer.lead.startswith(leads)
    assert decides in answer.lead
    assert answer.courses[0] == first


def test_weak_maths_hears_which_courses_the_maths_part_has(library: Library) -> None:
    items = asked(answer_order, (ML, DL), READERS["weak maths"], library).items
    assert items[0].text.startswith("A maths part first: Essence of calculus and Essence of linear algebra, about")
    assert "A maths part" not in asked(answer_order, (ML, DL), KNOWS_BASICS, library).text


def test_whoever_says_nothing_hears_both_general_verdicts(library: Library) -> None:
    answer = asked(answer_order, (DL, ML), None, library)
    assert answer.lead.startswith("For a newcomer: Machine Learning Specialization first")
    assert answer.items[0].title == "If you know the basics"
    assert answer.items[0].text.startswith("Deep Learning Specialization directly.")
    assert answer.clarify
    assert "Supervised learning (working)" in answer.clarify.question


def test_newcomer_holds_nothing_that_is_compared(library: Library) -> None:
    sides = [side_of(library.catalogue, slug) for slug in ("programming-for-everybody", ML)]
    assert newcomer_to(sides) == {"school-maths": 2}
    assert newcomer_to(sides[1:]) == NEWCOMER
    answer = asked(answer_order, ("python-data-structures", "programming-for-everybody"), None, library)
    assert answer.lead.startswith("For a newcomer: Programming for Everybody")
    assert answer.courses[0] == "programming-for-everybody"


@pytest.mark.parametrize(
    "text",
    [
        "I know the basics of ML, my algebra is weak, which first, ML or DL specialization?",
        "my maths is rusty but I know ML basics. Which first, Andrew Ng's ML or the deep learning specialization?",
        "bad at linear algebra, i know machine learning. ml specialization or dl specialization first?",
    ],
)
def test_question_that_tells_of_weak_maths_hears_of_a_maths_part(text: str, answer_to: Any) -> None:
    answer = answer_to(text).answer
    assert answer.lead.startswith("A maths part first, then Deep Learning Specialization directly.")
    assert answer.courses == (DL, ML)


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("my algebra is weak, which python course?", WEAK_MATHS),
        ("weak in maths: which ml course?", {**WEAK_MATHS, "probability-statistics": 0}),
        ("I'm bad at linear algebra, which deep learning course?", {"linear-algebra": 0}),
        ("i struggle with python, which ml course?", {"python": 1}),
        ("i know python but not linear algebra, which ml course?", {"python": 2, "linear-algebra": 0}),
    ],
)
def test_weakness_is_a_low_level(text: str, levels: dict[str, int], answer_to: Any) -> None:
    assert answer_to(text).query.filters.levels == levels


def test_whoever_knows_machine_learning_knows_the_basics(answer_to: Any) -> None:
    answer = answer_to("I know the basics of machine learning. ML specialization or DL specialization first?")
    assert answer.query.filters.levels == KNOWS_BASICS
    assert answer.answer.lead.startswith("Deep Learning Specialization directly.")
