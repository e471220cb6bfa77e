"""The end of the questions: what is said of those left out, of answers beside the run, of those without effect."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from catalog.models import Course, Implication, Skill
from tests.factories import create_course, create_goal, create_skill

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def catalogue() -> None:
    for position, slug in enumerate(("python", "nets", "tables")):
        create_skill(slug=slug, position=position)
    create_goal(slug="deep", title="Go deep", targets={"nets": 1})
    create_goal(slug="wide", title="Go wide", targets={"tables": 1})
    create_course(slug="first", title="First steps", teaches={"python": 2})
    create_course(slug="nets-course", title="Nets", teaches={"nets": 1}, requires={"python": 1})
    create_course(slug="tables-course", title="Tables", teaches={"tables": 1})


def page(key: str) -> str:
    return reverse("advisor:questionnaire_question", args=[key])


def answer(client: Client, key: str, **data: Any) -> Any:
    return client.post(page(key), data)


def kept(client: Client) -> dict[str, Any]:
    answers: dict[str, Any] = client.session["answers"]
    return answers


@pytest.fixture
def begun(client: Client) -> Client:
    answer(client, "goal", answer="deep")
    return client


def finish(client: Client) -> str:
    """The review after a run in which the goal is held already; the goal was chosen before."""
    answer(client, "level-nets", answer="1")
    for key in ("taken", "hours", "start"):
        answer(client, key, action="skip")
    address: str = answer(client, "budget", action="skip").url
    return address


def test_last_question_that_matters_leads_to_the_review(begun: Client) -> None:
    assert finish(begun) == reverse("advisor:questionnaire_review")
    text = begun.get("/start/review/").content.decode()
    assert "Asked 6 of 11 questions: the other answers can’t change your path." in text
    assert "5 questions left out, and why" in text


@pytest.mark.parametrize("key", ["level-python", "certificate", "style", "practice", "prefer"])
def test_question_left_out_is_open_and_says_why(begun: Client, key: str) -> None:
    finish(begun)
    assert f"{page(key)}?then=review" in begun.get("/start/review/").content.decode()
    text = begun.get(page(key)).content.decode()
    assert "You don’t need to answer this." in text
    assert "of at most" not in text


def test_answer_beside_the_run_is_kept_and_not_counted_as_asked(begun: Client) -> None:
    finish(begun)
    answer(begun, "style", answer="intuitive", then="review")
    assert kept(begun)["style"] == "intuitive"
    text = begun.get("/start/review/").content.decode()
    assert "Asked 6 of 11 questions and took 1 more answer from you: the other answers can’t change your path." in text


def test_changed_answer_opens_the_run_again(begun: Client) -> None:
    finish(begun)
    create_course(teaches={"nets": 1}, requires={"python": 1}, hours=(1, 1))
    answer(begun, "level-nets", answer="0", then="review")
    text = begun.get("/start/review/").content.decode()
    assert "Asked" not in text
    assert "more questions can change your path" in text
    assert begun.get("/start/").url.startswith("/start/level-")


def test_answers_without_effect_on_another_goal_are_kept_and_said_to_be(begun: Client) -> None:
    finish(begun)
    answer(begun, "goal", answer="wide", then="review")
    text = begun.get("/start/review/").content.decode()
    assert f"{page('level-nets')}?then=review" in text[text.index("Kept, without effect") :]
    assert kept(begun)["levels"] == {"nets": 1}
    assert begun.get(page("level-nets")).status_code == 200


def test_question_page_says_what_more_answers_could_save(begun: Client) -> None:
    assert "More answers about what you know could save you at most" in begun.get(page("taken")).content.decode()
    finish(begun)
    assert "could save" not in begun.get("/start/review/").content.decode()


def test_plan_says_what_was_asked(begun: Client) -> None:
    finish(begun)
    text = begun.get("/plan/").content.decode()
    assert "Asked 6 of 11 questions" in text
    assert f"{page('style')}?then=plan" in text


def test_course_that_left_the_catalogue_stops_no_question(begun: Client) -> None:
    answer(begun, "taken", answer=["tables-course"])
    Course.objects.filter(slug="tables-course").delete()
    assert begun.get("/start/", follow=True).status_code == 200
    assert "can’t be used as they are" in begun.get("/plan/").content.decode()
    assert kept(begun)["taken"] == ["tables-course"]


def test_plan_is_made_from_what_answers_imply(begun: Client) -> None:
    skills = {skill.slug: skill for skill in Skill.objects.all()}
    Implication.objects.create(skill=skills["tables"], level=1, implies=skills["python"], implied_level=2)
    begun.post("/start/elsewhere/", {"skill-tables": "1", "action": "next"})
    assert 'value="2" id="id_answer_2" checked' in begun.get(page("level-python")).content.decode()
    create_course(slug="alone", title="Alone", teaches={"nets": 1}, requires={"python": 2}, hours=(1, 1))
    assert [step["course"] for step in begun.get("/plan/").context["plan"]["steps"]] == ["alone"]
    assert "python" not in kept(begun)["levels"]
