"""Sentences about a run of questions: what is left, why the rest is not asked, what more answers could save."""

from math import ceil
from typing import assert_never

from advisor.inquiry import Inquiry, Skipped
from advisor.wording import Wording

MINUTES_AN_HOUR = 60


def end_text(inquiry: Inquiry) -> str:
    """What a finished run asked, and that it was enough; empty while questions are left."""
    if not inquiry.settled:
        return ""
    every, asked, besides = len(inquiry.form), inquiry.asked, inquiry.volunteered
    also = f" and took {besides} more answer{'' if besides == 1 else 's'} from you" if besides else ""
    if asked + besides == every:
        return f"Asked {asked} of {every} questions{also}: that is all of them."
    return f"Asked {asked} of {every} questions{also}: the other answers can’t change your path."


def gap_text(inquiry: Inquiry) -> str:
    """The most that rating more skills could save; empty when that is nothing, or nothing that hours measure."""
    levels, points = inquiry.gap if inquiry.has_aim else (0, 0)
    if levels:
        return (
            f"More answers could bring at most {levels} more level{'' if levels == 1 else 's'} of your goal in reach."
        )
    if not points or inquiry.answers.prefer == "cheapest":
        return ""
    hours = ceil(points / MINUTES_AN_HOUR)
    return f"More answers about what you know could save you at most {hours} hour{'' if hours == 1 else 's'} of effort."


def skip_text(skipped: Skipped, wording: Wording) -> str:
    match skipped.kind:
        case "implied" if skipped.because:
            return f"Follows from {wording.skills(skipped.because)}."
        case "implied":
            return "Follows from your other answers."
        case "unneeded":
            return "No course that could be on your path asks for more than you hold."
        case "settled":
            return "No answer can change your path any more."
        case _:
            assert_never(skipped.kind)
