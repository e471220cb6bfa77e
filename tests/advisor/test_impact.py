"""The preview of a draft equals what learners get once it is published."""

import random
from datetime import date
from math import inf
from typing import Any

import pytest

from advisor.answers import parse_answers
from advisor.catalogues import current_advisor
from advisor.impact.outcomes import Outcome, outcome_of, shift_between
from advisor.impact.previewing import Impact, Stamp, forget, go_on
from advisor.models import Path, Persona, Proposal, Weights
from advisor.moving import done_by, propose
from advisor.tracking import record_progress
from catalog.desk.drafts import publish_draft, save_draft
from catalog.desk.subjects import SUBJECTS
from catalog.models import CatalogueVersion, Course, Draft, Skill
from tests.advisor.path_rows import save_from
from tests.factories import create_bundle, create_course, create_goal, create_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
START = "2026-11-23"
LEARNERS: tuple[dict[str, Any], ...] = (
    {"goal": "deep"},
    {"goal": "deep", "levels": {"python": 1}, "prefer": "fastest"},
    {"goal": "wide", "prefer": "cheapest", "certificate": True},
    {"goal": "wide", "prefer": "gentlest", "style": "mathematical"},
    {"goal": "deep", "budget": {"total": 80}, "certificate": True},
    {"goal": "wide", "finish_by": "2027-01-30"},
    {"targets": {"nets": 2, "maths": 1}, "budget": {"free_only": True}},
    {"goal": "deep", "taken": ["python-a"], "pinned": ["nets-b"]},
)


@pytest.fixture(autouse=True)
def rows() -> None:
    """Rivals for every skill, some sold and some in a bundle, so that small edits turn paths."""
    forget()
    paid = {"price_model": Course.PriceModel.ONE_OFF, "has_certificate": True}
    create_course(slug="python-a", title="Python A", teaches={"python": 1}, hours=(8, 12))
    create_course(slug="python-b", title="Python B", teaches={"python": 1}, hours=(9, 12), maths="heavy")
    create_course(slug="maths-a", title="Maths A", teaches={"maths": 1}, hours=(10, 10), style="mathematical")
    first = create_course(slug="nets-a", title="Nets A", teaches={"nets": 1}, requires={"python": 1}, hours=(5, 7))
    second = create_course(slug="nets-2", title="Nets 2", teaches={"nets": 2}, requires={"nets": 1}, hours=(6, 8))
    create_course(
        slug="nets-b",
        title="Nets B",
        teaches={"nets": 2},
        helpful={"maths": 1},
        hours=(14, 16),
        price_amount=60,
        **paid,
    )
    create_course(slug="nets-c", title="Nets C", teaches={"nets": 2}, requires={"maths": 1}, hours=(15, 15))
    create_bundle(slug="pair", title="Pair", parts=[first, second])
    create_goal(slug="deep", title="Deep", targets={"nets": 2})
    create_goal(slug="wide", title="Wide", targets={"nets": 1, "maths": 1})
    Weights.objects.create()
    for number, answers in enumerate(LEARNERS):
        Persona.objects.create(slug=f"p{number}", name=f"P {number}", answers={**answers, "start": START})


def save_paths() -> list[Path]:
    return [save_from(create_user(), {**answers, "start": START}) for answers in LEARNERS]


def draft_of(kind: str, key: str, **changes: Any) -> Draft:
    document = SUBJECTS[kind].read(key)
    assert document is not None
    return save_draft(SUBJECTS[kind], key, {**document, **changes}, by=None)


def preview(draft: Draft) -> Impact:
    return go_on(Stamp.of(draft, today=TODAY), seconds=inf)


def plans() -> list[Outcome]:
    """What each persona gets now."""
    advisor = current_advisor()
    return [
        outcome_of(advisor.solve(parse_answers(persona.answers, advisor.catalogue, today=TODAY)))
        for persona in Persona.objects.all()
    ]


def proposals(paths: list[Path]) -> int:
    """Paths whose owners are shown a better one."""
    for path in paths:
        path.refresh_from_db()
        propose([path], done_by(path.user), today=TODAY)
    return Proposal.objects.undecided().count()


EDITS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "longer": ("course", "nets-a", {"realistic_hours": [40, 60]}),
    "shorter": ("course", "nets-c", {"realistic_hours": [1, 1]}),
    "shorter on paths": ("course", "nets-a", {"realistic_hours": [1, 2]}),
    "retired": ("course", "python-a", {"status": "retired"}),
    "part retired": ("course", "nets-2", {"status": "retired"}),
    "asks for more": ("course", "nets-a", {"requires": {"python": 1, "maths": 1}}),
    "teaches more": ("course", "python-b", {"teaches": {"python": 1, "maths": 1}}),
    "other words": ("course", "nets-a", {"title": "Nets, renamed", "summary": "Other words."}),
    "free": ("course", "nets-b", {"price": {"model": "free", "amount": None, "currency": "USD", "free_access": ""}}),
    "goal widened": ("goal", "deep", {"targets": {"nets": 2, "maths": 1}}),
    "weights": ("weights", "1", {"help_points": 6000, "wish_points": 0, "cheapest_cent_points": 1}),
}


