"""The short run of the questionnaire: same path as the whole form, fewer questions, and it says why."""

from statistics import median
from typing import Any

import pytest

from advisor.inquiry import LIMITS, Inquiry, Skipped
from advisor.planning import Advisor
from advisor.snapshot import read_catalogue
from catalog.models import Implication, Skill
from tests.advisor.runs import TODAY, every_truth, path, short_run, whole_form
from tests.examples import examples
from tests.factories import create_course, create_goal

LEARNERS = examples(8)
LIMITS_GIVEN: dict[str, Any] = {"taken": [], "hours_per_week": 5, "start": "2027-01-04", "budget": {}}
WISHES_GIVEN: dict[str, Any] = {"prefer": "balanced", "style": None, "practice": None, "certificate": False}


def ask(advisor: Advisor, answered: tuple[str, ...] = (), **answers: Any) -> Inquiry:
    return Inquiry(advisor, answers, answered, today=TODAY)


def settled_but_for_levels(advisor: Advisor, **answers: Any) -> Inquiry:
    return ask(advisor, goal="goal", **LIMITS_GIVEN, **WISHES_GIVEN, **answers)


def test_short_run_asks_half_of_the_form_and_leads_to_its_path(shipped_advisor: Advisor) -> None:
    shares = []
    for seed, truth in enumerate(every_truth(shipped_advisor, LEARNERS)):
        run = short_run(shipped_advisor, truth)
        whole = whole_form(shipped_advisor, truth, run.form)
        assert path(shipped_advisor, run.completed) == path(shipped_advisor, whole), seed
        assert run.at_most == sorted(run.at_most, reverse=True), seed
        assert run.at_most[-1] == len(run.asked) <= run.at_most[0], seed
        assert set(run.asked) <= set(run.form), seed
        shares.append(len(run.asked) / len(run.form))
    assert median(shares) <= 0.5


def test_goal_and_limits_come_first(shipped_advisor: Advisor) -> None:
    asked: list[str] = []
    answers: dict[str, Any] = {}
    for key in LIMITS:
        assert ask(shipped_advisor, tuple(asked), **answers).next() == key
        asked.append(key)
        answers["goal"] = "machine-learning"
    assert ask(shipped_advisor, tuple(asked), **answers).next() not in LIMITS


def test_levels_of_other_skills_change_no_path(shipped_advisor: Advisor) -> None:
    courses = sorted(course.id for course in shipped_advisor.compiled.courses)
    for seed, truth in enumerate(every_truth(shipped_advisor, LEARNERS)):
        pinned = courses[seed :: len(courses)] if seed % 3 == 0 else []
        form = ask(shipped_advisor, **truth, pinned=pinned).form
        asked = {skill: level for skill, level in truth["levels"].items() if f"level-{skill}" in form}
        whole = path(shipped_advisor, {**truth, "pinned": pinned})
        assert path(shipped_advisor, {**truth, "pinned": pinned, "levels": asked}) == whole, seed


def test_what_a_pinned_course_asks_for_is_asked(small: Advisor) -> None:
    create_course(slug="beside", teaches={"art": 1}, requires={"drawing": 1})
    advisor = Advisor(read_catalogue())
    assert "level-drawing" not in ask(advisor, goal="goal").form
    assert "level-drawing" in ask(advisor, goal="goal", pinned=["beside"]).form


def test_course_that_teaches_less_than_anything_asks_for_counts_for_nothing(small: Advisor) -> None:
    create_course(slug="primer", teaches={"calculus": 1}, requires={"counting": 1})
    advisor = Advisor(read_catalogue())
    assert set(advisor.relevant_skills({"end": 1})) == {"end", "maths", "calculus"}
    assert "counting" in advisor.relevant_skills({"calculus": 1})


def test_override_of_a_finished_course_is_what_is_known(small: Advisor) -> None:
    create_course(slug="sums", teaches={"maths": 1})
    advisor = Advisor(read_catalogue())
    finished: dict[str, Any] = {
        "goal": "goal",
        **LIMITS_GIVEN,
        **WISHES_GIVEN,
        "taken": ["sums"],
        "levels": {"end": 0, "calculus": 0},
    }
    assert path(advisor, ask(advisor, **finished).completed) == {("short", None)}
    overridden = ask(advisor, **finished, overrides={"maths": 0})
    assert (overridden.box.top("maths"), overridden.settled) == (0, True)
    assert path(advisor, overridden.completed) != {("short", None)}


def test_dismissed_prerequisite_is_not_asked_about(small: Advisor) -> None:
    inquiry = settled_but_for_levels(small, levels={"end": 0}, dismissed=["maths", "calculus"])
    assert inquiry.settled
    assert inquiry.skipped["level-maths"].kind == "unneeded"


def test_level_of_no_use_is_idle_unless_it_tells_another(small: Advisor) -> None:
    assert settled_but_for_levels(small, levels={"calculus": 2, "maths": 1}).idle == frozenset()
    create_course(slug="beside", teaches={"art": 1})
    advisor = Advisor(read_catalogue())
    assert settled_but_for_levels(advisor, levels={"art": 1, "end": 0}).idle == {"level-art"}
    skills = {skill.slug: skill for skill in Skill.objects.all()}
    Implication.objects.create(skill=skills["art"], level=1, implies=skills["maths"], implied_level=1)
    assert settled_but_for_levels(Advisor(read_catalogue()), levels={"art": 1, "end": 0}).idle == frozenset()


