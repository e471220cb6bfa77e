"""Small cases worked out by hand."""

from advisor.planner import Filters, Weights
from tests.planner.build import catalog, course, figures, names, program, solve, wants


def test_cheapest_of_two_ways_wins() -> None:
    offer = catalog(
        course("long", {"a": 2}, minutes=50),
        course("first", {"a": 1}, minutes=10),
        course("second", {"a": 2}, minutes=30, requires={"a": 1}),
    )
    plan = solve(offer, wants({"a": 2}))
    assert names(plan) == ["first", "second"]
    assert figures(plan) == (0, 0, 40)


def test_nothing_to_do_is_an_empty_proven_plan() -> None:
    plan = solve(catalog(course("x", {"a": 1})), wants({"a": 1}, {"a": 2}))
    assert (plan.steps, plan.proven, figures(plan)) == ((), True, (0, 0, 0))


def test_circular_courses_teach_nobody() -> None:
    offer = catalog(course("x", {"a": 1}, requires={"b": 1}), course("y", {"b": 1}, requires={"a": 1}))
    assert figures(solve(offer, wants({"a": 1, "b": 1}))) == (0, 2, 0)


def test_circular_courses_can_be_entered_from_outside() -> None:
    offer = catalog(
        course("x", {"a": 1}, requires={"b": 1}),
        course("y", {"b": 1, "c": 1}, requires={"a": 1}),
        course("z", {"b": 1}, minutes=1),
    )
    assert names(solve(offer, wants({"a": 1, "c": 1}))) == ["z", "x", "y"]


def test_partial_levels_count_one_by_one() -> None:
    plan = solve(catalog(course("x", {"a": 1})), wants({"a": 3, "b": 2}))
    assert (names(plan), figures(plan)) == (["x"], (0, 4, 10))


def test_fee_is_paid_once_and_parts_keep_their_order() -> None:
    offer = catalog(
        course("one", {"a": 1}),
        course("two", {"b": 1}),
        course("three", {"c": 1}),
        programs=[program("p", "three", "two", "one", fee=700)],
    )
    plan = solve(offer, wants({"a": 1}, weights=Weights(minute=1, cent=1)))
    assert names(plan) == ["three", "two", "one"]
    assert (plan.money, plan.objective.points) == (700, 730)
    assert {step.program for step in plan.steps} == {"p"}


def test_standalone_part_is_bought_alone_when_cheaper() -> None:
    offer = catalog(
        course("one", {"a": 1}, price=300),
        course("two", {"b": 1}, price=300),
        programs=[program("p", "one", "two", fee=500, standalone=("two",))],
    )
    weights = Weights(minute=1, cent=1)
    alone = solve(offer, wants({"b": 1}, weights=weights))
    both = solve(offer, wants({"a": 1, "b": 1}, weights=weights))
    assert (alone.steps[0].program, alone.money) == (None, 300)
    assert both.money == 500


def test_partly_finished_program_goes_on_after_the_part_taken() -> None:
    offer = catalog(
        course("one", {"a": 1}),
        course("two", {"b": 1}),
        course("three", {"c": 1}),
        programs=[program("p", "one", "two", "three", fee=100)],
    )
    plan = solve(offer, wants({"c": 1}, taken=frozenset({"two"})))
    assert (names(plan), plan.money) == (["three"], 100)


def test_taken_course_gives_its_outcomes() -> None:
    offer = catalog(course("x", {"a": 1}), course("y", {"b": 1}, requires={"a": 1}))
    assert names(solve(offer, wants({"b": 1}, taken=frozenset({"x"})))) == ["y"]


def test_course_only_in_an_excluded_program_is_out_of_reach() -> None:
    offer = catalog(course("x", {"a": 1}), programs=[program("p", "x", fee=1)])
    filters = Filters(exclude=frozenset({"p"}))
    assert figures(solve(offer, wants({"a": 1}, filters=filters))) == (0, 1, 0)


def test_free_only_keeps_a_priced_course_of_a_free_program() -> None:
    offer = catalog(course("x", {"a": 1}, price=900), programs=[program("p", "x", standalone=("x",))])
    plan = solve(offer, wants({"a": 1}, filters=Filters(free_only=True)))
    assert plan.steps[0].program == "p"


def test_languages_leave_other_courses_out() -> None:
    offer = catalog(course("es", {"a": 1}, minutes=1, language="es"), course("en", {"a": 1}))
    assert names(solve(offer, wants({"a": 1}, filters=Filters(languages=frozenset({"en"}))))) == ["en"]


def test_pinned_course_comes_with_what_it_needs() -> None:
    offer = catalog(course("x", {"a": 1}), course("y", {"b": 1}, requires={"a": 1}))
    assert names(solve(offer, wants({}, pinned=frozenset({"y"})))) == ["x", "y"]


