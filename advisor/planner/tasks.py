"""From a learner's request to a bare search task: actions with needs, gives and one whole-number cost.

Everything optional is an action too: enrolling in a program, waiving one help of one course at its penalty, and, when
money is capped, skipping a goal level or a pinned course at a price above everything real.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from advisor.planner.compiled import Option, bit_positions
from advisor.planner.dominance import Candidate, undominated
from advisor.planner.pricing import course_points, course_price
from advisor.planner.request import Choice, Request


class Waiver(NamedTuple):
    """Taking a course without one of its helps."""

    course: int
    fact: int


class Skip(NamedTuple):
    """Giving up a goal level or a pinned course."""

    fact: int


class Assumption(NamedTuple):
    """Supposing that the learner holds levels that are not known yet."""

    facts: int


Source = Option | Waiver | Skip | Assumption


@dataclass(slots=True)
class Task:
    """Parallel lists, one entry an action. A path is a set of actions whose closure holds the goal.

    `cost` compares points first, money next, the number of courses last.
    """

    goal: int
    needs: list[int]
    gives: list[int]
    cost: list[int]
    money: list[int]
    source: list[Source]


def build_task(request: Request, *, capped: bool) -> Task:
    """`capped` adds the actions that skip, so that some path fits every budget."""
    candidates = [_candidate(request, choice) for choice in request.choices]
    if request.lifted:
        candidates = _with_breaches(request, candidates)
    candidates = undominated(candidates, request.learner.weights.help, capped=capped)
    draft = _Draft(request.wanted)
    draft.add_candidates(candidates, request)
    if capped:
        draft.add_skips(request)
    return draft.task()


def _candidate(request: Request, choice: Choice) -> Candidate:
    learner, compiled, option = request.learner, request.compiled, choice.option
    helps = helps_all = points = money = 0
    if option.course is None:
        assert option.program is not None
        money = compiled.programs[option.program].fee
    else:
        course = compiled.courses[option.course]
        points = course_points(learner, course)
        money = course_price(learner, course, alone=option.program is None)
        if choice.helps:
            helps = choice.helps & request.reachable
            helps_all = compiled.helps_all[option.course]
            points += learner.weights.help * (choice.helps ^ helps).bit_count()
    points += money * learner.weights.cent
    return Candidate(option, choice.needs, option.needs_all, choice.gives, helps, helps_all, points, money)


def _with_breaches(request: Request, candidates: list[Candidate]) -> list[Candidate]:
    """What a filter forbids is dearer than all the rest together, so that the best path breaks the fewest."""
    penalty = request.learner.weights.help
    dear = 1 + sum(candidate.points + penalty * candidate.helps.bit_count() for candidate in candidates)
    return [
        candidate._replace(points=candidate.points + dear) if request.is_barred(candidate.option) else candidate
        for candidate in candidates
    ]


class _Draft:
    """Actions under construction; new private facts go above all that are in use."""

    def __init__(self, goal: int) -> None:
        self.goal = goal
        self.needs: list[int] = []
        self.gives: list[int] = []
        self.points: list[int] = []
        self.money: list[int] = []
        self.source: list[Source] = []
        self.top = 1

    def add(self, source: Source, needs: int, gives: int, points: int, money: int) -> None:
        self.source.append(source)
        self.needs.append(needs)
        self.gives.append(gives)
        self.points.append(points)
        self.money.append(money)

    def new_fact(self) -> int:
        self.top <<= 1
        return self.top

    def add_candidates(self, candidates: Sequence[Candidate], request: Request) -> None:
        self.top = 1 << request.compiled.fact_count + len(request.pins)
        waits: dict[tuple[int, int], int] = {}
        also: dict[int, int] = {}
        for candidate in candidates:
            needs = candidate.needs
            for fact in bit_positions(candidate.helps):
                course = candidate.option.course
                assert course is not None
                if (course, fact) not in waits:
                    waits[course, fact] = self.new_fact()
                    also[fact] = also.get(fact, 0) | self.top
                needs |= waits[course, fact]
            self.add(candidate.option, needs, candidate.gives, candidate.points, candidate.money)
        for (course, fact), private in waits.items():
            self.add(Waiver(course, fact), 0, private, request.learner.weights.help, 0)
        self.give_also(also)

    def give_also(self, also: dict[int, int]) -> None:
        """Whatever gives a fact (by position) gives the private facts that stand for it."""
        if not also:
            return
        watched = sum(1 << fact for fact in also)
        for at, gives in enumerate(self.gives):
            for fact in bit_positions(gives & watched):
                gives |= also[fact]
            self.gives[at] = gives

    def add_skips(self, request: Request) -> None:
        """A level is dearer than all points together, a pinned course dearer than all levels."""
        level_price = sum(self.points) + 1
        pins = sum(request.pins.values()) & self.goal
        levels = bit_positions(self.goal & ~pins)
        pin_price = level_price * (len(levels) + 1)
        private = {fact: self.new_fact() for fact in levels}
        self.give_also(private)
        self.goal = pins | sum(private.values())
        for fact, bit in private.items():
            self.add(Skip(fact), 0, bit, level_price, 0)
        for fact in bit_positions(pins):
            self.add(Skip(fact), 0, 1 << fact, pin_price, 0)

    def task(self) -> Task:
        money_top = sum(self.money) + 1
        count_top = len(self.source) + 1
        cost = [
            (points * money_top + money) * count_top + (isinstance(source, Option) and source.course is not None)
            for points, money, source in zip(self.points, self.money, self.source, strict=True)
        ]
        return Task(self.goal, self.needs, self.gives, cost, self.money, self.source)
