from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.schedule import Entry, Schedule, Workload, schedule, week_by_week

MONDAY = date(2027, 1, 4)
# A shared machine is slow at times; that is no fault.
untimed = settings(deadline=None)


def workload(course: str, minutes: int, *, needs: str = "", helped_by: str = "", bundle: str | None = None) -> Workload:
    return Workload(
        course,
        minutes // 2,
        minutes,
        minutes * 2,
        needs=frozenset(needs.split()),
        helped_by=frozenset(helped_by.split()),
        bundle=bundle,
    )


def days(planned: Schedule) -> list[tuple[str, int, int, bool]]:
    """Each entry with its first and last day, counted from 0."""
    begin = planned.starts_on
    return [(e.course, (e.starts_on - begin).days, (e.finishes_on - begin).days, e.alongside) for e in planned.entries]


def test_schedule_whole_weeks_end_on_the_seventh_day():
    planned = schedule([workload("a", 600)], weekly_minutes=300, start=MONDAY)
    assert planned.entries == (Entry("a", MONDAY, date(2027, 1, 17), 600, False),)
    assert (planned.weeks, planned.finishes_on) == (2, date(2027, 1, 17))


def test_schedule_two_courses_share_a_day():
    # 100 minutes a week: 14, 28, 42, 57, 71, 85, 100 by the end of each day.
    planned = schedule([workload("a", 30), workload("b", 27), workload("c", 1)], weekly_minutes=100, start=MONDAY)
    assert days(planned) == [("a", 0, 2, False), ("b", 2, 3, False), ("c", 4, 4, False)]


def test_schedule_fewer_minutes_than_days():
    planned = schedule([workload("a", 2)], weekly_minutes=1, start=MONDAY)
    assert days(planned) == [("a", 6, 13, False)]


def test_schedule_course_without_minutes_starts_and_ends_the_same_day():
    planned = schedule([workload("z", 0), workload("a", 7), workload("y", 0)], weekly_minutes=7, start=MONDAY)
    assert days(planned) == [("z", 0, 0, False), ("a", 0, 6, False), ("y", 6, 6, False)]


def test_schedule_of_nothing_ends_at_once():
    planned = schedule([], weekly_minutes=60, start=MONDAY)
    assert (planned.entries, planned.finishes_on, planned.weeks) == ((), MONDAY, 0)
    assert week_by_week(planned) == ()


def test_schedule_help_runs_alongside_until_it_ends():
    # Seven minutes a day. Of every four minutes the side course gets the last: 7 minutes need 28, four days.
    path = [workload("side", 7), workload("main", 49, helped_by="side"), workload("next", 7, needs="side main")]
    planned = schedule(path, weekly_minutes=49, start=MONDAY)
    assert days(planned) == [("side", 0, 3, True), ("main", 0, 7, False), ("next", 8, 8, False)]


@pytest.mark.parametrize(("main", "beside"), [(42, True), (41, False)])
def test_schedule_help_ends_by_half_of_the_main_course(main: int, beside: bool):
    # While the side course has its 7 minutes, the main course has 21.
    path = [workload("side", 7), workload("main", main, helped_by="side")]
    planned = schedule(path, weekly_minutes=49, start=MONDAY)
    assert [entry.alongside for entry in planned.entries] == [beside, False]


def test_schedule_help_that_would_come_too_late_runs_first():
    path = [workload("side", 28), workload("main", 7, helped_by="side")]
    planned = schedule(path, weekly_minutes=49, start=MONDAY)
    assert days(planned) == [("side", 0, 3, False), ("main", 4, 4, False)]


def test_schedule_half_counts_whole_minutes():
    # Five of seven minutes are the side course's, but of two whole minutes only the second.
    path = [workload("side", 1), workload("main", 1, helped_by="side")]
    assert not schedule(path, weekly_minutes=7, start=MONDAY, share=Fraction(5, 7)).entries[0].alongside
    path = [workload("side", 1), workload("main", 2, helped_by="side")]
    planned = schedule(path, weekly_minutes=7, start=MONDAY, share=Fraction(5, 7))
    assert days(planned) == [("side", 1, 1, True), ("main", 0, 2, False)]


@pytest.mark.parametrize(
    "main",
    [
        workload("main", 42, needs="side", helped_by="side"),
        workload("main", 42, helped_by="side", bundle="pack"),
        workload("main", 42),
        workload("main", 0, helped_by="side"),
    ],
)
def test_schedule_one_after_the_other(main: Workload):
    planned = schedule([workload("side", 7, bundle="pack"), main], weekly_minutes=49, start=MONDAY)
    assert not any(entry.alongside for entry in planned.entries)


def test_schedule_at_most_one_side_course():
    path = [workload("a", 7), workload("b", 42, helped_by="a"), workload("c", 252, helped_by="a b")]
    planned = schedule(path, weekly_minutes=49, start=MONDAY)
    assert [entry.alongside for entry in planned.entries] == [True, False, False]


def test_schedule_share_of_nothing_runs_nothing_alongside():
    path = [workload("a", 7), workload("b", 42, helped_by="a")]
    planned = schedule(path, weekly_minutes=49, start=MONDAY, share=Fraction(0))
    assert days(planned) == [("a", 0, 0, False), ("b", 1, 6, False)]