def test_pin_is_dearer_than_goals_under_a_budget() -> None:
    offer = catalog(
        course("goal", {"a": 3}, price=100), course("pin", {"b": 1}, price=100), course("cheap", {"c": 1}, price=100)
    )
    plan = solve(offer, wants({"a": 3}, pinned=frozenset({"pin"}), budget=100))
    assert (names(plan), figures(plan)[:2]) == (["pin"], (0, 3))


def test_budget_takes_the_longer_free_course() -> None:
    offer = catalog(course("paid", {"a": 1}, minutes=1, price=100), course("free", {"a": 1}, minutes=99))
    assert names(solve(offer, wants({"a": 1}, budget=99))) == ["free"]
    assert names(solve(offer, wants({"a": 1}, budget=100))) == ["paid"]


def test_help_is_bought_when_cheaper_than_the_penalty() -> None:
    offer = catalog(course("help", {"a": 1}, minutes=5), course("main", {"b": 1}, helps={"a": 1}))
    dear = solve(offer, wants({"b": 1}, weights=Weights(help=6)))
    cheap = solve(offer, wants({"b": 1}, weights=Weights(help=4)))
    assert (names(dear), figures(dear)) == (["help", "main"], (0, 0, 15))
    assert (names(cheap), figures(cheap)) == (["main"], (0, 0, 14))
    assert cheap.steps[0].unmet_helps == (("a", 1),)


def test_order_avoids_penalties() -> None:
    offer = catalog(course("a-late", {"a": 1}, helps={"b": 1}), course("z-early", {"b": 1}))
    plan = solve(offer, wants({"a": 1, "b": 1}, weights=Weights(help=5)))
    assert (names(plan), figures(plan)) == (["z-early", "a-late"], (0, 0, 20))


def test_dismissed_requirement_counts_as_held() -> None:
    offer = catalog(course("x", {"a": 2}, requires={"b": 2}, helps={"c": 1}))
    learner = wants({"a": 2}, dismissed=frozenset({("x", "b"), ("x", "c")}), weights=Weights(help=9))
    assert figures(solve(offer, learner)) == (0, 0, 10)


def test_surcharge_and_price_of_the_learner_change_the_choice() -> None:
    offer = catalog(course("x", {"a": 1}, price=100), course("y", {"a": 1}, minutes=11, price=100))
    weights = Weights(minute=1, cent=1)
    assert names(solve(offer, wants({"a": 1}, weights=weights, surcharges={"x": 2}))) == ["y"]
    assert names(solve(offer, wants({"a": 1}, weights=weights, prices={"y": 98}))) == ["y"]


def test_rating_counts_by_the_minute_and_unknown_as_four_stars() -> None:
    offer = catalog(course("x", {"a": 1}, minutes=2, rating=None), course("y", {"a": 1}, minutes=2, rating=401))
    plan = solve(offer, wants({"a": 1}, weights=Weights(minute=0, quality=1)))
    assert (names(plan), figures(plan)) == (["y"], (0, 0, 198))


def test_zero_minutes_do_not_fill_the_path() -> None:
    offer = catalog(course("x", {"a": 1}, minutes=0), course("y", {"a": 1, "b": 1}, minutes=0))
    assert names(solve(offer, wants({"a": 1, "b": 1}))) == ["y"]


def test_ties_go_to_less_money_then_fewer_courses_then_the_lower_id() -> None:
    offer = catalog(
        course("a-dear", {"a": 1}, price=1),
        course("b-half", {"b": 1}, minutes=5),
        course("c-half", {"a": 1}, minutes=5, requires={"b": 1}),
        course("d-whole", {"a": 1}),
        course("e-whole", {"a": 1}),
    )
    assert names(solve(offer, wants({"a": 1}))) == ["d-whole"]


def test_two_ways_of_one_course_are_never_both_taken() -> None:
    offer = catalog(
        course("one", {"a": 1}, price=10),
        course("two", {"b": 1}, price=10),
        programs=[program("p", "one", "two", fee=5, standalone=("one", "two"))],
    )
    plan = solve(offer, wants({"a": 1, "b": 1}, weights=Weights(cent=1)))
    assert (names(plan), plan.money) == (["one", "two"], 5)


def test_same_program_goes_on_before_another_course() -> None:
    offer = catalog(
        course("m", {"a": 1}),
        course("p1", {"b": 1}),
        course("a-other", {"d": 1}, requires={"b": 1}),
        course("p2", {"c": 1}),
        programs=[program("p", "p1", "p2")],
    )
    plan = solve(offer, wants({"a": 1, "c": 1, "d": 1}))
    assert names(plan) == ["m", "p1", "p2", "a-other"]
