"""The planner against OR-Tools CP-SAT and HiGHS on the same instances in one run.

    python -m tests.bench.planner_bench                  about five minutes on two processor cores
    python -m tests.bench.planner_bench --quick          small catalogues only, some seconds
    python -m tests.bench.planner_bench --full           50 learners up to 1,000 courses and longer time limits
    python -m tests.bench.planner_bench --catalog CATALOG.json --learners LEARNERS.jsonl --sizes ""

Each engine starts from the same JSON of a learner; what does not depend on the learner is made once for each engine
and not timed. Everything runs in one thread. Ends with 1 when an engine proves another optimum than the planner or
finds something better, or when the checker finds a fault in a plan.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path

from advisor.planner import compile_catalog, parse_catalog, parse_learner, plan_path
from advisor.planner.checker import check_plan
from tests.bench import cp_sat, highs
from tests.bench.instances import Instance, make_catalog, make_learner
from tests.bench.model import Answer, CatalogModel, Task, build_task, compile_catalog_model

LEARNERS_A_CATALOGUE = 10
SOLVERS: dict[str, Callable[[Task, float], Answer]] = {"CP-SAT": cp_sat.solve, "HiGHS": highs.solve}
ENGINES = ("planner", *SOLVERS)


@dataclass(frozen=True, slots=True)
class Amount:
    """How many learners of a size, and the seconds a solver may take for one."""

    learners: int
    seconds: float


QUICK = {30: Amount(20, 20), 100: Amount(20, 20)}
DEFAULT = {
    30: Amount(60, 20),
    100: Amount(60, 20),
    300: Amount(50, 20),
    1_000: Amount(12, 20),
    10_000: Amount(2, 30),
}
FULL = {
    30: Amount(60, 120),
    100: Amount(60, 120),
    300: Amount(50, 120),
    1_000: Amount(50, 120),
    10_000: Amount(3, 120),
}


@dataclass(slots=True)
class Result:
    """One row of the table; times are seconds, `faults` are sentences."""

    label: str
    learners: int = 0
    agreeing: int = 0
    times: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in ENGINES})
    unproved: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ENGINES, 0))
    faults: list[str] = field(default_factory=list)


def generated(size: int, learners: int) -> Iterator[tuple[Instance, list[Instance]]]:
    for seed in range(ceil(learners / LEARNERS_A_CATALOGUE)):
        catalog = make_catalog(size, seed)
        first = seed * LEARNERS_A_CATALOGUE
        yield catalog, [make_learner(catalog, n) for n in range(first, min(first + LEARNERS_A_CATALOGUE, learners))]


def read_files(catalog: Path, learners: Path) -> tuple[Instance, list[Instance]]:
    lines = learners.read_text(encoding="utf-8").splitlines()
    return json.loads(catalog.read_text(encoding="utf-8")), [json.loads(line) for line in lines if line.strip()]


def run(label: str, groups: Iterable[tuple[Instance, list[Instance]]], seconds: float) -> Result:
    """One engine after the other for the learners of a catalogue, so that none pays for another's leftovers."""
    result = Result(label)
    for catalog, learners in groups:
        answers = {"planner": _run_planner(catalog, learners, result)}
        model = compile_catalog_model(catalog)
        for name in SOLVERS:
            answers[name] = [_solve(name, model, learner, seconds, result) for learner in learners]
        for place in range(len(learners)):
            contradictions = list(_contradictions({name: found[place] for name, found in answers.items()}))
            result.agreeing += not contradictions
            result.faults += [f"{label}, learner {result.learners + place + 1}: {fault}" for fault in contradictions]
        result.learners += len(learners)
        for name, found in answers.items():
            result.unproved[name] += sum(not answer.proved for answer in found)
    return result


def _run_planner(catalog: Instance, learners: list[Instance], result: Result) -> list[Answer]:
    compiled = compile_catalog(parse_catalog(catalog))
    answers = []
    for number, learner in enumerate(learners, start=result.learners + 1):
        begun = time.perf_counter()
        asked = parse_learner(learner, compiled.catalog)
        plan = plan_path(compiled, asked)
        result.times["planner"].append(time.perf_counter() - begun)
        faults = check_plan(compiled.catalog, asked, plan)
        result.faults += [f"{result.label}, learner {number}: {fault}" for fault in faults]
        found = plan.objective
        best = (found.pinned_missing, found.levels_missing, found.points)
        answers.append(Answer(best, plan.proven))
    return answers


