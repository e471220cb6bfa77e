"""Saved paths and the progress of their owner."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from advisor.models import Completion, Path, User
from advisor.tracking import record_progress
from catalog.models import Course
from tests.advisor.path_rows import make_catalogue, make_path
from tests.factories import create_course, create_user

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def catalogue() -> None:
    make_catalogue()


@pytest.fixture
def user() -> User:
    return create_user()


@pytest.fixture
def owner(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def progress_address(path: Path, slug: str = "first") -> str:
    return reverse("advisor:progress_record", args=[path.pk, slug])


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
    owner.get(path.get_absolute_url())
    # Session, user, path, last changes, completions, the catalogue's token twice, proposals, versions, skills.
    for _ in range(2):
        with django_assert_num_queries(10):
            owner.get(path.get_absolute_url())
        create_course(slug=f"unrelated-{_}")
        owner.get(path.get_absolute_url())
