"""Sentences about results: one for each kind of reason, in the catalogue's names."""

from typing import Any, get_args

import pytest

from advisor.planner import Cause, Fix, Needless, Objective, Plan, Reason, ReasonKind, Unmet, WhyNot, WhyNotKind
from advisor.wording import Wording, hours, join
from tests.advisor.plain import catalogue, course

NO_PLAN = Plan((), Objective(0, 0, 0), 0, proven=True)


@pytest.fixture
def wording() -> Wording:
    return Wording(catalogue(course("one", {"a": 1}), course("two"), course("three"), course("four")))


def reason(kind: ReasonKind, skill: str | None = None, level: int = 0, later: str | None = None) -> Reason:
    return Reason(kind, skill, level, later)


STEPS: list[tuple[list[Reason], str]] = [
    ([reason("target", "a", 2)], "Your goal asks for A (working)."),
    ([reason("target", "a", 1), reason("target", "b", 3)], "Your goal asks for A (basics) and B (strong)."),
    ([reason("pinned")], "You asked for it."),
    ([reason("prerequisite", "a", 1, "two")], "Two asks for A (basics)."),
    (
        [reason("prerequisite", "a", 1, "two"), reason("prerequisite", "a", 2, "three")],
        "Two and Three ask for A (working).",
    ),
    (
        [reason("prerequisite", "a", 1, later) for later in ("two", "three", "four")],
        "Two and 2 other steps ask for A (basics).",
    ),
    ([reason("helpful", "a", 1, "two")], "Two is easier with A (basics)."),
    (
        [reason("helpful", "a", 1, "two"), reason("helpful", "b", 1, "three")],
        "Two and Three are easier with A (basics) and B (basics).",
    ),
    ([reason("helpful", "a", 1)], "It brings you A (basics)."),
    ([reason("helpful")], "It is on the way."),
    ([reason("bundle_order", None, 0, "two")], "Two comes after it in the same bundle."),
    (
        [reason("bundle_order", None, 0, "two"), reason("bundle_order", None, 0, "three")],
        "Two and Three come after it in the same bundle.",
    ),
    (
        [reason("prerequisite", "b", 1, "two"), reason("target", "a", 1), reason("helpful", "a", 1, "three")],
        "Your goal asks for A (basics); Two asks for B (basics).",
    ),
]


@pytest.mark.parametrize(("reasons", "sentence"), STEPS)
def test_step_says_what_it_is_for(reasons: list[Reason], sentence: str, wording: Wording) -> None:
    assert wording.step(reasons) == sentence


def test_step_sentences_cover_every_kind() -> None:
    assert {one.kind for reasons, _ in STEPS for one in reasons} == set(get_args(ReasonKind))


def test_retired_course_and_skill_go_by_their_slugs(wording: Wording) -> None:
    reasons = [reason("target", "lost-skill", 1), reason("prerequisite", "a", 1, "lost-course")]
    assert wording.step(reasons) == "Your goal asks for lost-skill (basics); lost-course asks for A (basics)."
    assert wording.why_not("lost-course", WhyNot("out_of_reach", missing=(("lost-skill", 2),)))
    assert wording.needless(Needless("lost-course", (("lost-skill", 3),))) == "You already hold lost-skill (strong)."


def test_needless_names_what_is_held_of_what_the_course_teaches(wording: Wording) -> None:
    assert wording.needless(Needless("one", (("a", 2), ("b", 1)))) == "You already hold A (working)."


def test_needless_course_that_only_led_elsewhere_says_so(wording: Wording) -> None:
    assert wording.needless(Needless("two", (("a", 2),))) == (
        "It only leads to courses you don't need, since you hold A (working)."
    )


def unmet(cause: Cause, **fields: Any) -> Unmet:
    plain: dict[str, Any] = {"courses": ("one", "two"), "filters": (), "needs": (), "fix": None}
    return Unmet(skill="a", wanted=2, reached=0, cause=cause, **{**plain, **fields})


