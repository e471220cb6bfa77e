"""Which estimated or disputed facts decide a plan, held against trying every value of every fact."""

import random
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from advisor.doubts import Doubt, find_doubts, tried
from advisor.doubts_wording import DoubtsWording
from advisor.otherwise import Otherwise, Statement, estimates
from advisor.planning import Advisor, Solution
from advisor.snapshot import Catalogue, CourseFacts
from advisor.statements import Dispute, disputed, read_disputes
from catalog.models import Claim, Course
from tests.advisor.plain import PAID, catalogue, course, read, solve
from tests.factories import create_course, create_goal, create_skill

UNSURE = frozenset({"realistic_hours"})
FACTS = ("realistic_hours", "requires", "helpful", "teaches", "price", "style", "maths", "certificate")
NOBODY = "Nothing that is an estimate or disputed decides this plan."


def estimated(slug: str, teaches: dict[str, int], low: int, high: int, **fields: Any) -> CourseFacts:
    minutes = (low * 60, (low + high) * 30, high * 60)
    return course(slug, teaches, minutes=minutes, **{"unsure": UNSURE, **fields})


def said(solution: Solution, *, disputes: tuple[Dispute, ...] = ()) -> list[str]:
    wording = DoubtsWording(solution.advisor.catalogue)
    found = find_doubts(solution, disputes)
    return [wording.effect(doubt, solution) for doubt in found.found] or [wording.summary(found)]


def dispute(subject: str, field: str, *values: str, about: tuple[str, ...] = ()) -> Dispute:
    statements = tuple(Statement(value, f"Source {at}", "2026", at == 0, False) for at, value in enumerate(values))
    return Dispute(subject, field, about or (subject,), statements)


def some_catalogue(seed: int) -> Catalogue:
    chance = random.Random(seed)

    def levels(most: int) -> dict[str, int]:
        return {skill: chance.randint(1, 3) for skill in chance.sample(["a", "b", "c"], chance.randint(0, most))}

    courses = []
    for at in range(chance.randint(3, 6)):
        low, more = chance.randint(1, 8), chance.randint(0, 8)
        paid = PAID if chance.random() < 0.3 else {}
        courses.append(
            estimated(
                f"c{at}",
                levels(2),
                low,
                low + more,
                requires=levels(1),
                helpful=levels(1),
                unsure=frozenset(chance.sample(FACTS, 4)),
                style=chance.choice(["intuitive", "mathematical"]),
                maths=chance.choice(["none", "moderate", "heavy"]),
                **paid,
            )
        )
    last = courses[-1].slug, chance.random() < 0.5
    bundle = course("bundle", parts=((courses[0].slug, chance.random() < 0.5), last), minutes=None)
    return catalogue(*courses, *([bundle] if chance.random() < 0.5 else []), goals={"any": {"a": 1, "b": 1, "c": 1}})


LEARNERS: list[dict[str, Any]] = [
    {},
    {"levels": {"b": 1}, "style": "intuitive"},
    {"prefer": "cheapest", "certificate": True},
    {"prefer": "gentlest", "taken": ["c0"]},
    {"budget": {"free_only": True}},
    {"budget": {"total": 60}},
    {"finish_by": "2027-01-20"},
]


def named(one: Otherwise) -> tuple[Any, ...]:
    return one.subject, one.field, one.skill, one.value


@pytest.mark.parametrize("answers", LEARNERS, ids=str)
def test_pruned_search_finds_what_trying_everything_finds(answers: dict[str, Any]) -> None:
    found_any = False
    for seed in range(25):
        solution = solve(some_catalogue(seed), targets={"a": 2, "b": 1}, **answers)
        trials = list(estimates(solution.answers, solution.advisor.catalogue))
        wanted = {named(one) for one in trials if tried(solution, [one]).is_better}
        found = find_doubts(solution, at_most=10_000)
        assert {named(doubt.otherwise) for doubt in found.found} == wanted
        assert not found.untried
        found_any = found_any or bool(wanted)
    assert found_any


def tips(solution: Solution, doubt: Doubt, minutes: int) -> bool:
    """Whether another path is better when the course takes these minutes."""
    slug = doubt.otherwise.subject
    facts = solution.advisor.catalogue.courses[slug]
    courses = {**solution.advisor.catalogue.courses, slug: replace(facts, minutes=(minutes, minutes, minutes))}
    better, kept = (
        Advisor(replace(solution.advisor.catalogue, courses=offer)).solve(solution.answers)
        for offer in (courses, {name: each for name, each in courses.items() if name in {*solution.courses, "bundle"}})
    )
    return better.plan.objective < kept.plan.objective