@pytest.mark.parametrize(
    ("path", "weekly", "share", "words"),
    [
        ([], 0, Fraction(1, 4), "weekly minutes"),
        ([], -60, Fraction(1, 4), "weekly minutes"),
        ([], 60, Fraction(1), "share"),
        ([workload("a", -1)], 60, Fraction(1, 4), "'a' has negative minutes"),
        ([workload("a", 1), workload("a", 1)], 60, Fraction(1, 4), "'a' is there twice"),
        ([workload("a", 1, needs="b"), workload("b", 1)], 60, Fraction(1, 4), "'a' needs 'b'"),
        ([workload("a", 10**9)], 60, Fraction(1, 4), "after the year 9999"),
    ],
)
def test_schedule_refuses(path: list[Workload], weekly: int, share: Fraction, words: str):
    with pytest.raises(ValueError, match=words):
        schedule(path, weekly_minutes=weekly, start=MONDAY, share=share)


def test_week_by_week_splits_courses_between_weeks():
    path = [workload("side", 7), workload("main", 43, helped_by="side"), workload("next", 15)]
    weeks = week_by_week(schedule(path, weekly_minutes=20, start=MONDAY))
    assert [week.starts_on for week in weeks] == [MONDAY + timedelta(weeks=n) for n in range(4)]
    assert [week.work for week in weeks] == [
        (("side", 5), ("main", 15)),
        (("side", 2), ("main", 18)),
        (("main", 10), ("next", 10)),
        (("next", 5),),
    ]


@st.composite
def paths(draw: st.DrawFn, most: int = 150) -> list[Workload]:
    names = [f"c{i}" for i in range(draw(st.integers(1, 6)))]
    found = []
    for place, name in enumerate(names):
        low, expected, high = sorted(draw(st.lists(st.integers(0, most), min_size=3, max_size=3)))
        earlier = st.frozensets(st.sampled_from(names[:place])) if place else st.just(frozenset())
        found.append(Workload(name, low, expected, high, needs=draw(earlier), helped_by=draw(earlier)))
    return found


SHARES = st.sampled_from([Fraction(0), Fraction(1, 4), Fraction(1, 3), Fraction(1, 2), Fraction(5, 7), Fraction(1, 99)])
STARTS = st.dates(date(2026, 1, 1), date(2032, 1, 1))


def minute_by_minute(planned: Schedule) -> list[str]:
    """Who gets each minute, in order: the definition of a schedule, walked."""
    line = []
    entries = list(planned.entries)
    while entries:
        side = entries.pop(0) if entries[0].alongside else None
        main = entries.pop(0)
        left = side.minutes if side else 0
        for minute in range(1, main.minutes + left + 1):
            turn = int(minute * planned.share) > int((minute - 1) * planned.share)
            line.append(side.course if side and left and turn else main.course)
            left -= bool(left and turn)
    return line


@untimed
@given(paths(), st.integers(1, 120), STARTS, SHARES)
def test_schedule_equals_counting_days(path: list[Workload], weekly: int, start: date, share: Fraction):
    planned = schedule(path, weekly_minutes=weekly, start=start, share=share)
    line = minute_by_minute(planned)
    touched: dict[str, list[date]] = {}
    weeks: dict[date, dict[str, int]] = {}
    day = 0
    while line:
        today = weekly * (day + 1) // 7 - weekly * day // 7
        for course in line[:today]:
            touched.setdefault(course, []).append(start + timedelta(days=day))
            week = weeks.setdefault(start + timedelta(weeks=day // 7), {})
            week[course] = week.get(course, 0) + 1
        line = line[today:]
        day += 1
    for entry in planned.entries:
        if entry.minutes:
            assert (entry.starts_on, entry.finishes_on) == (touched[entry.course][0], touched[entry.course][-1])
    assert {week.starts_on: dict(week.work) for week in week_by_week(planned) if week.work} == weeks


@untimed
@given(paths(), st.integers(1, 120), STARTS, SHARES)
def test_schedule_respects_needs_and_keeps_the_last_day(
    path: list[Workload], weekly: int, start: date, share: Fraction
):
    planned = schedule(path, weekly_minutes=weekly, start=start, share=share)
    plain = schedule(path, weekly_minutes=weekly, start=start, share=Fraction(0))
    assert (planned.finishes_on, planned.weeks) == (plain.finishes_on, plain.weeks)
    assert planned.finishes_on == max(entry.finishes_on for entry in planned.entries)
    by_course = {entry.course: entry for entry in planned.entries}
    for wanted in path:
        for need in wanted.needs:
            assert by_course[need].finishes_on <= by_course[wanted.course].starts_on
            assert not (by_course[need].alongside and wanted.course == after(planned, need))


def after(planned: Schedule, course: str) -> str:
    return next(later.course for earlier, later in pairwise(planned.entries) if earlier.course == course)


@untimed
@given(paths(), st.integers(1, 120), STARTS, SHARES)
def test_schedule_estimates_end_in_order(path: list[Workload], weekly: int, start: date, share: Fraction):
    low, expected, high = (
        schedule(path, weekly_minutes=weekly, start=start, which=which, share=share)
        for which in ("low", "expected", "high")
    )
    assert low.finishes_on <= expected.finishes_on <= high.finishes_on
    assert low.weeks <= expected.weeks <= high.weeks
