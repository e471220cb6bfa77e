"""Other ways in: from the data at hand, own targets, what was learnt elsewhere; and corrections on the plan."""

from typing import Any

import pytest
from django.test import Client

from advisor.models import Answers, Dismissal, Goal
from tests.factories import (
    create_bundle,
    create_course,
    create_data_kind,
    create_goal,
    create_skill,
    create_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def catalogue() -> None:
    for position, (slug, area) in enumerate((("python", "Basics"), ("maths", "Basics"), ("nets", "Deep"))):
        create_skill(slug=slug, name=slug.capitalize(), area=area, position=position)
    goal = create_goal(slug="deep", title="Go deep", targets={"nets": 1})
    create_course(slug="first", title="First steps", teaches={"python": 2})
    create_course(slug="nets-course", title="Nets", teaches={"nets": 1}, requires={"python": 1})
    create_data_kind(slug="images", goal=goal, data="Images", why="Pixels like it.")


@pytest.fixture
def begun(client: Client) -> Client:
    client.post("/start/goal/", {"answer": "deep"})
    return client


def kept(client: Client) -> dict[str, Any]:
    answers: dict[str, Any] = client.session.get("answers", {})
    return answers


def test_kind_of_data_leads_to_its_goal_with_the_reason(client: Client) -> None:
    html = client.get("/start/problem/", {"kind": "images"}).content.decode()
    assert "Pixels like it." in html
    assert 'name="answer" value="deep"' in html
    assert kept(client) == {}


def test_unknown_kind_of_data_is_said(client: Client) -> None:
    response = client.get("/start/problem/", {"kind": "nonsense"})
    assert response.status_code == 200
    assert "not one of these" in response.content.decode()


def test_kind_of_a_goal_no_longer_offered_is_not_shown(client: Client) -> None:
    Goal.objects.update(is_offered=False)
    html = client.get("/start/problem/").content.decode()
    assert "Images" not in html


def test_own_targets_replace_the_goal_and_keep_the_rest(begun: Client) -> None:
    begun.post("/start/hours/", {"answer": "8"})
    response = begun.post("/start/targets/", {"skill-nets": "1", "skill-python": "2", "action": "next"})
    assert response.url == "/start/taken/"
    assert kept(begun) == {"hours_per_week": 8, "targets": {"python": 2, "nets": 1}}
    review = begun.get("/start/review/").content.decode()
    assert "Python (working), Nets (basics)" in review
    assert "/start/targets/?then=review" in review
    assert "First steps" in begun.get("/plan/").content.decode()


def test_choosing_a_goal_again_drops_own_targets(begun: Client) -> None:
    begun.post("/start/targets/", {"skill-nets": "1", "action": "next"})
    begun.post("/start/goal/", {"answer": "deep"})
    assert kept(begun) == {"goal": "deep"}


@pytest.mark.parametrize("data", [{}, {"skill-nonsense": "2"}, {"skill-nets": ""}])
def test_at_least_one_target_is_needed(begun: Client, data: dict[str, str]) -> None:
    html = begun.post("/start/targets/", {**data, "action": "next"}).content.decode()
    assert "Choose a level for at least one skill." in html
    assert kept(begun) == {"goal": "deep"}


def test_tampered_level_is_named_and_the_rest_stays_picked(begun: Client) -> None:
    html = begun.post("/start/targets/", {"skill-nets": "7", "skill-maths": "2", "action": "next"}).content.decode()
    assert "Choose one of the levels listed." in html
    assert '<option value="2" selected>' in html
    assert kept(begun) == {"goal": "deep"}


def test_search_narrows_the_skills_and_keeps_what_is_picked(client: Client) -> None:
    html = client.post("/start/targets/", {"q": "MATHS", "skill-nets": "1", "action": "search"}).content.decode()
    assert 'name="skill-maths"' in html
    assert 'name="skill-nets"' in html
    assert 'name="skill-python"' not in html
    assert "at least one" not in html.split("<main")[1].split("<form")[1]
    assert kept(client) == {}


def test_something_elsewhere_is_kept_as_levels(begun: Client) -> None:
    response = begun.post("/start/taken/", {"answer": ["first"], "action": "elsewhere"})
    assert response.url == "/start/elsewhere/"
    assert kept(begun)["taken"] == ["first"]
    begun.post("/start/elsewhere/", {"skill-maths": "2", "action": "next"})
    assert kept(begun)["levels"] == {"maths": 2}
    begun.post("/start/elsewhere/", {"action": "next"})
    assert kept(begun)["levels"] == {}


def test_elsewhere_leaves_a_level_said_to_be_none_and_an_override_alone(begun: Client) -> None:
    begun.post("/start/taken/", {"answer": ["first"]})
    begun.post("/start/level-python/", {"answer": "1"})
    begun.post("/start/level-nets/", {"answer": "0"})
    begun.post("/start/elsewhere/", {"skill-python": "1", "skill-maths": "1", "action": "next"})
    assert kept(begun)["levels"] == {"python": 1, "nets": 0, "maths": 1}
    assert kept(begun)["overrides"] == {"python": 1}


def test_elsewhere_without_a_goal_begins(client: Client) -> None:
    assert client.get("/start/elsewhere/").url == "/start/"


def test_level_below_a_finished_course_is_an_override_until_taken_back(begun: Client) -> None:
    begun.post("/start/taken/", {"answer": ["first"]})
    begun.post("/start/level-python/", {"answer": "0"})
    assert kept(begun)["overrides"] == {"python": 0}
    assert "in place of what your finished courses give" in begun.get("/start/review/").content.decode()
    begun.post("/start/level-python/", {"action": "skip"})
    assert "overrides" not in kept(begun)
    begun.post("/start/level-python/", {"answer": "3"})
    assert "overrides" not in kept(begun)


def test_older_editions_and_retired_courses_can_be_ticked(begun: Client) -> None:
    newer = create_bundle(slug="pair", title="A pair", parts=[create_course(slug="part", title="A part")])
    create_course(slug="ancient", title="Ancient", status="retired", superseded_by=newer)
    create_course(slug="gone", title="Gone for good", status="retired")
    html = begun.get("/start/taken/", {"q": "pair"}).content.decode()
    assert "Older editions of A pair" in html
    assert "an older edition, now A pair" in html
    assert "no longer offered" in begun.get("/start/taken/", {"q": "gone"}).content.decode()
    begun.post("/start/taken/", {"answer": ["ancient", "gone", "part"]})
    assert kept(begun)["taken"] == ["ancient", "gone", "part"]


def adjust(client: Client, **data: Any) -> str:
    return str(client.post("/plan/adjust/", data, follow=True).content.decode())


def test_knowing_a_course_takes_it_off_the_path(begun: Client) -> None:
    assert "I already know this" in begun.get("/plan/").content.decode()
    html = adjust(begun, action="known", course="first")
    assert "Counted as known: Python." in html
    assert kept(begun)["levels"] == {"python": 2}
    assert 'id="station-first"' not in html


def test_knowing_lifts_a_lower_override_and_lowers_nothing(begun: Client) -> None:
    begun.post("/start/taken/", {"answer": ["first"]})
    begun.post("/start/level-python/", {"answer": "0"})
    adjust(begun, action="known", course="first")
    assert kept(begun)["levels"] == {"python": 2}
    assert "overrides" not in kept(begun)
    begun.post("/start/level-python/", {"answer": "3"})
    adjust(begun, action="known", course="first")
    assert kept(begun)["levels"] == {"python": 3}


def test_dismissed_prerequisite_stays_away_until_undone(begun: Client) -> None:
    html = begun.get("/plan/").content.decode()
    assert '<input type="hidden" name="skill" value="python">' in html
    html = adjust(begun, action="needless", skill="python", course="first")
    assert 'id="station-first"' not in html
    begun.post("/start/")
    begun.post("/start/goal/", {"answer": "deep"})
    assert 'id="station-first"' not in begun.get("/plan/").content.decode()
    assert "Undo" in begun.get("/start/review/").content.decode()
    begun.post("/start/dismissed/undo/", {"skill": "python"})
    assert "dismissed" not in kept(begun)
    assert 'id="station-first"' in begun.get("/plan/").content.decode()


@pytest.mark.parametrize(
    "data", [{}, {"action": "known", "course": "nonsense"}, {"action": "needless", "skill": "nonsense"}]
)
def test_unusable_correction_is_said_and_changes_nothing(begun: Client, data: dict[str, str]) -> None:
    before = kept(begun)
    assert "can’t be changed" in adjust(begun, **data)
    assert kept(begun) == before


def test_dismissal_belongs_to_the_account_and_to_nobody_else(client: Client) -> None:
    user, other = create_user(), create_user()
    client.force_login(user)
    client.post("/start/goal/", {"answer": "deep"})
    adjust(client, action="needless", skill="python")
    assert list(Dismissal.objects.values_list("user", "skill__slug")) == [(user.pk, "python")]
    Answers.objects.filter(user=user).delete()
    client.post("/start/goal/", {"answer": "deep"})
    assert Answers.objects.get(user=user).data["dismissed"] == ["python"]
    client.force_login(other)
    client.post("/start/goal/", {"answer": "deep"})
    assert "dismissed" not in Answers.objects.get(user=other).data
