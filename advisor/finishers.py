"""What finishers of a course logged, as figures that tell nothing of any one of them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import quantiles

from django.db import transaction
from django.db.models import Exists, OuterRef, Sum

from advisor.models import Completion, StudyLog
from catalog.models import Course
from catalog.models.courses import FEWEST_FINISHERS

# Below ten hours half an hour matters, above it does not.
FINE, COARSE = Decimal("0.5"), Decimal(1)
FINE_BELOW = 10


@dataclass(frozen=True, slots=True)
class Figures:
    """Rounded: the number down to a multiple of five, hours to halves or wholes. Half the finishers lie within."""

    count: int
    low: Decimal
    median: Decimal
    high: Decimal


def refresh_finisher_hours() -> tuple[int, int]:
    """Write the figures of every course into the catalogue, and clear those of courses that have too few finishers.

    Returns how many courses have figures now, and how many were changed.
    """
    with transaction.atomic():
        figures = {course: found for course, totals in _totals().items() if (found := summarize(totals))}
        changed = 0
        for row in Course.objects.select_for_update().order_by("pk").only("pk", *FIELDS):
            wanted = _values(figures.get(row.pk))
            if wanted != {name: getattr(row, name) for name in FIELDS}:
                Course.objects.filter(pk=row.pk).update(**wanted)
                changed += 1
    return len(figures), changed


FIELDS = ("finisher_count", "finisher_hours_low", "finisher_hours_median", "finisher_hours_high")


def summarize(minutes: Sequence[int]) -> Figures | None:
    """Quarters and middle of the totals, one for each finisher; None for fewer than five."""
    if len(minutes) < FEWEST_FINISHERS:
        return None
    low, median, high = (_rounded(quarter) for quarter in quantiles(minutes, n=4, method="inclusive"))
    return Figures(len(minutes) // FEWEST_FINISHERS * FEWEST_FINISHERS, low, median, high)


def _totals() -> dict[int, list[int]]:
    """Minutes of each person who finished a course and logged time for it, by course."""
    done = Completion.objects.done().filter(user=OuterRef("user"), course=OuterRef("course"))
    rows = StudyLog.objects.filter(Exists(done)).order_by().values_list("course_id", "user_id")
    totals: defaultdict[int, list[int]] = defaultdict(list)
    for course, _, minutes in rows.annotate(minutes=Sum("minutes")).iterator():
        totals[course].append(minutes)
    return totals


def _rounded(minutes: float) -> Decimal:
    hours = Decimal(minutes) / 60
    step = FINE if hours < FINE_BELOW else COARSE
    return max(FINE, (hours / step).quantize(Decimal(1), ROUND_HALF_UP) * step)


def _values(figures: Figures | None) -> dict[str, int | Decimal | None]:
    if figures is None:
        return dict.fromkeys(FIELDS)
    return dict(zip(FIELDS, (figures.count, figures.low, figures.median, figures.high), strict=True))
