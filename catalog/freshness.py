"""How long a fact is taken to hold once somebody has looked it up."""

from datetime import date, timedelta

CHECK_AGAIN_AFTER = timedelta(days=365)


def is_due(checked_on: date, today: date) -> bool:
    """Whether what was checked on that day is to be checked again."""
    return today - checked_on > CHECK_AGAIN_AFTER
