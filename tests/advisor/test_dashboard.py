"""The list of a user's paths."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from advisor.models import Answers, Path, Snapshot, User
from advisor.tracking import record_progress
from tests.advisor.test_journey import plan, step
from tests.factories import create_course, create_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return create_user()


@pytest.fixture
def owner(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def create_path(user: User, *, title: str = "A path", is_archived: bool = False, courses: int = 2) -> Path:
    snapshot, _ = Snapshot.objects.get_or_create(digest="any", defaults={"catalog": {}})
    steps = [step(f"course-{number}") for number in range(courses)]
    return Path.objects.create(
        user=user, title=title, answers={}, problem={}, snapshot=snapshot, plan=plan(*steps), is_archived=is_archived
    )


def text_of(client: Client) -> str:
    return str(client.get("/dashboard/").content.decode())


def test_dashboard_without_paths_offers_the_questions(owner: Client) -> None:
    assert "No path yet" in text_of(owner)


def test_dashboard_shows_progress_and_what_comes_next(owner: Client, user: User) -> None:
    create_path(user)
    record_progress(user=user, course=create_course(slug="course-0"), state="done")
    text = text_of(owner)
    assert '<progress value="1" max="2"' in text
    assert "1 of 2 courses done" in text
    assert "Next: <strong>Course-1</strong>" in text


def test_dashboard_keeps_archived_paths_apart(owner: Client, user: User) -> None:
    create_path(user, title="Old", is_archived=True)
    create_path(user, title="New")
    text = text_of(owner)
    assert text.index("New") < text.index("Archived") < text.index("Old")
    assert "Bring back" in text


def test_dashboard_with_only_archived_paths_says_so(owner: Client, user: User) -> None:
    create_path(user, is_archived=True)
    assert "No path is active" in text_of(owner)


def test_dashboard_shows_nobody_elses_paths(owner: Client) -> None:
    create_path(create_user(), title="Secret plan")
    assert "Secret plan" not in text_of(owner)


def test_dashboard_recalls_unfinished_answers(owner: Client, user: User) -> None:
    Answers.objects.create(user=user, data={"goal": "deep"})
    assert "Go on with the questions" in text_of(owner)


def test_dashboard_draws_a_finished_and_an_empty_path(owner: Client, user: User) -> None:
    create_path(user, courses=0)
    create_path(user, courses=1)
    record_progress(user=user, course=create_course(slug="course-0"), state="done")
    assert text_of(owner).count("Every course on this path is done") == 2


def test_dashboard_takes_a_fixed_number_of_queries(
    owner: Client, user: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        create_path(user, title=f"Path {number}", courses=number + 1)
        record_progress(user=user, course=create_course(slug=f"course-{number}"), state="done")
        # Session, user, completions, paths, unfinished answers.
        with django_assert_num_queries(5):
            owner.get("/dashboard/")
