"""Where a draft waits: in the browser session for visitors, with the account for those who have one."""

import uuid
from typing import Any, cast

from django.db import transaction
from django.http import HttpRequest

from advisor.actions import ANSWERS_KEY, CLAIM_KEY, TRAIL_KEY
from advisor.dismissals import keep_dismissals, with_dismissals
from advisor.interview import Draft
from advisor.models import Answers, Path, User


def read_draft(request: HttpRequest) -> Draft:
    """The account's unfinished answers, else its last finished ones, else the session's; two queries at most.

    What an account has dismissed holds for whatever answers it comes back to.
    """
    data: dict[str, Any] = dict(request.session.get(ANSWERS_KEY) or {})
    trail: list[str] = list(request.session.get(TRAIL_KEY) or [])
    if not request.user.is_authenticated:
        return Draft(data, trail)
    user = request.user
    kept = Answers.objects.filter(user=user).order_by("is_finished", "-updated_at", "-id").first()
    if kept is not None:
        data, trail = kept.data, list(kept.trail)
    return Draft(with_dismissals(data, user), trail)


def keep_draft(request: HttpRequest, draft: Draft) -> None:
    """Store the draft; finished answers stay as they are, a new row is begun beside them."""
    if not request.user.is_authenticated:
        request.session[ANSWERS_KEY] = draft.answers
        request.session[TRAIL_KEY] = draft.trail
        # Named before anybody logs in, so that two tabs that do so at once claim the same thing.
        request.session.setdefault(CLAIM_KEY, str(uuid.uuid4()))
        return
    with transaction.atomic():
        # Locking the owner makes two tabs that begin at once share one unfinished row.
        user = User.objects.select_for_update().get(pk=request.user.pk)
        row = Answers.objects.filter(user=user, is_finished=False).first() or Answers(user=user)
        row.data, row.trail = draft.answers, draft.trail
        row.save()
        keep_dismissals(user, draft.answers.get("dismissed", ()))


def finish_draft(request: HttpRequest, path: Path | None = None) -> None:
    """The unfinished answers stay as they are from here on; `path` is what was saved from them."""
    Answers.objects.filter(user=cast(User, request.user), is_finished=False).update(is_finished=True, path=path)


def drop_draft(request: HttpRequest) -> None:
    """Begin with no answers, but for what was dismissed; those from before stay in the account as finished."""
    dismissed = read_draft(request).answers.get("dismissed")
    if request.user.is_authenticated:
        finish_draft(request)
    keep_draft(request, Draft({"dismissed": dismissed} if dismissed else {}))
