"""The ways out for who is behind, in sentences."""

from collections.abc import Mapping
from dataclasses import dataclass

from advisor.remedies import Lowered, Remedy

LEVEL_WORDS = ("", "the basics", "a working level", "a strong level")


@dataclass(frozen=True, slots=True)
class Offer:
    """A remedy as the page shows it; `address` is where its path is shown, empty when no answer has to change."""

    title: str
    text: str
    courses: tuple[str, ...]
    address: str


def offer(remedy: Remedy, *, address: str, pace: int, skills: Mapping[str, str], titles: Mapping[str, str]) -> Offer:
    """`pace` are the minutes a week of now; `skills` and `titles` name skills and courses by slug."""
    day = f"{remedy.arrives_on.day} {remedy.arrives_on:%B %Y}"
    kept = "in time for the planned day" if remedy.is_in_time else "later than planned"
    now, then = _hours(pace), _hours(remedy.weekly_minutes)
    match remedy.kind:
        case "hours":
            title = "More hours a week"
            text = f"With {then} a week instead of {now} you arrive around {day}, {kept}."
        case "date":
            title = "A later day"
            text = f"With {now} a week as now you arrive around {day}, {kept}."
        case "goal":
            title = "A smaller goal"
            given_up = " and ".join(_lowered(item, skills) for item in remedy.lowered)
            text = f"With {given_up}, and {now} a week, you arrive around {day}, {kept}."
    return Offer(title, text, tuple(titles.get(slug, slug) for slug in remedy.courses), address)


def _lowered(item: Lowered, skills: Mapping[str, str]) -> str:
    name = skills.get(item.skill, item.skill)
    return f"{name} at {LEVEL_WORDS[item.level]} only" if item.level else f"{name} left out"


def _hours(minutes: int) -> str:
    hours = f"{minutes / 60:g}"
    return f"{hours} hour{'' if hours == '1' else 's'}"
