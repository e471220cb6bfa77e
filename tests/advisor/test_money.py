from bisect import bisect_left
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.money import (
    Line,
    batch_by_platform,
    bill,
    charge_days,
    linear_price,
    months_later,
    timetable,
)
from advisor.schedule import Entry, Workload, schedule

MONDAY = date(2027, 1, 4)
# A shared machine is slow at times; that is no fault.
untimed = settings(deadline=None)


def workload(course: str, minutes: int = 420, *, platform: str | None = None, **more) -> Workload:
    return Workload(course, minutes, minutes, minutes, platform, 4900 if platform else 0, **more)


def entry(course: str, starts_on: date, finishes_on: date) -> Entry:
    return Entry(course, starts_on, finishes_on, 60, False)


def order(workloads: tuple[Workload, ...]) -> str:
    return "".join(workload.course for workload in workloads)


def test_bill_lines_add_up():
    path = [workload("a", platform="hub"), workload("b", one_off=2900, one_off_label="Exam"), workload("c")]
    entries = [
        entry("a", date(2027, 1, 4), date(2027, 2, 4)),
        entry("b", date(2027, 2, 4), date(2027, 3, 1)),
        entry("c", date(2027, 3, 1), date(2027, 3, 2)),
    ]
    asked = bill(entries, path)
    assert asked.lines == (
        Line("hub", 2, 4900, 9800, (date(2027, 1, 4), date(2027, 2, 4))),
        Line("Exam", None, 2900, 2900, (date(2027, 2, 4),)),
    )
    assert asked.total_cents == 12700


def test_bill_overlapping_courses_of_a_platform_cost_nothing_extra():
    path = [workload("a", platform="hub"), workload("b", platform="hub")]
    entries = [entry("a", date(2027, 1, 4), date(2027, 1, 30)), entry("b", date(2027, 1, 10), date(2027, 2, 3))]
    assert bill(entries, path).total_cents == 4900


def test_bill_one_off_without_a_label_is_named_after_the_course():
    assert bill([entry("a", MONDAY, MONDAY)], [workload("a", one_off=100)]).lines[0].what == "a"


def test_bill_without_charges_has_no_lines():
    free = Workload("a", 60, 60, 60, platform="hub")
    assert bill([entry("a", MONDAY, MONDAY)], [free]).lines == ()


def test_bill_refuses_two_prices_of_a_platform():
    path = [workload("a", platform="hub"), Workload("b", 1, 1, 1, "hub", 3900)]
    with pytest.raises(ValueError, match="'hub' has two monthly prices"):
        bill([entry("a", MONDAY, MONDAY), entry("b", MONDAY, MONDAY)], path)


def test_bill_refuses_an_unknown_course():
    with pytest.raises(ValueError, match="no workload for course 'a'"):
        bill([entry("a", MONDAY, MONDAY)], [])


def test_charge_days_keep_the_anchor_past_a_short_month():
    spans = [(date(2027, 1, 31), date(2027, 3, 31))]
    assert charge_days(spans) == (date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31))


def test_charge_days_take_a_new_anchor_after_a_pause():
    spans = [(date(2027, 1, 31), date(2027, 2, 2)), (date(2027, 3, 1), date(2027, 3, 31))]
    assert charge_days(spans) == (date(2027, 1, 31), date(2027, 3, 1))


def test_charge_days_without_use_between_need_no_second_month():
    spans = [(date(2027, 1, 4), date(2027, 1, 4)), (date(2027, 2, 3), date(2027, 2, 3))]
    assert charge_days(spans) == (date(2027, 1, 4),)


def test_months_later_in_a_leap_year():
    assert months_later(date(2027, 12, 31), 2) == date(2028, 2, 29)


SPANS = st.lists(
    st.tuples(st.integers(0, 200), st.integers(0, 45)).map(lambda pair: (pair[0], pair[0] + pair[1])),
    min_size=1,
    max_size=5,
)


def fewest_months(used: list[date]) -> int:
    """Dynamic programme: any run of months may begin on any day up to the first day of use still to be paid for."""
    fewest = {None: 0}
    for place in reversed(range(len(used))):
        rivals = []
        for early in range(32):
            begin = used[place] - timedelta(days=early)
            for months in range(1, len(used) + 1):
                paid_until = months_later(begin, months)
                later = bisect_left(used, paid_until)
                rest = used[later] if later < len(used) else None
                if later > place:
                    rivals.append(months + fewest[rest])
                if rest is None:
                    break
        fewest[used[place]] = min(rivals)
    return fewest[used[0]]


@untimed
@given(SPANS, st.dates(date(2026, 1, 1), date(2028, 12, 31)))
def test_charge_days_are_the_fewest(spans: list[tuple[int, int]], origin: date):
    dates = [(origin + timedelta(days=a), origin + timedelta(days=b)) for a, b in spans]
    used = sorted({origin + timedelta(days=day) for a, b in spans for day in range(a, b + 1)})
    charges = charge_days(dates)
    assert len(charges) == fewest_months(used)
    assert set(charges) <= set(used)
    assert list(charges) == sorted(set(charges))


def test_batch_starts_a_subscription_where_the_order_does():
    path = [workload("a", platform="hub"), workload("b"), workload("c", platform="hub")]
    assert order(batch_by_platform(path)) == "acb"


