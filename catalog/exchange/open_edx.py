"""Courses as Open edX's course-discovery service lists them (`/api/v1/courses/`), as documents of ours.

What a course teaches and asks for can't be read there: its document says so, and a curator fills it in.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from typing import Any

from django.utils.text import slugify

from catalog.desk.documents import Document
from catalog.exchange.problems import Problem, Unreadable

MISSING = "skills missing"
LEVELS = {"introductory": "beginner", "beginner": "beginner", "intermediate": "intermediate", "advanced": "advanced"}
CERTIFICATES = ("verified", "professional", "no-id-professional", "credit", "masters", "executive-education")
INLINE_TAG = re.compile(r"</?(?:a|b|code|em|i|span|strong|u)\b[^>]*>", re.IGNORECASE)
TAG = re.compile(r"<[^>]*>")
SLUG_LENGTH, TITLE_LENGTH, SUMMARY_LENGTH, LIST_LENGTH = 80, 200, 300, 20


def courses_of(values: Iterator[Any]) -> Iterator[Any]:
    """The courses of one page, of several, or of a plain list."""
    for value in values:
        if isinstance(value, dict) and "results" in value:
            if not isinstance(value["results"], list):
                raise Unreadable("must be a list", column="results")
            yield from value["results"]
        else:
            yield value


def read_course(entry: Any, row: int, platform: str) -> tuple[Document, Document, list[Problem]]:
    """What is known of the course, what to begin with when it is new, and what is wrong."""
    if not isinstance(entry, dict):
        return {}, {}, [Problem(row, "", "must be an object with the fields of a course")]
    problems: list[Problem] = []
    run = newest_run(entry)

    def read(fields: Mapping[str, tuple[str, Read]]) -> Document:
        found: Document = {}
        for field, (source, value_of) in fields.items():
            try:
                found[field] = value_of(entry, run)
            except (ValueError, TypeError, AttributeError, KeyError, ArithmeticError):
                problems.append(Problem(row, source, "is not what Open edX has there"))
        return found

    return {"platform": platform, **read(FIELDS)}, read(WHEN_NEW), problems


Read = Callable[[Mapping[str, Any], Mapping[str, Any]], Any]


def newest_run(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """The published run that starts last, else an empty one."""
    listed = entry.get("course_runs")
    runs = [run for run in listed if isinstance(run, dict)] if isinstance(listed, list) else []
    published = [run for run in runs if run.get("status") == "published"]
    return max(published, key=lambda run: (str(run.get("start") or ""), str(run.get("key"))), default={})


def text(value: Any, longest: int) -> str:
    """Without markup, cut at a word."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise TypeError
    plain = " ".join(unescape(TAG.sub(" ", INLINE_TAG.sub("", value))).split())
    return plain if len(plain) <= longest else plain[: longest - 1].rsplit(" ", 1)[0] + "…"


def names(listed: Any, read: Callable[[Any], str]) -> list[str]:
    found = [read(item) for item in (listed or [])[:LIST_LENGTH]]
    return [name for name in dict.fromkeys(found) if name]


def owner(entry: Mapping[str, Any]) -> str:
    owners = entry.get("owners")
    first = owners[0] if isinstance(owners, list) and owners and isinstance(owners[0], dict) else {}
    name = first.get("name") or first.get("key")
    return text(name, 120) if isinstance(name, str) else ""


def slug(entry: Mapping[str, Any], run: Mapping[str, Any]) -> str:
    return str(slugify(entry["key"].replace("+", "-").replace(".", "-")))[:SLUG_LENGTH]


def title(entry: Mapping[str, Any], run: Mapping[str, Any]) -> str:
    return text(entry["title"], TITLE_LENGTH)


def summary(entry: Mapping[str, Any], run: Mapping[str, Any]) -> str:
    return text(entry.get("short_description") or entry.get("full_description") or entry["title"], SUMMARY_LENGTH)


def hours(entry: Mapping[str, Any], run: Mapping[str, Any]) -> int | float | None:
    """Weeks times the mean of the efforts a week."""
    efforts = [run[name] for name in ("min_effort", "max_effort") if run.get(name) is not None]
    weeks = run.get("weeks_to_complete")
    if not efforts or not weeks:
        return None
    total = round(weeks * sum(efforts) / len(efforts), 2)
    return int(total) if total == int(total) else total


def pace(entry: Mapping[str, Any], run: Mapping[str, Any]) -> str:
    efforts = [run[name] for name in ("min_effort", "max_effort") if run.get(name) is not None]
    if not efforts or not run.get("weeks_to_complete"):
        return ""
    span = " to ".join(str(effort) for effort in dict.fromkeys(efforts))
    own = ", at your own pace" if run.get("pacing_type") == "self_paced" else ""
    return f"{run['weeks_to_complete']} weeks, {span} hours a week{own}"


