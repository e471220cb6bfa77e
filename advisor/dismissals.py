"""Prerequisites that an account has dismissed, kept apart from any one questionnaire so that they hold in all."""

from collections.abc import Iterable, Mapping
from typing import Any

from advisor.models import Dismissal, User
from catalog.models import Skill


def with_dismissals(answers: Mapping[str, Any], user: User) -> dict[str, Any]:
    """The answers with what the account dismisses in place of what they were given with; one query."""
    kept = {name: value for name, value in answers.items() if name != "dismissed"}
    dismissed = sorted(Dismissal.objects.filter(user=user).values_list("skill__slug", flat=True))
    return {**kept, "dismissed": dismissed} if dismissed else kept


def keep_dismissals(user: User, skills: Iterable[str]) -> None:
    """From here on the account dismisses these skills and no others; slugs that no skill has are left out."""
    wanted = set(skills)
    present = set(Dismissal.objects.filter(user=user).values_list("skill__slug", flat=True))
    if present - wanted:
        Dismissal.objects.filter(user=user, skill__slug__in=present - wanted).delete()
    add_dismissals(user, wanted - present)


def add_dismissals(user: User, skills: Iterable[str]) -> None:
    wanted = set(skills)
    if wanted:
        rows = [Dismissal(user=user, skill=skill) for skill in Skill.objects.filter(slug__in=wanted)]
        Dismissal.objects.bulk_create(rows, ignore_conflicts=True)
