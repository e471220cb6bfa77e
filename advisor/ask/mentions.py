"""Which courses, skills, providers and people a question names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from advisor.ask.folding import stem
from advisor.ask.lexicon import GENERIC, KIND_OF_WORD, Entry, Lexicon, Phrase, Phrases
from advisor.ask.phrases import BLANKS
from advisor.ask.query import Mention
from advisor.ask.words import ASKING_WORDS, FUNCTION_WORDS

LINKS = frozenset(["of", "by", "from", "on", "the", "a", "an", "at", "my", "one", "course", "class"])
KINDS = frozenset(["specialization", "certificate", "certification", "bootcamp"])
COURSE_LEVELS = frozenset({"beginner", "intermediate", "advanced"})
CLOSE_ENOUGH = 8
# How much of a title a single word has to be, to name it.
HALF = 0.5
PLAIN_WORDS = frozenset(stem(word) for word in ASKING_WORDS | FUNCTION_WORDS) | FUNCTION_WORDS | ASKING_WORDS


@dataclass(frozen=True, slots=True)
class Span:
    """Words from `first` up to but not including `end` that mean something."""

    first: int
    end: int
    words: Phrase
    entry: Entry

    def get(self, meaning: str) -> tuple[str, ...]:
        return self.entry.meanings.get(meaning, ())  # type: ignore[call-overload,no-any-return]

    @property
    def is_course(self) -> bool:
        return bool(self.get("course")) and not self.get("skill") and not self.get("goal")

    @property
    def is_goal(self) -> bool:
        return bool(self.get("goal")) and not self.get("skill")

    @property
    def is_supplier(self) -> bool:
        return bool(self.get("provider") or self.get("platform") or self.get("person"))


def find_spans(words: Sequence[str], phrases: Phrases) -> list[Span]:
    """The longest phrases from left to right; a comma within a phrase does not count."""
    spans, at = [], 0
    while at < len(words):
        span = _longest(words, at, phrases)
        if span:
            spans.append(span)
            at = span.end
        else:
            at += 1
    return spans


def _longest(words: Sequence[str], at: int, phrases: Phrases) -> Span | None:
    if words[at] == ",":
        return None
    phrase: list[str] = []
    best = None
    for end in range(at, min(len(words), at + phrases.longest + 2)):
        if words[end] == ",":
            continue
        if not set(words[end]) - set(BLANKS):
            break
        phrase.append(words[end])
        entry = phrases.meaning(tuple(phrase))
        if entry and not (len(phrase) == 1 and phrase[0] in FUNCTION_WORDS):
            best = Span(at, end + 1, tuple(phrase), entry)
    return best


def is_soft(span: Span, lexicon: Lexicon) -> bool:
    """Whether the phrase is put together from a supplier and a topic, so that it may mean just these."""
    if KINDS & set(span.words) or not span.is_course:
        return False
    inner = [word for word in span.words if word not in GENERIC]
    at = 0
    while at < len(inner):
        for end in range(len(inner), at, -1):
            entry = lexicon.meaning(tuple(inner[at:end]))
            if entry and any(meaning != "course" and meaning != "goal" for meaning in entry.meanings):
                at = end
                break
        else:
            return False
    return len(inner) > 1


@dataclass(slots=True)
class Run:
    """Neighbouring words that may name one thing together."""

    first: int
    end: int
    spans: list[Span]
    words: list[str]

    @property
    def named(self) -> list[str]:
        return [word for word in self.words if word not in GENERIC and word not in LINKS]


def find_runs(words: Sequence[str], spans: Sequence[Span]) -> list[Run]:
    at_word = {place: span for span in spans for place in range(span.first, span.end)}
    runs: list[Run] = []
    current: Run | None = None
    place = 0
    while place < len(words):
        span = at_word.get(place)
        end = span.end if span else place + 1
        if span or _may_name(words[place]):
            current = current or Run(place, place, [], [])
            current.end = end
            current.words += [word for word in words[place:end] if word != ","]
            current.spans += [span] if span else []
        elif current and words[place] in LINKS:
            current.words.append(words[place])
        elif current:
            runs.append(current)
            current = None
        place = end
    return [run for run in [*runs, current] if run and any(not word.isdecimal() for word in run.named)]


def _may_name(word: str) -> bool:
    if word == "," or not set(word) - set(BLANKS):
        return False
    return word in KIND_OF_WORD or word not in PLAIN_WORDS


def resolve(run: Run, lexicon: Lexicon) -> list[Mention]:
    """What the run names: courses where its words lead to some, else skills; else it is not known."""
    exact = [span for span in run.spans if span.is_course]
    named = run.named
    if len(exact) > 1 or (exact and set(named) <= {word for span in exact for word in span.words}):
        return [_exact(span, run, lexicon) for span in exact]
    if (
        not exact
        and all(span.is_supplier or span.is_goal for span in run.spans)
        and not unknown(run)
        and run.spans
        and not KINDS & set(run.words)
    ):
        return [Mention(" ".join(run.words))]
    skills_only = all(span.get("skill") for span in run.spans) and run.spans
    covered = {word for span in run.spans for word in span.words}
    if skills_only and not set(named) - covered and not KINDS & set(run.words):
        return [Mention(" ".join(span.words), skills=span.get("skill")) for span in run.spans]
    scored = score(run, lexicon)
    if exact and not scored:
        # Words that no course is known by tell none apart.
        scored = score(replace(run, words=[word for word in run.words if word in lexicon.by_word]), lexicon)
    if scored:
        if exact and set(exact[0].get("course")) & set(scored):
            scored = tuple(slug for slug in scored if slug in exact[0].get("course"))
        is_loose = not exact and (not KINDS & set(run.words) or bool(skills_only and not unknown(run)))
        return [Mention(" ".join(run.words), courses=scored, is_soft=is_loose)]
    if exact:
        return [_exact(exact[0], run, lexicon)]
    found = [Mention(" ".join(span.words), skills=span.get("skill")) for span in run.spans if span.get("skill")]
    return found if found and skills_only else [Mention(" ".join(run.words), skills=found[0].skills if found else ())]


def _exact(span: Span, run: Run, lexicon: Lexicon) -> Mention:
    is_level_and_topic = span.words[0] in COURSE_LEVELS and "course" in run.words and len(span.words) < 4
    may_be_topic = not KINDS & set(run.words) and (is_level_and_topic or is_soft(span, lexicon))
    return Mention(" ".join(span.words), courses=span.get("course"), is_soft=may_be_topic)


def unknown(run: Run) -> list[str]:
    """The run's words that belong to no phrase."""
    known = {word for span in run.spans for word in span.words}
    return [word for word in run.named if word not in known]


