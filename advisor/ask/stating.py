"""Where a question says what the learner knows, lacks and is weak in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

KNOWS = (
    r"(?<!until )(?<!before )(?<!when )(?<!once )(?<!do )(?<!can )(?<!could )(?<!should )(?<!would )(?<!must )"
    r"(?:who (?:already )?know|someone (?:already )?knowing|i (?:already |do |only |just )?know|already know(?:ing)?"
    r"|knowing"
    r"|(?:i am |who is |am |being )?(?:good at|good with|comfortable with|familiar with|fluent in|proficient in"
    r"|strong in|experienced in|experienced with)"
    r"|(?:with|have|has|having|got) (?:a |an |my |the )?(?:some |basic |good |solid |strong |little |prior "
    r"|previous )?(?:background|knowledge|experience|understanding|basic)? ?(?:in|of|with)"
    r"|with (?:some|basic|a little)(?= (?!math)\w+(?: \w+)?(?:$| ,))"
    r"|with(?: some| basic| good| solid| strong| a little| prior)?(?= \w+(?: \w+)? (?:experience|background|knowledge"
    r"|skill))"
    r"|(?:but|and) know|i have(?: some)?(?! (?:to|a|an|been|only|the|no|never|not|just|heard|read|seen|\d+)\b)"
    r"|(?<=, )(?:solid|strong|fluent|decent)(?![^,]*\b(?:course|class|book|program)\b)"
    r"|i can (?:already )?(?:code|program) in|i (?:have )?(?:already )?learned|i (?:use|write))"
)
LACKS = (
    r"(?:(?:i )?do not (?:really )?know(?: any)?|without (?:knowing|any|prior|knowledge of)|no (?:prior "
    r"|previous )?(?:knowledge|experience|background) (?:of|in|with)"
    r"|without(?: a| an| any)?(?= \w+ (?:background|experience|knowledge))|new to"
    r"|have not (?:\w+ed|done|taken)(?: any)?|never (?:\w+ed|did|done|seen|took|taken|written|heard of)|no)"
)
WEAK = (
    r"(?:weak|rusty|bad|poor|shaky|terrible|awful|horrible|hopeless|not (?:so |very |too |that )?(?:good|great|strong))"
)
WEAK_AT = (
    rf"(?:{WEAK} (?:in|at|on|with)|(?:suck|struggle|fail|failing) (?:in|at|with)|struggling with|(?:afraid|scared) of"
    r"|(?:weak|poor|bad|shaky) (?:background|knowledge|foundation|grasp|understanding) (?:in|of))"
)
CLAUSE_END = r"(?= ,| how | what | where | which | want | wanting | should | can | i | but | so | to | then | \||$)"
STATEMENT = re.compile(rf"\b({WEAK_AT}|{KNOWS}|{LACKS}) (.+?){CLAUSE_END}")
DEGREE = r"(?:(?:very|quite|too|really|so|pretty|a bit|a little|somewhat|rather) )*"
WEAKNESS = re.compile(rf"\bmy (?:\w+ ){{1,3}}?(?:skill )?(?:(?:is|are) )?{DEGREE}{WEAK}(?: too)?\b")
STRENGTH = re.compile(
    r"(?:(?<=, )|^)(?:my )?(?:\S+ ){1,3}?(?:skill )?(?:is|are) (?:very |pretty |quite |all )?"
    r"(?:fine|ok|okay|good|solid|strong|no problem)(?= ,| but| and|$)"
)
WEAKLY = re.compile(rf"{WEAK_AT}")
FEW = re.compile(r"\b(?:basic|some|little|bit|beginner)\b")
VAGUE = re.compile(r"\b(?:some|little|bit|beginner)\b")
MUCH = re.compile(r"\b(?:strong|advanced|expert|well|fluent|deep(?! learning| neural| reinforcement)|solid)\b")
LACKING = re.compile(LACKS)
OTHER_DEGREE = re.compile(r" and (?=(?:a |have |know )*(?:basic|some|little|bit|strong|solid|advanced|expert) )")


@dataclass(frozen=True, slots=True)
class Statement:
    """Somebody knows what is named between the places, at the level; None is weakly. `of_basics` says the basics."""

    first: int
    end: int
    level: int | None
    of_basics: bool = False


def _level(text: str) -> int:
    return 1 if FEW.search(text) else 3 if MUCH.search(text) else 2


def _known(found: re.Match[str]) -> Iterator[Statement]:
    """What is known, apart where another degree begins behind an "and"."""
    first, end = found.span()
    split = OTHER_DEGREE.search(found[0])
    for begin, stop in ((first, first + split.start()), (first + split.end(), end)) if split else ((first, end),):
        part = found.string[begin:stop]
        yield Statement(begin, stop, _level(part), of_basics=not VAGUE.search(part))


def statements(text: str) -> Iterator[Statement]:
    for found in STATEMENT.finditer(text):
        if WEAKLY.fullmatch(found[1]):
            yield Statement(*found.span(), None)
        elif LACKING.fullmatch(found[1]):
            yield Statement(*found.span(), 0)
        else:
            yield from _known(found)
    for found in WEAKNESS.finditer(text):
        yield Statement(*found.span(), None)
    for found in STRENGTH.finditer(text):
        yield Statement(*found.span(), _level(found[0]))
