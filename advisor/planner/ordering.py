"""From chosen actions to a plan: put the steps in order, replay them, and add up what they come to."""

from collections.abc import Iterable

from advisor.planner.compiled import Option
from advisor.planner.pricing import course_points, price_alone
from advisor.planner.problem import Objective, Plan, Step
from advisor.planner.request import Request
from advisor.planner.tasks import Source, Waiver


def ordered_plan(request: Request, actions: Iterable[Source], *, proven: bool) -> Plan:
    """Take the ready courses one by one: the program just worked on first, then the lowest course id.

    A course is ready when what it needs is held, and every help that its penalty was not accepted for.
    """
    replay = _Replay(request)
    waits: dict[int, int] = {}
    todo: list[Option] = []
    for action in actions:
        if isinstance(action, Waiver):
            waits[action.course] = waits.get(action.course, 0) | 1 << action.fact
        elif isinstance(action, Option):
            if action.course is None:
                replay.enroll(action)
            else:
                todo.append(action)
    todo.sort(key=lambda option: option.course if option.course is not None else -1)
    while todo:
        ready = [option for option in todo if replay.is_ready(option, waits)]
        option = min(ready, key=lambda option: option.program is None or option.program != replay.program)
        todo.remove(option)
        replay.take(option)
    return replay.plan(proven=proven)


class _Replay:
    def __init__(self, request: Request) -> None:
        self.request = request
        self.held = request.held
        self.program: int | None = None
        self.steps: list[Step] = []
        self.points = self.money = 0

    def enroll(self, option: Option) -> None:
        assert option.program is not None
        self.held |= option.gives
        self.pay(self.request.compiled.programs[option.program].fee)

    def pay(self, cents: int) -> None:
        self.money += cents
        self.points += cents * self.request.learner.weights.cent

    def is_ready(self, option: Option, waived: dict[int, int]) -> bool:
        assert option.course is not None
        helps = self.request.helps(option.course) & self.request.reachable & ~waived.get(option.course, 0)
        return not (self.request.needs(option) | helps) & ~self.held

    def take(self, option: Option) -> None:
        assert option.course is not None
        request, learner = self.request, self.request.learner
        course = request.compiled.courses[option.course]
        unmet = self.unmet_helps(option.course)
        self.points += course_points(learner, course) + learner.weights.help * len(unmet)
        if option.program is None:
            self.pay(price_alone(learner, course))
        self.held |= request.compiled.teaches[option.course] | request.pins.get(option.course, 0)
        self.program = option.program
        programs = request.compiled.programs
        self.steps.append(Step(course.id, None if option.program is None else programs[option.program].id, unmet))

    def unmet_helps(self, at: int) -> tuple[tuple[str, int], ...]:
        compiled, dismissed = self.request.compiled, self.request.learner.dismissed
        course = compiled.courses[at]
        return tuple(
            (skill, level)
            for skill, level in sorted(course.helps.items())
            if compiled.skill_fact(skill, level) & ~self.held and (course.id, skill) not in dismissed
        )

    def plan(self, *, proven: bool) -> Plan:
        request = self.request
        levels_missing = (request.goal & ~self.held).bit_count()
        pinned_missing = (sum(request.pins.values()) & ~self.held).bit_count()
        return Plan(tuple(self.steps), Objective(pinned_missing, levels_missing, self.points), self.money, proven)
