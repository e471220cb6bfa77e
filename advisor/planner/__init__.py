"""The exact planner. Plain Python, standard library only; every figure is a whole number."""

from advisor.planner.boxes import Box, Implication, narrowed_box
from advisor.planner.checker import check_plan
from advisor.planner.compiled import CompiledCatalog, compile_catalog
from advisor.planner.contrasts import Needless, WhyNot, WhyNotKind, needless, why_not
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
from advisor.planner.ranking import next_best, ranked_plans
from advisor.planner.reading import parse_catalog, parse_learner
from advisor.planner.reasons import Reason, ReasonKind, step_reasons, substitutes
from advisor.planner.rivals import could_rival
from advisor.planner.settling import Settlement, Settling, settle
from advisor.planner.shortfalls import Cause, Fix, Unmet, unmet

__all__ = [
    "NODE_LIMIT",
    "Box",
    "Catalog",
    "Cause",
    "CompiledCatalog",
    "Course",
    "Filters",
    "Fix",
    "Implication",
    "Learner",
    "Needless",
    "Objective",
    "Plan",
    "Program",
    "Reason",
    "ReasonKind",
    "Settlement",
    "Settling",
    "Step",
    "Unmet",
    "Weights",
    "WhyNot",
    "WhyNotKind",
    "check_plan",
    "compile_catalog",
    "could_rival",
    "narrowed_box",
    "needless",
    "next_best",
    "parse_catalog",
    "parse_learner",
    "plan_path",
    "ranked_plans",
    "settle",
    "step_reasons",
    "substitutes",
    "unmet",
    "why_not",
]
