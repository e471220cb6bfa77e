"""The list of a user's paths."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from advisor.models import Answers, Completion, Path, Snapshot, StudyLog, TrackingChange, User
from advisor.tracking import log_hours, record_progress, start_timer
from catalog.models import Course
from tests.advisor.test_journey import plan, step
from tests.factories import create_course, create_platform, create_provider, create_user

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


def fill_years(user: User) -> None:
    """Twenty paths, 500 completions and three years of logs, one a day."""
    courses = Course.objects.bulk_create(
        Course(
            slug=f"course-{number}", title=f"Course {number}", provider=create_provider(), platform=create_platform()
        )
        for number in range(500)
    )
    Completion.objects.bulk_create(
        Completion(user=user, course=course, state="done", finished_on=date(2026, 1, 1)) for course in courses
    )
    today = timezone.localdate()
    StudyLog.objects.bulk_create(
        StudyLog(user=user, course=courses[day % 500], minutes=30 + day % 90, on=today - timedelta(days=day))
        for day in range(3 * 365)
    )
    for number in range(20):
        create_path(user, title=f"Path {number}", courses=30, is_archived=number % 3 == 0)


def test_dashboard_of_years_takes_at_most_12_queries(
    owner: Client, user: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    fill_years(user)
    with django_assert_max_num_queries(12):
        text = text_of(owner)
    assert "The last year" in text
    assert text.count("Path ") >= 20


def test_dashboard_takes_the_same_queries_for_many_rows(
    owner: Client, user: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with CaptureQueriesContext(connection) as few:
        create_path(user)
        queries = len(few)
        owner.get("/dashboard/")
    fill_years(user)
    with django_assert_max_num_queries(len(few) - queries):
        owner.get("/dashboard/")


def test_dashboard_names_one_next_action(owner: Client, user: User) -> None:
    for title in ("Old", "New"):
        create_path(user, title=title)
    assert text_of(owner).count('class="button"') == 1


def test_dashboard_puts_the_path_in_progress_first(owner: Client, user: User) -> None:
    snapshot, _ = Snapshot.objects.get_or_create(digest="any", defaults={"catalog": {}})
    Path.objects.create(
        user=user, title="Begun", answers={}, problem={}, snapshot=snapshot, plan=plan(step("course-begun"))
    )
    create_path(user, title="Newer")
    record_progress(user=user, course=create_course(slug="course-begun"), state="started")
    text = text_of(owner)
    assert text.index("Begun") < text.index("Other paths") < text.index("Newer")


def test_dashboard_compares_this_week_with_the_plan(owner: Client, user: User) -> None:
    path = create_path(user)
    Path.objects.filter(pk=path.pk).update(answers={"hours_per_week": 6})
    log_hours(user=user, course=create_course(slug="course-0"), minutes=90, on=timezone.localdate())
    text = text_of(owner)
    assert "1 h 30 min of 6 h planned" in text
    assert '<progress value="90" max="360"' in text


def test_dashboard_tells_the_expected_and_the_planned_arrival(owner: Client, user: User) -> None:
    create_path(user)
    text = text_of(owner)
    assert "Expected arrival" in text
    assert "1 Feb 2027" in text


def test_quick_log_adds_time_and_can_be_undone(owner: Client, user: User) -> None:
    create_path(user)
    create_course(slug="course-1", title="Second")
    data = {"course": "course-1", "studied": "45 min", "on": timezone.localdate().isoformat()}
    token = "0b9ac3a4-7e3c-4a57-8f36-f9f0a4c6ad0e"
    for _ in range(2):
        text = owner.post("/dashboard/hours/", {**data, "token": token}, follow=True).content.decode()
    assert StudyLog.objects.get().minutes == 45
    assert "Logged 45 min" in text
    change = TrackingChange.objects.get()
    owner.post("/dashboard/undo/", {"change": change.pk})
    assert not StudyLog.objects.exists()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"course": "course-0", "studied": "90"}, "90 h or 90 min"),
        ({"course": "elsewhere", "studied": "1 h"}, "Choose one of the courses"),
        ({"course": "course-0", "studied": "1 h"}, "no longer in the catalogue"),
    ],
)
def test_bad_quick_log_is_explained_and_kept(owner: Client, user: User, data: dict[str, str], message: str) -> None:
    create_path(user)
    response = owner.post("/dashboard/hours/", {**data, "on": "2026-11-01"})
    text = response.content.decode()
    assert response.status_code == 200
    assert message in text
    assert f'value="{data["studied"]}"' in text
    assert not StudyLog.objects.exists()


def test_timer_is_stopped_from_the_dashboard(owner: Client, user: User) -> None:
    create_path(user)
    course = create_course(slug="course-0")
    timer = start_timer(user=user, course=course, now=timezone.now() - timedelta(minutes=20))
    assert "Stop and log" in text_of(owner)
    owner.post("/dashboard/timer/", {"action": "stop", "timer": timer.pk})
    assert StudyLog.objects.get().minutes == 20
    forgotten = start_timer(user=user, course=course, now=timezone.now() - timedelta(hours=20))
    answer = owner.post("/dashboard/timer/", {"action": "stop", "timer": forgotten.pk})
    assert "How long did you study?" in answer.content.decode()
    owner.post("/dashboard/timer/", {"action": "drop", "timer": forgotten.pk})
    assert StudyLog.objects.count() == 1


@pytest.mark.parametrize("change", ["", "x", "-1", "9" * 30, "12345"])
def test_undo_of_nothing_is_not_found(owner: Client, change: str) -> None:
    assert owner.post("/dashboard/undo/", {"change": change}).status_code == 404


def test_nobody_undoes_from_the_dashboard_what_is_not_theirs(owner: Client) -> None:
    change = log_hours(user=create_user(), course=create_course(), minutes=5, on=date(2026, 11, 1))
    assert change is not None
    assert owner.post("/dashboard/undo/", {"change": change.pk}).status_code == 404
    assert StudyLog.objects.exists()
