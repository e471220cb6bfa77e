"""The exact planner. Plain Python, standard library only; every figure is a whole number."""

from advisor.planner.compiled import CompiledCatalog, compile_catalog
from advisor.planner.path import NODE_LIMIT, plan_path
from advisor.planner.problem import (
    Catalog,
    Course,
    Filters,
    Learner,
    Objective,
    Plan,
    Program,
    Step,
    Weights,
)
from advisor.planner.reading import parse_catalog, parse_learner

__all__ = [
    "NODE_LIMIT",
    "Catalog",
    "CompiledCatalog",
    "Course",
    "Filters",
    "Learner",
    "Objective",
    "Plan",
    "Program",
    "Step",
    "Weights",
    "compile_catalog",
    "parse_catalog",
    "parse_learner",
    "plan_path",
]
