"""The dials beside the plan and the closer looks below it."""

import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from advisor.models import Answers, Path
from catalog.models import Course
from tests.factories import create_bundle, create_course, create_goal, create_platform, create_user

pytestmark = pytest.mark.django_db
REDRAW = {"HX-Request": "true", "HX-Target": "journey-part"}
CLOSER = {"HX-Request": "true", "HX-Target": "closer"}


@pytest.fixture(autouse=True)
def catalogue() -> None:
    """A short paid way and a long free one to the same goal, and a bundle that goes further."""
    create_goal(slug="deep", title="Go deep", targets={"nets": 1})
    school = create_platform(name="School", subscription_price=49)
    create_course(slug="base", title="Base", teaches={"python": 1})
    create_course(
        slug="quick",
        title="Quick nets",
        teaches={"nets": 1},
        requires={"python": 1},
        hours=(5, 5),
        price_model="subscription",
        platform=school,
    )
    create_course(slug="slow", title="Slow nets", teaches={"nets": 1}, requires={"python": 1}, hours=(40, 60))
    more = create_course(slug="more", title="More nets", teaches={"nets": 2}, requires={"nets": 1})
    create_bundle(slug="all-nets", title="All of nets", parts=[Course.objects.get(slug="slow"), more])


@pytest.fixture
def visitor(client: Client) -> Client:
    session = client.session
    session["answers"] = {"goal": "deep", "start": "2027-01-04", "hours_per_week": 5}
    session.save()
    return client


@pytest.fixture
def learner(client: Client) -> Client:
    user = create_user()
    client.force_login(user)
    Answers.objects.create(user=user, data={"goal": "deep", "start": "2027-01-04", "hours_per_week": 5})
    return client


def text_of(client: Client, query: str = "", **headers: Any) -> str:
    response = client.get(f"/plan/{query}", **headers)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def test_dials_show_the_answers_as_they_are(visitor: Client) -> None:
    page = text_of(visitor)
    assert 'name="hours" value="5"' in page
    assert 'value="2027-01-04"' in page
    assert "compared with" not in page


def test_turned_dial_marks_what_is_different(visitor: Client) -> None:
    page = text_of(visitor, "?budget=free")
    assert "1 step swapped, 9 weeks later, 45 hours more study, 49 USD less" in page
    assert "No longer on it: Quick nets." in page
    assert page.count("new here") == 1


def test_dial_without_effect_says_so(visitor: Client) -> None:
    assert "the same steps, dates and cost" in text_of(visitor, "?style=any&prefer=gentlest").lower()


def test_redraw_answers_with_the_parts_that_change(visitor: Client) -> None:
    response = visitor.get("/plan/?hours=10&start=2027-01-04&budget=any&total=", headers=REDRAW)
    page = response.content.decode()
    assert "<html" not in page
    assert 'id="dials"' not in page
    assert "Journey redrawn" in page
    assert response["HX-Push-Url"] == "/plan/?hours=10"
    assert {"HX-Request", "HX-Target"} <= {name.strip() for name in response["Vary"].split(",")}


def test_date_may_be_written_out(visitor: Client) -> None:
    assert visitor.get("/plan/?start=11+Jan+2027", headers=REDRAW)["HX-Push-Url"] == "/plan/?start=2027-01-11"


def test_dials_back_at_the_answers_leave_a_plain_address(visitor: Client) -> None:
    assert visitor.get("/plan/?hours=5", headers=REDRAW)["HX-Push-Url"] == "/plan/"


@pytest.mark.parametrize("headers", [{}, REDRAW])
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("hours=0", "Give a number of hours from 0.5 to 100."),
        ("hours=many", "Give a number of hours from 0.5 to 100."),
        ("hours=NaN", "Give a number of hours from 0.5 to 100."),
        ("start=tomorrow", "Give a date such as 2027-01-04 or 4 Jan 2027."),
        ("start=9999-01-01", "must be within 100 years"),
        ("budget=capped", "Give the amount, or choose another budget."),
        ("total=-1", "Give an amount from 0"),
        ("style=loud", "Choose one of these."),
        ("level-python=9", "asks for something that can’t be used"),
        ("pinned=gone", "asks for something that can’t be used"),
    ],
)
def test_bad_dial_is_told_and_the_path_kept(visitor: Client, query: str, said: str, headers: dict[str, str]) -> None:
    page = text_of(visitor, f"?{query}", headers=headers)
    assert said in page
    assert "Quick nets" in page


def test_bad_value_stays_in_its_dial(visitor: Client) -> None:
    assert 'value="many"' in text_of(visitor, "?hours=many")


