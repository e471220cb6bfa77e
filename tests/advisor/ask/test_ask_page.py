"""The question box and the page with the answer."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import create_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped_catalogue")]
PAGE = "/ask/"


def shown(client: Client, **params: object) -> str:
    answer = client.get(PAGE, params)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("page", ["/", "/courses/", "/guides/", "/faq/", PAGE])
def test_every_page_has_the_box(client: Client, page: str) -> None:
    assert 'id="ask-question"' in client.get(page).content.decode()


def test_answer_is_on_the_page_with_links_and_chips(client: Client) -> None:
    page = shown(client, q="best python course for beginners")
    assert reverse("catalog:course_detail", args=["python-for-everybody"]) in page
    assert "Python programming" in page
    assert "noindex" in page


def test_chip_leads_to_the_same_question_without_the_limit(client: Client) -> None:
    page = client.get(PAGE, {"q": "best python course for beginners"})
    chip = next(chip for chip in page.context["chips"] if chip["label"] == "Beginner")
    wider = client.get(chip["url"])
    assert wider.context["reply"].query.filters.level is None
    assert wider.context["reply"].query.filters.skills == ("python",)


def test_what_the_learner_says_to_know_can_be_left_out_one_by_one(client: Client) -> None:
    page = client.get(PAGE, {"q": "my algebra is weak, which deep learning course?"})
    chip = next(chip for chip in page.context["chips"] if chip["label"] == "Your Linear algebra: none")
    levels = client.get(chip["url"]).context["reply"].query.filters.levels
    assert levels == {"school-maths": 1, "calculus": 0}


def test_reading_can_be_changed(client: Client) -> None:
    text = "best python course"
    page = client.get(PAGE, {"q": text, "for": text, "intent": "find", "skill": "sql", "free": "1", "max_hours": "9"})
    assert page.context["reply"].answer.courses[0] in {"sqlbolt", "kaggle-intro-to-sql", "kaggle-advanced-sql"}


def test_old_reading_does_not_outlive_its_question(client: Client) -> None:
    page = client.get(PAGE, {"q": "sql course", "for": "best python course", "intent": "find", "skill": "python"})
    assert page.context["reply"].query.filters.skills == ("sql",)


def test_clarifying_choice_settles_the_question(client: Client) -> None:
    page = client.get(PAGE, {"q": "how much is the machine learning specialization"})
    settled = client.get(page.context["options"][1][1])
    assert settled.context["reply"].answer.courses == ("uw-ml-specialization",)


def test_htmx_gets_the_answer_alone(client: Client) -> None:
    page = client.get(PAGE, {"q": "python course"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page
    assert "python-for-everybody" in page


def test_answers_of_the_session_are_used(client: Client) -> None:
    session = client.session
    session["answers"] = {"goal": "deep-learning", "levels": {"python": 2}}
    session.save()
    assert client.get(PAGE, {"q": "where do I start?"}).context["reply"].answer.goal == "deep-learning"


def test_logged_in_learner_is_answered(client: Client) -> None:
    client.force_login(create_user())
    assert "Python" in shown(client, q="python course")


@pytest.mark.parametrize("text", ["x" * 501, "a\x00b", "   ", ""])
def test_unusable_question_is_explained_or_met_with_examples(client: Client, text: str) -> None:
    page = shown(client, q=text)
    assert "can&#x27;t be used" in page or "can't be used" in page or "For example" in page


def test_markup_in_a_question_stays_text(client: Client) -> None:
    page = shown(client, q="<script>alert(1)</script> python")
    assert "<script>alert(1)" not in page


@pytest.mark.parametrize(
    "params",
    [
        {"skill": "nothing", "level": "x", "intent": "x", "levels": "a:b,python:9", "course": "no", "goal": "no"},
        {"max_hours": "9" * 50, "hours_per_week": "-1", "weeks": "1e9", "word": "zzz", "platform": "x", "taken": "x"},
        {"intent": "compare"},
        {"intent": "order"},
        {"intent": "about"},
        {"intent": "path"},
        {"intent": "cost"},
        {"intent": "time"},
    ],
)
def test_any_reading_is_answered(client: Client, params: dict[str, str]) -> None:
    shown(client, q="python", **{"for": "python", **params})
