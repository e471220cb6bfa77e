"""What changed from one plan to another, in a few words."""

from collections.abc import Iterator

from advisor.comparing import Difference

DAYS_A_WEEK = 7
# From here on whole weeks say enough.
WEEKS_FROM_DAYS = 14

NEW, MOVED = "new here", "moved"


def difference_text(difference: Difference) -> str:
    """Such as: 2 steps swapped, 5 weeks sooner, 49 USD more."""
    return ", ".join(_parts(difference)) or "the same steps, dates and cost"


def _parts(difference: Difference) -> Iterator[str]:
    swapped = difference.swapped
    for number, what in (
        (swapped, "swapped"),
        (len(difference.dropped) - swapped, "dropped"),
        (len(difference.added) - swapped, "added"),
        (len(difference.moved), "moved"),
    ):
        if number:
            yield f"{counted(number, 'step')} {what}"
    if difference.days:
        yield f"{span(abs(difference.days))} {'later' if difference.days > 0 else 'sooner'}"
    if difference.hours:
        yield f"{counted(abs(difference.hours), 'hour')} {'more' if difference.hours > 0 else 'less'} study"
    if difference.cost:
        unsure = "" if difference.is_priced else "at least " if difference.cost > 0 else "about "
        amount = f"{abs(difference.cost):.2f}".removesuffix(".00")
        yield f"{unsure}{amount} {difference.currency} {'more' if difference.cost > 0 else 'less'}"


def counted(number: float, noun: str) -> str:
    """1 step, 2 steps, 2.5 hours."""
    text = f"{round(number, 1):g}"
    return f"{text} {noun}" if text == "1" else f"{text} {noun}s"


def span(days: int) -> str:
    return counted(days, "day") if days < WEEKS_FROM_DAYS else counted(round(days / DAYS_A_WEEK), "week")


def marks(difference: Difference) -> dict[str, str]:
    """What to write at the stations that changed, by course."""
    return {**dict.fromkeys(difference.added, NEW), **dict.fromkeys(difference.moved, MOVED)}
