"""A path as an iCalendar file (RFC 5545): a stay at each course, the study of each week, and the days to arrive by.

Everything that an event is known by comes from the path and the course, never from its dates, so that a path that was
planned again moves the events that a calendar has already.
"""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

import icalendar

from advisor.documents import duration_text
from advisor.journey import hours_text
from advisor.schedule import SIDE_SHARE, Entry, Schedule, week_by_week

# Whoever makes the file, as section 3.7.3 of the standard wants it.
PRODUCT = "-//Which First//Learning path//EN"
# How often a calendar should fetch a feed again; dates change when a person accepts a new plan, not by the minute.
REFRESH_EVERY = timedelta(hours=12)

# Ten years of weeks; a calendar with more is of no use, and of a slow path the courses and days are there anyway.
MOST_WEEKS = 520

MARKS = {"done": "Done: ", "skipped": "Skipped: ", "paused": "Paused: "}


@dataclass(frozen=True, slots=True)
class CalendarPath:
    """What a calendar is drawn from. `states` are by course; `revision` never falls when the path is changed.

    `key` stays the same for the path's whole life, `address` is the page that an event leads to.
    """

    key: uuid.UUID
    title: str
    plan: Mapping[str, Any]
    states: Mapping[str, str]
    weekly_minutes: int
    revision: int
    address: str


def write_calendar(path: CalendarPath, *, now: datetime) -> bytes:
    """The file; `now` (with a time zone) stamps it, and settles which of two files of one revision is newer."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", path.title)
    calendar.add("x-wr-calname", path.title)
    calendar.add("refresh-interval", REFRESH_EVERY, parameters={"VALUE": "DURATION"})
    for draft in (*_courses(path), *_weeks(path), *_days(path)):
        calendar.add_component(_event(draft, path, now))
    return bytes(calendar.to_ical())


@dataclass(frozen=True, slots=True)
class _Draft:
    """An all-day event, both days included; `name` tells it from the path's others."""

    name: str
    summary: str
    first: date
    last: date
    text: str = ""
    fragment: str = ""


def _event(draft: _Draft, path: CalendarPath, now: datetime) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", f"{path.key}-{draft.name}")
    event.add("dtstamp", now)
    event.add("sequence", path.revision)
    event.add("dtstart", draft.first)
    event.add("dtend", draft.last + timedelta(days=1))
    event.add("summary", draft.summary)
    if draft.text:
        event.add("description", draft.text)
    event.add("url", f"{path.address}{draft.fragment}")
    # Study fits around what else there is, so no hour is taken.
    event.add("transp", "TRANSPARENT")
    return event


def _courses(path: CalendarPath) -> Iterator[_Draft]:
    for step in path.plan["steps"]:
        hours = hours_text(step["hours"]["low"], step["hours"]["high"])
        yield _Draft(
            name=f"course-{step['course']}",
            summary=f"{MARKS.get(path.states.get(step['course'], ''), '')}{step['title']}",
            first=date.fromisoformat(step["starts"]),
            last=date.fromisoformat(step["finishes"]),
            text=f"{hours}. {step['text']}",
            fragment=f"#station-{step['course']}",
        )


def _weeks(path: CalendarPath) -> Iterator[_Draft]:
    titles = {step["course"]: step["title"] for step in path.plan["steps"]}
    for number, week in enumerate(week_by_week(_schedule(path)), start=1):
        minutes = sum(worked for _, worked in week.work)
        parts = [f"{titles[course]}: {duration_text(worked)}" for course, worked in week.work]
        yield _Draft(
            name=f"week-{number}",
            summary=f"Study {duration_text(minutes)}: {', '.join(titles[course] for course, _ in week.work)}",
            first=week.starts_on,
            last=week.starts_on + timedelta(days=6),
            text="\n".join(parts),
        )


def _days(path: CalendarPath) -> Iterator[_Draft]:
    plan = path.plan
    if plan["steps"]:
        arrival = date.fromisoformat(plan["finishes"])
        yield _Draft("arrival", f"Expected arrival: {path.title}", arrival, arrival)
    if plan.get("finish_by"):
        deadline = date.fromisoformat(plan["finish_by"]["date"])
        yield _Draft("deadline", f"Deadline: {path.title}", deadline, deadline)


def _schedule(path: CalendarPath) -> Schedule:
    """The plan's own schedule in minutes, as far as the plan tells it; nothing is planned anew."""
    entries = tuple(map(_entry, path.plan["steps"]))
    total = sum(entry.minutes for entry in entries)
    plan = path.plan
    return Schedule(
        entries=entries,
        starts_on=date.fromisoformat(plan.get("starts") or plan["finishes"]),
        finishes_on=date.fromisoformat(plan["finishes"]),
        weeks=min(-(-total // path.weekly_minutes), MOST_WEEKS),
        weekly_minutes=path.weekly_minutes,
        share=SIDE_SHARE if any(entry.alongside for entry in entries) else Fraction(0),
    )


def _entry(step: Mapping[str, Any]) -> Entry:
    return Entry(
        course=step["course"],
        starts_on=date.fromisoformat(step["starts"]),
        finishes_on=date.fromisoformat(step["finishes"]),
        minutes=round(step["hours"]["expected"] * 60),
        alongside=step["alongside"],
    )
