"""Plans and what-ifs for pickled answers, printed by another process than the one that asks; needs Django set up."""

import json
import pickle
from pathlib import Path

from advisor.answers import parse_answers
from advisor.planning import Advisor
from advisor.report import Report
from tests.advisor.plain import MONDAY, TODAY


def print_plans(file: str) -> None:
    """One line of JSON for each of the answers in the file, a pickled pair of catalogue and answers."""
    catalogue, questions = pickle.loads(Path(file).read_bytes())
    advisor = Advisor(catalogue)
    for question in questions:
        report = Report(advisor.solve(parse_answers({"start": MONDAY, **question}, catalogue, today=TODAY)))
        print(json.dumps([report.plan(), report.what_ifs()]))
