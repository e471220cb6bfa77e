"""What can be told from a question's wording alone: amounts, wishes, and what the learner says of themselves."""

import re
from collections.abc import Callable
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
MOST_HOURS, MOST_HOURS_PER_WEEK, MOST_WEEKS, MOST_PRICE = 10_000, 100, 1_000, 100_000
DAYS_A_WEEK = 7
BLANKS = "|~% "
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


# Somebody looks for a course, by whatever name.
COURSE_WORDS = re.compile(
    r"\b(?:course|class|book|tutorial|lecture|program|training|certificate|certification|something|anything|material"
    r"|resource)\b"
)
# The wording before a wish that turns it round.
NEGATED = re.compile(
    r"\b(?:not|non|no|without|nothing|never|less)"
    r"(?: (?:too|very|so|that|really|much|any|want|need|require|involve|contain|use|like|just"
    r"|only|for|a|an|the|be|in|with|taught|overly|necessarily|to|do|write))* $"
)


@dataclass(frozen=True, slots=True)
class Wish:
    """A wording that sets a limit; the wording is taken out of the question unless `stays`.

    `negated` is what it sets behind a "not"; None sets nothing.
    """

    pattern: re.Pattern[str]
    change: Callable[[re.Match[str]], dict[str, Any]]
    stays: bool = False
    negated: dict[str, Any] | None = None


def wish(pattern: str, *, stays: bool = False, negated: dict[str, Any] | None = None, **values: Any) -> Wish:
    return Wish(re.compile(rf"\b(?:{pattern})(?= |$)"), lambda found: values, stays, negated)


def without(key: str, value: str) -> dict[str, Any]:
    return {"exclude": {key: (value,)}}


def changed(filters: Filters, values: dict[str, Any]) -> Filters:
    """Limits set anew; what is to be left out adds up."""
    more = values.get("exclude", {})
    exclude = {key: (*filters.exclude.get(key, ()), *more[key]) for key in more}
    return replace(filters, **values | {"exclude": {**filters.exclude, **exclude}})


def _weekly(found: re.Match[str]) -> dict[str, Any]:
    times = DAYS_A_WEEK if "day" in found[0] or "daily" in found[0] else 1
    hours = float(found[1]) * times
    return {"hours_per_week": hours} if 0 < hours <= MOST_HOURS_PER_WEEK else {}


def _most_hours(found: re.Match[str]) -> dict[str, Any]:
    hours = float(found[1])
    return {"max_hours": int(hours)} if 1 <= hours <= MOST_HOURS else {}


def _most_price(found: re.Match[str]) -> dict[str, Any]:
    amount = float(found["before"] or found["after"])
    return {"max_price": int(amount)} if 1 <= amount <= MOST_PRICE else {}


def _within(found: re.Match[str]) -> dict[str, Any]:
    weeks = round(int(found[1]) * WEEKS[found[2]])
    return {"weeks": weeks} if 1 <= weeks <= MOST_WEEKS else {}


