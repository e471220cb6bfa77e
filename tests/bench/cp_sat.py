"""The planning problem as a constraint program for OR-Tools CP-SAT: one thread, whole numbers."""

import time

from ortools.sat.python import cp_model

from tests.bench.model import Answer, Fact, Task, evaluate


class _Program:
    """Which actions are taken, who teaches each fact first, and clocks where actions could support each other."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.model = cp_model.CpModel()
        self.takes = [self.model.new_bool_var("") for _ in task.actions]
        self.waives: dict[tuple[int, Fact], cp_model.IntVar] = {}
        self.holds: dict[Fact, cp_model.IntVar] = {fact: self.model.new_bool_var("") for fact in task.facts()}
        sizes = task.circle_sizes()
        self.clocks = {node: self.model.new_int_var(0, sizes[number], "") for node, number in task.component.items()}
        self._link_teachers()
        self._link_needs()
        if task.budget is not None:
            spent = [take * action.money for take, action in zip(self.takes, task.actions, strict=True)]
            self.model.add(sum(spent) <= task.budget)

    def _link_teachers(self) -> None:
        for fact, numbers in self.task.teachers().items():
            firsts = []
            for number in numbers:
                first = self.model.new_bool_var("")
                firsts.append(first)
                self.model.add_implication(first, self.takes[number])
                if self.task.on_circle(number, fact):
                    self.model.add(self.clocks[fact] >= self.clocks[number] + 1).only_enforce_if(first)
            self.model.add(sum(firsts) == self.holds[fact])

    def _link_needs(self) -> None:
        for number, action in enumerate(self.task.actions):
            take = self.takes[number]
            for fact in sorted(action.needs):
                self.model.add_implication(take, self.holds[fact])
                if self.task.on_circle(number, fact):
                    self.model.add(self.clocks[number] >= self.clocks[fact])
            for fact in sorted(action.helps):
                waive = self.model.new_bool_var("")
                self.waives[number, fact] = waive
                self.model.add_bool_or(take.negated(), waive, self.holds[fact])
                if self.task.on_circle(number, fact):
                    helped = self.model.add(self.clocks[number] >= self.clocks[fact])
                    helped.only_enforce_if(take, waive.negated())

    def points(self) -> cp_model.LinearExprT:
        own = [take * action.points for take, action in zip(self.takes, self.task.actions, strict=True)]
        return sum(own) + sum(waive * self.task.help_points for waive in self.waives.values())


def solve(task: Task, seconds: float) -> Answer:
    """The best objective within a time limit. Goals that a budget does not allow are given up, levels before pins."""
    deadline = time.perf_counter() + seconds
    program = _Program(task)
    for fact in (*task.pins, *task.levels):
        program.model.add(program.holds[fact] == 1)
    status, solver = _minimise(program.model, program.points(), deadline)
    if task.budget is None or status != cp_model.INFEASIBLE:
        return _answer(program, status, solver)
    program = _Program(task)
    for facts in (task.pins, task.levels):
        missing = len(facts) - sum(program.holds[fact] for fact in facts)
        status, solver = _minimise(program.model, missing, deadline)
        if status != cp_model.OPTIMAL:
            return Answer(None, proved=False)
        program.model.add(missing <= round(solver.objective_value))
    return _answer(program, *_minimise(program.model, program.points(), deadline))


def _minimise(model: cp_model.CpModel, what: cp_model.LinearExprT, deadline: float) -> tuple[int, cp_model.CpSolver]:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = max(0.01, deadline - time.perf_counter())
    model.clear_objective()
    model.minimize(what)
    return solver.solve(model), solver


def _answer(program: _Program, status: int, solver: cp_model.CpSolver) -> Answer:
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Answer(None, proved=False)
    chosen = [number for number, take in enumerate(program.takes) if solver.boolean_value(take)]
    waived = {key for key, waive in program.waives.items() if solver.boolean_value(waive)}
    return Answer(evaluate(program.task, chosen, waived), proved=status == cp_model.OPTIMAL)
