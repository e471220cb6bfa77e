"""Where a draft waits: in the browser session for everybody, and with the account for those who have one."""

from typing import cast

from django.db import transaction
from django.http import HttpRequest

from advisor.actions import ANSWERS_KEY, TRAIL_KEY
from advisor.interview import Draft
from advisor.models import Answers, User


def read_draft(request: HttpRequest) -> Draft:
    """The account's unfinished answers, else its last finished ones, else the session's; one query at most."""
    if request.user.is_authenticated:
        kept = Answers.objects.filter(user=request.user).order_by("is_finished", "-updated_at", "-id").first()
        if kept is not None:
            return Draft(dict(kept.data), list(kept.trail))
    return Draft(dict(request.session.get(ANSWERS_KEY) or {}), list(request.session.get(TRAIL_KEY) or []))


def keep_draft(request: HttpRequest, draft: Draft) -> None:
    """Store the draft; finished answers stay as they are, a new row is begun beside them."""
    request.session[ANSWERS_KEY] = draft.answers
    request.session[TRAIL_KEY] = draft.trail
    if not request.user.is_authenticated:
        return
    with transaction.atomic():
        # Locking the owner makes two tabs that begin at once share one unfinished row.
        user = User.objects.select_for_update().get(pk=request.user.pk)
        row = Answers.objects.filter(user=user, is_finished=False).first() or Answers(user=user)
        row.data, row.trail = draft.answers, draft.trail
        row.save()


def finish_draft(request: HttpRequest) -> None:
    """The unfinished answers led to a saved path; they stay as they are from here on."""
    Answers.objects.filter(user=cast(User, request.user), is_finished=False).update(is_finished=True)


def drop_draft(request: HttpRequest) -> None:
    """Begin with no answers; what was answered before stays in the account as finished."""
    if request.user.is_authenticated:
        finish_draft(request)
    keep_draft(request, Draft())
