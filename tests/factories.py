"""Rows for tests; every function takes keywords only and fills in what a test does not care for.

Skills in `teaches`, `requires`, `helpful` and `targets` are rows or slugs; a slug without a row gets one.
"""

import time
from collections.abc import Collection, Mapping, Sequence
from itertools import count
from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value

from advisor.models import DataKind, Goal, Target, User
from catalog.models import (
    Check,
    CheckItem,
    Course,
    Guide,
    Outcome,
    Part,
    Platform,
    Provider,
    Question,
    Requirement,
    Skill,
)

TOTP_SECRET = "JBSWY3DPEHPK3PXP"
Levels = Mapping[Any, int]
numbers = count(1)


def named(kind: str, fields: dict[str, Any], *, name_field: str = "name") -> dict[str, Any]:
    """The fields with a slug and a name that no other row of this run has."""
    number = next(numbers)
    slug = fields.get("slug", f"{kind}-{number}")
    return {"slug": slug, name_field: f"{kind.title()} {number}", **fields}


def create_skill(**fields: Any) -> Skill:
    levels = {f"level_{level}": f"What level {level} feels like" for level in range(4)}
    return Skill.objects.create(**{"area": "Area", **levels, **named("skill", fields)})


def create_provider(**fields: Any) -> Provider:
    return Provider.objects.create(**named("provider", fields))


def create_platform(**fields: Any) -> Platform:
    return Platform.objects.create(**named("platform", fields))


def skill_of(skill: Skill | str) -> Skill:
    if isinstance(skill, Skill):
        return skill
    return Skill.objects.filter(slug=skill).first() or create_skill(slug=skill)


def create_course(
    *,
    teaches: Levels | None = None,
    requires: Levels | None = None,
    helpful: Levels | None = None,
    hours: tuple[float, float] | None = (8, 12),
    status: str = Course.Status.PUBLISHED,
    **fields: Any,
) -> Course:
    """A free English course for beginners of `hours` realistic hours, low and high."""
    low, high = hours or (None, None)
    given = named("course", fields, name_field="title")
    defaults = {
        "status": status,
        "url": f"https://courses.example.org/{given['slug']}",
        "level": Course.CourseLevel.BEGINNER,
        "realistic_hours_low": low,
        "realistic_hours_high": high,
        "price_model": Course.PriceModel.FREE,
        "maths": Course.Load.LIGHT,
        "coding": Course.Load.LIGHT,
        "style": Course.Style.BALANCED,
        "practice": Course.Practice.GUIDED,
        "summary": f"What {given['title']} is about.",
    }
    for name, factory in (("provider", create_provider), ("platform", create_platform)):
        if name not in given:
            given[name] = factory()
    course = Course.objects.create(**{**defaults, **given})
    for skill, level in (teaches or {}).items():
        Outcome.objects.create(course=course, skill=skill_of(skill), level=level)
    for kind, needs in ((Requirement.Kind.REQUIRED, requires), (Requirement.Kind.HELPFUL, helpful)):
        for skill, level in (needs or {}).items():
            Requirement.objects.create(course=course, skill=skill_of(skill), level=level, kind=kind)
    return course


def create_bundle(*, parts: Sequence[Course], standalone: Collection[Course] = (), **fields: Any) -> Course:
    """A bundle of `parts` in this order, with no hours of its own; `standalone` are those worth taking alone."""
    bundle = create_course(**{"kind": Course.Kind.SPECIALIZATION, "hours": None, **fields})
    for position, course in enumerate(parts, start=1):
        Part.objects.create(bundle=bundle, course=course, position=position, is_standalone=course in standalone)
    return bundle


def create_check(*, skill: Skill | str | None = None, items: Sequence[int] = (1, 2), **fields: Any) -> Check:
    """A published check with an item for each level in `items`; its options are "wrong", "right" and "odd"."""
    given = {"title": "A short check", "is_published": True, **fields}
    check = Check.objects.create(skill=skill_of(skill) if skill else create_skill(), **given)
    for position, level in enumerate(items, start=1):
        create_check_item(check=check, level=level, position=position)
    return check


def create_check_item(*, check: Check | None = None, level: int = 1, **fields: Any) -> CheckItem:
    given = {"text": "Which one?", "explanation": "That one.", **fields}
    item = CheckItem.objects.create(for_check=check or create_check(items=()), level=level, **given)
    for position, text in enumerate(("wrong", "right", "odd"), start=1):
        item.options.create(text=text, is_right=text == "right", position=position)
    return item


def create_data_kind(*, goal: Goal | None = None, **fields: Any) -> DataKind:
    given = {"data": "Things", "approach": "Counting", "why": "They can be counted.", **fields}
    return DataKind.objects.create(goal=goal or create_goal(), **{"slug": f"kind-{next(numbers)}", **given})


def create_guide(**fields: Any) -> Guide:
    given = named("guide", fields, name_field="title")
    return Guide.objects.create(**{"summary": "In short.", "body": "At length.", "is_published": True, **given})


def create_question(**fields: Any) -> Question:
    given = named("question", fields, name_field="text")
    return Question.objects.create(**{"answer": "An answer.", "is_published": True, **given})


def create_goal(*, targets: Levels | None = None, **fields: Any) -> Goal:
    goal = Goal.objects.create(**{"blurb": "What it leads to.", **named("goal", fields, name_field="title")})
    for skill, level in (targets or {}).items():
        Target.objects.create(goal=goal, skill=skill_of(skill), level=level)
    return goal


def create_user(*, email: str | None = None, password: str | None = None, **fields: Any) -> User:
    """A user who has no password unless one is given; staff have an authenticator app, as the admin asks."""
    user = User.objects.create_user(email or f"person-{next(numbers)}@example.org", password, **fields)
    if user.is_staff:
        TOTP.activate(user, TOTP_SECRET)
    return user


def totp_code() -> str:
    """What the app of staff shows now; the site takes it once."""
    return str(format_hotp_value(hotp_value(TOTP_SECRET, int(time.time()) // app_settings.TOTP_PERIOD)))
