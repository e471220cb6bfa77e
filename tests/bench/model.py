"""The planning problem of contract JSON as facts and actions, for the solvers; shares no code with the planner.

An action is a way to take a course, or an enrolment. It needs facts, may be helped by facts at a price in points, and
gives facts. Facts: a skill at a level, a course done, a program enrolled in.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

Fact = tuple[str, str, int]
Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Action:
    """`program` is None for a course on its own; an enrolment has no course. `money` is cents."""

    course: str | None
    program: str | None
    needs: frozenset[Fact]
    helps: frozenset[Fact]
    gives: frozenset[Fact]
    money: int
    points: int = 0


@dataclass(frozen=True, slots=True)
class CatalogModel:
    """What does not depend on the learner, made once for a catalogue."""

    courses: Mapping[str, Record]
    programs: Mapping[str, Record]
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """What is left to decide for one learner, after forward and backward relevance.

    `pins` and `levels` are the goal facts that can be reached at all; `unreachable` counts those that can't.
    `component` numbers the strongly connected components of facts that lie on a circle with an action.
    """

    actions: tuple[Action, ...]
    pins: tuple[Fact, ...]
    levels: tuple[Fact, ...]
    unreachable: tuple[int, int]
    help_points: int
    budget: int | None
    component: Mapping[Fact | int, int]

    def facts(self) -> list[Fact]:
        return sorted({fact for action in self.actions for fact in action.gives})

    def teachers(self) -> dict[Fact, list[int]]:
        found: dict[Fact, list[int]] = {fact: [] for fact in self.facts()}
        for number, action in enumerate(self.actions):
            for fact in sorted(action.gives):
                found[fact].append(number)
        return found

    def on_circle(self, number: int, fact: Fact) -> bool:
        """Whether the action could, through others, be what gives the fact it rests on."""
        return number in self.component and self.component[number] == self.component.get(fact)

    def circle_sizes(self) -> dict[int, int]:
        """Facts in each component: no order of first teachers on it is longer."""
        sizes: dict[int, int] = {}
        for node, number in self.component.items():
            sizes[number] = sizes.get(number, 0) + isinstance(node, tuple)
        return sizes


@dataclass(frozen=True, slots=True)
class Answer:
    """`objective` is pins missing, levels missing and points of the best found; None when none was found in time."""

    objective: tuple[int, int, int] | None
    proved: bool


def up_to(levels: Mapping[str, int]) -> frozenset[Fact]:
    return frozenset(("skill", skill, step) for skill, level in levels.items() for step in range(1, level + 1))


def compile_catalog_model(catalog: Record) -> CatalogModel:
    courses = {course["id"]: course for course in catalog["courses"]}
    programs = {program["id"]: program for program in catalog["programs"]}
    inside = {part for program in programs.values() for part in program["parts"]}
    alone = {part for program in programs.values() for part in program["standalone"]}
    actions = [
        _way(course, None, frozenset()) for name, course in courses.items() if name not in inside or name in alone
    ]
    for program in programs.values():
        enrolled: Fact = ("enrolled", program["id"], 0)
        actions.append(Action(None, program["id"], frozenset(), frozenset(), frozenset({enrolled}), program["fee"]))
        for place, part in enumerate(program["parts"]):
            extra = {enrolled}
            if place and part not in program["standalone"]:
                extra.add(("done", program["parts"][place - 1], 0))
            actions.append(_way(courses[part], program["id"], frozenset(extra)))
    return CatalogModel(courses, programs, tuple(actions))


def _way(course: Record, program: str | None, extra: frozenset[Fact]) -> Action:
    needs = frozenset(("skill", skill, level) for skill, level in course["requires"].items() if level)
    helps = frozenset(("skill", skill, level) for skill, level in course["helps"].items() if level)
    gives = up_to(course["teaches"]) | {("done", course["id"], 0)}
    return Action(course["id"], program, needs | extra, helps, gives, course["price"] if program is None else 0)


def build_task(model: CatalogModel, learner: Record) -> Task:
    weights = {"minute": 1, "cent": 0, "quality": 0, "style": 0, "help": 0, **learner.get("weights", {})}
    held = set(up_to(learner.get("levels", {})))
    for name in learner.get("taken", ()):
        held |= up_to(model.courses[name]["teaches"]) | {("done", name, 0)}
    personal = [_personal(action, learner) for action in model.actions]
    allowed = [action for action in personal if _allowed(model, action, learner)]
    reachable, usable = _forward(allowed, held)
    pins = {("done", name, 0) for name in learner.get("pinned", ())} - held
    levels = up_to(learner["goal"]) - held
    actions = _backward(usable, held, reachable, (pins | levels) & reachable, weights["help"])
    priced = tuple(replace(a, points=a.points + _points(model, a, learner, weights)) for a in actions)
    return Task(
        actions=priced,
        pins=tuple(sorted(pins & reachable)),
        levels=tuple(sorted(levels & reachable)),
        unreachable=(len(pins - reachable), len(levels - reachable)),
        help_points=weights["help"],
        budget=learner.get("budget"),
        component=_circles(priced),
    )


def _personal(action: Action, learner: Record) -> Action:
    """The action at the learner's price, without what the learner dismisses of its needs and helps."""
    money = learner.get("prices", {}).get(action.course, action.money)
    dismissed = {skill for course, skill in learner.get("dismissed", ()) if course == action.course}
    if money == action.money and not dismissed:
        return action
    gone = {fact for fact in action.needs | action.helps if fact[0] == "skill" and fact[1] in dismissed}
    return replace(action, money=money, needs=action.needs - gone, helps=action.helps - gone)


