"""A path to begin a search with, from courses that are likely to hold a good one."""

from collections.abc import Collection

from advisor.planner.compiled import CompiledCatalog, Option
from advisor.planner.cuts import closure, irredundant
from advisor.planner.tasks import Task, Waiver


def path_among(task: Task, catalog: CompiledCatalog, courses: Collection[str]) -> list[int] | None:
    """Actions that are a path of some of these courses, in whatever programs; None when they hold none.

    Of helps only those are waived that none of the courses gives, unless courses help each other in a circle.
    """
    at = {catalog.course_at[course] for course in courses if course in catalog.course_at}
    options, waivers, given = [], [], 0
    for action, source in enumerate(task.source):
        if isinstance(source, Option) and (source.course is None or source.course in at):
            options.append(action)
            given |= task.gives[action]
        elif isinstance(source, Waiver) and source.course in at:
            waivers.append(action)
    for waived in ([action for action in waivers if task.gives[action] & ~given], waivers):
        actions = options + waived
        if not task.goal & ~closure(task, 0, actions):
            return irredundant(task, task.cost, actions)
    return None
