"""The planning problem as an integer program for HiGHS: one thread, first teachers, clocks, no optimality gap."""

import time
from collections.abc import Sequence
from math import gcd

import highspy
import numpy as np

from tests.bench.model import Answer, Task, evaluate

INFINITY = highspy.kHighsInf
SOLVED = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kModelEmpty)
NO_SOLUTION = (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible)


class _Rows:
    """Columns and rows of the program, gathered in plain lists and passed to the solver at once."""

    def __init__(self) -> None:
        self.upper: list[float] = []
        self.low: list[float] = []
        self.high: list[float] = []
        self.starts: list[int] = [0]
        self.columns: list[int] = []
        self.values: list[float] = []

    def column(self, upper: float = 1) -> int:
        self.upper.append(upper)
        return len(self.upper) - 1

    def row(self, low: float, high: float, *terms: tuple[int, float]) -> None:
        for column, value in terms:
            self.columns.append(column)
            self.values.append(value)
        self.low.append(low)
        self.high.append(high)
        self.starts.append(len(self.columns))


class _Program:
    """Whole columns for actions, facts, first teachers and waived helps; then clocks, which need not be whole."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.rows = rows = _Rows()
        self.takes = [rows.column() for _ in task.actions]
        self.holds = {fact: rows.column() for fact in task.facts()}
        helps = ((number, fact) for number, action in enumerate(task.actions) for fact in sorted(action.helps))
        self.waives = {key: rows.column() for key in helps}
        self.firsts = {(n, fact): rows.column() for fact, numbers in task.teachers().items() for n in numbers}
        self.whole = len(rows.upper)
        self.sizes = task.circle_sizes()
        self.clocks = {node: rows.column(self.sizes[part]) for node, part in task.component.items()}
        self._link_teachers()
        self._link_needs()
        self._link_helps()
        if task.budget is not None:
            terms = [(take, action.money) for take, action in zip(self.takes, task.actions, strict=True)]
            rows.row(-INFINITY, task.budget, *terms)

    def _link_teachers(self) -> None:
        for fact, numbers in self.task.teachers().items():
            self.rows.row(0, 0, (self.holds[fact], 1), *((self.firsts[number, fact], -1) for number in numbers))
        for (number, fact), first in self.firsts.items():
            self.rows.row(0, 1, (self.takes[number], 1), (first, -1))
            if self.task.on_circle(number, fact):
                size = self.sizes[self.task.component[fact]]
                terms = ((self.clocks[fact], 1), (self.clocks[number], -1), (first, -size - 1))
                self.rows.row(-size, INFINITY, *terms)

    def _link_needs(self) -> None:
        for number, action in enumerate(self.task.actions):
            for fact in sorted(action.needs):
                self.rows.row(0, 1, (self.holds[fact], 1), (self.takes[number], -1))
                if self.task.on_circle(number, fact):
                    self.rows.row(0, INFINITY, (self.clocks[number], 1), (self.clocks[fact], -1))

    def _link_helps(self) -> None:
        for (number, fact), waive in self.waives.items():
            take = self.takes[number]
            self.rows.row(0, 2, (self.holds[fact], 1), (waive, 1), (take, -1))
            if self.task.on_circle(number, fact):
                size = self.sizes[self.task.component[fact]]
                terms = ((self.clocks[number], 1), (self.clocks[fact], -1), (waive, size), (take, -size))
                self.rows.row(-size, INFINITY, *terms)

    def points(self) -> dict[int, int]:
        own = {take: action.points for take, action in zip(self.takes, self.task.actions, strict=True)}
        return own | dict.fromkeys(self.waives.values(), self.task.help_points)


def solve(task: Task, seconds: float) -> Answer:
    """The best objective within a time limit. Goals that a budget does not allow are given up, levels before pins."""
    deadline = time.perf_counter() + seconds
    program = _Program(task)
    for fact in (*task.pins, *task.levels):
        program.rows.row(1, 1, (program.holds[fact], 1))
    status, values = _minimise(program, program.points(), deadline)
    if task.budget is None or status not in NO_SOLUTION:
        return _answer(program, status, values)
    program = _Program(task)
    for facts in (task.pins, task.levels):
        held = [(program.holds[fact], -1) for fact in facts]
        status, values = _minimise(program, dict(held), deadline)
        if status not in SOLVED:
            return Answer(None, proved=False)
        program.rows.row(-INFINITY, -sum(round(values[column]) for column, _ in held), *held)
    return _answer(program, *_minimise(program, program.points(), deadline))


def _minimise(
    program: _Program, costs: dict[int, int], deadline: float
) -> tuple[highspy.HighsModelStatus, Sequence[float]]:
    rows = program.rows
    # Whole numbers without a common factor: an answer within half a unit of the bound is the optimum.
    unit = gcd(*costs.values()) or 1
    problem = highspy.HighsLp()
    problem.num_col_, problem.num_row_ = len(rows.upper), len(rows.low)
    objective = np.zeros(len(rows.upper))
    for column, cost in costs.items():
        objective[column] = cost // unit
    problem.col_cost_ = objective
    problem.col_lower_ = np.zeros(len(rows.upper))
    problem.col_upper_ = np.array(rows.upper, dtype=float)
    problem.row_lower_ = np.array(rows.low, dtype=float)
    problem.row_upper_ = np.array(rows.high, dtype=float)
    problem.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    problem.a_matrix_.start_ = np.array(rows.starts, dtype=np.int32)
    problem.a_matrix_.index_ = np.array(rows.columns, dtype=np.int32)
    problem.a_matrix_.value_ = np.array(rows.values, dtype=float)
    kinds = [highspy.HighsVarType.kInteger] * program.whole
    problem.integrality_ = kinds + [highspy.HighsVarType.kContinuous] * (len(rows.upper) - program.whole)
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", 0.5)
    solver.setOptionValue("time_limit", max(0.01, deadline - time.perf_counter()))
    solver.passModel(problem)
    solver.run()
    return solver.getModelStatus(), solver.getSolution().col_value


def _answer(program: _Program, status: highspy.HighsModelStatus, values: Sequence[float]) -> Answer:
    if status not in SOLVED:
        return Answer(None, proved=False)
    chosen = [number for number, take in enumerate(program.takes) if values[take] > 0.5]
    waived = {key for key, waive in program.waives.items() if values[waive] > 0.5}
    return Answer(evaluate(program.task, chosen, waived), proved=True)
