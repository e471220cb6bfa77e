"""python -m advisor.planner CATALOG.json LEARNERS.jsonl: one plan a line."""

import json
import os
import sys
from pathlib import Path

from advisor.planner.compiled import CompiledCatalog, compile_catalog
from advisor.planner.path import plan_path
from advisor.planner.problem import Learner, Plan
from advisor.planner.reading import parse_catalog, parse_learner

USAGE = "usage: python -m advisor.planner CATALOG.json LEARNERS.jsonl"


class Unusable(Exception):
    """One line for standard error."""


def main(arguments: list[str]) -> int:
    try:
        if len(arguments) != 2:
            raise Unusable(USAGE)
        catalog = _catalog(arguments[0])
        learners = _learners(arguments[1], catalog)
    except Unusable as fault:
        print(str(fault).encode("ascii", "backslashreplace").decode().replace("\n", " "), file=sys.stderr)
        return 2
    for learner in learners:
        print(json.dumps(_answer(plan_path(catalog, learner))))
    sys.stdout.flush()
    return 0


def _catalog(name: str) -> CompiledCatalog:
    try:
        return compile_catalog(parse_catalog(_decoded(_text(name))))
    except ValueError as fault:
        raise Unusable(f"{name}: {fault}") from fault


def _learners(name: str, catalog: CompiledCatalog) -> list[Learner]:
    learners = []
    for number, line in enumerate(_text(name).split("\n"), start=1):
        if line.strip():
            try:
                learners.append(parse_learner(_decoded(line), catalog.catalog))
            except ValueError as fault:
                raise Unusable(f"{name}: line {number}: {fault}") from fault
    return learners


def _text(name: str) -> str:
    try:
        return Path(name).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        raise Unusable(f"{name}: is not UTF-8 at byte {fault.start}") from fault
    except (OSError, ValueError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) and fault.strerror else str(fault)
        raise Unusable(f"{name}: {reason}") from fault


def _decoded(text: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as fault:
        raise ValueError(f"broken JSON at line {fault.lineno}, column {fault.colno}: {fault.msg}") from fault
    except RecursionError as fault:
        raise ValueError("broken JSON: nested too deeply") from fault


def _answer(plan: Plan) -> dict[str, object]:
    objective = plan.objective
    return {
        "path": [[step.course, step.program] for step in plan.steps],
        "objective": [objective.pinned_missing, objective.levels_missing, objective.points],
        "proven": plan.proven,
    }


if __name__ == "__main__":
    try:
        status = main(sys.argv[1:])
    except BrokenPipeError:
        # The reader has gone; keep the interpreter from complaining when it closes the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 1
    sys.exit(status)