def test_deadline_before_the_start_is_told(learner: Client) -> None:
    Answers.objects.update(data={"goal": "deep", "start": "2027-01-04", "finish_by": "2027-06-01"})
    assert "Your deadline must not be before the start" in text_of(learner, "?start=2027-07-01")


def test_dialled_plan_is_saved_as_shown(learner: Client) -> None:
    learner.post("/plan/save/", {"token": str(uuid.uuid4()), "budget": "free", "hours": "8"})
    path = Path.objects.get()
    assert [step["course"] for step in path.plan["steps"]] == ["base", "slow"]
    assert path.answers["hours_per_week"] == 8
    assert Answers.objects.get(path=path).data["budget"]["free_only"]


def test_saving_with_a_bad_dial_saves_nothing(learner: Client) -> None:
    page = learner.post("/plan/save/", {"token": str(uuid.uuid4()), "hours": "x"}).content.decode()
    assert "The path was not saved" in page
    assert not Path.objects.exists()


def test_visitor_who_signs_up_keeps_the_dialled_answers(visitor: Client) -> None:
    response = visitor.post("/plan/save/", {"budget": "free"})
    assert response.url.startswith(reverse("account_signup"))
    assert visitor.session["answers"]["budget"]["free_only"]
    assert "Slow nets" in text_of(visitor)


def test_what_ifs_lead_to_their_paths(visitor: Client) -> None:
    page = text_of(visitor, "?show=what-if", headers=CLOSER)
    assert "<html" not in page
    links = re.findall(r'href="/plan/\?([^"#]+)">Show this path', page)
    assert "budget=free" in links
    assert "Slow nets" in text_of(visitor, "?budget=free")


def test_level_applied_from_a_what_if_can_be_taken_back(visitor: Client) -> None:
    page = text_of(visitor, "?level-python=1")
    assert "at basics" in page
    assert '<input type="hidden" name="level-python" value="1">' in page
    assert "No longer on it: Base." in page


def test_alternatives_lead_to_the_path_they_show(visitor: Client) -> None:
    page = text_of(visitor, "?show=alternatives", headers=CLOSER)
    assert "Use this path" in page
    link = re.search(r'href="/plan/\?([^"#]+)">Use this path<span class="visually-hidden">: Cheapest', page)
    assert link
    assert "Slow nets" in text_of(visitor, f"?{link[1]}")


def test_what_was_left_out_has_its_reason(visitor: Client) -> None:
    assert "Slow nets" in text_of(visitor, "?show=left-out", headers=CLOSER)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("slow nets", "With it in place of Quick nets the path would take 45 hours longer."),
        ("base", "It is on your path."),
        ("all-nets", "You would take Slow nets and More nets as well"),
        ("nets", "Which one do you mean?"),
        ("<b>", "Nothing in the catalogue goes by"),
        ("", "A course or bundle you have heard of"),
    ],
)
def test_why_not_answers_for_any_course_or_bundle(visitor: Client, words: str, said: str) -> None:
    response = visitor.get("/plan/", {"show": "why-not", "why": words}, headers=CLOSER)
    assert said in re.sub(r"\s+", " ", response.content.decode())
    assert "<b>" not in response.content.decode()


def test_why_not_offers_to_take_it_anyway(visitor: Client) -> None:
    page = text_of(visitor, "?show=why-not&why=slow")
    assert "/plan/?pinned=slow" in page
    assert "Slow nets" in text_of(visitor, "?pinned=slow", headers=REDRAW)


def test_bundle_that_is_barred_says_by_which_part(visitor: Client) -> None:
    page = text_of(visitor, "?exclude=more&show=why-not&why=all-nets")
    assert "Not all of it can be taken. More nets: You left it out." in page


def test_repairs_lead_to_a_path(visitor: Client) -> None:
    page = text_of(visitor, "?exclude=slow%2Cquick%2Cmore")
    assert "does not reach all of your goal" in page
    repairs = text_of(visitor, "?exclude=slow%2Cquick%2Cmore&show=repairs", headers={**CLOSER, "HX-Target": "repairs"})
    assert re.search(r'href="/plan/\?exclude=[^"]+">Show this path', repairs)


def test_unknown_closer_look_is_passed_over(visitor: Client) -> None:
    assert "Look closer" in text_of(visitor, "?show=nonsense")


def test_plain_look_works_nothing_out_that_it_does_not_show(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any) -> Any:
        raise AssertionError("not asked for")

    for name in ("alternatives", "counterfactuals", "find_conflict"):
        monkeypatch.setattr(f"advisor.report.{name}", refuse)
    text_of(visitor, "?hours=10", headers=REDRAW)
