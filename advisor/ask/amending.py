"""The reading of a question as an address, and a reading corrected by whoever asked."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import cast
from urllib.parse import urlencode

from django.http import QueryDict

from advisor.answers import TOP_LEVEL
from advisor.ask.library import Library
from advisor.ask.matching import LOADS
from advisor.ask.query import INTENTS, Filters, Mention, Query, Sort
from advisor.ask.sayings import KIND_WORDS, LANGUAGE_WORDS

# Longer numbers are no amounts of hours.
MOST_DIGITS = 6
SORTS = ("cheapest", "shortest", "gentlest")
LEVELS = ("beginner", "intermediate", "advanced")
STYLES = ("intuitive", "balanced", "mathematical")
MOST_WORDS = 8
ONE_VALUE = (
    "level",
    "platform",
    "provider",
    "instructor",
    "language",
    "kind",
    "style",
    "maths",
    "coding",
    "sort",
    "goal",
    "medium",
)


def as_params(query: Query) -> list[tuple[str, str]]:
    """The whole reading; what has its default is left out. `for` says which question it is a reading of."""
    filters = query.filters
    pairs = [("q", query.text), ("for", query.text), ("intent", query.intent)]
    pairs += [("skill", skill) for skill in filters.skills]
    pairs += [("word", word) for word in filters.words]
    for key in ONE_VALUE:
        pairs += [(key, value)] if (value := getattr(filters, key)) else []
    pairs += [(key, "1") for key in ("free", "certificate") if getattr(filters, key)]
    pairs += [("max_hours", str(filters.max_hours))] if filters.max_hours else []
    pairs += [("hours_per_week", f"{filters.hours_per_week:g}")] if filters.hours_per_week else []
    pairs += [("weeks", str(filters.weeks))] if filters.weeks else []
    pairs += [("max_price", str(filters.max_price))] if filters.max_price else []
    pairs += [("not", f"{key}:{value}") for key, values in filters.exclude.items() for value in values]
    if filters.levels:
        pairs.append(("levels", ",".join(f"{skill}:{level}" for skill, level in filters.levels.items())))
    pairs += [("taken", slug) for slug in filters.taken]
    pairs += [("course", mention.courses[0]) for mention in query.mentions if len(mention.courses) == 1]
    return pairs


def address(
    query: Query, page: str, *, change: Mapping[str, str] | None = None, without: tuple[str, str] | None = None
) -> str:
    """The page that shows this reading, with parameters changed or one of them left out."""
    changed = dict(change or {})
    pairs = [pair for pair in as_params(query) if pair[0] not in changed and pair != without]
    return f"{page}?{urlencode([*pairs, *changed.items()])}"


def amended(query: Query, params: QueryDict, library: Library) -> Query:
    """The reading that the parameters describe; what is not in the catalogue is left out."""
    if params.get("for", "") != query.text:
        return query
    intent = params.get("intent", "")
    filters = _filters(params, query, library)
    return replace(
        query,
        intent=intent if intent in INTENTS else query.intent,
        filters=filters,
        mentions=tuple(_mentions(query, params, library)),
        trouble=query.trouble if intent in {"", "none"} else "",
    )


def _filters(params: QueryDict, query: Query, library: Library) -> Filters:
    catalogue, shelf = library.catalogue, library.shelf
    skills = tuple(dict.fromkeys(skill for skill in params.getlist("skill") if skill in catalogue.skills))
    weekly = _amount(params.get("hours_per_week", ""))
    people = {person for extra in shelf.extras.values() for person in extra.instructors}
    return Filters(
        skills=skills,
        terms=query.filters.terms if skills == query.filters.skills else (),
        words=tuple(word for word in params.getlist("word")[:MOST_WORDS] if word in library.lexicon.text_words),
        level=_one_of(params.get("level", ""), LEVELS),
        free=params.get("free", "") == "1",
        platform=_one_of(params.get("platform", ""), shelf.platforms),
        provider=_one_of(params.get("provider", ""), shelf.providers),
        instructor=_one_of(params.get("instructor", ""), people),
        max_hours=int(_amount(params.get("max_hours", ""))) or None,
        language=_one_of(params.get("language", ""), LANGUAGE_WORDS),
        certificate=params.get("certificate", "") == "1",
        kind=_one_of(params.get("kind", ""), KIND_WORDS),
        style=_one_of(params.get("style", ""), STYLES),
        maths=_one_of(params.get("maths", ""), LOADS),
        coding=_one_of(params.get("coding", ""), LOADS),
        sort=cast(Sort | None, _one_of(params.get("sort", ""), SORTS)),
        goal=_one_of(params.get("goal", ""), catalogue.goals),
        hours_per_week=weekly if 0 < weekly <= 100 else None,
        weeks=int(_amount(params.get("weeks", ""))) or None,
        levels=dict(_levels(params.get("levels", ""), library)),
        taken=tuple(slug for slug in params.getlist("taken") if slug in catalogue.courses),
        medium=_one_of(params.get("medium", ""), catalogue.skills),
        max_price=int(_amount(params.get("max_price", ""))) or None,
        exclude=_excluded(params.getlist("not"), library),
    )


def _excluded(pairs: Iterable[str], library: Library) -> dict[str, tuple[str, ...]]:
    people = {person for extra in library.shelf.extras.values() for person in extra.instructors}
    known: dict[str, Container[str]] = {
        "skill": library.catalogue.skills,
        "platform": library.shelf.platforms,
        "provider": library.shelf.providers,
        "instructor": people,
        "price": ("subscription",),
        "word": library.lexicon.text_words,
        "kind": KIND_WORDS,
        "level": LEVELS,
        "language": LANGUAGE_WORDS,
    }
    exclude: dict[str, tuple[str, ...]] = {}
    for pair in pairs:
        key, _, value = pair.partition(":")
        if value in known.get(key, ()):
            exclude[key] = (*exclude.get(key, ()), value)
    return exclude


def _one_of(value: str, known: object) -> str | None:
    return value if value and value in known else None  # type: ignore[operator]


def _amount(text: str) -> float:
    """The number that the text is, or zero."""
    plain = text.strip()
    if len(plain) > MOST_DIGITS or not plain.replace(".", "", 1).isdecimal() or not plain.isascii():
        return 0
    return float(plain)


def _levels(text: str, library: Library) -> Iterator[tuple[str, int]]:
    for pair in text.split(","):
        skill, _, level = pair.partition(":")
        if skill in library.catalogue.skills and level in {str(each) for each in range(TOP_LEVEL + 1)}:
            yield skill, int(level)


def _mentions(query: Query, params: QueryDict, library: Library) -> Iterator[Mention]:
    """What the question names, where several are meant by one name the one that was chosen; else courses of its own."""
    chosen = [slug for slug in params.getlist("course") if slug in library.catalogue.courses]
    left = list(chosen)
    for mention in query.mentions:
        pick = next((slug for slug in left if slug in mention.courses), None)
        if pick:
            left.remove(pick)
        if pick or not mention.courses or mention.is_open:
            yield replace(mention, courses=(pick,)) if pick else mention
    for slug in left:
        yield Mention(library.profile(slug).title, courses=(slug,))