@pytest.mark.parametrize("prefer", ["balanced", "cheapest"])
def test_tipping_point_is_exact_to_the_minute(prefer: str) -> None:
    seen = 0
    for seed in range(20):
        solution = solve(some_catalogue(seed), targets={"a": 1, "c": 1}, prefer=prefer)
        for doubt in find_doubts(solution, at_most=10_000).found:
            if doubt.tipping is not None:
                seen += 1
                back = 1 if doubt.otherwise.is_better else -1
                assert tips(solution, doubt, doubt.tipping)
                assert not tips(solution, doubt, doubt.tipping + back)
    assert seen


def test_course_on_the_path_that_may_take_longer_says_from_when_on() -> None:
    offer = catalogue(estimated("main", {"a": 1}, 60, 100), course("rival", {"a": 1}, hours=90))
    assert said(solve(offer, targets={"a": 1})) == [
        "If it takes 90.1 hours or more, you would take Rival instead of Main: 90 hours in all."
    ]


def test_course_off_the_path_that_may_take_less_says_up_to_when() -> None:
    offer = catalogue(course("main", {"a": 1}, hours=50), estimated("rival", {"a": 1}, 40, 100))
    assert said(solve(offer, targets={"a": 1})) == [
        "If it takes 49.9 hours or less, you would take Rival instead of Main: 40 hours in all."
    ]


def test_nothing_decides_where_no_end_of_a_range_tips() -> None:
    offer = catalogue(estimated("main", {"a": 1}, 60, 100), estimated("rival", {"a": 1}, 100, 200))
    assert said(solve(offer, targets={"a": 1})) == [NOBODY]


def test_sure_hours_decide_nothing() -> None:
    offer = catalogue(estimated("main", {"a": 1}, 60, 100, unsure=frozenset()), course("rival", {"a": 1}, hours=90))
    assert said(solve(offer, targets={"a": 1})) == [NOBODY]


def test_estimated_prerequisite_that_may_only_help_decides() -> None:
    main = course("main", {"a": 1}, requires={"b": 1}, unsure=frozenset({"requires"}))
    solution = solve(catalogue(main, course("base", {"b": 1}, hours=20)), targets={"a": 1})
    (fact, *_) = map(DoubtsWording(solution.advisor.catalogue).fact, find_doubts(solution).found)
    assert fact == "The required skills of Main, here B, are an estimate: no source supports it."
    assert said(solution) == [
        "If it requires B at working, no path would lead to all of what you ask for.",
        "If B only helps in it, you could do without Base: 10 hours in all.",
    ]


def test_disputed_fact_comes_before_a_nearly_tipping_estimate() -> None:
    offer = catalogue(
        estimated("main", {"a": 1}, 60, 100), course("rival", {"a": 1}, hours=81), course("base", {"b": 1}, hours=1)
    )
    disputes = (dispute("main", "requires", "nothing", "B is assumed"),)
    texts = said(solve(offer, targets={"a": 1}), disputes=disputes)
    assert texts[0].startswith("If “B is assumed” is right")


def test_path_that_is_not_proven_proves_nothing() -> None:
    solution = solve(catalogue(estimated("main", {"a": 1}, 60, 100)), targets={"a": 1})
    solution.plan = replace(solution.plan, proven=False)
    assert said(solution) == ["No estimated or disputed fact was found to decide this plan, but that is not proven."]


def test_cut_trials_are_admitted() -> None:
    rivals = [estimated(f"rival-{at}", {"a": 1}, 40, 100) for at in range(4)]
    solution = solve(catalogue(course("main", {"a": 1}, hours=50), *rivals), targets={"a": 1})
    found = find_doubts(solution, at_most=2)
    assert found.untried == 3
    remarks = DoubtsWording(solution.advisor.catalogue).remarks(found, shown=1)
    assert remarks[0].startswith("Only the nearest were looked at: 3 other values")
    assert not find_doubts(solution).untried


@pytest.mark.parametrize(
    ("field", "value", "answers", "change"),
    [
        ("realistic_hours", "20 to 40 hours", {}, {"minutes": (1200, 1800, 2400)}),
        ("realistic_hours", "about 30 hours", {}, {"minutes": (1800, 1800, 1800)}),
        ("requires", "none (comparison table)", {}, {"requires": {}}),
        ("requires", "intermediate B", {}, {"requires": {"b": 2}}),
        ("maths", "A and B are assumed", {}, {"requires": {"a": 1, "b": 1}}),
        ("maths", "heavy", {"prefer": "gentlest"}, {"maths": "heavy"}),
        ("style", "mathematical", {"style": "intuitive"}, {"style": "mathematical"}),
        ("price", "49 USD", {"prefer": "cheapest"}, {"price_model": "one-off", "one_off_price": 4900}),
    ],
)
def test_statement_is_read_as_a_value(field: str, value: str, answers: dict[str, Any], change: dict[str, Any]) -> None:
    offer = catalogue(course("main", {"c": 1}, requires={"b": 1}))
    found, is_unread = disputed(
        dispute("main", field, "as it is", value), read(offer, targets={"c": 1}, **answers), offer
    )
    assert not is_unread
    facts = found[0].change(offer.courses["main"])
    assert {name: getattr(facts, name) for name in change} == change


