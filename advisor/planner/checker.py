"""Replay a plan against the catalogue, step by step, without any part of the search.

It says whether a plan is valid and its figures right; it cannot say whether a better one exists.
"""

from collections.abc import Mapping

from advisor.planner.problem import RATING_TOP, RATING_UNKNOWN, Catalog, Course, Learner, Plan, Program, Step


def check_plan(catalog: Catalog, learner: Learner, plan: Plan) -> tuple[str, ...]:
    """The plan's faults, one line each, in the order met; none when it is sound."""
    check = _Check(catalog, learner)
    for number, step in enumerate(plan.steps, start=1):
        check.follow(number, step)
    check.finish(plan)
    return tuple(check.faults)


class _Check:
    def __init__(self, catalog: Catalog, learner: Learner) -> None:
        self.learner = learner
        self.courses = {course.id: course for course in catalog.courses}
        self.programs = {program.id: program for program in catalog.programs}
        self.sold_alone = _sold_alone(catalog)
        self.levels = dict(learner.levels)
        self.done: set[str] = set()
        self.enrolled: set[str] = set()
        self.points = self.money = 0
        self.faults: list[str] = []
        for course in sorted(learner.taken):
            self.finish_course(self.courses[course], learns=learner.credits_taken)

    def follow(self, number: int, step: Step) -> None:
        place = f"step {number} ({step.course})"
        course = self.courses.get(step.course)
        if course is None:
            self.faults.append(f"{place}: no such course")
            return
        self.check_choice(place, course)
        self.check_price(place, course, alone=step.program is None)
        if step.program is None:
            self.check_alone(place, course)
        else:
            self.check_program(place, course, step.program)
        for skill, level in sorted(course.requires.items()):
            if not self.holds(course, skill, level):
                held = self.levels.get(skill, 0)
                self.faults.append(f"{place}: requires {skill} at {level}, held is {held}")
        self.check_helps(place, course, step)
        self.points += _effort_points(self.learner, course)
        self.finish_course(course)

    def check_choice(self, place: str, course: Course) -> None:
        filters = self.learner.filters
        if course.id in self.done:
            self.faults.append(f"{place}: is already done")
        if course.id in filters.exclude:
            self.faults.append(f"{place}: is excluded")
        if filters.languages and course.language not in filters.languages:
            self.faults.append(f"{place}: is in language {course.language!r}")

    def check_alone(self, place: str, course: Course) -> None:
        if course.id not in self.sold_alone:
            self.faults.append(f"{place}: cannot be taken on its own")

    def check_price(self, place: str, course: Course, *, alone: bool) -> None:
        price = self.learner.prices.get(course.id, course.price if alone else 0)
        if self.learner.filters.free_only and price > 0:
            self.faults.append(f"{place}: costs {price} cents, only free ones are wanted")
        self.pay(price)

    def check_program(self, place: str, course: Course, program_id: str) -> None:
        program = self.programs.get(program_id)
        if program is None:
            self.faults.append(f"{place}: no such program as {program_id}")
            return
        if course.id not in program.parts:
            self.faults.append(f"{place}: is no part of {program_id}")
            return
        if course.id not in program.standalone and program.parts[0] != course.id:
            before = program.parts[program.parts.index(course.id) - 1]
            if before not in self.done:
                self.faults.append(f"{place}: comes in {program_id} before {before} is done")
        self.enroll(place, program)

    def enroll(self, place: str, program: Program) -> None:
        if program.id in self.enrolled:
            return
        filters = self.learner.filters
        if program.id in filters.exclude:
            self.faults.append(f"{place}: its program {program.id} is excluded")
        if filters.free_only and program.fee > 0:
            self.faults.append(f"{place}: its program costs {program.fee} cents, only free ones are wanted")
        self.enrolled.add(program.id)
        self.pay(program.fee)

    def check_helps(self, place: str, course: Course, step: Step) -> None:
        unmet = {(skill, level) for skill, level in course.helps.items() if not self.holds(course, skill, level)}
        self.points += self.learner.weights.help * len(unmet)
        if set(step.unmet_helps) != unmet or len(step.unmet_helps) != len(unmet):
            self.faults.append(f"{place}: unmet helps are {sorted(unmet)}, not {sorted(step.unmet_helps)}")

    def holds(self, course: Course, skill: str, level: int) -> bool:
        return self.levels.get(skill, 0) >= level or (course.id, skill) in self.learner.dismissed

    def pay(self, cents: int) -> None:
        self.money += cents
        self.points += cents * self.learner.weights.cent

    def finish_course(self, course: Course, *, learns: bool = True) -> None:
        self.done.add(course.id)
        if not learns:
            return
        for skill, level in course.teaches.items():
            self.levels[skill] = max(level, self.levels.get(skill, 0))

    def finish(self, plan: Plan) -> None:
        budget = self.learner.budget
        if budget is not None and self.money > budget:
            self.faults.append(f"plan: costs {self.money} cents, the budget is {budget}")
        figures = (
            ("money", plan.money, self.money),
            ("pinned_missing", plan.objective.pinned_missing, len(self.learner.pinned - self.done)),
            ("levels_missing", plan.objective.levels_missing, _missing(self.learner.goal, self.levels)),
            ("points", plan.objective.points, self.points),
        )
        for name, said, found in figures:
            if said != found:
                self.faults.append(f"plan: {name} is {found}, not {said}")


def _sold_alone(catalog: Catalog) -> set[str]:
    within = {part for program in catalog.programs for part in program.parts}
    standalone = {part for program in catalog.programs for part in program.standalone}
    return {course.id for course in catalog.courses if course.id not in within or course.id in standalone}


def _effort_points(learner: Learner, course: Course) -> int:
    weights = learner.weights
    stars = course.rating if course.rating is not None else RATING_UNKNOWN
    points = course.minutes * weights.minute + course.minutes * weights.quality * (RATING_TOP - stars)
    if learner.styles and not learner.styles & set(course.style):
        points += weights.style
    return points + learner.surcharges.get(course.id, 0)


def _missing(goal: Mapping[str, int], levels: Mapping[str, int]) -> int:
    return sum(max(0, level - levels.get(skill, 0)) for skill, level in goal.items())
