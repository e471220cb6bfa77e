"""Where days and bars stand in the drawings."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor.charts import BAR_HEIGHT, Cell, Month, draw_weeks, draw_year, minutes_this_week

WEDNESDAY = date(2027, 3, 3)
# A busy machine is slow, which is no fault of the code.
UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def test_today_stands_in_the_last_column() -> None:
    year = draw_year({WEDNESDAY: 45}, WEDNESDAY)
    assert year.cells == (Cell(x=52 * 12, y=2 * 12, shade=2),)
    assert (year.minutes, year.days, year.first) == (45, 1, date(2026, 3, 2))


def test_days_before_the_year_and_after_today_are_left_out() -> None:
    days = {date(2026, 3, 1): 60, date(2026, 3, 2): 60, WEDNESDAY + timedelta(days=1): 60}
    assert draw_year(days, WEDNESDAY).days == 1


@pytest.mark.parametrize(
    ("minutes", "shade"), [(1, 1), (29, 1), (30, 2), (59, 2), (60, 3), (119, 3), (120, 4), (900, 4)]
)
def test_more_study_is_a_darker_shade(minutes: int, shade: int) -> None:
    assert draw_year({WEDNESDAY: minutes}, WEDNESDAY).cells[0].shade == shade


def test_months_tell_the_same_in_figures() -> None:
    days = {date(2027, 2, 1): 30, date(2027, 2, 9): 60, WEDNESDAY: 15}
    assert draw_year(days, WEDNESDAY).months == (Month(date(2027, 3, 1), 15, 1), Month(date(2027, 2, 1), 90, 2))


def test_bars_are_measured_against_the_larger_of_plan_and_weeks() -> None:
    weeks = draw_weeks({WEDNESDAY: 150, WEDNESDAY - timedelta(weeks=1): 600}, planned=300, today=WEDNESDAY)
    assert [bar.height for bar in weeks.bars[-3:]] == [0, 100, 25]
    assert (len(weeks.bars), weeks.plan_y) == (12, 50)


def test_this_week_counts_from_monday() -> None:
    days = {date(2027, 2, 28): 600, date(2027, 3, 1): 20, date(2027, 3, 7): 5, date(2027, 3, 8): 600}
    assert minutes_this_week(days, WEDNESDAY) == 25


@UNTIMED
@given(
    days=st.dictionaries(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(1, 3000)),
    planned=st.integers(1, 6000),
)
def test_everything_stays_inside_its_drawing(days: dict[date, int], planned: int) -> None:
    year, weeks = draw_year(days, WEDNESDAY), draw_weeks(days, planned=planned, today=WEDNESDAY)
    assert all(0 <= cell.x < year.width and 0 <= cell.y < year.height for cell in year.cells)
    assert sum(month.minutes for month in year.months) == year.minutes
    assert all(bar.y + bar.height == BAR_HEIGHT and bar.y >= 0 for bar in weeks.bars)
    assert 0 <= weeks.plan_y <= BAR_HEIGHT
