"""The forecast on hand-worked cases, and what always holds."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor.forecast import Forecast, Load, Pace, foresee, own_pace, own_speed
from advisor.forecast_wording import basis_texts, verdict_text, window_text

MONDAY = date(2027, 3, 1)
COURSE = Load(600, 900, 1200)


def weeks(*totals: int, until: date = MONDAY) -> dict[date, int]:
    """Minutes on the Wednesdays of the weeks before."""
    return {until - timedelta(days=7 * ago - 2): total for ago, total in enumerate(reversed(totals), 1) if total}


def look(**changed: Any) -> Forecast:
    given_values: dict[str, Any] = {
        "waiting": [COURSE],
        "finished": [],
        "days": {},
        "weekly_minutes": 300,
        "start": MONDAY,
        "promised": date(2027, 3, 21),
        "today": MONDAY,
    }
    found = foresee(**{**given_values, **changed})
    assert found
    return found


def test_nothing_left_has_no_forecast() -> None:
    assert (
        foresee(waiting=[], finished=[], days={}, weekly_minutes=1, start=MONDAY, promised=MONDAY, today=MONDAY) is None
    )


def test_before_any_log_the_plan_is_the_estimate() -> None:
    found = look()
    # 600 minutes are two weeks of 300, 1200 are four.
    assert (found.basis, found.earliest, found.latest) == ("plan", date(2027, 3, 8), date(2027, 3, 28))
    assert found.verdict == "as-promised"


def test_path_that_starts_later_is_counted_from_its_start() -> None:
    assert look(start=MONDAY + timedelta(weeks=10)).earliest == MONDAY + timedelta(weeks=11)


def test_path_not_begun_in_time_is_counted_from_today() -> None:
    found = look(start=MONDAY - timedelta(weeks=20), promised=MONDAY - timedelta(weeks=17))
    assert found.earliest == date(2027, 3, 8)
    assert found.verdict == "late"


@pytest.mark.parametrize(("totals", "basis"), [((300, 300), "plan"), ((300, 0, 300), "plan"), ((60, 60, 60), "own")])
def test_own_pace_counts_from_three_different_weeks_on(totals: tuple[int, ...], basis: str) -> None:
    assert look(days=weeks(*totals)).basis == basis


def test_week_that_is_not_over_counts_as_one_but_not_as_a_total() -> None:
    days = {**weeks(300, 300), MONDAY: 10}
    found = look(days=days, today=MONDAY + timedelta(days=1))
    assert found.basis == "own"
    assert found.pace == Pace(Fraction(300), Fraction(300), Fraction(300), 2, 0)


def test_own_pace_takes_the_quarters_and_counts_empty_weeks() -> None:
    found = look(days=weeks(120, 0, 240, 360, 480))
    assert found.pace == Pace(Fraction(160), Fraction(240), Fraction(360), 5, 1)
    # 600 minutes at 360 a week are 12 days, 1200 at 160 are 53.
    assert (found.earliest, found.latest) == (date(2027, 3, 8), date(2027, 4, 25))


def test_one_long_week_among_empty_ones_is_bounded_by_the_mean() -> None:
    pace = own_pace(
        {MONDAY - timedelta(weeks=number): total for number, total in [(10, 60), (9, 60), (1, 1080)]}, MONDAY
    )
    assert pace == Pace(Fraction(80), Fraction(120), Fraction(120), 10, 7)


def test_only_the_last_twelve_weeks_set_the_pace() -> None:
    assert look(days=weeks(*[6000] * 30, *[120] * 12)).pace.mean == 120


def test_long_rest_falls_back_to_the_plan() -> None:
    found = look(days=weeks(300, 300, 300, *[0] * 12))
    assert (found.basis, found.pace.mean, found.earliest) == ("rested", 300, date(2027, 3, 8))


@pytest.mark.parametrize(("logged", "factor"), [(900, 1), (1350, Fraction(3, 2)), (90, Fraction(1, 2)), (9000, 2)])
def test_speed_of_finished_courses_is_bounded(logged: int, factor: Fraction) -> None:
    speed = own_speed([Load(600, 900, 1200, logged), Load(1, 1, 1, 0)])
    assert speed is not None
    assert (speed.factor, speed.courses) == (factor, 1)


def test_speed_stretches_the_hours_left() -> None:
    found = look(days=weeks(300, 300, 300), finished=[Load(600, 900, 1200, 1350)])
    assert (found.left_low, found.left_high) == (900, 1800)


def test_logged_hours_are_taken_off_but_never_all() -> None:
    some = look(waiting=[Load(600, 900, 1200, 300)], days=weeks(100, 100, 100))
    all_of_it = look(waiting=[Load(600, 900, 1200, 9000)], days=weeks(3000, 3000, 3000))
    assert (some.left_low, some.left_high) == (300, 900)
    assert (all_of_it.left_low, all_of_it.left_high) == (60, 120)


def test_course_begun_without_logs_is_taken_to_go_on_as_planned() -> None:
    begun = Load(600, 900, 1200, started_on=MONDAY - timedelta(weeks=1))
    assert look(waiting=[begun]).left_low == 300
    assert look(waiting=[begun], days=weeks(60)).left_low == 600


def test_end_too_far_ahead_is_left_open() -> None:
    found = look(waiting=[Load(600, 90_000, 900_000)], days=weeks(60, 60, 60))
    assert found.latest is None
    assert window_text(found, MONDAY).startswith("not before May 2027")


@pytest.mark.parametrize(
    ("promised", "verdict"),
    [
        (date(2027, 3, 7), "late"),
        (date(2027, 3, 8), "as-promised"),
        (date(2027, 3, 28), "as-promised"),
        (date(2027, 3, 29), "early"),
    ],
)
def test_verdict_at_the_edges_of_the_window(promised: date, verdict: str) -> None:
    found = look(promised=promised)
    assert found.verdict == verdict
    assert verdict_text(found)


@pytest.mark.parametrize(
    ("earliest", "latest", "text"),
    [
        (MONDAY, MONDAY + timedelta(days=6), "in about 1 week"),
        (MONDAY + timedelta(weeks=2), MONDAY + timedelta(days=27), "in 2 to 4 weeks"),
        (date(2027, 6, 7), date(2027, 9, 5), "between June and September 2027"),
        (date(2027, 11, 1), date(2028, 2, 6), "between November 2027 and February 2028"),
        (date(2027, 8, 2), date(2027, 8, 29), "in August 2027"),
    ],
)
def test_window_is_told_in_weeks_when_near_and_in_months_when_far(earliest: date, latest: date, text: str) -> None:
    pace = Pace(Fraction(1), Fraction(1), Fraction(1), 1, 0)
    assert window_text(Forecast("own", earliest, latest, MONDAY, 1, 2, pace, None, 3), MONDAY) == text


def test_words_carry_the_figures() -> None:
    found = look(days=weeks(120, 0, 240, 360, 480), finished=[Load(600, 900, 1200, 1350)])
    told = " ".join(basis_texts(found))
    for figure in (
        "15 to 30 hours",
        "5 whole weeks, 1 of them",
        "4 hours a week",
        "2.5 a week",
        "6 at the quick",
        "1.5 times",
    ):
        assert figure in told
    assert "planned 5 hours" in " ".join(basis_texts(look()))


# A busy machine is slow, which is no fault of the code.
UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
TOTALS = st.lists(st.integers(0, 3000), max_size=30)
LOADS = st.builds(
    lambda low, more, most, logged: Load(low, low + more, low + more + most, logged),
    *(st.integers(0, 6000) for _ in range(4)),
)


@UNTIMED
@given(
    totals=TOTALS,
    waiting=st.lists(LOADS, min_size=1, max_size=6),
    finished=st.lists(LOADS, max_size=4),
    ahead=st.integers(0, 6),
)
def test_window_is_in_order_and_never_in_the_past(
    totals: list[int], waiting: list[Load], finished: list[Load], ahead: int
) -> None:
    today = MONDAY + timedelta(days=ahead)
    found = look(waiting=waiting, finished=finished, days=weeks(*totals), today=today, start=today)
    assert found.earliest.weekday() == 0
    assert found.earliest + timedelta(days=6) >= today
    assert found.latest is None or found.latest > found.earliest
    assert found.pace.slow <= found.pace.mean <= found.pace.fast
    assert window_text(found, today)
    assert all(basis_texts(found))


@UNTIMED
@given(totals=TOTALS, waiting=st.lists(LOADS, min_size=1, max_size=6), more=LOADS)
def test_one_more_course_never_brings_the_arrival_forward(totals: list[int], waiting: list[Load], more: Load) -> None:
    one, two = (look(waiting=loads, days=weeks(*totals)) for loads in (waiting, [*waiting, more]))
    assert two.earliest >= one.earliest
    assert two.latest is None or (one.latest is not None and two.latest >= one.latest)
