"""The calendar file, read back by the library that calendars are written with."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import icalendar

from advisor.ics import MOST_WEEKS, CalendarPath, write_calendar

NOW = datetime(2027, 1, 1, 12, tzinfo=UTC)
KEY = uuid.UUID(int=7)


def step(course: str, title: str, starts: str, finishes: str, hours: float, **extra: Any) -> dict[str, Any]:
    spread = {"low": hours - 1, "expected": hours, "high": hours + 1}
    days = {"starts": starts, "finishes": finishes}
    return {"course": course, "title": title, "hours": spread, "alongside": False, "text": "Why.", **days, **extra}


PATH = CalendarPath(
    key=KEY,
    title="Go deep",
    plan={
        "steps": [
            step("first", "First; steps, slowly\nand well", "2027-01-04", "2027-01-13", 7),
            step("nets", "Nets \U0001f600 " * 20, "2027-01-13", "2027-01-20", 5),
        ],
        "starts": "2027-01-04",
        "finishes": "2027-01-20",
        "finish_by": {"date": "2027-02-01", "met": True},
    },
    states={"first": "done"},
    weekly_minutes=300,
    revision=3,
    address="https://first.example.org/paths/1/",
)


def events(path: CalendarPath) -> dict[str, icalendar.Event]:
    calendar = icalendar.Calendar.from_ical(write_calendar(path, now=NOW))
    found = list(calendar.walk("VEVENT"))
    names = {str(event["uid"]).removeprefix(f"{KEY}-"): event for event in found}
    assert len(names) == len(found)
    return names


def test_calendar_comes_back_as_it_was_written() -> None:
    written = write_calendar(PATH, now=NOW)
    assert icalendar.Calendar.from_ical(written).to_ical() == written
    assert max(map(len, written.split(b"\r\n"))) <= 75


def test_course_is_an_all_day_event_with_both_its_days() -> None:
    course = events(PATH)["course-nets"]
    assert course.decoded("dtstart") == date(2027, 1, 13)
    assert course.decoded("dtend") == date(2027, 1, 21)
    assert course["url"] == "https://first.example.org/paths/1/#station-nets"


def test_title_keeps_its_signs_and_a_done_course_says_so() -> None:
    found = events(PATH)
    assert str(found["course-first"]["summary"]) == "Done: First; steps, slowly\nand well"
    assert not str(found["course-nets"]["summary"]).startswith("Done")


def test_weeks_hold_the_hours_of_the_schedule() -> None:
    found = events(PATH)
    weeks = [found[f"week-{number}"] for number in (1, 2, 3)]
    assert "week-4" not in found
    assert [week.decoded("dtstart") for week in weeks] == [date(2027, 1, day) for day in (4, 11, 18)]
    assert str(weeks[0]["summary"]).startswith("Study 5 hours: First")
    assert str(weeks[1]["description"]).splitlines()[-1].endswith(": 3 hours")
    assert str(weeks[2]["summary"]).startswith("Study 2 hours: Nets")


def test_arrival_and_deadline_are_days_of_their_own() -> None:
    found = events(PATH)
    assert found["arrival"].decoded("dtstart") == date(2027, 1, 20)
    assert found["deadline"].decoded("dtstart") == date(2027, 2, 1)
    assert "deadline" not in events(replace(PATH, plan={**PATH.plan, "finish_by": None}))


def test_new_plan_moves_the_same_events() -> None:
    later = {**PATH.plan, "steps": [step("nets", "Nets", "2027-03-01", "2027-03-08", 5)], "starts": "2027-03-01"}
    before, after = events(PATH), events(replace(PATH, plan=later, revision=9))
    assert set(after) < set(before)
    assert after["course-nets"].decoded("dtstart") == date(2027, 3, 1)
    assert after["course-nets"]["sequence"] > before["course-nets"]["sequence"]


def test_path_without_courses_has_no_events() -> None:
    plan = {"steps": [], "starts": "2027-01-04", "finishes": "2027-01-04", "finish_by": None}
    assert events(replace(PATH, plan=plan)) == {}


def test_calendar_of_a_very_slow_path_ends() -> None:
    found = events(replace(PATH, weekly_minutes=1))
    assert sum(name.startswith("week-") for name in found) == MOST_WEEKS