# What stands in a shape for a time limit and for a weekly pace.
MARKS: dict[Callable[[re.Match[str]], dict[str, Any]], str] = {_within: "~", _weekly: "%"}
AMOUNT = r"(\d{1,6}(?:\.\d{1,2})?)"
CURRENCY = r"(?:usd|dollar|buck|eur|euro|gbp|pound)"
PRICE = rf"(?:{CURRENCY} (?P<before>\d{{1,6}})(?:\.\d\d?)?(?: {CURRENCY})?|(?P<after>\d{{1,6}})(?:\.\d\d?)? {CURRENCY})"
WISHES = (
    Wish(
        re.compile(
            rf"\b(?:(?:for|with|on|and|only|i have|i got|i can spend|can spend|spend|costing|that cost|price|budget) )*"
            rf"(?:(?:a |my )?budget (?:of|is|:) )?"
            rf"(?:(?:{MOST}|not over|not above|cheaper than|about|around|only|just) )*"
            rf"{PRICE}(?: (?:budget|max|maximum|at most|or le|or less|in total|total))*(?= |$)"
        ),
        _most_price,
    ),
    Wish(
        re.compile(
            rf"\b(?:(?:at|with|for|on|of) )?(?:about |only |around )?{AMOUNT} {HOUR} {A}(?:week|day|weekly|daily)\b"
        ),
        _weekly,
    ),
    Wish(re.compile(rf"\b(?:in )?{MOST} (?:of )?{AMOUNT} {HOUR}\b"), _most_hours),
    Wish(
        re.compile(
            rf"(?<!least )(?<!than )(?<!over )(?<!after )\b(?:in )?{AMOUNT} {HOUR}"
            r"(?! shift| job| day| workday| a | per )"
            r"(?: (?:max|maximum|or le|or less|or fewer|at most|in total|total))*(?= |$)"
        ),
        _most_hours,
    ),
    Wish(
        re.compile(
            r"(?:\b(?:in|within|under|for(?! \d+ year)|have|got|only|just) (?:about |only |just )?|(?<=, ))(\d{1,4}) "
            r"(week|month|year)\b"
        ),
        _within,
    ),
    Wish(re.compile(r"(?<!least )(?<!than )(?<=course )(\d{1,4}) (week|month)(?=$| ,)"), _within),
    Wish(re.compile(r"\bis (\d{1,4}) (week|month|year)(?= enough)"), _within),
    wish(
        "for (?:an? )?(?:absolute |complete |total )?(?:beginner|newbie|newcomer|novice|dummy)",
        negated=without("level", "beginner"),
        level="beginner",
    ),
    wish(
        "(?:absolute |complete |total )?(?:beginner|newbie|newcomer|novice|noob)(?: level| friendly)?",
        negated=without("level", "beginner"),
        level="beginner",
    ),
    wish(
        "entry level|introductory|for dummy|no (?:prior |previous )?experience|without (?:any )?(?:prior )?experience",
        negated=without("level", "beginner"),
        level="beginner",
    ),
    wish("from scratch|from zero|zero knowledge"),
    wish(
        "(?<!has )(?<!have )(?<!give )(?:no|without|not) (?:a |any |the )?certificate(?: needed| required| necessary)?"
    ),
    wish("intermediate(?: level)?", negated=without("level", "intermediate"), level="intermediate"),
    wish("advanced(?: level)?|expert level|graduate level", negated=without("level", "advanced"), level="advanced"),
    wish("expensive|pricey|costly", stays=True, negated={"sort": "cheapest"}),
    wish("hard|difficult|tough|challenging", stays=True, negated={"sort": "gentlest"}),
    wish("long", stays=True, negated={"sort": "shortest"}),
    wish("cheapest|cheaper|cheap|low cost|least expensive|affordable", sort="cheapest"),
    wish("shortest|shorter|quickest|quicker|quick|short|fastest", sort="shortest"),
    wish("introduction|easiest|easier|easy|gentlest|gentler|simpler", stays=True, sort="gentlest"),
    wish("intuitive|gentle|visual explanation|visually|visual", style="intuitive"),
    wish(
        "(?:without|no|not much|little|low|avoid|zero|minimal|hate|light on)"
        " (?:any |the |heavy |too much |much )?math|(?:light|easy|basic) math",
        maths="light",
    ),
    wish(
        "(?:with )?(?:(?:a )?lot of |much |deep |heavy )(?:theory|proof)(?: and (?:theory|proof|math))?"
        "|with (?:theory and )?proof|mathematical|rigorou|rigorous|theoretical|(?:who )?(?:like|love|enjoy) math"
        "|math heavy|heavy math|proof based",
        negated={"maths": "light"},
        style="mathematical",
    ),
    wish(
        "(?:coding|programming|code)(?! (?:experience|background|knowledge|skill))",
        stays=True,
        negated={"coding": "none"},
    ),
    wish("math(?! (?:experience|background|knowledge|skill))", stays=True, negated={"maths": "light"}),
    wish("(?:without|no|zero|not involving) (?:any |the |much )?(?:coding|code|programming)|non coding", coding="none"),
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
    wish(
        "professional certificate",
        stays=True,
        negated=without("kind", "professional-certificate"),
        kind="professional-certificate",
    ),
    wish("book|textbook|ebook", stays=True, negated=without("kind", "book"), kind="book"),
)
LANGUAGE = re.compile(rf"\b(?:in |taught in )?({'|'.join(LANGUAGES)})\b(?: language| speaking)?")


