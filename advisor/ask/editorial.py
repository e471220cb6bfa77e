"""Published questions and guides, and which of them answers a question best."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import log

from django.urls import reverse

from advisor.ask.folding import stems
from advisor.ask.links import guide_link
from advisor.ask.shelf import words_of_vocabulary
from advisor.ask.words import FUNCTION_WORDS
from catalog.models import CatalogueVersion, Guide, Question
from catalog.models.versions import State

# The share of the weight of all words, of the question and of the title, that both have in common.
CLOSE, CLOSE_ENOUGH_ALONE = 0.6, 0.4
HEADING = re.compile(r"^#{2,3} (.+)$", re.MULTILINE)
LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
COURSE_ADDRESS = re.compile(r"/courses/([\w-]+)/")
EMPHASIS = re.compile(r"[*_`]+(?=\S)|(?<=\S)[*_`]+")


@dataclass(frozen=True, slots=True)
class Article:
    """One text with its address; `keys` are the words of its title and of each heading, `text` answers in short."""

    title: str
    link: str
    text: str
    courses: tuple[str, ...]
    keys: tuple[frozenset[str], ...]


class Editorial:
    """`articles` are in the order in which ties are broken; `guides` are titles by slug."""

    def __init__(self, articles: Iterable[Article], guides: dict[str, str]) -> None:
        self.articles = tuple(articles)
        self.guides = guides
        counts = Counter(word for article in self.articles for key in article.keys for word in key)
        total = sum(len(article.keys) for article in self.articles)
        self._weights = {word: log(1 + total / count) for word, count in counts.items()}
        self._weight_of_others = log(1 + total)

    def best(self, words: Iterable[str], *, is_alone: bool) -> Article | None:
        """The closest article; one that is the whole answer need not be quite as close."""
        asked = key_of(words)
        rated = [(max(self._closeness(asked, key) for key in article.keys), article) for article in self.articles]
        closeness, article = max(rated, key=lambda pair: pair[0], default=(0.0, None))
        return article if closeness >= (CLOSE_ENOUGH_ALONE if is_alone else CLOSE) else None

    def _closeness(self, asked: frozenset[str], key: frozenset[str]) -> float:
        both, either = asked & key, asked | key
        return self._weigh(both) / self._weigh(either) if both else 0.0

    def _weigh(self, words: Iterable[str]) -> float:
        # In the order of the alphabet, since the sum of fractions depends on it.
        return sum(self._weights.get(word, self._weight_of_others) for word in sorted(words))


def key_of(words: Iterable[str]) -> frozenset[str]:
    """What tells texts apart, with one word for all that mean the same."""
    same = same_words()
    return frozenset(same.get(word, word) for word in words if word in same or word not in FUNCTION_WORDS) - {""}


@lru_cache(maxsize=1)
def same_words() -> dict[str, str]:
    return {word: group[0] for group in words_of_vocabulary()["same"] for word in group}


def current_editorial() -> Editorial:
    """One query while no text is edited, two more after any edit."""
    state = CatalogueVersion.state()
    return _editorial(state) if state else read_editorial()


@lru_cache(maxsize=1)
def _editorial(state: State) -> Editorial:
    return read_editorial()


def read_editorial() -> Editorial:
    """In two queries."""
    questions = list(Question.objects.published().order_by("position", "slug"))
    guides = list(Guide.objects.published().order_by("position", "slug"))
    return Editorial([*map(_of_question, questions), *map(_of_guide, guides)], {one.slug: one.title for one in guides})


def _of_question(question: Question) -> Article:
    link = f"{reverse('catalog:question_list')}#{question.slug}"
    courses = tuple(courses_in(question.answer))
    return Article(question.text, link, plain(question.answer), courses, _keys(question.slug, question.text))


def _of_guide(guide: Guide) -> Article:
    keys = _keys(guide.slug, guide.title, *HEADING.findall(guide.body))
    return Article(guide.title, guide_link(guide.slug), guide.summary, (), keys)


def _keys(slug: str, title: str, *headings: str) -> tuple[frozenset[str], ...]:
    """Of the title, of headings of more than a word, and of what else the article is asked for."""
    asked = [key_of(stems(text)) for text in (title, *words_of_vocabulary()["articles"].get(slug, ()))]
    return (*asked, *(key for key in (key_of(stems(text)) for text in headings) if len(key) > 1))


def plain(markdown: str) -> str:
    """One line without marks or addresses."""
    return " ".join(EMPHASIS.sub("", LINK.sub(r"\1", markdown)).split())


def courses_in(markdown: str) -> Iterator[str]:
    for _, address in LINK.findall(markdown):
        if found := COURSE_ADDRESS.fullmatch(address):
            yield found[1]
