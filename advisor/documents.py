"""A saved path as plain text to paste and as a table for a spreadsheet, and how durations read there."""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from advisor.journey import Progress, hours_text

# A spreadsheet takes a cell that begins like this for a formula; an apostrophe before it makes it text.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
COLUMNS = (
    "position",
    "course",
    "title",
    "bundle",
    "provider",
    "platform",
    "hours_low",
    "hours_high",
    "starts_on",
    "finishes_on",
    "state",
    "started_on",
    "done_on",
)


def path_text(title: str, plan: Mapping[str, Any], states: Mapping[str, str]) -> str:
    """Title, figures and numbered courses; `states` are by course, a missing one is not told."""
    return "\n".join([title, "", *_figures(plan), "", *_courses(plan, states)]).rstrip() + "\n"


def _figures(plan: Mapping[str, Any]) -> Iterator[str]:
    yield f"Study time: {hours_text(plan['hours']['low'], plan['hours']['high'])}, {plan['weeks']} weeks"
    yield f"Expected arrival: {day_text(plan['finishes'])}"
    cost = plan["cost"]
    yield f"Cost: {_money(cost['total'])} {cost['currency']}" if cost["total"] else "Cost: free"
    if cost.get("unknown"):
        yield f"Not counted, since their price is not known: {', '.join(cost['unknown'])}"


def _courses(plan: Mapping[str, Any], states: Mapping[str, str]) -> Iterator[str]:
    for number, step in enumerate(plan["steps"], start=1):
        state = states.get(step["course"])
        yield f"{number}. {step['title']}{f' ({state})' if state else ''}"
        days = f"{day_text(step['starts'])} to {day_text(step['finishes'])}"
        yield f"   {hours_text(step['hours']['low'], step['hours']['high'])}, {days}"
        yield f"   {step['text']}"


def day_text(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%b %Y}"


def _money(amount: float) -> str:
    return f"{amount:g}" if amount == int(amount) else f"{amount:.2f}"


def duration_text(minutes: int) -> str:
    """2.5 hours; less than an hour in minutes."""
    if 0 < minutes < 60:
        return f"{minutes} minute{'' if minutes == 1 else 's'}"
    hours = f"{round(minutes / 60, 1):g}"
    return f"{hours} hour{'' if hours == '1' else 's'}"


def path_table(plan: Mapping[str, Any], progress: Mapping[str, Progress]) -> str:
    """Comma-separated values with a heading row; no cell can be taken for a formula."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(COLUMNS)
    for position, step in enumerate(plan["steps"], start=1):
        done = progress.get(step["course"], Progress())
        writer.writerow([plain_cell(cell) for cell in _row(position, step, done)])
    return table.getvalue()


def _row(position: int, step: Mapping[str, Any], progress: Progress) -> tuple[object, ...]:
    return (
        position,
        step["course"],
        step["title"],
        step["within"],
        step.get("provider"),
        step.get("platform"),
        step["hours"]["low"],
        step["hours"]["high"],
        step["starts"],
        step["finishes"],
        progress.state or "open",
        progress.started_on,
        progress.finished_on,
    )


def plain_cell(value: object) -> object:
    if isinstance(value, str) and value.lstrip(" ").startswith(FORMULA_STARTS):
        return f"'{value}"
    return "" if value is None else value