def test_batch_late_holds_a_subscription_back_until_it_can_run_on():
    path = [workload("a", platform="hub"), workload("b"), workload("c", platform="hub", needs=frozenset("b"))]
    assert order(batch_by_platform(path)) == "abc"
    assert order(batch_by_platform(path, late=True)) == "bac"


def test_batch_keeps_help_before_and_a_bundle_in_order():
    path = [
        workload("a", platform="hub"),
        workload("b", bundle="pack"),
        workload("c", platform="hub", helped_by=frozenset("d")),
        workload("d"),
        workload("e", platform="hub", bundle="pack"),
        workload("f", platform="hub", helped_by=frozenset("d")),
    ]
    assert order(batch_by_platform(path)) == "acbedf"


def test_timetable_batches_when_that_is_cheaper():
    # At an hour a day a week's course twice around two weeks of another platform touches two months, not one.
    path = [workload("a", platform="hub"), workload("b", 1260), workload("c", platform="hub")]
    answer = timetable(path, weekly_minutes=420, start=MONDAY)
    assert order(answer.workloads) == "acb"
    assert answer.bill.total_cents == 4900


def test_timetable_keeps_the_order_when_batching_saves_nothing():
    path = [workload("a", platform="hub"), workload("b"), workload("c", platform="hub")]
    answer = timetable(path, weekly_minutes=420, start=MONDAY)
    assert order(answer.workloads) == "abc"


def test_timetable_runs_nothing_alongside_when_that_costs_a_month():
    # Alone the side course takes one week of its subscription, beside the main course five.
    path = [workload("a", 480, platform="hub"), workload("b", 4200, helped_by=frozenset("a"))]
    alongside = schedule(path, weekly_minutes=420, start=MONDAY)
    assert bill(alongside.entries, path).total_cents == 9800
    answer = timetable(path, weekly_minutes=420, start=MONDAY)
    assert answer.bill.total_cents == 4900
    assert not any(entry.alongside for entry in answer.schedule.entries)


@st.composite
def paths(draw: st.DrawFn) -> list[Workload]:
    names = [f"c{i}" for i in range(draw(st.integers(1, 7)))]
    found = []
    for place, name in enumerate(names):
        earlier = st.frozensets(st.sampled_from(names[:place]), max_size=2) if place else st.just(frozenset())
        found.append(
            workload(
                name,
                draw(st.integers(0, 4000)),
                platform=draw(st.sampled_from([None, "hub", "lab"])),
                needs=draw(earlier),
                helped_by=draw(earlier),
                bundle=draw(st.sampled_from([None, None, "pack"])),
                one_off=draw(st.sampled_from([0, 0, 2900])),
            )
        )
    return found


@untimed
@given(paths(), st.booleans())
def test_batch_keeps_every_need(path: list[Workload], late: bool):
    batched = batch_by_platform(path, late=late)
    assert sorted(order(batched)) == sorted(order(tuple(path)))
    place = {workload.course: i for i, workload in enumerate(batched)}
    for wanted in path:
        assert all(place[earlier] < place[wanted.course] for earlier in wanted.needs | wanted.helped_by)
    pack = [workload.course for workload in batched if workload.bundle]
    assert pack == sorted(pack)


@untimed
@given(paths(), st.integers(1, 1200), st.dates(date(2026, 1, 1), date(2030, 1, 1)))
def test_timetable_is_never_dearer_than_the_order_given(path: list[Workload], weekly: int, start: date):
    answer = timetable(path, weekly_minutes=weekly, start=start)
    for share in (Fraction(1, 4), Fraction(0)):
        given_order = schedule(path, weekly_minutes=weekly, start=start, share=share)
        assert answer.bill.total_cents <= bill(given_order.entries, path).total_cents
    assert sum((line.months or 1) * line.each for line in answer.bill.lines) == answer.bill.total_cents
    assert all(len(line.charges) == (line.months or 1) for line in answer.bill.lines)
    again = schedule(answer.workloads, weekly_minutes=weekly, start=start, share=answer.schedule.share)
    assert again == answer.schedule


@untimed
@given(paths(), st.integers(1, 1200), st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.sampled_from([0, 1]))
def test_linear_price_never_exceeds_the_bill(path: list[Workload], weekly: int, start: date, side: int):
    planned = schedule(path, weekly_minutes=weekly, start=start, share=Fraction(side, 4))
    billed = {line.what: line.subtotal for line in bill(planned.entries, path).lines if line.months}
    for platform, total in billed.items():
        parts = [workload.expected_minutes for workload in path if workload.platform == platform]
        assert sum(linear_price(4900, minutes, weekly) for minutes in parts) <= total


def test_linear_price_stays_below_when_a_month_holds_a_minute_more():
    # At 300 minutes a week 31 days can hold 1,329 minutes, a little over 31/7 weeks' worth.
    path = [workload("a", 14), workload("b", 1329, platform="hub")]
    assert any(
        bill(planned.entries, path).total_cents == 4900
        for shift in range(400)
        for planned in [schedule([workload("a", shift), path[1]], weekly_minutes=300, start=date(2027, 1, 1))]
    )
    assert linear_price(4900, 1329, 300) <= 4900 < 4900 * 1329 * 7 // (300 * 31)


@pytest.mark.parametrize(("minutes", "cents"), [(0, 0), (1, 0), (1241, 4900), (621, 2450)])
def test_linear_price_by_hand(minutes: int, cents: int):
    assert linear_price(4900, minutes, 280) == cents