def test_before_the_goal_nothing_is_promised(shipped_advisor: Advisor) -> None:
    fresh = ask(shipped_advisor)
    assert (fresh.at_most, fresh.settled, fresh.skipped) == (None, False, {})


@pytest.fixture
def small(db: None) -> Advisor:
    """Two ways to the goal: a short one for those who know maths, a long one; maths follows from calculus."""
    create_goal(slug="goal", targets={"end": 1})
    create_course(slug="short", teaches={"end": 1}, requires={"maths": 1}, hours=(5, 5))
    create_course(slug="long", teaches={"end": 1}, hours=(10, 10))
    create_course(slug="deep", teaches={"end": 1}, requires={"calculus": 2}, hours=(4, 4))
    skills = {skill.slug: skill for skill in Skill.objects.all()}
    Implication.objects.create(skill=skills["calculus"], level=2, implies=skills["maths"], implied_level=1)
    return Advisor(read_catalogue())


def test_a_level_that_changes_the_path_is_asked(small: Advisor) -> None:
    inquiry = settled_but_for_levels(small)
    assert inquiry.next() in {"level-calculus", "level-maths", "level-end"}
    assert inquiry.gap == (0, 600)


def test_what_an_answer_implies_is_not_asked(small: Advisor) -> None:
    inquiry = settled_but_for_levels(small, levels={"calculus": 2, "end": 0})
    assert inquiry.settled
    assert inquiry.skipped["level-maths"] == Skipped("settled")
    assert inquiry.completed["levels"] == {"calculus": 2, "end": 0, "maths": 1}
    assert path(small, inquiry.completed) == {("deep", None)}


def test_an_answer_caps_what_would_imply_more(small: Advisor) -> None:
    inquiry = settled_but_for_levels(small, levels={"maths": 0, "end": 0})
    assert (inquiry.settled, inquiry.box.top("calculus")) == (True, 1)


def test_a_level_with_one_value_left_names_the_answer_it_follows_from(small: Advisor) -> None:
    Implication.objects.update(implied_level=3)
    inquiry = settled_but_for_levels(Advisor(read_catalogue()), levels={"calculus": 2})
    assert inquiry.skipped["level-maths"] == Skipped("implied", (("calculus", 2),))


def test_contradictory_levels_switch_implications_off(small: Advisor) -> None:
    inquiry = settled_but_for_levels(small, levels={"calculus": 3, "maths": 0, "end": 0})
    assert inquiry.settled
    assert inquiry.completed["levels"]["maths"] == 0


def test_a_level_left_out_is_not_asked_again(small: Advisor) -> None:
    answered: tuple[str, ...] = ()
    while (key := ask(small, answered, goal="goal", **LIMITS_GIVEN, **WISHES_GIVEN).next()) is not None:
        assert key not in answered
        answered = (*answered, key)
    assert set(answered) <= {"level-calculus", "level-maths", "level-end"}


def test_wishes_that_change_nothing_are_skipped(small: Advisor) -> None:
    inquiry = ask(small, goal="goal", **LIMITS_GIVEN, levels={"end": 1})
    assert inquiry.settled
    assert {"prefer", "style", "practice", "certificate"} <= inquiry.skipped.keys()


def test_a_wish_that_two_courses_differ_in_is_asked(small: Advisor) -> None:
    create_course(slug="pictures", teaches={"end": 1}, hours=(11, 11), style="intuitive")
    levels = {"end": 0, "maths": 0, "calculus": 0}
    assert ask(Advisor(read_catalogue()), goal="goal", **LIMITS_GIVEN, levels=levels).next() == "style"


def test_a_wish_that_matters_only_with_another_is_asked(small: Advisor) -> None:
    create_course(slug="both", teaches={"end": 1}, hours=(25, 25), style="intuitive", practice="from-scratch")
    levels = {"end": 0, "maths": 0, "calculus": 0}
    wishes = {"prefer": "balanced", "certificate": False}
    assert ask(Advisor(read_catalogue()), goal="goal", **LIMITS_GIVEN, **wishes, levels=levels).next() == "style"


def test_a_second_language_is_asked_about(small: Advisor) -> None:
    create_course(slug="corto", teaches={"end": 1}, hours=(3, 3), language="es")
    assert ask(Advisor(read_catalogue()), goal="goal", **LIMITS_GIVEN).next() == "language"


def test_a_budget_that_the_path_may_pass_leaves_all_open(small: Advisor) -> None:
    create_course(slug="paid", teaches={"end": 1}, hours=(1, 1), price_model="one-off", price_amount=90)
    dear = Advisor(read_catalogue())
    levels = {"end": 0}
    open_run = ask(dear, goal="goal", **{**LIMITS_GIVEN, "budget": {"total": 50}}, **WISHES_GIVEN, levels=levels)
    kept = ask(dear, goal="goal", **{**LIMITS_GIVEN, "budget": {"total": 100}}, **WISHES_GIVEN, levels=levels)
    assert (open_run.settled, kept.settled) == (False, True)