# One wording for what is said in several ways, so that each rule needs to know one.
REWRITES = tuple(
    (re.compile(pattern), text)
    for pattern, text in (
        (
            r"^(?:please|kindly) "
            r"|\b(?:can|could|would|will) you (?:please )?(?=explain|tell|recommend|suggest|compare|show|find|give)",
            "",
        ),
        (r"\b(by|of|from|with) (?:professor|prof|mr|mrs|ms)\b", r"\1"),
        (
            r"\bfree of (?:charge|cost)\b|\bunpaid\b|\bbudget (?:, |is |of )?(?:zero|0|nothing|none)\b"
            r"|\b(?:no|zero) budget\b"
            r"|\b(?:no|not|non|without|zero|not have|not any) (?:any |a |have )?"
            r"(?:paid|fee|payment|charge|money|tuition)\b",
            "free",
        ),
        (
            r"\b((?:get|receive|earn|give|offer|there|have) (?:a |an |any |the )?certificate)"
            r"(?= (?:from|for|at|by|after|of)\b)",
            r"\1 ,",
        ),
        (
            r"\b(?:that |which )?(?:(?:do|doe|will|must|should) not cost (?:me )?(?:anything|money|a \w+)"
            r"|cost(?:ing)? nothing|without (?:spending|paying)(?: (?:anything|money|a (?:cent|dime|penny)))?)\b",
            "for free",
        ),
        (
            r"\b(?:can|do|will|could) not (?:want to |afford to )?pay(?: (?:for )?(?:anything|money|a (?:cent|dime)))?"
            r"(?= ,| and| but|$)",
            "for free",
        ),
        (
            r"\b((?:know|have|with|good at) (?:\S+ ){1,4}?)(?:but|and) (?:no|not|little) (?=\S+(?: ,|$))",
            r"\1but i do not know ",
        ),
        (r"\b(know (?:\S+ ){1,4}?)(?:but|and) (?:no|not) (?=\S+ \S+(?: ,|$))", r"\1but i do not know "),
        (
            r"(?<!become a )(?<!become an )(?<!become )(?<!as a )"
            r"\b(?:software|web|java|backend|frontend|mobile|full stack) (?:developer|engineer|programmer|dev)\b",
            "person",
        ),
        (
            r"\b(?:i have |have |has )?never (?:coded|code|programmed|written code)(?: before)?\b",
            "i do not know programming",
        ),
        # HR, where no number makes it hours.
        (
            r"(?<!\d )\bhour(?= (?:people|person|team|manager|professional|staff|department))|(?<=for )hour$",
            "human resource",
        ),
        # Slips that are words themselves.
        (r"\bhow log\b", "how long"),
        (r"\bform (?=scratch|zero)", "from "),
    )
)


def with_digits(text: str) -> str:
    """The text with amounts in digits and with one wording for what is said in several ways."""
    text = NUMBER_WORD.sub(lambda found: NUMBERS[found[1]], text)
    for pattern, plain in REWRITES:
        text = pattern.sub(plain, text)
    return text


def take_wishes(text: str, protected: Callable[[int, int], bool]) -> tuple[Filters, str]:
    """The limits that the wording sets, and the text with a bar in place of each. What is `protected` is a name."""
    filters = Filters()
    for one in WISHES:
        for found in list(one.pattern.finditer(text)):
            if protected(*found.span()) or not set(text[slice(*found.span())]) - set(BLANKS):
                continue
            turned = NEGATED.search(text[: found.start()])
            filters = changed(filters, one.negated or {} if turned else one.change(found))
            if turned:
                text = blank(text, (turned.start(), found.end()))
            elif not one.stays:
                text = blank(text, found.span(), with_=MARKS.get(one.change, "|"))
    for found in list(LANGUAGE.finditer(text)):
        if not protected(*found.span()):
            turned = NEGATED.search(text[: found.start()])
            code = LANGUAGES[found[1]]
            filters = changed(filters, without("language", code) if turned else {"language": code})
            text = blank(text, (turned.start() if turned else found.start(), found.end()))
    return filters, text


def blank(text: str, span: tuple[int, int], *, with_: str = "|") -> str:
    """The text with bars instead of letters, so that places stay where they are."""
    first, end = span
    return text[:first] + re.sub(r"\S", with_, text[first:end]) + text[end:]


def blank_words(text: str, first: int, end: int) -> str:
    """The text with bars instead of the words from `first` up to but not including `end`."""
    words = text.split()
    return " ".join(["|" * len(word) if first <= at < end else word for at, word in enumerate(words)])
