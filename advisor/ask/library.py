"""All that questions are answered from, prepared once for each state of the catalogue."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache

from advisor.answers import AnswerSet, Budget, next_monday
from advisor.ask.folding import stems
from advisor.ask.lexicon import Lexicon
from advisor.ask.mentions import find_spans
from advisor.ask.profiles import Profile, read_profiles
from advisor.ask.query import Filters
from advisor.ask.shelf import Shelf, read_shelf
from advisor.catalogues import current_advisor
from advisor.planning import Advisor


class Library:
    def __init__(self, advisor: Advisor, shelf: Shelf) -> None:
        self.advisor = advisor
        self.shelf = shelf
        self.catalogue = shelf.catalogue
        self.lexicon = Lexicon(shelf)
        self.profiles = read_profiles(shelf)
        # What may be recommended: published, no newer edition.
        self.listed: list[str] = []
        self.teachers: defaultdict[str, set[str]] = defaultdict(set)
        for slug, profile in self.profiles.items():
            if profile.facts.is_published and profile.facts.superseded_by is None:
                self.listed.append(slug)
                for skill in profile.outcomes:
                    self.teachers[skill].add(slug)

    @cached_property
    def text_words(self) -> dict[str, frozenset[str]]:
        return {slug: frozenset(stems(profile.extra.search_text)) for slug, profile in self.profiles.items()}

    @cached_property
    def title_topics(self) -> dict[str, frozenset[str]]:
        """The skills that a title names."""
        return {
            slug: frozenset(
                skill for span in find_spans(stems(profile.title), self.lexicon.topics) for skill in span.get("skill")
            )
            for slug, profile in self.profiles.items()
        }

    @cached_property
    def guides(self) -> dict[str, str]:
        return dict(self.shelf.guides)

    def profile(self, slug: str) -> Profile:
        return self.profiles[slug]


def current_library() -> Library:
    """One query while the catalogue stays as it is."""
    return _library(current_advisor())


@lru_cache(maxsize=1)
def _library(advisor: Advisor) -> Library:
    return Library(advisor, read_shelf(advisor.catalogue))


class Learner:
    """What is known of whoever asks: answers given before, and what the question itself says."""

    def __init__(self, answers: AnswerSet | None, filters: Filters, *, today: date) -> None:
        self.is_known = answers is not None and bool(answers.levels or answers.taken)
        base = answers or blank_answers(next_monday(today))
        self.says_levels = bool(filters.levels or filters.taken)
        hours = filters.hours_per_week
        self.says_hours = hours is not None or answers is not None
        self.answers = replace(
            base,
            levels={**base.levels, **filters.levels},
            taken=tuple(sorted({*base.taken, *filters.taken})),
            hours_per_week=base.hours_per_week if hours is None else Decimal(str(hours)),
            budget=replace(base.budget, free_only=base.budget.free_only or filters.free),
            certificate=base.certificate or filters.certificate,
            style=filters.style if filters.style in {"intuitive", "mathematical"} else base.style,  # type: ignore[arg-type]
        )

    def held(self, library: Library) -> dict[str, int]:
        levels = dict(self.answers.levels)
        for slug in self.answers.taken:
            for skill, level in library.profile(slug).outcomes.items():
                levels[skill] = max(levels.get(skill, 0), level)
        return levels


def blank_answers(start: date) -> AnswerSet:
    """Nobody in particular: no levels, five hours a week."""
    return AnswerSet(
        goal=None,
        targets={},
        levels={},
        taken=(),
        pinned=(),
        exclude=(),
        exclude_teaching=(),
        hours_per_week=Decimal(5),
        start=start,
        budget=Budget(),
    )


def missing(needs: dict[str, int], held: dict[str, int]) -> dict[str, int]:
    return {skill: level for skill, level in needs.items() if held.get(skill, 0) < level}


def raised(held: dict[str, int], outcomes: dict[str, int]) -> dict[str, int]:
    return {skill: max(held.get(skill, 0), outcomes.get(skill, 0)) for skill in {*held, *outcomes}}