UNMET = [
    (unmet("nobody_teaches", courses=()), "No course in the catalogue teaches A (working)."),
    (
        unmet("filtered", filters=("free_only", "languages", "exclude")),
        "A (working) is taught by One or Two, ruled out by your wish for free courses only, your choice of "
        "languages and what you left out.",
    ),
    (unmet("filtered"), "A (working) is taught by One or Two, ruled out by your limits."),
    (
        unmet("needs_unreachable", courses=("one",), needs=(("b", 1),)),
        "One would teach A (working), but asks for B (basics), out of reach as well.",
    ),
    (unmet("circular"), "The courses that teach A (working) each wait for another of them: One or Two."),
    (unmet("budget"), "A (working) does not fit your budget."),
]


@pytest.mark.parametrize(("gap", "sentence"), UNMET)
def test_unmet_says_the_cause(gap: Unmet, sentence: str, wording: Wording) -> None:
    assert wording.unmet(gap) == sentence


def test_unmet_sentences_cover_every_cause() -> None:
    assert {gap.cause for gap, _ in UNMET} == set(get_args(Cause))


@pytest.mark.parametrize(
    ("fix", "words"),
    [
        (Fix((), (), None, NO_PLAN), ""),
        (Fix(("one",), ("exclude",), None, NO_PLAN), " It comes within reach when you allow One."),
        (Fix((), (), 4950, NO_PLAN), " It comes within reach when you spend up to 49.50."),
        (
            Fix(("one", "two"), ("exclude",), 100, NO_PLAN),
            " It comes within reach when you allow One and Two and spend up to 1.00.",
        ),
    ],
)
def test_unmet_says_the_least_change(fix: Fix, words: str, wording: Wording) -> None:
    assert wording.unmet(unmet("budget", fix=fix)) == f"A (working) does not fit your budget.{words}"


WHY_NOT = [
    (WhyNot("in_path"), "It is on your path."),
    (WhyNot("taken"), "You have finished it."),
    (WhyNot("excluded"), "You left it out."),
    (WhyNot("language"), "It is not in a language you chose."),
    (WhyNot("not_free"), "It costs money, and you asked for free courses only."),
    (WhyNot("teaches_nothing_needed"), "It teaches nothing that this path still needs."),
    (WhyNot("out_of_reach", missing=(("b", 2),)), "It asks for B (working), which no allowed course leads to."),
    (WhyNot("budget"), "With it the path would not fit your budget."),
    (
        WhyNot("costs_more", extra_points=90, extra_minutes=90, replaces=("two",)),
        "With it in place of Two the path would take 1.5 hours longer.",
    ),
    (WhyNot("costs_more", extra_points=60, extra_minutes=60), "With it the path would take 1 hour longer."),
    (WhyNot("costs_more"), "With it the path would be as good, but no better."),
    (
        WhyNot("costs_more", extra_points=600),
        "With it the path would suit you less: it costs more or fits your answers less well.",
    ),
    (
        WhyNot("costs_more", extra_points=600, extra_minutes=-120),
        "With it the path would be 2 hours shorter, but suit you less: it costs more or fits your answers less well.",
    ),
]


@pytest.mark.parametrize(("why", "sentence"), WHY_NOT)
def test_why_not_says_what_stands_in_the_way(why: WhyNot, sentence: str, wording: Wording) -> None:
    assert wording.why_not("one", why) == sentence


def test_why_not_sentences_cover_every_kind() -> None:
    assert {why.kind for why, _ in WHY_NOT} == set(get_args(WhyNotKind))


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (0, "0 hours"),
        (1, "1 minute"),
        (59, "59 minutes"),
        (60, "1 hour"),
        (61, "1 hour"),
        (90, "1.5 hours"),
        (2190, "36.5 hours"),
        (60_000, "1000 hours"),
    ],
)
def test_hours_read_plainly(minutes: int, text: str) -> None:
    assert hours(minutes) == text


@pytest.mark.parametrize(
    ("words", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_join_reads_as_a_list(words: list[str], text: str) -> None:
    assert join(words) == text