@pytest.mark.parametrize("edit", EDITS)
def test_preview_equals_the_effect_after_publishing(edit: str) -> None:
    paths, old = save_paths(), plans()
    record_progress(user=paths[1].user, course=Course.objects.get(slug="nets-a"), state="started")
    offered = proposals(paths)
    kind, key, changes = EDITS[edit]
    draft = draft_of(kind, key, **changes)
    impact = preview(draft)
    assert [effect.before.outcome for effect in impact.personas] == old
    publish_draft(draft, None)
    assert [effect.after.outcome for effect in impact.personas] == plans()
    assert impact.tally.seen == len(paths)
    assert offered + impact.tally.proposed - impact.tally.withdrawn == proposals(paths)


def random_edit(rng: random.Random) -> tuple[str, dict[str, Any]]:
    slug = rng.choice([course.slug for course in Course.objects.filter(kind="course")])
    skills = ["python", "maths", "nets"]
    low = rng.randint(1, 30)
    change = rng.choice(("hours", "requires", "teaches", "helpful", "status", "style", "price"))
    if slug == "nets-b" and change == "status":
        change = "hours"  # answers that pin a course that is gone can't be used, while a path lets the pin go
    values: dict[str, Any] = {
        "hours": {"realistic_hours": [low, low + rng.randint(0, 20)]},
        "requires": {"requires": {rng.choice(skills): 1}},
        "helpful": {"helpful": {rng.choice(skills): rng.randint(1, 2)}},
        "teaches": {"teaches": {skill: rng.randint(1, 2) for skill in rng.sample(skills, rng.randint(1, 2))}},
        "status": {"status": rng.choice(("retired", "published"))},
        "style": {
            "style": rng.choice(("mathematical", "intuitive", "balanced")),
            "maths": rng.choice(("none", "heavy")),
        },
        "price": {
            "price": {"model": "one-off", "amount": rng.randint(1, 90), "currency": "USD", "free_access": ""},
        },
    }
    return slug, values[change]


@pytest.mark.one_database
@pytest.mark.parametrize("seed", range(8))
def test_proofs_agree_with_solving_after_random_edits(seed: int) -> None:
    """Paths saved as personas are: what is proven to stay must be what solving finds, for each of them."""
    rng = random.Random(seed)
    for _ in range(3):
        Path.objects.all().delete()
        save_paths()
        slug, changes = random_edit(rng)
        draft = draft_of("course", slug, **changes)
        impact, old = preview(draft), plans()
        try:
            publish_draft(draft, None)
        except ValueError:
            continue  # a random edit may close a loop
        new = plans()
        shifts = [shift_between(*sides) for sides in zip(old, new, strict=True)]
        assert [effect.shift for effect in impact.personas] == shifts
        assert impact.tally.changed == sum(shift.is_other_plan for shift in shifts)
        moved = [shift.difference for shift in shifts if not shift.is_none]
        assert sorted(impact.tally.hours) == sorted(found.hours for found in moved)
        assert sorted(impact.tally.cost["USD"]) == sorted(found.cost for found in moved)


def test_pieces_add_up_to_the_whole() -> None:
    save_paths()
    draft = draft_of("course", "nets-a", realistic_hours=[40, 60])
    whole = preview(draft)
    Draft.objects.all().delete()
    again = draft_of("course", "nets-a", realistic_hours=[40, 60])
    stamp = Stamp.of(again, today=TODAY)
    pieces = [go_on(stamp, seconds=0)]
    while not pieces[-1].is_whole:
        forget()
        pieces.append(go_on(stamp, seconds=0.001))
    assert len(pieces) > 1
    assert pieces[-1].tally == whole.tally
    assert whole.tally.changed


def test_preview_leaves_everything_as_it_was() -> None:
    save_paths()
    before = CatalogueVersion.current(), list(Course.objects.values()), list(Path.objects.values())
    preview(draft_of("course", "nets-a", status="retired"))
    assert before == (CatalogueVersion.current(), list(Course.objects.values()), list(Path.objects.values()))


def test_goal_out_of_reach_is_named_with_its_start_and_skill() -> None:
    Course.objects.filter(slug__in=["nets-b", "nets-c"]).update(status="retired")
    found = preview(draft_of("course", "nets-2", status="retired"))
    skill = Skill.objects.get(slug="nets").name
    assert ("Deep", None, (skill,)) in [(row.goal, row.start, row.skills) for row in found.unreached]
    assert "P 0" in [row.start for row in found.unreached]


def test_courses_that_nobody_is_recommended_any_more_are_told_with_the_reason() -> None:
    found = preview(draft_of("course", "maths-a", status="retired"))
    assert {(idle.course, idle.why) for idle in found.idle} == {("maths-a", "not-offered"), ("nets-c", "unreachable")}


def test_broken_and_mended_expectations_are_told() -> None:
    persona = Persona.objects.get(slug="p0")
    persona.expectations = {"includes": ["nets-b"], "max_steps": 9}
    persona.save()
    effect = preview(draft_of("course", "nets-c", requires={}, realistic_hours=[1, 1])).personas[0]
    assert effect.before.passes
    assert effect.broken == ("“Nets B” is missing.",)


def test_draft_that_can_not_be_written_says_why() -> None:
    found = preview(draft_of("course", "nets-a", provider="nobody"))
    assert "nobody" in found.refusal
    assert found.is_whole
