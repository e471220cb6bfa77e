"""From chosen actions to a plan: put the steps in order, replay them, and add up what they come to."""

from collections.abc import Iterable

from advisor.planner.compiled import Option
from advisor.planner.pricing import course_points, course_price
from advisor.planner.problem import Objective, Plan, Step
from advisor.planner.request import Request
from advisor.planner.tasks import Source, Waiver


def ordered_plan(request: Request, actions: Iterable[Source], *, proven: bool) -> Plan:
    """Take the ready courses one by one: the program just worked on first, then the lowest course id.

    A course is ready when what it needs is held, and every help that its penalty was not accepted for.
    """
    replay = _Replay(request)
    waived: dict[int, int] = {}
    chosen: list[Option] = []
    for action in actions:
        if isinstance(action, Waiver):
            waived[action.course] = waived.get(action.course, 0) | 1 << action.fact
        elif isinstance(action, Option):
            if action.course is None:
                replay.enroll(action)
            else:
                chosen.append(action)
    chosen.sort(key=lambda option: option.course or 0)
    todo = [(option, replay.asks(option, waived)) for option in chosen]
    while todo:
        ready = [entry for entry in todo if not entry[1] & ~replay.held]
        entry = min(ready, key=lambda entry: entry[0].program is None or entry[0].program != replay.program)
        todo.remove(entry)
        replay.take(entry[0])
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

    def asks(self, option: Option, waived: dict[int, int]) -> int:
        """Facts to hold before the course: its needs, and the helps whose penalty was not accepted."""
        assert option.course is not None
        helps = self.request.helps(option.course) & self.request.reachable & ~waived.get(option.course, 0)
        return self.request.needs(option) | helps

    def take(self, option: Option) -> None:
        assert option.course is not None
        request, learner = self.request, self.request.learner
        course = request.compiled.courses[option.course]
        unmet = self.unmet_helps(option.course)
        self.points += course_points(learner, course) + learner.weights.help * len(unmet)
        self.pay(course_price(learner, course, alone=option.program is None))
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