def price(entry: Mapping[str, Any], run: Mapping[str, Any]) -> Document:
    """Free of charge to follow when there is an audit seat; the certificate's price is that of the cheapest seat."""
    seats = run.get("seats") or []
    paid = [(float(seat["price"]), str(seat.get("currency") or "USD")) for seat in seats if float(seat["price"]) > 0]
    amount, currency = min(paid, default=(None, "USD"))
    is_open = any(seat["type"] in ("audit", "honor") for seat in seats)
    model = "one-off" if paid and not is_open else "audit" if paid else "free"
    plain = int(amount) if amount is not None and amount == int(amount) else amount
    return {"model": model, "amount": plain, "currency": currency, "free_access": ""}


def certificate(entry: Mapping[str, Any], run: Mapping[str, Any]) -> bool:
    return any(seat["type"] in CERTIFICATES for seat in run.get("seats") or [])


def language(entry: Mapping[str, Any], run: Mapping[str, Any]) -> str:
    return str(run.get("content_language") or "en")[:2].lower()


def level(entry: Mapping[str, Any], run: Mapping[str, Any]) -> str:
    given = entry.get("level_type")
    named = given.get("name") if isinstance(given, dict) else given
    return LEVELS.get(str(named or "").casefold(), "beginner")


def year(entry: Mapping[str, Any], run: Mapping[str, Any]) -> int | None:
    return int(run["start"][:4]) if run.get("start") else None


def url(entry: Mapping[str, Any], run: Mapping[str, Any]) -> str:
    return str(entry.get("marketing_url") or run.get("marketing_url") or "").partition("?")[0]


def staff(entry: Mapping[str, Any], run: Mapping[str, Any]) -> list[str]:
    return names(
        run.get("staff"),
        lambda person: f"{person.get('given_name') or ''} {person.get('family_name') or ''}".strip(),
    )


def outcomes(entry: Mapping[str, Any], run: Mapping[str, Any]) -> list[str]:
    items = re.split(r"</li>|</p>|<br\s*/?>|\n", entry.get("outcome") or "")
    return names(items, lambda item: text(item, SUMMARY_LENGTH))


def unsure(entry: Mapping[str, Any], run: Mapping[str, Any]) -> list[str]:
    guessed = ["maths", "coding", "style", "practice", "requires", "helpful", "teaches"]
    guessed += [] if entry.get("level_type") else ["level"]
    guessed += [] if run.get("content_language") else ["language"]
    return guessed + ([] if run.get("seats") else ["price", "certificate"])


def sources(entry: Mapping[str, Any], run: Mapping[str, Any]) -> list[Document]:
    place = url(entry, run) or f"Open edX catalogue, {entry['key']}"
    needed = text(entry.get("prerequisites_raw"), SUMMARY_LENGTH)
    supports = f"title, provider, level, hours, price, language; {MISSING}"
    supports += f", named as prerequisites: {needed}" if needed else ""
    return [{"location": place, "supports": supports, "read_on": None}]


# Our field: where it stands at Open edX, for messages, and how it is read from the course and its newest run.
FIELDS: dict[str, tuple[str, Read]] = {
    "slug": ("key", slug),
    "title": ("title", title),
    "provider": ("owners", lambda entry, run: slugify(owner(entry))[:SLUG_LENGTH]),
    "summary": ("short_description", summary),
    "url": ("marketing_url", url),
    "level": ("level_type", level),
    "language": ("course_runs.content_language", language),
    "year": ("course_runs.start", year),
    "instructors": ("course_runs.staff", staff),
    "official_hours": ("course_runs.weeks_to_complete", hours),
    "official_pace": ("course_runs.weeks_to_complete", pace),
    "price": ("course_runs.seats", price),
    "certificate": ("course_runs.seats", certificate),
    "topics": ("subjects", lambda entry, run: names(entry.get("subjects"), lambda subject: str(subject["name"]))),
    "outcomes": ("outcome", outcomes),
}
# What a curator knows better where the course is there already.
WHEN_NEW: dict[str, tuple[str, Read]] = {
    "unsure": ("key", unsure),
    "sources": ("key", sources),
    "maths": ("key", lambda entry, run: "moderate"),
    "coding": ("key", lambda entry, run: "light"),
    "style": ("key", lambda entry, run: "balanced"),
    "practice": ("key", lambda entry, run: "guided"),
}
