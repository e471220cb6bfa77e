"""What answers say of courses beyond what plans rest on, read with a fixed number of queries."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from advisor.models import Nickname
from advisor.snapshot import Catalogue, CourseFacts
from catalog.models import Course, Platform, Provider

WORDS = Path(__file__).resolve().parent.parent / "data" / "ask_words.json"


@dataclass(frozen=True, slots=True)
class Extra:
    """The rest of one course. `rating` is written as its source states it."""

    provider: str
    platform: str
    instructors: tuple[str, ...]
    summary: str
    topics: tuple[str, ...]
    tools: tuple[str, ...]
    official_hours: float | None
    official_pace: str
    free_access: str
    rating: str
    stars: float | None
    raters: int
    year: int | None
    reviewed_on: str
    search_text: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """The catalogue with everything that can be said of it; providers and platforms are names by slug."""

    catalogue: Catalogue
    extras: Mapping[str, Extra]
    providers: Mapping[str, str]
    platforms: Mapping[str, str]
    nicknames: tuple[tuple[str, str], ...]
    words: Mapping[str, Any]

    def course(self, slug: str) -> CourseFacts:
        return self.catalogue.courses[slug]


@lru_cache(maxsize=1)
def words_of_vocabulary() -> dict[str, Any]:
    """What skills and goals are called, beyond their names."""
    return dict(json.loads(WORDS.read_text(encoding="utf-8")))


def read_shelf(catalogue: Catalogue) -> Shelf:
    """Four queries, whatever the number of rows. Only these columns are read, so no other can sway an answer."""
    rows = Course.objects.visible().values(
        "slug",
        "provider__slug",
        "platform__slug",
        "instructors",
        "summary",
        "topics",
        "tools",
        "official_hours",
        "official_pace",
        "free_access",
        "rating_value",
        "rating_scale",
        "rating_count",
        "rating_as_of",
        "year",
        "reviewed_on",
        "search_text",
    )
    return Shelf(
        catalogue=catalogue,
        extras={row["slug"]: _extra(dict(row)) for row in rows},
        providers=dict(Provider.objects.order_by("slug").values_list("slug", "name")),
        platforms=dict(Platform.objects.order_by("slug").values_list("slug", "name")),
        nicknames=tuple(Nickname.objects.order_by("pk").values_list("text", "course__slug")),
        words=words_of_vocabulary(),
    )


def _extra(row: dict[str, Any]) -> Extra:
    return Extra(
        provider=row["provider__slug"],
        platform=row["platform__slug"],
        instructors=tuple(row["instructors"]),
        summary=row["summary"],
        topics=tuple(row["topics"]),
        tools=tuple(row["tools"]),
        official_hours=None if row["official_hours"] is None else float(row["official_hours"]),
        official_pace=row["official_pace"],
        free_access=row["free_access"],
        rating=_rating(row),
        stars=_stars(row),
        raters=row["rating_count"] or 0,
        year=row["year"],
        reviewed_on=row["reviewed_on"].isoformat() if row["reviewed_on"] else "",
        search_text=row["search_text"],
    )


def _rating(row: dict[str, Any]) -> str:
    """4.8 of 5 from 145,000 ratings; empty when nobody has rated."""
    if row["rating_value"] is None or not row["rating_scale"]:
        return ""
    text = f"{row['rating_value'].normalize():f} of {row['rating_scale']}"
    text += f" from {row['rating_count']:,} ratings" if row["rating_count"] else ", number of ratings not stated"
    return f"{text} ({row['rating_as_of']})" if row["rating_as_of"] else text


def _stars(row: dict[str, Any]) -> float | None:
    if row["rating_value"] is None or not row["rating_scale"]:
        return None
    return float(row["rating_value"]) * 5 / int(row["rating_scale"])
