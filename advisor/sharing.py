"""A path on its way out: what its links, its calendar and its text show, and to whom."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from advisor.answers import DEFAULT_HOURS_PER_WEEK
from advisor.ics import CalendarPath
from advisor.journey import DONE, Progress
from advisor.models import CalendarFeed, Completion, Path, ShareLink
from advisor.models.sharing import new_token

# The space of names that calendar keys are drawn from; any fixed value will do.
CALENDAR_SPACE = uuid.UUID("6c3c8d0e-3a36-4b1f-9d4f-6f0c43d5a1b7")


def states_of(path: Path) -> dict[str, str]:
    """What the owner recorded for the path's courses."""
    slugs = [step["course"] for step in path.plan["steps"]]
    rows = Completion.objects.owned_by(path.user).filter(course__slug__in=slugs)
    return dict(rows.values_list("course__slug", "state"))


def done_only(states: Mapping[str, str]) -> dict[str, Progress]:
    """For strangers' eyes: which courses are done, without a date and without anything else."""
    return {slug: Progress(DONE) for slug, state in states.items() if state == DONE}


def calendar_path(path: Path, *, address: str) -> CalendarPath:
    """`address` is the page that its events lead to."""
    return CalendarPath(
        # A path keeps its birth to the microsecond through every change, and through export and import.
        key=uuid.uuid5(CALENDAR_SPACE, path.created_at.isoformat()),
        title=path.title,
        plan=path.plan,
        states=states_of(path),
        weekly_minutes=_weekly_minutes(path.answers),
        revision=max(0, int((path.updated_at - path.created_at).total_seconds())),
        address=address,
    )


def _weekly_minutes(answers: Mapping[str, Any]) -> int:
    return max(1, int((answers.get("hours_per_week") or DEFAULT_HOURS_PER_WEEK) * 60))


def make_link(*, path: Path, with_progress: bool) -> ShareLink:
    """The live link of this kind, made when there is none."""
    link, _ = ShareLink.objects.get_or_create(path=path, with_progress=with_progress, revoked_at=None)
    return link


def revoke_link(*, path: Path, link: int) -> None:
    ShareLink.objects.live().filter(path=path, pk=link).update(revoked_at=timezone.now())


def renew_feed(*, path: Path) -> CalendarFeed:
    """A new address for the path's calendar; the one before it, if any, is closed."""
    with transaction.atomic():
        CalendarFeed.objects.filter(path=path).delete()
        return CalendarFeed.objects.create(path=path, token=new_token())


def revoke_feed(*, path: Path) -> None:
    CalendarFeed.objects.filter(path=path).delete()
