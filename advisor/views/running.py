"""Where a run of questions stands, for the pages that sum it up."""

from typing import Any

from advisor.inquiry_wording import end_text, gap_text, skip_text
from advisor.interview import Interview
from advisor.wording import Wording


def run_so_far(interview: Interview) -> dict[str, Any]:
    """How it ended, or how much is left; with the questions left out, each with the reason."""
    wording, skipped = Wording(interview.catalogue), interview.inquiry.skipped
    return {
        "end": end_text(interview.inquiry),
        "gap": gap_text(interview.inquiry),
        "left": interview.left,
        "skipped": [
            {"question": question, "why": skip_text(skipped[question.key], wording)}
            for question in interview.open_questions
            if question.key in skipped
        ],
    }
