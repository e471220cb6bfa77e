"""Catalogues far from the usual: long chains, deep searches, many equal courses."""

from advisor.planner import check_plan, compile_catalog, plan_path
from advisor.planner.problem import Catalog
from tests.planner.build import course, wants


def chain(length: int) -> Catalog:
    skills = [f"s{at:03}" for at in range(length)]
    courses = [
        course(f"c{at:03}", {skill: 1}, minutes=at % 7, price=10, requires={skills[at - 1]: 1} if at else {})
        for at, skill in enumerate(skills)
    ]
    return Catalog(tuple(skills), 3, tuple(courses), ())


def test_long_chain_is_proven() -> None:
    offer = chain(400)
    plan = plan_path(compile_catalog(offer), wants({offer.skills[-1]: 1}))
    assert (plan.proven, len(plan.steps)) == (True, 400)


def test_budget_on_a_long_chain_gives_a_sound_plan_that_uses_the_money() -> None:
    offer = chain(150)
    learner = wants(dict.fromkeys(offer.skills, 1), budget=500)
    plan = plan_path(compile_catalog(offer), learner, node_limit=2_000)
    assert check_plan(offer, learner, plan) == ()
    assert (plan.proven, plan.money, plan.objective.levels_missing) == (False, 500, 100)


def test_equal_courses_are_searched_to_the_end() -> None:
    skills = tuple(f"s{at:02}" for at in range(18))
    courses = tuple(
        course(f"c{at:02}", {skills[at * step % 18]: 1 for step in (1, 3, 5)}, minutes=10) for at in range(18)
    )
    offer = Catalog(skills, 3, courses, ())
    learner = wants(dict.fromkeys(skills, 1))
    plan = plan_path(compile_catalog(offer), learner)
    assert plan.proven
    assert check_plan(offer, learner, plan) == ()
