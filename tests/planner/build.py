"""Short ways to write down small catalogues and learners."""

from collections.abc import Mapping, Sequence

from advisor.planner import Catalog, Course, Learner, Plan, Program, compile_catalog, plan_path


def course(
    name: str,
    teaches: Mapping[str, int],
    *,
    minutes: int = 10,
    price: int = 0,
    rating: int | None = None,
    language: str = "en",
    style: tuple[str, ...] = (),
    requires: Mapping[str, int] | None = None,
    helps: Mapping[str, int] | None = None,
) -> Course:
    return Course(name, minutes, price, rating, language, style, requires or {}, helps or {}, teaches)


def program(name: str, *parts: str, fee: int = 0, standalone: Sequence[str] = ()) -> Program:
    return Program(name, parts, fee, frozenset(standalone))


def catalog(*courses: Course, programs: Sequence[Program] = ()) -> Catalog:
    named = [{**entry.requires, **entry.helps, **entry.teaches} for entry in courses]
    skills = {skill for levels in named for skill in levels} | {"a", "b", "c", "d"}
    return Catalog(tuple(sorted(skills)), 3, courses, tuple(programs))


def wants(goal: Mapping[str, int], levels: Mapping[str, int] | None = None, **more: object) -> Learner:
    return Learner(levels or {}, goal, **more)


def solve(offer: Catalog, learner: Learner) -> Plan:
    return plan_path(compile_catalog(offer), learner)


def names(plan: Plan) -> list[str]:
    return [step.course for step in plan.steps]


def figures(plan: Plan) -> tuple[int, int, int]:
    return plan.objective.pinned_missing, plan.objective.levels_missing, plan.objective.points
