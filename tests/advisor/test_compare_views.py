"""The pages that compare courses and saved paths."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from advisor.actions import ANSWERS_KEY
from advisor.catalogues import current_advisor
from advisor.models import Answers
from catalog.models import Course
from tests.advisor.path_rows import make_catalogue, make_path
from tests.factories import create_bundle, create_course, create_user

pytestmark = pytest.mark.django_db
COMPARE = "/compare/"


@pytest.fixture(autouse=True)
def catalogue() -> None:
    """Two bundles of which one requires what the other teaches, and single courses."""
    make_catalogue()
    basics = create_course(slug="basics", title="Basics", teaches={"trees": 2})
    deep = create_course(slug="deep-course", title="Deep course", requires={"trees": 2}, teaches={"nets": 2})
    create_bundle(slug="easy-bundle", title="Easy bundle", parts=[basics])
    create_bundle(slug="deep-bundle", title="Deep bundle", parts=[deep])


def page(client: Client, *slugs: str, **extra: str) -> str:
    answer = client.get(COMPARE, {"course": slugs, **extra})
    assert answer.status_code == 200
    return answer.content.decode()


def test_visitor_sees_both_general_verdicts(client: Client) -> None:
    text = page(client, "easy-bundle", "deep-bundle")
    assert "For a newcomer" in text
    assert "If you know the basics" in text
    assert "Easy bundle first" in text
    assert "which Easy bundle teaches" in text


def test_verdict_is_the_same_whichever_is_named_first(client: Client) -> None:
    for slugs in (("easy-bundle", "deep-bundle"), ("deep-bundle", "easy-bundle")):
        assert page(client, *slugs).count("Easy bundle first") >= 2


def test_own_answers_decide_when_there_are_some(client: Client) -> None:
    session = client.session
    session[ANSWERS_KEY] = {"levels": {"trees": 2}}
    session.save()
    text = page(client, "easy-bundle", "deep-bundle")
    assert "For you" in text
    assert "For a newcomer" not in text
    assert "Deep bundle directly" in text


def test_last_answers_of_an_account_decide(client: Client) -> None:
    user = create_user()
    Answers.objects.create(user=user, data={"goal": "deep", "levels": {"trees": 2}}, is_finished=True)
    client.force_login(user)
    assert "Deep bundle directly" in page(client, "easy-bundle", "deep-bundle")


def test_answers_that_cannot_be_used_leave_the_general_verdict(client: Client) -> None:
    session = client.session
    session[ANSWERS_KEY] = {"levels": {"no-such-skill": 2}}
    session.save()
    text = page(client, "easy-bundle", "deep-bundle")
    assert "Your answers could not be used" in text
    assert "For a newcomer" in text


def test_canonical_address_of_a_pair_of_bundles(client: Client) -> None:
    address = reverse("advisor:compare_pair", args=["deep-bundle-vs-easy-bundle"])
    assert f'<link rel="canonical" href="http://localhost:8000{address}">' in page(client, "easy-bundle", "deep-bundle")
    assert client.get(address).status_code == 200
    other = client.get(reverse("advisor:compare_pair", args=["easy-bundle-vs-deep-bundle"]))
    assert (other.status_code, other.url) == (301, address)


def test_pair_of_courses_is_led_to_the_general_page(client: Client) -> None:
    answer = client.get(reverse("advisor:compare_pair", args=["basics-vs-first"]))
    assert (answer.status_code, answer.url) == (302, "/compare/?course=basics&course=first")


@pytest.mark.parametrize("pair", ["deep-bundle", "deep-bundle-vs-none", "deep-bundle-vs-deep-bundle"])
def test_pair_that_is_none_is_not_found(client: Client, pair: str) -> None:
    assert client.get(f"/compare/{pair}/").status_code == 404


def test_bundle_whose_slug_holds_the_word_between_is_found(client: Client) -> None:
    create_bundle(slug="a-vs-b", title="A versus B", parts=[create_course(slug="lone")])
    answer = client.get("/compare/a-vs-b-vs-deep-bundle/")
    assert answer.status_code == 200
    assert "A versus B" in answer.content.decode()


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (["nowhere"], "no course “nowhere”"),
        (["draft"], "no course “draft”"),
        (["old"], "Old is retired"),
        (["easy-bundle"], "named twice"),
        (["first", "nets-course", "basics"], "at most 4 are compared"),
    ],
)
def test_what_cannot_be_used_is_said_and_the_rest_kept(client: Client, bad: list[str], said: str) -> None:
    create_course(slug="draft", title="Draft", status=Course.Status.DRAFT)
    create_course(slug="old", title="Old", status=Course.Status.RETIRED)
    text = page(client, "easy-bundle", "deep-bundle", *bad)
    assert said in text
    for kept in ("easy-bundle", "deep-bundle"):
        assert f'href="/courses/{kept}/"' in text


def test_one_course_asks_for_another_and_is_kept(client: Client) -> None:
    text = page(client, "basics")
    assert "Add at least one more" in text
    assert '<input type="hidden" name="course" value="basics">' in text
    assert "course=basics&amp;course=easy-bundle" in text


def test_search_adds_to_what_is_chosen(client: Client) -> None:
    text = page(client, "basics", q="nets")
    assert 'href="/compare/?course=basics&amp;course=nets-course"' in text
    assert "No other course matches “zzz”" in page(client, "basics", q="zzz")


def test_nothing_chosen_is_a_page(client: Client) -> None:
    assert "Add at least two" in page(client)


def test_course_without_hours_is_compared_but_not_planned(client: Client) -> None:
    create_course(slug="hourless", title="Hourless", hours=None, teaches={"trees": 1})
    text = page(client, "hourless", "deep-bundle")
    assert "no order can be planned" in text


def test_four_are_compared(client: Client) -> None:
    text = page(client, "first", "nets-course", "basics", "deep-course")
    assert "Four are the most" in text
    assert "The order, and the opposite one" in text


def test_queries_do_not_grow(client: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    client.force_login(create_user())
    current_advisor()
    for slugs in (("basics", "first"), ("easy-bundle", "deep-bundle", "first", "basics")):
        with django_assert_max_num_queries(12):
            page(client, *slugs, q="a")


def test_course_pages_lead_to_the_comparison(client: Client) -> None:
    link = 'href="/compare/?course=basics"'
    assert link in client.get("/courses/").content.decode()
    assert link in client.get("/courses/basics/").content.decode()


def test_owner_compares_paths(client: Client) -> None:
    user = create_user()
    one, other = make_path(user), make_path(user)
    client.force_login(user)
    text = client.get("/compare/paths/", {"path": [one.pk, other.pk]}).content.decode()
    assert "the same steps, dates and cost" in text
    assert "share 100 %" in text
    assert "Nothing differs" in text
    assert "What they have in common" in text


@pytest.mark.parametrize("count", [0, 1])
def test_too_few_paths_are_asked_for(client: Client, count: int) -> None:
    user = create_user()
    path = make_path(user)
    client.force_login(user)
    text = client.get("/compare/paths/", {"path": [path.pk] * count}).content.decode()
    assert "Choose paths" in text
    assert ("1 are chosen" in text) == bool(count)


def test_strangers_paths_are_not_found(client: Client) -> None:
    path = make_path(create_user())
    assert client.get("/compare/paths/", {"path": [path.pk]}).url.startswith(reverse("account_login"))
    user = create_user()
    client.force_login(user)
    for number in (path.pk, "x", "", 10**30):
        assert client.get("/compare/paths/", {"path": [make_path(user).pk, number]}).status_code == 404
