"""Limits in words, for answers and for the page that shows how a question was read."""

from advisor.ask.library import Library
from advisor.ask.query import Filters
from advisor.ask.sayings import KIND_WORDS, LANGUAGE_WORDS
from advisor.wording import LEVEL_WORDS, join


def describe(filters: Filters, library: Library) -> str:
    """The limits in words, such as: Linear algebra, free, at most 20 hours, on Khan Academy."""
    shelf = library.shelf
    parts = [
        join(
            (library.catalogue.skills[skill].name for skill in filters.skills),
            "or" if len(filters.skills) > 2 else "and",
        )
    ]
    parts += [f"“{word}”" for word in filters.words]
    parts += [f"done in {library.catalogue.skills[filters.medium].name}"] if filters.medium else []
    parts += [f"{filters.level} level"] if filters.level else []
    parts += ["free"] if filters.free else []
    parts += [f"at most {filters.max_hours} hours"] if filters.max_hours else []
    parts += [f"at most {filters.max_price} USD"] if filters.max_price else []
    parts += [f"on {shelf.platforms[filters.platform]}"] if filters.platform else []
    parts += [f"by {shelf.providers[filters.provider]}"] if filters.provider else []
    parts += [f"with {filters.instructor}"] if filters.instructor else []
    parts += [f"in {LANGUAGE_WORDS.get(filters.language, filters.language)}"] if filters.language else []
    parts += ["with a certificate"] if filters.certificate else []
    parts += [f"of the kind {KIND_WORDS.get(filters.kind, filters.kind)}"] if filters.kind else []
    parts += [f"{filters.style} in style"] if filters.style else []
    parts += [f"{filters.maths} maths at most"] if filters.maths else []
    parts += [f"{filters.coding} coding at most" if filters.coding != "none" else "no coding"] if filters.coding else []
    parts += [f"not {_excluded(key, value, library)}" for key, values in filters.exclude.items() for value in values]
    return ", ".join(part for part in parts if part) or "anything"


def _excluded(key: str, value: str, library: Library) -> str:
    match key:
        case "skill":
            return library.catalogue.skills[value].name
        case "platform":
            return f"on {library.shelf.platforms[value]}"
        case "provider":
            return f"by {library.shelf.providers[value]}"
        case "instructor":
            return f"with {value}"
        case "price":
            return f"by {value}"
        case "word":
            return f"with “{value}”"
        case "language":
            return f"in {LANGUAGE_WORDS.get(value, value)}"
        case "level":
            return f"{value} level"
        case _:
            return f"of the kind {KIND_WORDS.get(value, value)}"


def describe_one(key: str, value: str, library: Library) -> str:
    """One limit in words, as a page names it."""
    match key:
        case "skill":
            return library.catalogue.skills[value].name
        case "known":
            skill, _, level = value.partition(":")
            return f"Your {library.catalogue.skills[skill].name}: {LEVEL_WORDS[int(level)]}"
        case "course":
            return library.profile(value).title
        case "goal":
            return f"Goal: {library.catalogue.goals[value].title}"
        case "platform":
            return f"On {library.shelf.platforms[value]}"
        case "provider":
            return f"By {library.shelf.providers[value]}"
        case "instructor":
            return f"With {value}"
        case "max_hours":
            return f"At most {value} hours"
        case "medium":
            return f"Done in {library.catalogue.skills[value].name}"
        case "max_price":
            return f"At most {value} USD"
        case "not":
            kind, _, unwanted = value.partition(":")
            return f"Not {_excluded(kind, unwanted, library)}"
        case "hours_per_week":
            return f"{value} hours a week"
        case "word":
            return f"“{value}”"
        case "free" | "certificate":
            return {"free": "Free", "certificate": "With a certificate"}[key]
        case "maths" | "coding":
            return f"{key.capitalize()}: {value} at most"
        case "language":
            return f"In {LANGUAGE_WORDS.get(value, value)}"
        case _:
            return KIND_WORDS.get(value, value).capitalize()
