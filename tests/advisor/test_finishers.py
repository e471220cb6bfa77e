"""Hours of finishers: rounded, of five or more people, and gone when they become fewer."""

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from advisor.accounts import erase_account
from advisor.finishers import Figures, refresh_finisher_hours, summarize
from advisor.models import StudyLog, User
from advisor.tracking import log_hours, record_progress
from catalog.models import Course
from tests.factories import create_course, create_user

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 1)


def finish(course: Course, minutes: int | None, *, state: str = "done") -> User:
    """Somebody who did the course, logging half of the minutes twice."""
    user = create_user()
    record_progress(user=user, course=course, state=state)  # type: ignore[arg-type]
    for _ in range(2 if minutes else 0):
        log_hours(user=user, course=course, minutes=(minutes or 0) // 2, on=DAY)
    return user


def kept(course: Course) -> tuple[int | None, Decimal | None, Decimal | None, Decimal | None]:
    course.refresh_from_db()
    return (
        course.finisher_count,
        course.finisher_hours_low,
        course.finisher_hours_median,
        course.finisher_hours_high,
    )


NOTHING = (None, None, None, None)


@pytest.mark.parametrize("people", [0, 4])
def test_fewer_than_five_have_no_figures(people: int) -> None:
    assert summarize([600] * people) is None


def test_figures_are_rounded() -> None:
    assert summarize([300, 320, 350, 800, 1210, 2000, 3000]) == Figures(5, Decimal("5.5"), Decimal(13), Decimal(27))


def test_five_finishers_with_logs_make_figures() -> None:
    course = create_course()
    for minutes in (600, 660, 720, 780, 840):
        finish(course, minutes)
    assert refresh_finisher_hours() == (1, 1)
    assert kept(course) == (5, 11, 12, 13)
    assert refresh_finisher_hours() == (1, 0)


def test_only_finishers_with_logs_count() -> None:
    course = create_course()
    for minutes in (600, 660, 720, 780):
        finish(course, minutes)
    finish(course, None)
    finish(course, 600, state="started")
    finish(create_course(), 600)
    assert refresh_finisher_hours() == (0, 0)
    assert kept(course) == NOTHING


def test_figures_go_when_a_finisher_goes() -> None:
    course = create_course()
    people = [finish(course, 600) for _ in range(5)]
    refresh_finisher_hours()
    assert kept(course)[0] == 5
    erase_account(user=people[0])
    refresh_finisher_hours()
    assert kept(course) == NOTHING


def test_database_refuses_figures_of_four() -> None:
    course = create_course()
    with pytest.raises(IntegrityError):
        Course.objects.filter(pk=course.pk).update(
            finisher_count=4, finisher_hours_low=1, finisher_hours_median=1, finisher_hours_high=1
        )


def test_course_page_shows_them_beside_the_other_hours(client: Client) -> None:
    course = create_course(slug="shown", official_hours=9)
    for minutes in (600, 660, 720, 780, 840):
        finish(course, minutes)
    before = client.get("/courses/shown/").content.decode()
    refresh_finisher_hours()
    after = client.get("/courses/shown/").content.decode()
    assert "Hours of finishers" not in before
    assert "12 hours in the middle, half of them 11 to 13" in after
    assert "by 5 or more" in after


def test_command_says_what_it_did() -> None:
    out = StringIO()
    call_command("refresh_finisher_hours", stdout=out)
    assert out.getvalue() == "0 courses have hours of five or more finishers; 0 changed.\n"


def test_refresh_reads_with_a_fixed_number_of_queries(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(5):
        course = create_course()
        StudyLog.objects.create(user=finish(course, 60), course=course, minutes=5, on=DAY)
    with django_assert_max_num_queries(4):
        refresh_finisher_hours()
