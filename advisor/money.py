"""What a schedule costs, from the days it touches, and the order of the same courses that costs least.

All amounts are whole cents of one currency.
"""

from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from advisor.schedule import SIDE_SHARE, Entry, Schedule, Workload, check_order, schedule

# The longest month: no charge of a subscription covers more days.
LONGEST_MONTH = 31


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of payment: `months` times `each`, or `each` once when `months` is None.

    `what` is the platform for a subscription and the workload's label for a payment made once. `charges` are the days
    on which money leaves the account, one a payment.
    """

    what: str
    months: int | None
    each: int
    subtotal: int
    charges: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Bill:
    total_cents: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Timetable:
    """The order in which the courses are taken, their calendar and what it costs."""

    workloads: tuple[Workload, ...]
    schedule: Schedule
    bill: Bill


def timetable(
    workloads: Sequence[Workload], *, weekly_minutes: int, start: date, share: Fraction = SIDE_SHARE
) -> Timetable:
    """Schedule the path at its expected minutes, in another order or one course at a time where that is cheaper.

    Ties go to the order given, then to running courses alongside. Ask `schedule` with the workloads and the share of
    the answer for the low and the high estimate. Raises ValueError as `schedule` does.
    """
    orders = [tuple(workloads), batch_by_platform(workloads), batch_by_platform(workloads, late=True)]
    rivals = []
    for order in dict.fromkeys(orders):
        for part in dict.fromkeys((share, Fraction(0))):
            planned = schedule(order, weekly_minutes=weekly_minutes, start=start, share=part)
            rivals.append(Timetable(order, planned, bill(planned.entries, order)))
    return min(rivals, key=lambda rival: rival.bill.total_cents)


def bill(entries: Sequence[Entry], workloads: Sequence[Workload]) -> Bill:
    """Price the entries: subscriptions in the order of their first charge, then what is paid once, in path order.

    A platform is used from the start to the end of each of its courses. It is charged on the first day of use not yet
    paid for; a month runs to the day before the same day of the next month, or before that month's last day if it is
    shorter. Months that follow on keep the day of the first, also past a shorter month; after a pause the day is new.
    Raises ValueError when a platform has two prices or an entry has no workload.
    """
    by_course = {workload.course: workload for workload in workloads}
    usage: dict[str, list[tuple[date, date]]] = {}
    prices: dict[str, int] = {}
    once = []
    for entry in entries:
        workload = by_course.get(entry.course)
        if workload is None:
            raise ValueError(f"no workload for course {entry.course!r}")
        if workload.platform is not None and workload.monthly_price:
            if prices.setdefault(workload.platform, workload.monthly_price) != workload.monthly_price:
                raise ValueError(f"platform {workload.platform!r} has two monthly prices")
            usage.setdefault(workload.platform, []).append((entry.starts_on, entry.finishes_on))
        if workload.one_off:
            label = workload.one_off_label or workload.course
            once.append(Line(label, None, workload.one_off, workload.one_off, (entry.starts_on,)))
    months = []
    for platform, spans in usage.items():
        charges = charge_days(spans)
        price = prices[platform]
        months.append(Line(platform, len(charges), price, len(charges) * price, charges))
    lines = (*sorted(months, key=lambda line: (line.charges, line.what)), *once)
    return Bill(sum(line.subtotal for line in lines), lines)


def charge_days(spans: Sequence[tuple[date, date]]) -> tuple[date, ...]:
    """The days on which a monthly subscription used over these spans (both ends included) is charged: the fewest.

    No other set of charges covers the use with fewer: the end of a month never moves back when its begin moves on.
    """
    charges: list[date] = []
    anchor = unpaid = date.min
    months = 0
    for first, last in sorted(spans):
        while unpaid <= last:
            day = max(first, unpaid)
            if not charges or day > unpaid:
                anchor, months = day, 0
            charges.append(day)
            months += 1
            unpaid = months_later(anchor, months)
    return tuple(charges)


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day: 31 January, 28 February, 31 March."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def linear_price(monthly_price: int, minutes: int, weekly_minutes: int) -> int:
    """A price of a course for the path search: cents that grow with its minutes and never exceed what is billed.

    Neither for one course nor summed over a platform's. 31 days hold up to 31/7 weeks of minutes and a fraction of a
    minute more, because days are whole minutes; the minute taken off each course pays for that.
    """
    return monthly_price * max(minutes - 1, 0) * 7 // (weekly_minutes * LONGEST_MONTH)


def batch_by_platform(workloads: Sequence[Workload], *, late: bool = False) -> tuple[Workload, ...]:
    """The same courses with those of one subscription together as far as their needs allow.

    Starts a subscription as soon as the given order does, or with `late` holds it back until it can run on. What
    helps a course stays before it, and the parts of a bundle keep their order. Ties keep the order given. Raises
    ValueError when the order given breaks a need.
    """
    check_order(workloads)
    before = _must_precede(workloads)
    if not late:
        return tuple(workloads[i] for i in _together(workloads, before, min))
    after = [{j for j, earlier in enumerate(before) if i in earlier} for i in range(len(workloads))]
    return tuple(workloads[i] for i in reversed(_together(workloads, after, max)))


def _must_precede(workloads: Sequence[Workload]) -> list[set[int]]:
    return [
        {
            i
            for i, earlier in enumerate(workloads[:j])
            if earlier.course in later.needs | later.helped_by
            or (later.bundle is not None and earlier.bundle == later.bundle)
        }
        for j, later in enumerate(workloads)
    ]


def _together(
    workloads: Sequence[Workload], waits_for: Sequence[set[int]], pick: Callable[[list[int]], int]
) -> list[int]:
    """Indexes in an order in which each follows all it waits for and stays with its platform while it can."""
    order: list[int] = []
    left = set(range(len(workloads)))
    platform = None
    while left:
        ready = [i for i in left if left.isdisjoint(waits_for[i])]
        same = [i for i in ready if platform is not None and workloads[i].platform == platform]
        chosen = pick(same or ready)
        platform = workloads[chosen].platform or platform
        order.append(chosen)
        left.remove(chosen)
    return order
