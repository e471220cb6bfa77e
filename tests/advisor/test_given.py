"""Answers that come with an address."""

import pytest
from django.test import Client

from advisor.models import Answers
from tests.factories import create_course, create_goal, create_user

pytestmark = pytest.mark.django_db
ADDRESS = "/start/with/?goal=weave&python=1&hours=10"


@pytest.fixture(autouse=True)
def catalogue() -> None:
    create_goal(slug="weave", title="Weave well", targets={"weaving": 2})
    create_course(title="Weaving", teaches={"weaving": 2}, requires={"python": 1}, hours=(8, 12))


def test_given_answers_are_shown_and_not_kept(client: Client) -> None:
    html = client.get(ADDRESS).content.decode()
    assert "Weave well" in html
    assert "1 course, 8–12 hours, 1 week at 10 hours a week, free" in html
    assert "replaced" not in html
    assert 'rel="canonical"' not in html
    assert client.get("/plan/").headers["Location"] == "/start/"


def test_given_answers_start_a_path(client: Client) -> None:
    assert client.post(ADDRESS).headers["Location"] == "/plan/"
    html = client.get("/plan/").content.decode()
    assert "Weaving" in html
    assert "Weave well" in html
    assert "They are replaced by these." in client.get(ADDRESS).content.decode()


def test_given_answers_leave_those_of_an_account_in_its_history(client: Client) -> None:
    user = create_user()
    client.force_login(user)
    client.post("/start/with/?goal=weave")
    client.post(ADDRESS)
    kept = Answers.objects.filter(user=user).order_by("pk")
    assert [row.is_finished for row in kept] == [True, False]
    assert [row.data.get("hours_per_week") for row in kept] == [None, 10]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "goal: is missing"),
        ("goal=", "goal: is missing"),
        ("goal=weev", "there is no goal &#x27;weev&#x27;"),
        ("goal=weave&pythn=1", "there is no skill &#x27;pythn&#x27;"),
        ("goal=weave&python=9", "python: must be a whole number from 0 to 3"),
        ("goal=weave&python=x", "python: must be a number"),
        ("goal=weave&hours=0", "hours_per_week: must be a number above 0"),
        ("goal=weave&hours=inf", "hours_per_week: must be a number above 0"),
        ("goal=weave&<b>=1", "there is no skill &#x27;&lt;b&gt;&#x27;"),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_given_answers_that_cant_be_used_change_nothing(client: Client, query: str, said: str, method: str) -> None:
    client.post("/start/with/?goal=weave")
    response = getattr(client, method)(f"/start/with/?{query}")
    assert response.status_code == 400
    assert said in response.content.decode()
    assert "Weave well" in client.get("/plan/").content.decode()


def test_given_answers_that_need_nothing_say_so(client: Client) -> None:
    assert "Nothing to take" in client.get("/start/with/?goal=weave&weaving=2").content.decode()
