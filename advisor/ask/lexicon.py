"""Every phrase that means something in this catalogue, and the courses by the words that name them."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Literal

from advisor.ask.folding import stem, stems
from advisor.ask.shelf import Shelf
from advisor.ask.spelling import SHORTEST, Speller
from advisor.ask.words import ASKING_WORDS, FUNCTION_WORDS, OTHER_WORDS

Meaning = Literal["course", "skill", "platform", "provider", "person", "goal"]
Phrase = tuple[str, ...]

# Words of a provider's name that many share, so that what is left of the name can stand for it.
COMMON_IN_NAMES = frozenset(
    [
        "university",
        "of",
        "the",
        "college",
        "institute",
        "technology",
        "and",
        "press",
        "media",
        "academy",
        "online",
        "school",
    ]
)
COMMON_STEMS = frozenset(stem(word) for word in COMMON_IN_NAMES)
# Words that say what a thing is and do not tell one course from another.
GENERIC = frozenset(
    stem(word)
    for word in [
        "course",
        "class",
        "specialization",
        "program",
        "certificate",
        "certification",
        "professional",
        "book",
        "textbook",
        "series",
        "lecture",
        "lectures",
        "track",
        "the",
        "a",
        "an",
        "of",
        "for",
        "and",
        "in",
        "to",
        "with",
        "by",
        "on",
        "from",
        "at",
        "edition",
        "one",
        "part",
        "tutorial",
        "content",
        "contents",
        "its",
        "it",
        "coursera's",
        "online",
        "mooc",
    ]
)
# What stands behind a title in brackets, or as the number of an edition.
EDITION = re.compile(r" \(|, (?=\d)")
# Words that decide what a question asks, which are misspelled as any other.
QUESTION_WORDS = (
    *("much", "many", "does", "which", "what", "where", "when", "should", "could", "would", "before", "after"),
    *("between", "without", "about", "first", "take", "long", "than"),
)
# Surnames that are words are not told by themselves.
TAKEN_WORDS = ASKING_WORDS | FUNCTION_WORDS | OTHER_WORDS
KIND_OF_WORD = {
    "specialization": ("specialization",),
    "certificate": ("professional-certificate", "specialization"),
    "certification": ("professional-certificate", "specialization"),
    "book": ("book",),
    "textbook": ("book",),
}


@dataclass(slots=True)
class Entry:
    """What one phrase means, by kind of meaning: slugs, or names of people."""

    meanings: dict[Meaning, tuple[str, ...]] = field(default_factory=dict)

    def add(self, meaning: Meaning, values: Iterable[str]) -> None:
        self.meanings[meaning] = tuple(dict.fromkeys((*self.meanings.get(meaning, ()), *values)))


class Phrases:
    """Phrases with what they mean. Looking one up takes no longer with more of them."""

    def __init__(self) -> None:
        self.entries: dict[Phrase, Entry] = {}
        self.longest = 1

    def add(self, text: str, meaning: Meaning, values: Iterable[str]) -> None:
        phrase = stems(text)
        if phrase:
            self.entries.setdefault(phrase, Entry()).add(meaning, values)
            self.longest = max(self.longest, len(phrase))

    def meaning(self, phrase: Phrase) -> Entry | None:
        return self.entries.get(phrase)


class Lexicon(Phrases):
    """Built once for a state of the catalogue. `topics` are the phrases that are not names of courses."""

    def __init__(self, shelf: Shelf) -> None:
        super().__init__()
        self.shelf = shelf
        self.topics = Phrases()
        self.text_words: set[str] = set()
        self.words_by_course: dict[str, frozenset[str]] = {}
        self.by_word: defaultdict[str, set[str]] = defaultdict(set)
        self.title_words: dict[str, frozenset[str]] = {}
        self.identity: dict[str, frozenset[str]] = {}
        # Whom titles name behind their "for".
        self.audiences: set[str] = set()
        self._add_vocabulary()
        self._add_suppliers()
        self._add_courses()
        self.speller = self._make_speller()

    def add(self, text: str, meaning: Meaning, values: Iterable[str]) -> None:
        super().add(text, meaning, values)
        if meaning != "course":
            self.topics.add(text, meaning, values)

    def _add_vocabulary(self) -> None:
        skills, words = self.shelf.catalogue.skills, self.shelf.words
        for slug, skill in skills.items():
            for text in (skill.name, slug.replace("-", " "), *words["skills"].get(slug, ())):
                self.add(text, "skill", [slug])
        for topic in words["topics"]:
            for text in topic["texts"]:
                for phrases in (self, self.topics):
                    phrases.entries.pop(stems(text), None)
                self.add(text, "skill", [slug for slug in topic["skills"] if slug in skills])
        for slug, goal in self.shelf.catalogue.goals.items():
            for text in (goal.title, *words["goals"].get(slug, ())):
                self.add(text, "goal", [slug])

    def _add_suppliers(self) -> None:
        kinds: tuple[tuple[Meaning, Mapping[str, str]], ...] = (
            ("provider", self.shelf.providers),
            ("platform", self.shelf.platforms),
        )
        for meaning, names in kinds:
            for slug, name in names.items():
                if not set(stems(name)) - GENERIC:
                    continue
                self.add(name, meaning, [slug])
                own = tuple(word for word in stems(name) if word not in COMMON_STEMS)
                if own and own != stems(name) and not any(word in FUNCTION_WORDS for word in own):
                    self.add(" ".join(own), meaning, [slug])
        for slug, texts in SUPPLIER_NAMES.items():
            for meaning, names in kinds:
                if slug in names:
                    for text in texts:
                        self.add(text, meaning, [slug])

    def _add_courses(self) -> None:
        families = self._families
        for slug, course in self.shelf.catalogue.courses.items():
            extra = self.shelf.extras[slug]
            title = stems(course.title)
            self._add_title(course.title, slug)
            if "-" in slug and not self.topics.meaning(stems(slug.replace("-", " "))):
                self.add(slug.replace("-", " "), "course", [slug])
            self.audiences |= {word for before, word in pairwise(title) if before == "for"}
            for person in extra.instructors:
                self.add(person, "person", [person])
            self.title_words[slug] = frozenset(word for word in title if word not in GENERIC)
            names = (*families[extra.provider], *extra.instructors, course.platform)
            identity = {word for name in names for word in stems(name)} | set(title) | set(slug.split("-"))
            self.identity[slug] = frozenset(identity)
            self.words_by_course[slug] = frozenset(stems(extra.search_text))
            self.text_words |= self.words_by_course[slug]
            for word in identity:
                self.by_word[word].add(slug)
        self._add_surnames()
        for text, slug in self.shelf.nicknames:
            if slug in self.shelf.catalogue.courses:
                self.add(text, "course", [slug])

    def _add_surnames(self) -> None:
        """The last name of a person, where nobody else has it and it means nothing else."""
        people = {person for extra in self.shelf.extras.values() for person in extra.instructors}
        last_names = Counter(stems(person.split()[-1]) for person in people)
        for person in sorted(people):
            name = stems(person.split()[-1])
            if last_names[name] == 1 and name not in self.entries and not set(name) & TAKEN_WORDS:
                self.add(" ".join(name), "person", [person])

    def _add_title(self, title: str, slug: str) -> None:
        """The title, also without what stands in brackets; and what is before or after a colon when that is long."""
        plain = EDITION.split(title)[0]
        parts = [part for part in plain.split(":") if len(stems(part)) > 2] if ":" in plain else []
        short = [part for part in plain.split(":")[:1] if any(c.isdigit() for c in part)] if ":" in plain else []
        for text in dict.fromkeys((title, plain, *parts, *short)):
            self.add(text, "course", [slug])
        without_kind = tuple(
            word for word in stems(plain) if word not in {"specialization", "professional", "certificate", "course"}
        )
        if len(without_kind) > 2:
            self.add(" ".join(without_kind), "course", [slug])

    @cached_property
    def _families(self) -> dict[str, tuple[str, ...]]:
        return {slug: (name, *SUPPLIER_NAMES.get(slug, ())) for slug, name in self.shelf.providers.items()}

    def _make_speller(self) -> Speller:
        weights: Counter[str] = Counter()
        for phrase, entry in self.entries.items():
            # Single names are too close to each other.
            if len(phrase) > 1 or set(entry.meanings) != {"person"}:
                weights.update(phrase)
        targets = {word: weight for word, weight in weights.items() if len(word) >= SHORTEST and word.isalpha()}
        for word in ASKING_WORDS:
            targets.setdefault(stem(word), 1)
            targets.setdefault(word, 1)
        for word in QUESTION_WORDS:
            targets.setdefault(word, 0)
        english = FUNCTION_WORDS | OTHER_WORDS
        names = {word for phrase in self.entries for word in phrase}
        return Speller(targets, names | self.text_words | english | {stem(word) for word in english})

    def supplier_family(self, meaning: Meaning, slug: str) -> frozenset[str]:
        """The supplier and those whose name has its name in it: DeepLearning.AI and Stanford Online for the former."""
        names = self.shelf.platforms if meaning == "platform" else self.shelf.providers
        wanted = {word for word in stems(names[slug]) if word not in COMMON_STEMS} or set(stems(names[slug]))
        return frozenset(
            other
            for other, name in names.items()
            if any(wanted <= set(stems(text)) for text in (name, *SUPPLIER_NAMES.get(other, ())))
        )


SUPPLIER_NAMES: dict[str, tuple[str, ...]] = {
    "deeplearningai": ("deeplearning.ai", "deeplearning ai", "deep learning.ai", "dlai"),
    "deeplearningai-and-stanford-online": ("stanford", "deeplearning.ai"),
    "stanford-university": ("stanford",),
    "university-of-washington": ("uw", "washington university", "university washington", "washington"),
    "imperial-college-london": ("imperial", "imperial college"),
    "university-of-michigan": ("umich", "michigan", "university michigan"),
    "carnegie-mellon-university": ("cmu", "carnegie mellon"),
    "amazon-web-services": ("amazon",),
    "hugging-face": ("hugging face", "hf"),
    "3blue1brown": ("3b1b", "3blue1brown"),
    "datatalks-club": ("datatalks", "data talks club", "datatalksclub"),
    "khan-academy": ("khan academy", "khan", "khanacademy"),
    "georgia-institute-of-technology": ("georgia tech",),
    "university-of-california-davis": ("uc davis", "davis"),
    "university-of-california-santa-cruz": ("uc santa cruz", "ucsc"),
    "university-of-alberta-and-amii": ("alberta", "university of alberta"),
    "ibm-and-skillup-edtech": ("ibm",),
    "mitx": ("mit",),
    "harvard-university": ("harvard",),
    "mit-opencourseware": ("mit ocw", "opencourseware", "ocw"),
    "kaggle-learn": ("kaggle",),
    "youtube": ("you tube", "yt"),
    "coursera": ("coursera plus", "coursera.org"),
    "edx": ("edx.org", "ed x"),
}
