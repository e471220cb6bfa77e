"""The page of the expected arrival, and what its ways out lead to."""

import html
import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from advisor.models import Path, User
from advisor.tracking import log_hours, record_progress
from catalog.models import Course
from tests.advisor.path_rows import save_from
from tests.factories import create_course, create_goal, create_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return create_user()


@pytest.fixture
def path(user: User) -> Path:
    """A path that is long overdue, with nothing done."""
    create_course(slug="one", title="One", teaches={"alpha": 1}, hours=(10, 12))
    create_course(slug="two", title="Two", teaches={"beta": 1}, hours=(10, 12))
    create_goal(slug="goal", title="A goal", targets={"alpha": 1, "beta": 1})
    return save_from(user, {"goal": "goal", "start": "2026-01-05", "hours_per_week": 5})


@pytest.fixture
def owner(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def address(path: Path, name: str = "path_forecast") -> str:
    return reverse(f"advisor:{name}", args=[path.pk])


def test_only_the_owner_sees_the_forecast(client: Client, path: Path) -> None:
    assert client.get(address(path)).url.startswith(reverse("account_login"))
    client.force_login(create_user())
    assert client.get(address(path)).status_code == 404


def test_who_is_late_is_offered_three_ways_out(owner: Client, path: Path) -> None:
    text = owner.get(address(path)).content.decode()
    for title in ("More hours a week", "A later day", "A smaller goal"):
        assert title in text
    assert "planned 5 hours a week" in text


def test_who_is_in_time_is_offered_none(owner: Client, path: Path) -> None:
    start = timezone.localdate() + timedelta(days=7)
    Path.objects.update(
        plan={**path.plan, "starts": start.isoformat(), "finishes": (start + timedelta(days=60)).isoformat()}
    )
    text = owner.get(address(path)).content.decode()
    assert "Ways out" not in text


def test_own_weeks_are_told_with_their_figures(owner: Client, path: Path, user: User) -> None:
    for week in range(1, 5):
        day = timezone.localdate() - timedelta(weeks=week)
        log_hours(user=user, course=Course.objects.get(slug="one"), minutes=120, on=day)
    text = owner.get(address(path)).content.decode()
    assert "Your last 4 whole weeks: 2 hours a week on average" in text
    assert "The weeks in figures" in text


def test_finished_path_has_nothing_left(owner: Client, path: Path, user: User) -> None:
    for course in Course.objects.all():
        record_progress(user=user, course=course, state="done")
    assert "Nothing is left" in owner.get(address(path)).content.decode()


def test_ways_out_lead_to_the_path_redrawn_and_change_nothing(owner: Client, path: Path) -> None:
    before = Path.objects.values("plan", "answers", "title").get()
    text = owner.get(address(path)).content.decode()
    links = re.findall(rf'href="({path.get_absolute_url()}[?][^"]+)"', text)
    assert len(links) == 2
    for link in links:
        assert owner.get(html.unescape(link)).status_code == 200
    assert "hours=7.5" in links[0]
    assert "targets=" in links[1]
    assert Path.objects.values("plan", "answers", "title").get() == before


def test_forecast_takes_a_fixed_number_of_queries(
    owner: Client, path: Path, user: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    owner.get(address(path))
    for day in range(50):
        log_hours(
            user=user, course=Course.objects.get(slug="one"), minutes=5, on=date(2026, 6, 1) + timedelta(days=day)
        )
    with django_assert_max_num_queries(9):
        owner.get(address(path))
