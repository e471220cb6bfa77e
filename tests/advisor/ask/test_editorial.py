"""Frequent questions and guides in answers: the closest one, and only what is published."""

from typing import Any

import pytest
from django.test import Client

from advisor.ask.editorial import Editorial, plain, read_editorial
from advisor.ask.folding import stems
from advisor.ask.library import Library
from catalog.models import Guide, Question

FAQ = "/faq/#"


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("my algebra is weak", "/faq/#weak-maths"),
        ("can I get financial aid?", "/guides/cost-and-financial-aid/"),
        ("are certificates worth it?", "/faq/#will-it-get-me-hired"),
        ("do I need maths?", "/guides/maths-and-python-you-need/"),
        ("does it lead to a job?", "/guides/does-it-lead-to-a-job/"),
        ("what do these programs leave out?", "/faq/#what-is-left-out"),
    ],
)
def test_question_about_the_subject_is_answered_by_the_closest_text(
    text: str, link: str, answer_to: Any, library: Library
) -> None:
    reply = answer_to(text)
    article = next(article for article in library.editorial.articles if article.link == link)
    assert reply.answer.links[0] == link
    assert reply.answer.text.startswith(article.text)
    assert reply.answer.text.endswith(f"From “{article.title}”.")
    assert reply.answer.courses == ()


def test_answer_of_the_catalogue_ends_with_the_text_that_says_more(answer_to: Any) -> None:
    answer = answer_to("machine learning or deep learning first?").answer
    assert answer.lead.startswith("Machine learning first.")
    assert answer.text.endswith("More on this: “Machine learning or deep learning first?”.")
    assert answer.links[-1] == "/faq/#machine-learning-or-deep-learning-first"


@pytest.mark.parametrize(
    "text", ["best python course", "tell me a joke about jobs", "weather in Paris", "is cs50p hard?"]
)
def test_no_text_is_named_where_none_is_close(text: str, answer_to: Any) -> None:
    answer = answer_to(text).answer
    assert "“What" not in answer.text
    assert not any(FAQ in link for link in answer.links)


@pytest.mark.django_db
def test_only_published_texts_are_found_and_edits_show_at_once(client: Client) -> None:
    hidden = Question.objects.create(slug="pets", text="May I bring my hamster?", answer="Yes.")
    guide = Guide.objects.create(slug="pets", title="Hamsters beside the desk", summary="They sleep.", body="")
    asked = [{"q": "can I bring my hamster?"}, {"q": "hamsters beside the desk"}]

    def answers() -> list[str]:
        return [client.get("/ask/", params).context["reply"].answer.text for params in asked]

    assert not any("“May I" in text or "“Hamsters" in text for text in answers())
    Question.objects.update(is_published=True)
    Guide.objects.update(is_published=True)
    assert ["“May I" in answers()[0], "“Hamsters" in answers()[1]] == [True, True]
    hidden.delete()
    guide.delete()
    assert not any("“May I" in text or "“Hamsters" in text for text in answers())


@pytest.mark.django_db
def test_ties_go_to_the_question_and_then_to_the_position() -> None:
    for position, slug in ((2, "later"), (1, "earlier")):
        Question.objects.create(slug=slug, text="Why hamsters?", answer="-", position=position, is_published=True)
        Guide.objects.create(slug=slug, title="Why hamsters?", summary="-", position=position, is_published=True)
    best = read_editorial().best(stems("why hamsters"), is_alone=True)
    assert best
    assert best.link == f"{FAQ}earlier"


def test_nothing_is_close_to_an_empty_question() -> None:
    assert Editorial((), {}).best(("cost",), is_alone=True) is None


def test_marks_and_addresses_are_left_out_of_the_text() -> None:
    assert plain("Take *this* [course](/courses/a/),\n\n- **now**") == "Take this course, - now"
