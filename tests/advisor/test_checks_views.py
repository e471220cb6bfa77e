"""The short check of a skill: what it shows, what it proposes, and that it keeps nothing."""

from typing import Any

import pytest
from django.test import Client

from advisor.checking import Item, Option, level_shown, read_check
from catalog.models import CheckItem
from tests.factories import create_check, create_check_item, create_course, create_goal, create_skill

pytestmark = pytest.mark.django_db
ADDRESS = "/start/check/python/"


@pytest.fixture(autouse=True)
def catalogue() -> None:
    create_goal(slug="deep", targets={"nets": 1})
    create_course(teaches={"nets": 1}, requires={"python": 2})
    create_check(skill="python", items=(1, 1, 2, 2, 2))
    create_skill(slug="unasked")


@pytest.fixture
def begun(client: Client) -> Client:
    client.post("/start/goal/", {"answer": "deep"})
    return client


def picks(*texts: str) -> dict[str, str]:
    """The options of these texts, item by item; an empty text leaves one out."""
    items = CheckItem.objects.order_by("position")
    return {
        f"item-{item.pk}": str(item.options.get(text=text).pk) for item, text in zip(items, texts, strict=False) if text
    }


def take(client: Client, *texts: str, **more: Any) -> str:
    response = client.post(ADDRESS, {**picks(*texts), **more})
    assert response.status_code == 200
    return str(response.content.decode())


@pytest.mark.parametrize(("right", "level"), [(0, 0), (1, 0), (2, 1), (3, 1), (4, 2), (5, 2)])
def test_level_follows_the_number_of_right_answers(right: int, level: int) -> None:
    items = [Item(str(n), "", "", n, (Option("a", "", True),)) for n in (1, 1, 2, 2, 2)]
    assert level_shown(items, right) == level


@pytest.mark.parametrize(
    ("text", "question", "code"),
    [("Which?", "Which?", ""), ("Prints?\na = 1\nprint(a)", "Prints?", "a = 1\nprint(a)"), ("A\nB?", "A\nB?", "")],
)
def test_code_follows_a_first_line_that_asks(text: str, question: str, code: str) -> None:
    item = Item("a", text, "", 1, ())
    assert (item.question, item.code) == (question, code)


def test_level_without_an_item_is_never_proposed() -> None:
    assert level_shown([Item("a", "", "", 2, (Option("a", "", True),))], 1) == 2
    assert level_shown([], 0) == 0


def test_question_offers_its_check(begun: Client) -> None:
    assert ADDRESS in begun.get("/start/level-python/").content.decode()
    assert "/start/check/" not in begun.get("/start/level-nets/").content.decode()


def test_check_says_when_its_answer_can_change_the_path(begun: Client) -> None:
    for key in ("taken", "hours", "start", "budget"):
        begun.post(f"/start/{key}/", {"action": "skip"})
    key = begun.get("/start/").url
    assert key == "/start/level-python/"
    assert "This answer can change your path." in begun.get(key).content.decode()
    begun.post(key, {"answer": "2"})
    assert "This answer can change your path." not in begun.get(key).content.decode()


def test_result_proposes_a_level_and_keeps_nothing(begun: Client) -> None:
    before = dict(begun.session["answers"])
    html = take(begun, "right", "right", "right", "right", "wrong")
    assert "4 of 5 right" in html
    assert 'value="2" id="id_answer_2" checked' in html
    assert "That one." in html
    assert begun.session["answers"] == before


def test_what_is_left_out_counts_as_not_known(begun: Client) -> None:
    html = take(begun, "right", "")
    assert "1 of 5 right" in html
    assert "Left out" in html
    assert 'value="0" id="id_answer_0" checked' in html


def test_learner_decides_against_the_proposal(begun: Client) -> None:
    take(begun, "right", "right", "right", "right", "right")
    begun.post("/start/level-python/", {"answer": "1", "action": "next"})
    assert begun.session["answers"]["levels"] == {"python": 1}


def test_way_back_is_carried_through(begun: Client) -> None:
    html = take(begun, then="review")
    assert '<input type="hidden" name="then" value="review">' in html


def test_tampered_option_is_named_and_the_rest_stays_picked(begun: Client) -> None:
    data = picks("right")
    other = CheckItem.objects.order_by("position")[1]
    html = begun.post(ADDRESS, {**data, f"item-{other.pk}": "999999"}).content.decode()
    assert "Choose one of the options shown" in html
    assert "checked" in html


@pytest.mark.parametrize("skill", ["nonsense", "nets"])
def test_skill_without_a_check_is_not_found(begun: Client, skill: str) -> None:
    assert begun.get(f"/start/check/{skill}/").status_code == 404


def test_check_of_a_skill_that_is_not_asked_leads_to_the_questions(begun: Client, client: Client) -> None:
    create_check(skill="unasked")
    assert begun.get("/start/check/unasked/").url == "/start/"
    assert Client().get(ADDRESS).url == "/start/"


def test_unpublished_check_and_item_without_a_right_option_are_left_out(begun: Client) -> None:
    create_check_item(check=CheckItem.objects.first().for_check).options.update(is_right=False)
    found = read_check("python")
    assert found is not None
    assert len(found.items) == 5
    found_again = read_check("python")
    assert found == found_again
    CheckItem.objects.first().for_check.__class__.objects.update(is_published=False)
    assert begun.get(ADDRESS).status_code == 404
