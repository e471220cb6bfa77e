"""Words as questions and the catalogue have in common: lower case, no accents, no plurals, contractions spelled out."""

import re
from functools import lru_cache

from catalog.models.courses import fold

CONTRACTIONS = {
    "what's": "what is",
    "whats": "what is",
    "who's": "who is",
    "where's": "where is",
    "how's": "how is",
    "that's": "that is",
    "it's": "it is",
    "i'm": "i am",
    "im": "i am",
    "ive": "i have",
    "can't": "can not",
    "cant": "can not",
    "cannot": "can not",
    "won't": "will not",
    "u": "you",
    "ur": "your",
    "pls": "please",
    "plz": "please",
    "thx": "thanks",
    "b4": "before",
    "1st": "first",
    "2nd": "second",
    "w": "with",
    "til": "until",
    "till": "until",
    "youre": "you are",
    "theyre": "they are",
    "lemme": "let me",
    "gimme": "give me",
    "wanna": "want to",
    "gonna": "going to",
}
NOT = re.compile(r"(are|is|was|were|have|has|had|do|does|did|should|would|could|must|need)n'?t")
SHORTENED = {"d": "would", "ll": "will", "ve": "have", "re": "are"}
SIGNS = (
    ("’", "'"),
    ("‘", "'"),
    ("w/o", " without "),
    ("w/", " with "),
    ("&", " and "),
    ("$", " usd "),
    ("€", " eur "),
    ("£", " gbp "),
    ("<", " less than "),
    (">", " more than "),
)
TOKEN = re.compile(r"[^\W_]+(?:[.'][^\W_]+)*[+#]*")
NUMBER_WITH_UNIT = re.compile(r"(\d+)(h|hr|hrs|hour|hours|wk|wks|months|month|weeks|week|yrs|usd)")
# Endings in s that are no plurals.
NO_PLURALS = {"aws", "keras", "pandas", "basis", "bias", "series", "always", "this", "his", "yes", "gas", "cs50", "as"}
SPELLINGS = {
    "hrs": "hour",
    "hr": "hour",
    "wk": "week",
    "wks": "week",
    "mins": "minute",
    "yrs": "year",
    "bucks": "dollar",
    "eng": "engineering",
    "dev": "developer",
    "prereq": "prerequisite",
    "prereqs": "prerequisite",
    "intro": "introduction",
    "spec": "specialization",
    "cert": "certificate",
    "specialisation": "specialization",
    "recognised": "recognized",
    "programme": "program",
    "everyone": "everybody",
    "visualisation": "visualization",
    "hyperparametre": "hyperparameter",
    "mathematic": "math",
    "huggingface": "hugging face",
    "deeplearningai": "deeplearning.ai",
}


def tokens(text: str) -> list[str]:
    """The words of a text in the order they stand, spelled as in the text but folded."""
    plain = fold(text)
    for sign, word in SIGNS:
        plain = plain.replace(sign, word)
    words: list[str] = []
    for raw in TOKEN.findall(plain):
        spelled = CONTRACTIONS.get(raw) or _spelled_out(raw)
        for word in spelled.split():
            if unit := NUMBER_WITH_UNIT.fullmatch(word):
                words += unit.groups()
            else:
                words.append(word.removesuffix("'s").replace("'", ""))
    return [word for word in words if word]


def _spelled_out(raw: str) -> str:
    if found := NOT.fullmatch(raw):
        return f"{found[1]} not"
    word, _, short = raw.partition("'")
    return f"{word} {SHORTENED[short]}" if short in SHORTENED else raw


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The word without a plural's ending and in one spelling: networks, network; mathematics, maths, math."""
    if len(word) > 4 and word.endswith(("sses", "ches", "shes", "xes")):
        word = word[:-2]
    elif len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) and word not in NO_PLURALS:
        word = f"{word[:-3]}y" if len(word) > 4 and word.endswith("ies") else word[:-1]
    return SPELLINGS.get(word, word)


def stems(text: str) -> tuple[str, ...]:
    """The stems of a text's words; a spelling that stands for two words counts as both."""
    return tuple(part for word in tokens(text) for part in stem(word).split())
