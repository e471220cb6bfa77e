"""The short run of the questionnaire against the whole form, on the shipped catalogue.

    python -m tests.bench.interview_bench                  300 learners, about two minutes on two processor cores
    python -m tests.bench.interview_bench --learners 30

Learners are made up and answer truthfully. Ends with 1 when the path after a short run is not the path after the whole
form, in courses or in their order, when the number of questions left ever grows, or when the median run asks more than
half of the form. Choosing the next question is meant to take less than 150 ms at the 95th percentile.
"""

import argparse
import os
import statistics
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import django
from django.core.management import call_command

os.environ["DATABASE_URL"] = "sqlite:///:memory:"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from advisor import planner  # noqa: E402  after the setup
from advisor.planning import Advisor  # noqa: E402
from advisor.questionnaire import LEVEL_PREFIX  # noqa: E402
from advisor.snapshot import read_catalogue  # noqa: E402
from tests.advisor.runs import every_truth, short_run, solution, whole_form  # noqa: E402

LEARNERS = 300


@dataclass
class Figures:
    asked: list[int] = field(default_factory=list)
    form: list[int] = field(default_factory=list)
    choosing: list[float] = field(default_factory=list)
    solving: list[float] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def measure(advisor: Advisor, learners: int) -> Figures:
    figures = Figures()
    for seed, truth in enumerate(every_truth(advisor, learners)):
        run = short_run(advisor, truth)
        short, whole = solution(advisor, run.completed), solution(advisor, whole_form(advisor, truth, run.form))
        began = time.perf_counter()
        planner.plan_path(advisor.compiled, short.problem.learner)
        figures.solving.append(time.perf_counter() - began)
        ways = [[(step.course, step.program) for step in found.plan.steps] for found in (short, whole)]
        if ways[0] != ways[1]:
            figures.faults.append(f"learner {seed}: {ways[0]} is not {ways[1]}")
        if run.at_most != sorted(run.at_most, reverse=True):
            figures.faults.append(f"learner {seed}: at most {run.at_most}")
        figures.asked.append(len(run.asked))
        figures.form.append(len(run.form))
        figures.choosing += run.seconds
        figures.kinds.update("level" if key.startswith(LEVEL_PREFIX) else key for key in run.asked)
    return figures


def percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def report(figures: Figures) -> None:
    for name, counts in (("short run", figures.asked), ("whole form", figures.form)):
        print(
            f"questions, {name}: median {statistics.median(counts):g}, mean {statistics.mean(counts):.1f}, "
            f"max {max(counts)}"
        )
    for name, seconds in (("choosing the next question", figures.choosing), ("one plan", figures.solving)):
        print(
            f"{name}: p50 {percentile(seconds, 0.5) * 1000:.1f} ms, p95 {percentile(seconds, 0.95) * 1000:.1f} ms, "
            f"max {max(seconds) * 1000:.0f} ms"
        )
    for share in (0.5, 0.95):
        ratio = percentile(figures.choosing, share) / percentile(figures.solving, share)
        print(f"choosing over one plan, p{share * 100:.0f}: {ratio:.1f}")
    learners = len(figures.asked)
    shares = (f"{key} {count / learners:.2f}" for key, count in figures.kinds.most_common())
    print(f"questions a learner, by kind: {', '.join(shares)}")
    print(f"learners: {learners}, same path in the same order: {learners - len(figures.faults)}")


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure the questionnaire's short run against the whole form.")
    parser.add_argument("--learners", type=int, default=LEARNERS)
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    call_command("load_catalog", verbosity=0)
    figures = measure(Advisor(read_catalogue()), options.learners)
    report(figures)
    if 2 * statistics.median(figures.asked) > statistics.median(figures.form):
        figures.faults.append("the median run asks more than half of the form")
    print("\n".join(figures.faults))
    return 1 if figures.faults else 0


if __name__ == "__main__":
    sys.exit(main())