def _allowed(model: CatalogModel, action: Action, learner: Record) -> bool:
    filters = {"free_only": False, "languages": (), "exclude": (), **learner.get("filters", {})}
    if action.program in filters["exclude"]:
        return False
    if filters["free_only"] and (action.money or (action.program and model.programs[action.program]["fee"])):
        return False
    if action.course is None:
        return True
    languages = filters["languages"]
    return (
        action.course not in filters["exclude"]
        and action.course not in learner.get("taken", ())
        and (not languages or model.courses[action.course]["language"] in languages)
    )


def _points(model: CatalogModel, action: Action, learner: Record, weights: Mapping[str, int]) -> int:
    points = int(weights["cent"] * action.money)
    if action.course is None:
        return points
    course = model.courses[action.course]
    rating = 400 if course["rating"] is None else course["rating"]
    points += course["minutes"] * (weights["minute"] + weights["quality"] * (500 - rating))
    styles = learner.get("styles") or ()
    if styles and not set(styles) & set(course["style"]):
        points += weights["style"]
    return points + int(learner.get("surcharges", {}).get(action.course, 0))


def _forward(actions: Iterable[Action], held: set[Fact]) -> tuple[set[Fact], list[Action]]:
    reached = set(held)
    usable: set[int] = set()
    waiting = dict(enumerate(actions))
    while True:
        ready = [number for number, action in waiting.items() if action.needs <= reached]
        if not ready:
            return reached, [action for number, action in enumerate(actions) if number in usable]
        for number in ready:
            reached |= waiting.pop(number).gives
            usable.add(number)


def _backward(
    usable: Sequence[Action], held: set[Fact], reachable: set[Fact], goals: set[Fact], help_points: int
) -> list[Action]:
    """The actions a goal may call for, their facts cut to those that matter; a help out of reach is a fixed cost."""
    teachers: dict[Fact, list[int]] = {}
    cut = []
    for number, action in enumerate(usable):
        helps = action.helps - held - action.needs if help_points else frozenset()
        points = help_points * len(helps - reachable)
        needs, gives = action.needs - held, action.gives - held
        cut.append(replace(action, needs=needs, helps=helps & reachable, gives=gives, points=points))
        for fact in gives:
            teachers.setdefault(fact, []).append(number)
    wanted, kept = set(goals), set()
    todo = list(goals)
    while todo:
        for number in teachers[todo.pop()]:
            if number not in kept:
                kept.add(number)
                fresh = (cut[number].needs | cut[number].helps) - wanted
                wanted |= fresh
                todo += fresh
    return [replace(cut[number], gives=cut[number].gives & wanted) for number in sorted(kept)]


def _circles(actions: Sequence[Action]) -> dict[Fact | int, int]:
    """Strongly connected components of more than one member, by Tarjan's algorithm without recursion."""
    follows: dict[Fact | int, list[Fact | int]] = {}
    for number, action in enumerate(actions):
        follows[number] = list(action.gives)
        for fact in action.gives:
            follows.setdefault(fact, [])
    for number, action in enumerate(actions):
        for fact in action.needs | action.helps:
            follows[fact].append(number)
    index: dict[Fact | int, int] = {}
    low: dict[Fact | int, int] = {}
    stack: list[Fact | int] = []
    open_nodes: set[Fact | int] = set()
    component: dict[Fact | int, int] = {}
    for root in follows:
        if root in index:
            continue
        path = [(root, iter(follows[root]))]
        index[root] = low[root] = len(index)
        stack.append(root)
        open_nodes.add(root)
        while path:
            node, rest = path[-1]
            for other in rest:
                if other not in index:
                    index[other] = low[other] = len(index)
                    stack.append(other)
                    open_nodes.add(other)
                    path.append((other, iter(follows[other])))
                    break
                if other in open_nodes:
                    low[node] = min(low[node], index[other])
            else:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[node])
                if low[node] == index[node]:
                    members = _pop_until(stack, node)
                    open_nodes.difference_update(members)
                    if len(members) > 1:
                        component.update(dict.fromkeys(members, index[node]))
    return component


def _pop_until(stack: list[Fact | int], node: Fact | int) -> list[Fact | int]:
    place = stack.index(node)
    members = stack[place:]
    del stack[place:]
    return members


def evaluate(task: Task, chosen: Iterable[int], waived: set[tuple[int, Fact]]) -> tuple[int, int, int]:
    """Replay chosen actions and price them; raises RuntimeError when they can't be put in an order or cost too much."""
    left = set(chosen)
    have: set[Fact] = set()
    points = money = 0
    given = {fact for action in task.actions for fact in action.gives}
    while left:
        ready = [
            n
            for n in sorted(left)
            if task.actions[n].needs & given <= have
            and all(fact in have or (n, fact) in waived for fact in task.actions[n].helps)
        ]
        if not ready:
            raise RuntimeError("the solver's actions support each other in a circle")
        number = ready[0]
        action = task.actions[number]
        points += action.points + task.help_points * len(action.helps - have)
        money += action.money
        have |= action.gives
        left.remove(number)
    if task.budget is not None and money > task.budget:
        raise RuntimeError("the solver's actions cost more than the budget")
    pins, levels = task.unreachable
    return pins + len(set(task.pins) - have), levels + len(set(task.levels) - have), points
