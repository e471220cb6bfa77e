"""How many made-up cases a test takes: few in each run, `HYPOTHESIS_PROFILE=long` for ten times as many."""

import os

LONG = "long"


def examples(count: int) -> int:
    return 10 * count if os.environ.get("HYPOTHESIS_PROFILE") == LONG else count