def score(run: Run, lexicon: Lexicon) -> tuple[str, ...]:
    """The courses that all the words name, the one best that they name fully; none when no course has them all."""
    wanted = set(_spelled_out(run))
    if not wanted:
        return ()
    holding = [lexicon.by_word.get(word, set()) for word in wanted]
    candidates = set.intersection(*holding) if holding else set()
    kinds = {kind for word in run.words for kind in KIND_OF_WORD.get(word, ())}
    courses = lexicon.shelf.catalogue.courses
    if kinds:
        candidates = {slug for slug in candidates if courses[slug].kind in kinds} or candidates
    least = 0.0 if "course" in run.words and len(candidates) == 1 else HALF
    ranked = sorted((-_tightness(slug, wanted, lexicon), slug) for slug in candidates)
    if not ranked or ranked[0][0] == 0 or (len(wanted) == 1 and ranked[0][0] > -least):
        # A single word of a long title does not name it.
        return ()
    best = [slug for closeness, slug in ranked if closeness == ranked[0][0]]
    return tuple(best) if len(best) <= CLOSE_ENOUGH else ()


def _tightness(slug: str, wanted: set[str], lexicon: Lexicon) -> float:
    title = lexicon.title_words[slug]
    return len(title & wanted) / len(title) if title else 0.0


def _spelled_out(run: Run) -> Iterable[str]:
    """The run's words, with abbreviations as what they stand for."""
    for word in run.named:
        yield from ABBREVIATIONS.get(word, (word,))


ABBREVIATIONS: dict[str, tuple[str, ...]] = {
    "ml": ("machine", "learning"),
    "dl": ("deep", "learning"),
    "rl": ("reinforcement", "learning"),
    "nlp": ("natural", "language", "processing"),
    "cv": ("computer", "vision"),
    "llm": ("llm",),
    "genai": ("generative", "ai"),
    "gcp": ("google", "cloud"),
    "uw": ("washington",),
    "stat": ("statistic",),
    "de": ("data", "engineering"),
}
