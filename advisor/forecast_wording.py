"""The forecast in sentences: a window without false precision, and what it rests on."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from advisor.forecast import WEEKS_COUNTED, Forecast

# Nearer than this a window is told in weeks, further in months.
WEEKS_TOLD = 12


def window_text(forecast: Forecast, today: date) -> str:
    """When, as in “You arrive …”: in 4 to 7 weeks; between March and June 2027."""
    first, last = forecast.earliest, forecast.latest
    if last is None:
        return f"not before {_month(first)}; how much later can't be told at this pace"
    if (last - today).days <= 7 * WEEKS_TOLD:
        low, high = max(1, (first - today).days // 7), max(1, -(-(last - today).days // 7))
        return _weeks(low, high)
    if (first.year, first.month) == (last.year, last.month):
        return f"in {_month(first)}"
    return f"between {first:%B}{'' if first.year == last.year else f' {first.year}'} and {_month(last)}"


def verdict_text(forecast: Forecast) -> str:
    match forecast.verdict:
        case "early":
            return "That is earlier than planned."
        case "as-promised":
            return "The planned day lies within this window."
        case "late":
            return "That is later than planned. Three changes can bring the plan and your weeks together again."


def basis_texts(forecast: Forecast) -> Iterator[str]:
    """What the window rests on, with the figures."""
    yield f"{_hours(forecast.left_low)} to {_hours(forecast.left_high)} hours of study are left."
    pace = forecast.pace
    match forecast.basis:
        case "own":
            rest = f", {pace.empty} of them without study" if pace.empty else ""
            yield (
                f"Your last {pace.weeks} whole weeks{rest}: {_hours(pace.mean)} hours a week on average. The window "
                f"reckons with {_hours(pace.slow)} a week at the slow end and {_hours(pace.fast)} at the quick end, "
                "as your slower and quicker weeks were."
                if pace.weeks > 1
                else f"In your last whole week you logged {_hours(pace.mean)} hours."
            )
        case "rested":
            yield (
                f"Nothing was logged in the last {WEEKS_COUNTED} whole weeks, so the window reckons with the planned "
                f"{_hours(pace.mean)} hours a week from today."
            )
        case "plan":
            yield (
                f"It reckons with the planned {_hours(pace.mean)} hours a week and the usual spread of hours for each "
                "course. Once hours are logged in three different weeks, it follows your own pace."
            )
    if speed := forecast.speed:
        ratio = Fraction(speed.logged, speed.expected)
        course = "The finished course" if speed.courses == 1 else f"The {speed.courses} finished courses"
        bound = "" if ratio == speed.factor else f"; {_times(speed.factor)} is the most that is carried over"
        yield (
            f"{course} with logged hours took {_hours(speed.logged)} hours of the {_hours(speed.expected)} expected, "
            f"{_times(ratio)}{bound}. The hours left are reckoned at that rate."
        )


def _weeks(low: int, high: int) -> str:
    if low == high:
        return f"in about {low} week{'' if low == 1 else 's'}"
    return f"in {low} to {high} weeks"


def _month(day: date) -> str:
    return f"{day:%B %Y}"


def _hours(minutes: Fraction | int) -> str:
    """Whole hours from ten on, halves below: no estimate is finer than that."""
    hours = minutes / 60
    return f"{round(hours):,}" if hours >= 10 else f"{round(hours * 2) / 2:g}"


def _times(factor: Fraction) -> str:
    return f"{float(factor):.1f} times as long"
