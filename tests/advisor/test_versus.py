"""Which of two comes first, for whom, and by which fact; held against the shipped catalogue and against tiny ones."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.answers import parse_answers
from advisor.planning import Advisor
from advisor.snapshot import Catalogue, CourseFacts, SkillFacts
from advisor.versus import (
    KNOWS_BASICS,
    NEWCOMER,
    Side,
    decide,
    gaps_of,
    in_best_order,
    overlap,
    side_of,
)
from advisor.versus_orders import Comparison
from advisor.versus_wording import VersusWording

ML, DL = "ml-specialization", "dl-specialization"
SKILLS = ("one", "two", "three")
levels = st.dictionaries(st.sampled_from(SKILLS), st.integers(1, 3))


def course(slug: str, **fields: Any) -> CourseFacts:
    plain = {
        "title": slug.title(),
        "kind": "course",
        "is_published": True,
        "superseded_by": None,
        "provider": "Provider",
        "platform": "Platform",
        "url": "https://courses.example.org/",
        "level": "beginner",
        "language": "en",
        "style": "balanced",
        "practice": "guided",
        "maths": "light",
        "coding": "light",
        "has_certificate": False,
        "price_model": "free",
        "one_off_price": None,
        "monthly_price": None,
        "currency": "USD",
        "minutes": (600, 600, 600),
        "rating": None,
        "best_for": "",
        "skip_if": "",
        "weaknesses": (),
        "unsure": frozenset(),
    }
    return CourseFacts(slug=slug, **{**plain, **fields})


def catalogue(*courses: CourseFacts) -> Catalogue:
    skills = {skill: SkillFacts(skill, skill.title(), "Area", ("", "", "", "")) for skill in SKILLS}
    return Catalogue({each.slug: each for each in courses}, skills, {})


def sides(*courses: CourseFacts) -> list[Side]:
    return [side_of(catalogue(*courses), each.slug) for each in courses]


def compared(advisor: Advisor, slugs: tuple[str, ...], held: dict[str, int]) -> Comparison:
    answers = parse_answers({"targets": {"python": 1}, "levels": held}, advisor.catalogue, today=date(2027, 1, 1))
    return Comparison(advisor, [side_of(advisor.catalogue, slug) for slug in slugs], answers)


def test_newcomer_hears_machine_learning_first(shipped_advisor: Advisor) -> None:
    (verdict,) = compared(shipped_advisor, (ML, DL), NEWCOMER).verdicts
    wording = VersusWording(shipped_advisor.catalogue)
    assert wording.headline(verdict) == (
        "Machine Learning Specialization first, then a maths part before Deep Learning Specialization"
    )
    assert wording.second_needs(verdict) == (
        "Before Deep Learning Specialization you also need Linear algebra (basics) and Calculus (basics)."
    )
    assert wording.fact(verdict) == (
        "Deep Learning Specialization requires Supervised learning (working) and Model evaluation (basics), "
        "which Machine Learning Specialization teaches."
    )


def test_one_who_knows_the_basics_hears_deep_learning_directly(shipped_advisor: Advisor) -> None:
    (verdict,) = compared(shipped_advisor, (ML, DL), KNOWS_BASICS).verdicts
    wording = VersusWording(shipped_advisor.catalogue)
    assert wording.headline(verdict) == "Deep Learning Specialization directly"
    assert "Supervised learning (working)" in wording.fact(verdict)
    assert not verdict.missing


def test_weak_maths_hears_a_maths_part_before_deep_learning(shipped_advisor: Advisor) -> None:
    weak = compared(shipped_advisor, (ML, DL), KNOWS_BASICS).weak_maths
    wording = VersusWording(shipped_advisor.catalogue)
    assert wording.headline(weak.verdicts[0]) == "A maths part first, then Deep Learning Specialization directly"
    part = next(part for part in weak.maths_parts if part.side == DL)
    assert part.required == {"linear-algebra": 1, "calculus": 1}
    assert {"linear-algebra", "calculus"} <= {
        skill for slug in part.courses for skill in shipped_advisor.catalogue.courses[slug].teaches
    }
    assert wording.maths_part(part).startswith("A maths part first: Essence of")


def test_newcomer_with_weak_maths_aiming_at_deep_learning_hears_the_same(shipped_advisor: Advisor) -> None:
    weak = compared(shipped_advisor, (DL, ML), NEWCOMER).weak_maths
    texts = {part.side: VersusWording(weak.advisor.catalogue).maths_part(part) for part in weak.maths_parts}
    assert texts[DL].startswith("A maths part first: ")
    assert texts[ML].startswith("Machine Learning Specialization can begin with weak maths.")


@pytest.mark.parametrize(
    ("pair", "held", "kind", "first"),
    [
        (("maths-for-ml-and-data-science", DL), NEWCOMER, "required", "maths-for-ml-and-data-science"),
        (("python-for-everybody", ML), NEWCOMER, "helpful", "python-for-everybody"),
        (("python-for-everybody", ML), KNOWS_BASICS, "directly", ML),
        (("gans-specialization", DL), KNOWS_BASICS, "required", DL),
        (("nlp-specialization", DL), KNOWS_BASICS, "helpful", DL),
        (("tensorflow-developer", DL), KNOWS_BASICS, "helpful", DL),
        (("uw-ml-specialization", ML), NEWCOMER, "ready", ML),
        (("reinforcement-learning-alberta", DL), KNOWS_BASICS, "ready", DL),
        (("ml-stanford-2011", ML), NEWCOMER, "newer", ML),
        (("mls-supervised-learning", ML), NEWCOMER, "part", ML),
        (("google-ai-essentials", ML), NEWCOMER, "either", None),
    ],
)
def test_shipped_pair_is_decided(
    shipped: Catalogue, pair: tuple[str, str], held: dict[str, int], kind: str, first: str | None
) -> None:
    one, other = (side_of(shipped, slug) for slug in pair)
    assert (decide(one, other, held).kind, decide(one, other, held).first) == (kind, first)
    assert decide(other, one, held) == decide(one, other, held)


@given(levels, levels, levels, levels, levels, levels, levels)
def test_verdict_does_not_depend_on_the_order_of_naming(
    held: Any, needs_a: Any, helps_a: Any, gives_a: Any, needs_b: Any, helps_b: Any, gives_b: Any
) -> None:
    one, other = sides(
        course("a", requires=needs_a, helpful=helps_a, teaches=gives_a, minutes=(60, 60, 60)),
        course("b", requires=needs_b, helpful=helps_b, teaches=gives_b),
    )
    assert decide(one, other, held) == decide(other, one, held)


@given(levels, levels, levels, levels, levels)
def test_verdict_does_not_depend_on_slugs(held: Any, needs_a: Any, gives_a: Any, needs_b: Any, gives_b: Any) -> None:
    a, b = course("a", requires=needs_a, teaches=gives_a), course("b", requires=needs_b, teaches=gives_b)
    one, other = sides(a, b)
    verdict = decide(one, other, held)
    one, other = sides(replace(a, slug="b"), replace(b, slug="a"))
    renamed = decide(one, other, held)
    swap = {"a": "b", "b": "a", None: None}
    assert (renamed.kind, renamed.first) == (verdict.kind, swap[verdict.first])


@given(levels, levels)
def test_overlap_is_symmetric_and_full_only_for_equals(one: dict[str, int], other: dict[str, int]) -> None:
    assert overlap(one, other) == overlap(other, one)
    assert (overlap(one, other) == 100) == (one == other and bool(one))


def test_overlap_weighs_levels() -> None:
    assert overlap({"one": 2, "two": 1}, {"one": 1, "three": 1}) == 25


def test_bundle_brings_what_no_earlier_part_teaches() -> None:
    first = course("first", requires={"one": 1}, teaches={"two": 2})
    second = course("second", requires={"two": 2, "three": 1})
    bundle = course("bundle", minutes=None, parts=(("first", True), ("second", False)))
    side = side_of(catalogue(first, second, bundle), "bundle")
    assert side.requires == {"one": 1, "three": 1}
    assert side.minutes == (1200, 1200, 1200)


def test_gaps_name_what_is_not_held_in_this_order_only() -> None:
    base, more = course("base", teaches={"one": 2}), course("more", requires={"one": 1}, helpful={"one": 2})
    facts = catalogue(base, more)
    one, other = (side_of(facts, slug) for slug in ("base", "more"))
    assert gaps_of(facts, (one, other), {}) == ()
    (gap,) = gaps_of(facts, (other, one), {})
    assert (gap.course, gap.required, gap.helpful) == ("more", {"one": 1}, {"one": 2})


def test_best_order_puts_what_is_required_first_however_named() -> None:
    rows = sides(
        course("z", teaches={"one": 1}),
        course("m", requires={"one": 1}, teaches={"two": 1}),
        course("a", requires={"two": 1}, teaches={"three": 1}),
    )
    for named in (rows, rows[::-1]):
        assert [side.slug for side in in_best_order(named, {})] == ["z", "m", "a"]


def test_both_orders_are_solved_and_the_wrong_one_costs_more(shipped_advisor: Advisor) -> None:
    comparison = compared(shipped_advisor, (DL, ML), NEWCOMER)
    best, other = comparison.orders
    assert best.sequence == (ML, DL)
    assert other.sequence == (DL, ML)
    assert not best.unreached
    assert other.minutes > best.minutes
    assert "122 hours more" in VersusWording(shipped_advisor.catalogue).bottom_line(comparison)


def test_every_shipped_bundle_pair_has_sentences(shipped_advisor: Advisor) -> None:
    wording = VersusWording(shipped_advisor.catalogue)
    bundles = [slug for slug, facts in shipped_advisor.catalogue.courses.items() if facts.is_bundle][:6]
    for place, one in enumerate(bundles):
        for other in bundles[place + 1 :]:
            comparison = compared(shipped_advisor, (one, other), NEWCOMER)
            assert wording.headline(comparison.verdicts[0])
            assert wording.fact(comparison.verdicts[0]).endswith(".")
            assert wording.bottom_line(comparison).endswith(".")


def test_order_that_nothing_mends_says_so() -> None:
    base, more = course("base", teaches={"one": 1}), course("more", requires={"one": 1}, teaches={"two": 1})
    advisor = Advisor(catalogue(base, more))
    answers = parse_answers({"targets": {"one": 1}}, advisor.catalogue, today=date(2027, 1, 1))
    comparison = Comparison(advisor, sides(base, more), answers)
    best, other = comparison.orders
    assert (best.sequence, best.unreached, best.weeks) == (("base", "more"), (), 4)
    assert other.unreached == ("more",)
    assert "can’t be done" in VersusWording(advisor.catalogue).bottom_line(comparison)
