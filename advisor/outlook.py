"""The forecasts of a learner's paths, from what is recorded: read once, worked out for any number of paths."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from advisor.forecast import Forecast, Load, foresee
from advisor.journey import DONE, STARTED, Progress
from advisor.models import Path, Step, User
from advisor.standing import minutes_by_course, minutes_by_day, progress_of

# A whole year of whole weeks, for the chart of the year.
DAYS_READ = 53 * 7


@dataclass(frozen=True, slots=True)
class Outlook:
    """`expected` are minutes by course, from all of the learner's paths."""

    today: date
    progress: Mapping[str, Progress]
    days: Mapping[date, int]
    logged: Mapping[str, int]
    expected: Mapping[str, int]

    def forecast(self, path: Path) -> Forecast | None:
        """None when nothing is left to do on it."""
        steps = {step["course"]: step for step in path.plan["steps"]}
        return foresee(
            waiting=[self._waiting(step) for slug, step in steps.items() if not self._is_closed(slug)],
            finished=self.finished(),
            days=self.days,
            weekly_minutes=weekly_minutes(path),
            start=date.fromisoformat(path.plan.get("starts") or path.plan["finishes"]),
            promised=date.fromisoformat(path.plan["finishes"]),
            today=self.today,
        )

    def finished(self) -> list[Load]:
        return [
            Load(minutes, minutes, minutes, self.logged[slug])
            for slug, minutes in self.expected.items()
            if slug in self.logged and slug in self.progress and self.progress[slug].state == DONE
        ]

    def _is_closed(self, slug: str) -> bool:
        return slug in self.progress and self.progress[slug].is_closed

    def _waiting(self, step: Mapping[str, Any]) -> Load:
        held = self.progress.get(step["course"], Progress())
        low, expected, high = (round(step["hours"][end] * 60) for end in ("low", "expected", "high"))
        started = held.started_on if held.state == STARTED else None
        return Load(low, expected, high, self.logged.get(step["course"], 0), started)


def weekly_minutes(path: Path) -> int:
    """Study time a week that the path was planned with."""
    return max(1, int(Decimal(str(path.answers.get("hours_per_week") or 5)) * 60))


def look_ahead(user: User, *, paths: Iterable[Path] | None = None) -> Outlook:
    """Four queries, or three when all the user's paths are at hand already."""
    today = timezone.localdate()
    return Outlook(
        today=today,
        progress=progress_of(user),
        days=minutes_by_day(user, since=today - timedelta(days=DAYS_READ)),
        logged=minutes_by_course(user),
        expected=_expected_in(paths) if paths is not None else _expected_of(user),
    )


def _expected_of(user: User) -> dict[str, int]:
    steps = Step.objects.filter(path__user=user).order_by("path_id").values_list("course__slug", "hours_expected")
    return {slug: int(hours * 60) for slug, hours in steps}


def _expected_in(paths: Iterable[Path]) -> dict[str, int]:
    """The newest path's hours count where paths differ."""
    oldest_first = sorted(paths, key=lambda path: path.pk)
    return {
        step["course"]: round(step["hours"]["expected"] * 60) for path in oldest_first for step in path.plan["steps"]
    }
