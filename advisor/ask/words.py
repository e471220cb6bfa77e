"""English words that questions use, whatever the catalogue holds."""

import json
from pathlib import Path

ENGLISH = json.loads((Path(__file__).resolve().parent.parent / "data" / "english.json").read_text(encoding="utf-8"))


def listed(name: str) -> frozenset[str]:
    return frozenset(word for line in ENGLISH[name] for word in line.split())


FUNCTION_WORDS = listed("function")
# What people say around a topic; they carry an intent or nothing.
ASKING_WORDS = listed("asking")
# Words that lie close to the catalogue's own: without them "curse" might be read as "course".
OTHER_WORDS = listed("other")
