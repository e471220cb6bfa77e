"""The plan of the current answers, saving it, and saved paths with their progress."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from advisor.actions import record_progress, save_path
from advisor.answers import parse_answers
from advisor.models import Answers, Completion, Path, User
from advisor.planning import Advisor
from advisor.report import recommend
from advisor.snapshot import read_catalogue
from catalog.models import Course
from tests.factories import create_bundle, create_course, create_goal, create_user

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def catalogue() -> None:
    create_goal(slug="deep", title="Go deep", targets={"nets": 1})
    first = create_course(slug="first", title="First steps", teaches={"python": 1}, hours=(10, 20))
    nets = create_course(slug="nets-course", title="Nets", teaches={"nets": 1}, requires={"python": 1})
    create_bundle(slug="pair", title="A pair", parts=[first, nets])


@pytest.fixture
def user() -> User:
    return create_user()


@pytest.fixture
def owner(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def make_path(user: User, **fields: Any) -> Path:
    catalogue = read_catalogue()
    answers = parse_answers({"goal": "deep", "start": "2027-01-04"}, catalogue, today=date(2026, 11, 21))
    plan, solution = recommend(answers, Advisor(catalogue))
    path = save_path(user=user, plan=plan, solution=solution)
    for name, value in fields.items():
        setattr(path, name, value)
    path.save()
    return path


def give(client: Client, **answers: Any) -> None:
    """Put answers where the questionnaire keeps them."""
    session = client.session
    session["answers"] = answers
    session.save()
    if user_id := session.get("_auth_user_id"):
        Answers.objects.create(user_id=user_id, data=answers)


def plan_text(client: Client, **answers: Any) -> str:
    give(client, **answers)
    response = client.get("/plan/")
    assert response.status_code == 200
    return str(response.content.decode())


def progress_address(path: Path, slug: str = "first") -> str:
    return reverse("advisor:progress_record", args=[path.pk, slug])


def test_plan_without_a_goal_begins_with_the_questions(client: Client) -> None:
    assert client.get("/plan/").url == reverse("advisor:questionnaire_start")


def test_visitor_sees_the_whole_plan_and_how_to_keep_it(client: Client) -> None:
    text = plan_text(client, goal="deep")
    assert text.index("First steps") < text.index("Nets</a>")
    assert "A pair" in text
    assert f"{reverse('account_signup')}?next=%2Fplan%2F" in text
    assert "proven" in text


def test_plan_of_own_targets_has_a_title(client: Client) -> None:
    assert "Your own targets" in plan_text(client, targets={"nets": 1})


def test_plan_with_nothing_to_learn_says_so(client: Client) -> None:
    text = plan_text(client, goal="deep", levels={"nets": 1})
    assert "You hold everything this goal asks for" in text
    assert "Save this path" not in text


def test_plan_names_what_it_does_not_reach(client: Client) -> None:
    text = plan_text(client, goal="deep", exclude=["nets-course"])
    assert "does not reach all of your goal" in text


def test_plan_says_that_it_was_not_proven(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def unproven(*args: Any) -> Any:
        plan, solution = recommend(*args)
        return {**plan, "proven": False}, solution

    monkeypatch.setattr("advisor.views.paths.recommend", unproven)
    text = plan_text(client, goal="deep")
    assert "before it could prove" in text
    assert "The best path" not in text


@pytest.mark.parametrize(
    ("day", "said"), [("2027-01-05", "after your deadline"), ("2030-01-05", "before your deadline")]
)
def test_plan_says_whether_the_deadline_holds(client: Client, day: str, said: str) -> None:
    assert said in plan_text(client, goal="deep", start="2027-01-04", finish_by=day)


@pytest.mark.parametrize(
    "answers",
    [
        {"levels": {"gone": 2}},
        {"taken": ["gone"]},
        {"hours_per_week": "many"},
        {"start": "2027-13-01"},
        {"nonsense": 1},
    ],
)
def test_answers_that_no_longer_fit_get_a_clear_page(client: Client, answers: dict[str, Any]) -> None:
    text = plan_text(client, goal="deep", **answers)
    assert "One answer needs another look" in text
    assert "All of your answers are kept" in text


def test_plan_takes_no_more_queries_for_more_courses(client: Client) -> None:
    give(client, goal="deep")
    client.get("/plan/")
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get("/plan/")
        counts.append(len(queries))
        create_course(teaches={"nets": 1}, requires={"python": 1})
    assert counts[0] == counts[1]


def test_saving_leads_to_the_path_and_finishes_the_answers(owner: Client, user: User) -> None:
    give(owner, goal="deep")
    response = owner.post("/plan/save/", {"token": str(uuid.uuid4())})
    path = Path.objects.get(user=user)
    assert response.url == path.get_absolute_url()
    assert [step.course.slug for step in path.steps.all()] == ["first", "nets-course"]
    assert Answers.objects.get(user=user).is_finished


def test_saving_twice_keeps_one_path(owner: Client) -> None:
    give(owner, goal="deep")
    token = str(uuid.uuid4())
    addresses = {owner.post("/plan/save/", {"token": token}).url for _ in range(2)}
    addresses.add(owner.post("/plan/save/", {"token": str(uuid.uuid4())}).url)
    assert addresses == {Path.objects.get().get_absolute_url()}


def test_saved_plan_points_at_its_path(owner: Client, user: User) -> None:
    path = make_path(user)
    text = plan_text(owner, goal="deep", start="2027-01-04")
    assert path.get_absolute_url() in text
    assert "Save this path" not in text


@pytest.mark.parametrize("data", [{}, {"token": "nonsense"}])
def test_saving_with_a_broken_token_says_so(owner: Client, data: dict[str, str]) -> None:
    give(owner, goal="deep")
    response = owner.post("/plan/save/", data)
    assert response.status_code == 200
    assert "The path was not saved" in response.content.decode()
    assert not Path.objects.exists()


def test_saving_without_a_goal_begins_with_the_questions(owner: Client) -> None:
    assert owner.post("/plan/save/", {"token": str(uuid.uuid4())}).url == reverse("advisor:questionnaire_start")


def test_visitor_who_saves_signs_up_first(client: Client) -> None:
    give(client, goal="deep")
    assert client.post("/plan/save/").url == f"{reverse('account_signup')}?next=%2Fplan%2F"
    assert not Path.objects.exists()


def test_visitor_is_sent_to_log_in(client: Client, user: User) -> None:
    path = make_path(user)
    for address in ("/dashboard/", path.get_absolute_url()):
        assert client.get(address).url.startswith(reverse("account_login"))
    for name in ("path_rename", "path_archive"):
        assert client.post(reverse(f"advisor:{name}", args=[path.pk])).url.startswith(reverse("account_login"))


def test_stranger_finds_nothing(client: Client, user: User) -> None:
    path = make_path(user)
    client.force_login(create_user())
    assert client.get(path.get_absolute_url()).status_code == 404
    assert client.post(reverse("advisor:path_rename", args=[path.pk]), {"title": "Mine"}).status_code == 404
    assert client.post(reverse("advisor:path_archive", args=[path.pk]), {"archived": "yes"}).status_code == 404
    assert client.post(progress_address(path), {"state": "done"}).status_code == 404
    assert not Completion.objects.exists()


def test_path_is_shown_as_saved_whatever_the_catalogue_says(owner: Client, user: User) -> None:
    path = make_path(user)
    Course.objects.filter(slug="first").update(title="Renamed", status=Course.Status.RETIRED)
    text = owner.get(path.get_absolute_url()).content.decode()
    assert "First steps" in text
    assert "Renamed" not in text
    assert "0 of 2 courses done" in text


def test_progress_is_recorded_and_taken_back(owner: Client, user: User) -> None:
    path = make_path(user)
    for state, shown in [("started", "Started on"), ("done", "Done on"), ("undone", "Started on")]:
        response = owner.post(progress_address(path), {"state": state}, follow=True)
        assert shown in response.content.decode()
    owner.post(progress_address(path), {"state": "unstarted"})
    assert not Completion.objects.exists()


def test_progress_twice_is_progress_once(owner: Client, user: User) -> None:
    path = make_path(user)
    for _ in range(2):
        owner.post(progress_address(path), {"state": "done"})
    assert Completion.objects.get().state == "done"
    assert "1 of 2 courses done" in owner.get(path.get_absolute_url()).content.decode()


def test_completion_shows_in_every_path(owner: Client, user: User) -> None:
    one, other = make_path(user), make_path(user)
    owner.post(progress_address(one), {"state": "done"})
    assert "1 of 2 courses done" in owner.get(other.get_absolute_url()).content.decode()


def test_progress_by_htmx_answers_with_the_part_that_changed(owner: Client, user: User) -> None:
    path = make_path(user)
    response = owner.post(progress_address(path), {"state": "done"}, headers=HTMX)
    text = response.content.decode()
    assert "<html" not in text
    assert "First steps: Marked as done." in text
    assert "1 of 2 courses done" in text
    assert "HX-Request" in response["Vary"]


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_unknown_progress_is_refused_plainly(owner: Client, user: User, headers: dict[str, str]) -> None:
    response = owner.post(progress_address(make_path(user)), {"state": "perfect"}, headers=headers)
    assert response.status_code == 200
    assert "Nothing was changed" in response.content.decode()
    assert not Completion.objects.exists()


def test_progress_of_a_course_off_the_path_is_not_found(owner: Client, user: User) -> None:
    create_course(slug="elsewhere")
    assert owner.post(progress_address(make_path(user), "elsewhere"), {"state": "done"}).status_code == 404


def test_finished_path_says_so(owner: Client, user: User) -> None:
    path = make_path(user)
    for course in Course.objects.filter(slug__in=["first", "nets-course"]):
        record_progress(user=user, course=course, state="done")
    assert "You have arrived" in owner.get(path.get_absolute_url()).content.decode()


def test_rename_keeps_the_new_title(owner: Client, user: User) -> None:
    path = make_path(user)
    owner.post(reverse("advisor:path_rename", args=[path.pk]), {"title": "Winter plan"})
    path.refresh_from_db()
    assert path.title == "Winter plan"


@pytest.mark.parametrize(("title", "message"), [("", "Give the path a name"), ("x" * 121, "at most 120")])
def test_rename_with_a_bad_title_keeps_the_old_one(owner: Client, user: User, title: str, message: str) -> None:
    path = make_path(user)
    response = owner.post(reverse("advisor:path_rename", args=[path.pk]), {"title": title})
    assert response.status_code == 200
    assert message in response.content.decode()
    assert title in response.content.decode()
    path.refresh_from_db()
    assert path.title == "Go deep"


def test_archive_and_bring_back(owner: Client, user: User) -> None:
    path = make_path(user)
    for wanted in ("yes", "yes", "no"):
        owner.post(reverse("advisor:path_archive", args=[path.pk]), {"archived": wanted})
        path.refresh_from_db()
        assert path.is_archived is (wanted == "yes")


def test_path_page_takes_a_fixed_number_of_queries(
    owner: Client, user: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    path = make_path(user)
    # Session, user, path, skills, completions.
    for slug in ("first", "nets-course"):
        with django_assert_num_queries(5):
            owner.get(path.get_absolute_url())
        record_progress(user=user, course=Course.objects.get(slug=slug), state="done")