def _solve(name: str, model: CatalogModel, learner: Instance, seconds: float, result: Result) -> Answer:
    begun = time.perf_counter()
    answer = SOLVERS[name](build_task(model, learner), seconds)
    result.times[name].append(time.perf_counter() - begun)
    return answer


def _contradictions(answers: dict[str, Answer]) -> Iterator[str]:
    """An answer that is not proved contradicts only when it is better than a proved one."""
    for name, answer in answers.items():
        for rival, other in answers.items():
            if not answer.proved or answer.objective is None or other.objective is None:
                continue
            if other.objective < answer.objective:
                yield f"{name} calls {answer.objective} best, {rival} found {other.objective}"


def percentile(times: Sequence[float], share: float) -> float:
    """The smallest time that at least this share of all times does not exceed."""
    return sorted(times)[max(0, ceil(share * len(times)) - 1)]


def table(results: Sequence[Result]) -> str:
    """Milliseconds; `>` marks a time at which a solver was stopped without a proof."""
    head = ["courses", "learners", "agree", "planner p50 / p95 / max ms"]
    head += [f"{name} p50 / p95 ms (unproved)" for name in SOLVERS]
    head += [f"{name} times slower: median, p95" for name in SOLVERS]
    lines = [head, ["---"] * len(head)]
    for result in results:
        own = [percentile(result.times["planner"], share) for share in (0.5, 0.95, 1)]
        cells = [result.label, str(result.learners), f"{result.agreeing}/{result.learners}"]
        cells.append(" / ".join(f"{1000 * value:.2f}" for value in own))
        ratios = []
        for name in SOLVERS:
            stopped = sorted(result.times[name])[-result.unproved[name]] if result.unproved[name] else float("inf")
            theirs = [percentile(result.times[name], share) for share in (0.5, 0.95)]
            marks = [">" if value >= stopped else "" for value in theirs]
            spent = [f"{mark}{1000 * value:,.1f}" for mark, value in zip(marks, theirs, strict=True)]
            cells.append(f"{' / '.join(spent)} ({result.unproved[name]})")
            times = zip(marks, theirs, own[:2], strict=True)
            ratios.append(", ".join(f"{mark}{value / mine:,.0f}" for mark, value, mine in times))
        lines.append(cells + ratios)
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description="The planner against two solvers on the same instances.")
    amount = parser.add_mutually_exclusive_group()
    amount.add_argument("--quick", action="store_true", help="small catalogues, few learners")
    amount.add_argument("--full", action="store_true", help="more learners, longer time limits")
    parser.add_argument("--sizes", help="numbers of courses, with commas; empty for none")
    parser.add_argument("--count", type=int, help="learners of each size")
    parser.add_argument("--seconds", type=float, help="time limit of a solver for one learner")
    parser.add_argument("--catalog", type=Path, help="a catalogue to run first, with --learners")
    parser.add_argument("--learners", type=Path, help="its learners, one JSON object a line")
    options = parser.parse_args(arguments)
    if (options.catalog is None) != (options.learners is None):
        parser.error("--catalog and --learners belong together")
    amounts = QUICK if options.quick else FULL if options.full else DEFAULT
    sizes = list(amounts) if options.sizes is None else [int(size) for size in options.sizes.split(",") if size]
    run("warming up", generated(30, 1), 20)
    results = []
    if options.catalog:
        files = read_files(options.catalog, options.learners)
        label = f"{options.catalog.stem}, {len(files[0]['courses']):,}"
        results.append(run(label, [files], options.seconds or 20))
    for size in sizes:
        chosen = amounts.get(size) or FULL.get(size) or Amount(10, 20)
        print(f"{size:,} courses ...", file=sys.stderr, flush=True)
        learners = chosen.learners if options.count is None else options.count
        results.append(run(f"{size:,}", generated(size, learners), options.seconds or chosen.seconds))
    print(table(results))
    faults = [fault for result in results for fault in result.faults]
    unproved = sum(result.unproved["planner"] for result in results)
    print(f"\nplans the checker or a solver contradicts: {len(faults)}; plans the planner did not prove: {unproved}")
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
