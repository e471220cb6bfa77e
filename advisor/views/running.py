"""Where a run of questions stands, for the pages that sum it up."""

from collections import defaultdict
from typing import Any

from advisor.inquiry_wording import end_text, gap_text, skip_text
from advisor.interview import Interview
from advisor.questionnaire import Question
from advisor.wording import Wording


def run_so_far(interview: Interview) -> dict[str, Any]:
    """How it ended, or how much is left; with the questions left out by the reason."""
    wording, skipped = Wording(interview.catalogue), interview.inquiry.skipped
    by_reason: defaultdict[str, list[Question]] = defaultdict(list)
    for question in interview.open_questions:
        if question.key in skipped:
            by_reason[skip_text(skipped[question.key], wording)].append(question)
    return {
        "end": end_text(interview.inquiry),
        "gap": gap_text(interview.inquiry),
        "left": interview.left,
        "skipped": len(skipped),
        "reasons": [{"why": why, "questions": questions} for why, questions in by_reason.items()],
    }
