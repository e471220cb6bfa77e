"""All that questions are answered from, prepared once for each state of the catalogue."""

from collections import defaultdict
from collections.abc import Mapping
from copy import copy
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from advisor.answers import AnswerSet, Budget, next_monday
from advisor.ask.editorial import Editorial, current_editorial
from advisor.ask.folding import stems
from advisor.ask.leaning import lean_catalogue
from advisor.ask.lexicon import Lexicon
from advisor.ask.mentions import find_spans
from advisor.ask.profiles import Profile, read_profiles
from advisor.ask.query import Filters
from advisor.ask.shelf import Shelf, read_shelf
from advisor.catalogues import current_advisor
from advisor.planning import Advisor


class Library:
    def __init__(self, advisor: Advisor, shelf: Shelf, editorial: Editorial) -> None:
        self.advisor = advisor
        self.editorial = editorial
        self.shelf = shelf
        self.catalogue = shelf.catalogue
        self.lexicon = Lexicon(shelf)
        self.text_words = self.lexicon.words_by_course
        self.profiles = read_profiles(shelf)
        # What may be recommended: published, no newer edition.
        self.listed: list[str] = []
        self.teachers: defaultdict[str, set[str]] = defaultdict(set)
        for slug, profile in self.profiles.items():
            if profile.facts.is_published and profile.facts.superseded_by is None:
                self.listed.append(slug)
                for skill in profile.outcomes:
                    self.teachers[skill].add(slug)

        # The skills that a title names.
        self.title_topics = {slug: self._topics(profile.title) for slug, profile in self.profiles.items()}
        lean = lean_catalogue(self.catalogue, (slug for _, slug in shelf.nicknames))
        self.lean_advisor = advisor if len(lean.courses) == len(self.catalogue.courses) else Advisor(lean)

    def _topics(self, title: str) -> frozenset[str]:
        spans = find_spans(stems(title), self.lexicon.topics)
        return frozenset(skill for span in spans for skill in span.get("skill"))

    def advisor_for(self, answers: AnswerSet) -> Advisor:
        """The lean one unless the answers name a course that it lacks."""
        known = self.lean_advisor.catalogue.courses
        named = {*answers.pinned, *answers.taken, *answers.exclude}
        return self.lean_advisor if all(slug in known for slug in named) else self.advisor

    @property
    def guides(self) -> Mapping[str, str]:
        return self.editorial.guides

    def profile(self, slug: str) -> Profile:
        return self.profiles[slug]

    def with_editorial(self, editorial: Editorial) -> "Library":
        """The same courses with other texts."""
        if editorial is self.editorial:
            return self
        library = copy(self)
        library.editorial = editorial
        return library


def current_library() -> Library:
    """Two queries while the catalogue and the texts stay as they are."""
    editorial = current_editorial()
    return _library(current_advisor()).with_editorial(editorial)


@lru_cache(maxsize=1)
def _library(advisor: Advisor) -> Library:
    return Library(advisor, read_shelf(advisor.catalogue), Editorial((), {}))


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
            exclude_teaching=tuple(dict.fromkeys((*base.exclude_teaching, *filters.exclude.get("skill", ())))),
            budget=replace(
                base.budget,
                free_only=base.budget.free_only or filters.free,
                total=base.budget.total if filters.max_price is None else Decimal(filters.max_price),
            ),
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