@pytest.mark.parametrize("value", ["10 hours a week", "four to six months", "between 20 hours and 30 hours"])
def test_statement_without_one_value_is_not_tried(value: str) -> None:
    offer = catalogue(course("main", {"a": 1}))
    solution = solve(offer, targets={"a": 1})
    found = find_doubts(solution, [dispute("main", "realistic_hours", "10 hours", value)])
    assert not found.found
    assert "not all that they say can be tried" in DoubtsWording(offer).remarks(found, shown=0)[0]


def test_lost_audit_changes_every_course_of_the_platform() -> None:
    offer = catalogue(
        course("one", {"a": 1}, price_model="audit", monthly_price=4900), course("two", {"b": 1}), course("bought")
    )
    about = dispute("Campus", "price", "free", "free audit was removed in July", about=("one", "two", "bought"))
    found, _ = disputed(about, read(offer, targets={"a": 1}, budget={"free_only": True}), offer)
    assert [one.courses for one in found] == [("one",)]
    assert not disputed(about, read(offer, targets={"a": 1}), offer)[0]


def test_bundle_dispute_leaves_what_an_earlier_part_teaches() -> None:
    parts = course("p1", {"b": 2}, requires={"a": 1}), course("p2", {"c": 1}, requires={"a": 1, "b": 2})
    bundle = course("both", parts=(("p1", False), ("p2", False)), minutes=None)
    offer = catalogue(*parts, bundle)
    found, _ = disputed(
        dispute("both", "requires", "A", "none", about=("p1", "p2")), read(offer, targets={"c": 1}), offer
    )
    changed = [dict(found[0].change(part).requires) for part in parts]
    assert changed == [{}, {"b": 2}]


def test_shipped_free_learner_hears_of_the_lost_audit(shipped_advisor: Advisor) -> None:
    answers = read(
        shipped_advisor.catalogue,
        goal="machine-learning",
        levels={"school-maths": 2, "python": 1},
        budget={"free_only": True},
    )
    platforms = {facts.platform for facts in shipped_advisor.catalogue.courses.values() if "oursera" in facts.platform}
    about = tuple(s for s, facts in shipped_advisor.catalogue.courses.items() if facts.platform in platforms)
    lost = dispute("Coursera", "price", "can be audited", "free audit was removed", about=about)
    found = find_doubts(shipped_advisor.solve(answers), [lost])
    assert any(doubt.otherwise.subject == "Coursera" for doubt in found.found)


@pytest.fixture
def plan_page(client: Client, db: None) -> Client:
    create_goal(slug="deep", title="Go deep", targets={"nets": 1})
    create_skill(slug="python")
    create_course(slug="main", title="Main nets", teaches={"nets": 1}, hours=(20, 40))
    create_course(slug="rival", title="Rival nets", teaches={"nets": 1}, hours=(35, 35))
    session = client.session
    session["answers"] = {"goal": "deep", "start": "2027-01-04", "hours_per_week": 5}
    session.save()
    return client


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true", "HX-Target": "closer"}])
def test_page_says_that_nothing_decides(plan_page: Client, headers: dict[str, str]) -> None:
    assert NOBODY in plan_page.get("/plan/?show=doubts", headers=headers).content.decode()


def test_page_shows_the_estimate_and_who_says_what(plan_page: Client) -> None:
    main = Course.objects.get(slug="main")
    main.unsure = ["realistic_hours"]
    main.save()
    Claim.objects.create(course=main, field="realistic_hours", value="30 hours", source="Note 1", is_chosen=True)
    Claim.objects.create(course=main, field="realistic_hours", value="90 hours", source="Note <2>", as_of="2025-07")
    page = plan_page.get("/plan/?show=doubts").content.decode()
    assert "If it takes 35.1 hours or more, you would take Rival nets instead of Main nets" in page
    assert "Sources disagree about the realistic hours of Main nets. If “90 hours” is right" in page
    for words in ("Note &lt;2&gt;", "2025-07", "editor’s choice"):
        assert words in page


@pytest.mark.django_db
def test_disputes_are_read_in_one_query(django_assert_num_queries: Any) -> None:
    main = create_course(slug="main")
    for at in range(3):
        Claim.objects.create(course=main, field="price", value=str(at), source="Note", is_chosen=at == 2)
    Claim.objects.create(course=main, field="maths", value="light", source="Note")
    with django_assert_num_queries(1):
        (found,) = read_disputes(catalogue(course("main")))
    assert (found.subject, found.field, found.courses) == ("main", "price", ("main",))
    assert [statement.value for statement in found.statements] == ["2", "0", "1"]
