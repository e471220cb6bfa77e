"""What can be told from a question's wording alone: amounts, wishes, and what the learner says of themselves."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from advisor.ask.query import Filters

NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], start=1
    )
} | {"fifteen": "15", "twenty": "20", "thirty": "30", "forty": "40", "fifty": "50", "hundred": "100"}
NUMBER_WORD = re.compile(rf"\b({'|'.join(NUMBERS)})\b(?= (?:hour|hr|h|week|month|year|day)\b)")
HOUR, MOST = (
    r"(?:hour|hr|h)",
    (
        r"(?:under|below|less than|fewer than|at most|up to|max|maximum|within|no more than|shorter than|not more than"
        r"|not longer than)"
    ),
)
A = r"(?:(?:a|per|each|every|/) )?"
MOST_HOURS, MOST_HOURS_PER_WEEK, MOST_WEEKS = 10_000, 100, 1_000
DAYS_A_WEEK = 7
BLANKS = "|~ "
WEEKS = {"week": 1.0, "month": 52 / 12, "year": 52.0, "day": 1 / 7}

LANGUAGES = {
    "english": "en",
    "spanish": "es",
    "french": "fr",
    "german": "de",
    "chinese": "zh",
    "mandarin": "zh",
    "portuguese": "pt",
    "italian": "it",
    "hindi": "hi",
    "arabic": "ar",
    "russian": "ru",
    "japanese": "ja",
    "korean": "ko",
    "dutch": "nl",
    "polish": "pl",
    "turkish": "tr",
    "ukrainian": "uk",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """A wording that sets a limit; the wording is taken out of the question unless `stays`."""

    pattern: re.Pattern[str]
    change: Callable[[re.Match[str]], dict[str, Any]]
    stays: bool = False


def wish(pattern: str, *, stays: bool = False, **values: Any) -> Wish:
    return Wish(re.compile(rf"\b(?:{pattern})(?= |$)"), lambda found: values, stays)


def _weekly(found: re.Match[str]) -> dict[str, Any]:
    times = DAYS_A_WEEK if "day" in found[0] or "daily" in found[0] else 1
    hours = float(found[1]) * times
    return {"hours_per_week": hours} if 0 < hours <= MOST_HOURS_PER_WEEK else {}


def _most_hours(found: re.Match[str]) -> dict[str, Any]:
    hours = float(found[1])
    return {"max_hours": int(hours)} if 1 <= hours <= MOST_HOURS else {}


def _within(found: re.Match[str]) -> dict[str, Any]:
    weeks = round(int(found[1]) * WEEKS[found[2]])
    return {"weeks": weeks} if 1 <= weeks <= MOST_WEEKS else {}


AMOUNT = r"(\d{1,6}(?:\.\d{1,2})?)"
WISHES = (
    Wish(
        re.compile(
            rf"\b(?:(?:at|with|for|on|of) )?(?:about |only |around )?{AMOUNT} {HOUR} {A}(?:week|day|weekly|daily)\b"
        ),
        _weekly,
    ),
    Wish(re.compile(rf"\b(?:in )?{MOST} (?:of )?{AMOUNT} {HOUR}\b"), _most_hours),
    Wish(re.compile(rf"\b{AMOUNT} {HOUR} (?:max|maximum|or le|or less|or fewer|at most)(?= |$)"), _most_hours),
    Wish(re.compile(rf"\b(?:in )?{AMOUNT} {HOUR}(?= course| class| tutorial| introduction| or)"), _most_hours),
    Wish(re.compile(r"\b(?:in|within|under|for) (?:about |only |just )?(\d{1,4}) (week|month|year)\b"), _within),
    Wish(re.compile(r"\bis (\d{1,4}) (week|month|year)(?= enough)"), _within),
    wish("for (?:an? )?(?:absolute |complete |total )?(?:beginner|newbie|newcomer|novice|dummy)", level="beginner"),
    wish("(?:absolute |complete |total )?(?:beginner|newbie|newcomer|novice)(?: level| friendly)?", level="beginner"),
    wish("entry level|introductory|for dummy|no (?:prior )?experience|without (?:any )?experience", level="beginner"),
    wish("from scratch|from zero|zero knowledge"),
    wish("(?:no|without|not) (?:a |any |the )?certificate(?: needed| required| necessary)?"),
    wish("intermediate(?: level)?", level="intermediate"),
    wish("advanced(?: level)?|expert level|graduate level", level="advanced"),
    wish("cheapest|cheap|low cost|least expensive|affordable", sort="cheapest"),
    wish("shortest|quickest|quick|short|fastest", sort="shortest"),
    wish("introduction|easiest|easy|gentlest", stays=True, sort="gentlest"),
    wish("intuitive|gentle|visual explanation", style="intuitive"),
    wish(
        "mathematical|rigorou|rigorous|theoretical|(?:who )?(?:like|love|enjoy) math|math heavy|proof based",
        style="mathematical",
    ),
    wish(
        (
            "(?:without|no|not much|little|low|avoid|zero|minimal|hate) (?:any |the |heavy |too much )?math|non "
            "mathematical"
        ),
        maths="light",
    ),
    wish("(?:without|no|zero) (?:any |the )?(?:coding|code|programming)|non coding", coding="none"),
    wish(
        "(?:for )?(?:a |the )?(?:non technical|nontechnical) (?:people|person|manager|learner|audience|team)?",
        coding="none",
        sort="gentlest",
    ),
    wish("non technical|nontechnical", coding="none", sort="gentlest"),
    wish("for free|free of charge|no cost|at no cost|without paying|free", free=True, stays=True),
    wish(
        (
            "(?:with|and|including|offering) (?:a |an |the )?(?:free )?(?:certificate|certification)|certified|that "
            "give a certificate"
        ),
        certificate=True,
    ),
    wish("professional certificate", kind="professional-certificate", stays=True),
    wish("book|textbook|ebook", kind="book", stays=True),
)
LANGUAGE = re.compile(rf"\b(?:in |taught in )?({'|'.join(LANGUAGES)})\b(?: language| speaking)?")


def with_digits(text: str) -> str:
    return NUMBER_WORD.sub(lambda found: NUMBERS[found[1]], text)


def take_wishes(text: str, protected: Callable[[int, int], bool]) -> tuple[Filters, str]:
    """The limits that the wording sets, and the text with a bar in place of each. What is `protected` is a name."""
    filters = Filters()
    for one in WISHES:
        for found in list(one.pattern.finditer(text)):
            if protected(*found.span()) or not set(text[slice(*found.span())]) - set(BLANKS):
                continue
            filters = replace(filters, **one.change(found))
            if not one.stays:
                text = blank(text, found.span(), with_="~" if one.change is _within else "|")
    for found in list(LANGUAGE.finditer(text)):
        if not protected(*found.span()):
            filters = replace(filters, language=LANGUAGES[found[1]])
            text = blank(text, found.span())
    return filters, text


def blank(text: str, span: tuple[int, int], *, with_: str = "|") -> str:
    """The text with bars instead of letters, so that places stay where they are."""
    first, end = span
    return text[:first] + re.sub(r"\S", with_, text[first:end]) + text[end:]


KNOWS = (
    r"(?:who (?:already )?know|someone (?:already )?knowing|i (?:already |do |only |just )?know|already know(?:ing)?"
    r"|knowing"
    r"|(?:i am |who is |am |being )?(?:good at|good with|comfortable with|familiar with|fluent in|proficient in"
    r"|strong in|experienced in|experienced with)"
    r"|(?:with|have|has|having|got) (?:a |an |my |the )?(?:some |basic |good |solid |strong |little |prior "
    r"|previous )?(?:background|knowledge|experience|understanding|basic)? ?(?:in|of|with)"
    r"|with (?:some |basic |good |solid |strong |a little |prior )?(?=\w+(?: \w+)? (?:experience|background|knowledge"
    r"|skill))"
    r"|i can (?:already )?(?:code|program) in|i (?:have )?(?:already )?learned|i (?:use|write))"
)
LACKS = (
    r"(?:(?:i )?do not (?:really )?know(?: any)?|without (?:knowing|any|prior|knowledge of)|no (?:prior "
    r"|previous )?(?:knowledge|experience|background) (?:of|in|with)"
    r"|without (?:a |an |any )?(?=\w+ (?:background|experience|knowledge))|new to|weak (?:in|at|on)|bad at|poor at"
    r"|not good at|never (?:learned|studied|used|did|done)|rusty (?:in|at|on)"
    r"|no)"
)
CLAUSE_END = r"(?= ,| how | what | where | which | want | wanting | should | can | i | but | so | to | then | \||$)"
STATEMENT = re.compile(rf"\b({KNOWS}|{LACKS}) (.+?){CLAUSE_END}")
WEAKNESS = re.compile(
    r"\b(?:my )?((?:\w+ ){1,3}?)(?:is|are) (?:very |quite |too |really )?(?:weak|rusty|bad|poor|not good|terrible)\b"
)
FEW = re.compile(r"\b(?:basic|some|little|bit|beginner)\b")
MUCH = re.compile(r"\b(?:strong|advanced|expert|very well|fluent|deep|solid)\b")
LACKING = re.compile(LACKS)


@dataclass(frozen=True, slots=True)
class Statement:
    """Somebody knows what is named between the places, at the level."""

    first: int
    end: int
    level: int


def _level(text: str) -> int:
    return 1 if FEW.search(text) else 3 if MUCH.search(text) else 2


def statements(text: str) -> Iterator[Statement]:
    for found in STATEMENT.finditer(text):
        yield Statement(*found.span(), 0 if LACKING.fullmatch(found[1]) else _level(found[0]))
    for found in WEAKNESS.finditer(text):
        yield Statement(*found.span(), 0)
