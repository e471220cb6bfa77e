"""What stays out of reach, why, and the least change that brings it in."""

from dataclasses import replace

from advisor.planner import Catalog, Filters, Learner, Unmet, check_plan, compile_catalog, plan_path, unmet
from tests.planner.build import catalog, course, names, program, wants
from tests.planner.oracle import tiny_instance


def shortfalls(offer: Catalog, learner: Learner) -> tuple[Unmet, ...]:
    compiled = compile_catalog(offer)
    return unmet(compiled, learner, plan_path(compiled, learner))


def test_reached_goal_has_no_shortfall() -> None:
    assert shortfalls(catalog(course("x", {"a": 1})), wants({"a": 1})) == ()


def test_nobody_teaches() -> None:
    offer = catalog(course("x", {"a": 1}))
    assert shortfalls(offer, wants({"a": 2})) == (Unmet("a", 2, 1, "nobody_teaches", (), (), (), None),)


def test_filtered_names_courses_and_filters_and_breaks_the_fewest() -> None:
    offer = catalog(
        course("es", {"a": 1}, minutes=1, language="es", price=100),
        course("paid", {"a": 1}, minutes=50, price=100),
        course("two", {"a": 1}, minutes=1, requires={"b": 1}, price=100),
        course("basis", {"b": 1}, minutes=1, price=100),
    )
    learner = wants({"a": 1}, filters=Filters(True, frozenset({"en"}), frozenset({"es"})))
    (found,) = shortfalls(offer, learner)
    assert (found.cause, found.courses) == ("filtered", ("es", "two", "paid"))
    assert found.filters == ("exclude", "free_only", "languages")
    assert found.fix is not None
    assert found.fix.allow in {("es",), ("paid",)}
    assert found.fix.plan.objective.levels_missing == 0


def test_excluded_program_is_let_in_by_its_own_name() -> None:
    offer = catalog(course("x", {"a": 1}), programs=[program("p", "x", fee=5)])
    (found,) = shortfalls(offer, wants({"a": 1}, filters=Filters(exclude=frozenset({"p"}))))
    assert found.fix is not None
    assert (found.cause, found.fix.allow, found.fix.filters) == ("filtered", ("p",), ("exclude",))


def test_barred_earlier_part_is_a_filter() -> None:
    offer = catalog(course("x", {"a": 1}, requires={"c": 1}), course("y", {"b": 1}), course("z", {"c": 1}),
                    programs=[program("p", "x", "y")])  # fmt: skip
    (found,) = shortfalls(offer, wants({"b": 1}, filters=Filters(exclude=frozenset({"x"}))))
    assert (found.cause, found.courses, found.filters) == ("filtered", ("y",), ("exclude",))
    assert found.fix is not None
    assert (found.fix.allow, names(found.fix.plan)) == (("x",), ["z", "x", "y"])


def test_needs_out_of_reach_are_named() -> None:
    offer = catalog(course("x", {"a": 1}, requires={"b": 2}), course("y", {"b": 1}))
    assert shortfalls(offer, wants({"a": 1})) == (Unmet("a", 1, 0, "needs_unreachable", ("x",), (), (("b", 2),), None),)


def test_circle_is_told_from_a_dead_end() -> None:
    offer = catalog(course("x", {"a": 1}, requires={"b": 1}), course("y", {"b": 1}, requires={"a": 1}))
    (found,) = shortfalls(offer, wants({"a": 1}))
    assert (found.cause, found.needs, found.fix) == ("circular", (("b", 1),), None)


def test_budget_fix_is_the_least_money_that_reaches_it() -> None:
    offer = catalog(
        course("dear", {"a": 1}, minutes=1, price=900),
        course("cheap", {"a": 1}, minutes=50, price=300),
        course("other", {"b": 1}, price=200),
    )
    (found,) = shortfalls(offer, wants({"a": 1, "b": 1}, budget=250))
    assert (found.cause, found.skill, found.courses) == ("budget", "a", ("dear", "cheap"))
    assert found.fix is not None
    assert (found.fix.budget, found.fix.allow, names(found.fix.plan)) == (500, (), ["cheap", "other"])


def test_causes_and_fixes_hold_on_tiny_instances() -> None:
    fixed = 0
    for seed in range(500):
        offer, learner = tiny_instance(seed)
        compiled = compile_catalog(offer)
        plan = plan_path(compiled, learner)
        for found in unmet(compiled, learner, plan):
            wanted = replace(learner, goal={found.skill: found.wanted}, pinned=frozenset())
            rich = plan_path(compiled, replace(wanted, budget=None)).objective.levels_missing
            free = plan_path(compiled, replace(wanted, budget=None, filters=Filters())).objective.levels_missing
            assert (found.cause == "budget") == (rich == 0), seed
            assert (found.fix is not None) == (free == 0), seed
            if found.fix is not None:
                fixed += 1
                check_fix(offer, learner, found)
    assert fixed > 50


def check_fix(offer: Catalog, learner: Learner, found: Unmet) -> None:
    assert found.fix is not None
    plan = found.fix.plan
    budget = learner.budget if found.fix.budget is None else found.fix.budget
    changed = replace(learner, goal={found.skill: found.wanted}, filters=Filters(), budget=budget, pinned=frozenset())
    assert check_plan(offer, changed, replace(plan, objective=replace(plan.objective, pinned_missing=0))) == ()
    assert (plan.objective.pinned_missing, plan.objective.levels_missing) == (0, 0)
    assert found.fix.allow or found.fix.budget
