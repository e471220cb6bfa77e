"""The levels a learner holds along a plan."""

from advisor.planner.compiled import CompiledCatalog
from advisor.planner.problem import Course, Learner, Plan


def course_named(catalog: CompiledCatalog, course_id: str) -> Course:
    """Raises ValueError for an unknown course."""
    if course_id not in catalog.course_at:
        raise ValueError(f"course: unknown {course_id!r}")
    return catalog.courses[catalog.course_at[course_id]]


def start_levels(catalog: CompiledCatalog, learner: Learner) -> dict[str, int]:
    """Levels held before the plan, those of courses taken included where they are credited."""
    levels = dict(learner.levels)
    for course in learner.taken if learner.credits_taken else ():
        _learn(levels, course_named(catalog, course))
    return levels


def level_history(catalog: CompiledCatalog, learner: Learner, plan: Plan) -> list[dict[str, int]]:
    """Levels held before each step, and after the last one."""
    history = [start_levels(catalog, learner)]
    for step in plan.steps:
        levels = dict(history[-1])
        _learn(levels, course_named(catalog, step.course))
        history.append(levels)
    return history


def _learn(levels: dict[str, int], course: Course) -> None:
    for skill, level in course.teaches.items():
        levels[skill] = max(level, levels.get(skill, 0))
