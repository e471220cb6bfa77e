"""Figures of groups: what is published never narrows down what is not."""

from datetime import date
from itertools import product
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from advisor.adoption import LEAST, in_all, in_groups, months_until, read_progress, read_use, use_of
from advisor.models import Completion, Goal, Path, Snapshot
from advisor.roles import Role
from advisor.staffing import give_role
from tests.factories import create_course, create_goal, create_user

MONTH = date(2026, 11, 1)
COUNTS = st.lists(st.integers(0, 12), min_size=1, max_size=4)


def published(counts: tuple[int, ...]) -> Any:
    return in_groups(counts), in_all(counts)


@given(COUNTS)
def test_sum_leaves_every_small_count_open(counts: list[int]) -> None:
    """Over all counts that are published alike, each withheld one takes every value from nought to four."""
    shown = published(tuple(counts))
    choices = [[count] if count >= LEAST else range(LEAST) for count in counts]
    alike = [guess for guess in product(*choices) if published(guess) == shown]
    for place, count in enumerate(counts):
        assert count >= LEAST or {guess[place] for guess in alike} == set(range(LEAST))


def most_people(shown: list[int | None], place: int) -> float:
    """Who can be in the counts together, for a reader who takes the withheld one at `place` for nought."""
    return sum((LEAST - 1 if count is None else count) for at, count in enumerate(shown) if at != place)


@given(COUNTS, COUNTS, st.integers(0, 24))
def test_no_figure_of_paths_tells_that_a_withheld_one_is_not_nought(
    by_goal: list[int], by_month: list[int], more: int
) -> None:
    learners = max(*by_goal, *by_month) + more
    use = use_of([("Goal", count) for count in by_goal], [(MONTH, count) for count in by_month], learners)
    goals, months = [count for _, count in use.goals], [bar.learners for bar in use.months]
    known = {"goals": goals, "months": months, "all": [use.learners]}
    for own in ("goals", "months"):
        told = max((n or 0 for name, shown in known.items() if name != own for n in shown), default=0)
        is_whole = own == "months" and all(count is None for count in months)
        for place, count in enumerate(known[own]):
            assert count is not None or is_whole or told <= most_people(known[own], place)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [([9, 7, 6], 22), ([9, 4, 6], None), ([9, 2, 2], 13), ([9, 3, 2], None), ([9, 0, 0], None), ([1, 1, 2], None)],
)
def test_sum_is_shown_only_where_it_tells_nothing(counts: list[int], shown: int | None) -> None:
    assert in_all(counts) == shown


def test_months_are_the_last_twelve() -> None:
    months = months_until(date(2026, 2, 28))
    assert (months[0], months[-1], len(months)) == (date(2025, 3, 1), date(2026, 2, 1), 12)


def save_paths(goal: Goal | None, people: int, each: int = 1) -> None:
    snapshot, _ = Snapshot.objects.get_or_create(digest="0" * 64, defaults={"catalog": {}})
    texts: dict[str, Any] = {"answers": {}, "problem": {}, "plan": {}, "snapshot": snapshot, "title": "Mine"}
    for _ in range(people):
        user = create_user()
        Path.objects.bulk_create(Path(user=user, goal=goal, **texts) for _ in range(each))


@pytest.mark.django_db
def test_learners_are_counted_and_not_their_paths() -> None:
    many, few = create_goal(title="Weave", position=1), create_goal(title="Knit", position=2)
    save_paths(many, 6)
    save_paths(few, 1, each=9)
    save_paths(None, 5)
    path = Path.objects.latest("pk")
    use = read_use(path.created_at.date())
    assert use.goals == (("Weave", 6), ("Knit", None), ("Targets of their own", 5))
    assert use.learners is None
    assert use.months[-1].month == path.created_at.date().replace(day=1)


@pytest.mark.django_db
def test_courses_show_groups_only() -> None:
    busy, quiet = create_course(title="Weaving"), create_course(title="Knots")
    states = ["started"] * 5 + ["paused"] + ["skipped"] * 2 + ["done"] * 3
    for course, chosen in ((busy, states), (quiet, states[-4:])):
        for state in chosen:
            Completion.objects.create(
                user=create_user(), course=course, state=state, finished_on=MONTH if state == "done" else None
            )
    (row,) = read_progress()
    assert (row.course, row.started, row.done, row.skipped, row.learners) == ("Weaving", 6, None, None, None)


@pytest.mark.django_db
def test_page_names_nobody_and_asks_as_often_for_many(client: Client) -> None:
    curator = create_user(is_staff=True)
    give_role(curator, Role.CURATOR)
    client.force_login(curator)
    # The first page of the desk also notes that it is in use.
    client.get(reverse("adoption_page"))
    asked = []
    for _ in range(2):
        save_paths(create_goal(), 5)
        course = create_course()
        Completion.objects.bulk_create(Completion(user=create_user(), course=course, state="started") for _ in range(5))
        with CaptureQueriesContext(connection) as queries:
            html = client.get(reverse("adoption_page")).content.decode()
        asked.append(len(queries))
    assert asked[0] == asked[1]
    assert "person-" not in html.replace(curator.email, "")
    assert "<rect" in html
