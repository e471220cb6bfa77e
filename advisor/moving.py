"""Writing how saved paths move: proposing, deciding, accepting, bringing back. Completions are never touched here."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal

from django.db import transaction
from django.utils import timezone

from advisor.actions import plan_steps
from advisor.answers import AnswerError, AnswerSet
from advisor.catalogues import current_advisor
from advisor.models import Completion, Goal, Path, PathVersion, Proposal, Snapshot, Step, User
from advisor.planner import check_plan
from advisor.records import catalog_record, digest, learner_record
from advisor.revisions import Done, Revision, revise
from catalog.models import CatalogueVersion

Outcome = Literal["accepted", "already", "stale"]
State = Proposal.State
Cause = PathVersion.Cause


def done_by(user: User) -> Done:
    return Done.of(dict(Completion.objects.owned_by(user).values_list("course__slug", "state")))


def propose(paths: Iterable[Path], done: Done, *, today: date, at_most: int | None = None) -> int:
    """Hold paths against today's catalogue and progress; returns how many still wait for that.

    `done` is what their owner has recorded. Active paths for which something has changed since the last time are
    planned anew, at most so many of them; the others cost nothing, so that one query is all when nothing has changed.
    """
    token = CatalogueVersion.current()
    stale = [path for path in paths if not path.is_archived and path.checked_basis != done.basis(token, path)]
    for path in stale[:at_most]:
        _hold(path, _better(path, done, today=today), done.basis(token, path), today=today)
    return len(stale[at_most:]) if at_most is not None else 0


def _better(path: Path, done: Done, *, today: date) -> Revision | None:
    try:
        revision = revise(path, done, current_advisor(), today=today)
    except AnswerError:
        return None
    return revision if revision.is_better else None


def _hold(path: Path, revision: Revision | None, basis: str, *, today: date) -> None:
    """Keep the proposal, and that the path was held against this. What was refused stays refused."""
    with transaction.atomic():
        if not Path.objects.filter(pk=path.pk, version=path.version).update(checked_basis=basis):
            return
        path.checked_basis = basis
        fingerprint = revision.fingerprint if revision else ""
        path.proposals.undecided().exclude(fingerprint=fingerprint).delete()
        if revision is None:
            return
        now = {
            "plan": revision.plan,
            "stay": revision.stay,
            "kind": _kind(revision, today=today),
            **_origin(path, revision),
        }
        proposal, is_new = Proposal.objects.update_or_create(path=path, fingerprint=fingerprint, defaults=now)
        if not is_new and proposal.state == State.ACCEPTED:
            # accepted once, undone by a later change, and better again
            Proposal.objects.filter(pk=proposal.pk).update(state=State.OPEN, decided_at=None)


def _kind(revision: Revision, *, today: date) -> str:
    """The catalogue is the reason when a better path would be possible without any progress as well."""
    fresh = revise(revision.path, Done(), revision.advisor, today=today)
    return Proposal.Kind.CATALOGUE if revision.gone or fresh.is_better else Proposal.Kind.PROGRESS


def _origin(path: Path, revision: Revision, changes: dict[str, Any] | None = None) -> dict[str, Any]:
    """What the plan was made from; the answers are the path's own with what the dials changed."""
    problem = revision.solution.problem
    record = catalog_record(problem.catalog)
    snapshot, _ = Snapshot.objects.get_or_create(digest=digest(record), defaults={"catalog": record})
    answers = {**path.answers, **(changes or {})}
    return {"answers": answers, "problem": learner_record(problem.learner), "snapshot": snapshot}


def decide(*, proposal: Proposal, state: Literal["later", "refused"]) -> None:
    """Keep for later, or refuse; what was accepted in another tab stays accepted."""
    undecided = Proposal.objects.undecided().filter(pk=proposal.pk)
    undecided.update(state=state, decided_at=timezone.now())


def accept_proposal(*, user: User, proposal: Proposal, today: date) -> Outcome:
    """Make the path what was proposed. "stale": it is no longer what would be proposed, and nothing was changed."""
    if proposal.state == State.ACCEPTED:
        return "already"
    path = Path.objects.owned_by(user).select_related("snapshot").get(pk=proposal.path_id)
    token, done = CatalogueVersion.current(), done_by(user)
    revision = _better(path, done, today=today)
    if revision is None or revision.fingerprint != proposal.fingerprint:
        propose([path], done, today=today)
        return "stale"
    outcome = _replace(user, revision, token, cause=Cause(proposal.kind), proposal=proposal)
    if outcome == "stale" and Proposal.objects.filter(pk=proposal.pk, state=State.ACCEPTED).exists():
        return "already"
    return outcome


def accept_dialled(
    *, user: User, path: Path, answers: AnswerSet, changes: dict[str, Any], seen: str, version: int, today: date
) -> Outcome:
    """Make the path what the dials showed: `seen` is the fingerprint of that, `version` what it was shown for."""
    token, done = CatalogueVersion.current(), done_by(user)
    if path.version != version:
        last = path.versions.order_by("number").last()
        pressed_twice = last is not None and last.number == version and _holds(path, changes)
        return "already" if pressed_twice else "stale"
    revision = revise(path, done, current_advisor(), today=today, answers=answers)
    if revision.fingerprint != seen:
        return "stale"
    return _replace(user, revision, token, cause=Cause.DIALS, changes=changes)


def _holds(path: Path, changes: dict[str, Any]) -> bool:
    return all(path.answers.get(name) == value for name, value in changes.items())


def _replace(
    user: User,
    revision: Revision,
    token: str | None,
    *,
    cause: PathVersion.Cause,
    changes: dict[str, Any] | None = None,
    proposal: Proposal | None = None,
) -> Outcome:
    """All or nothing, and only while path, catalogue and progress are those that the revision was made from."""
    problem = revision.solution.problem
    if faults := check_plan(problem.catalog, problem.learner, revision.solution.plan):
        raise RuntimeError(f"unsound plan: {faults[0]}")
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        path = Path.objects.owned_by(user).select_for_update().get(pk=revision.path.pk)
        if (
            path.version != revision.path.version
            or done_by(user) != revision.done
            or CatalogueVersion.current() != token
        ):
            return "stale"
        _keep_version(path, cause)
        kept = _origin(path, revision, changes)
        path.answers, path.problem, path.snapshot = kept["answers"], kept["problem"], kept["snapshot"]
        path.goal = Goal.objects.filter(slug=path.answers.get("goal") or "").first()
        if proposal:
            path.proposals.filter(pk=proposal.pk).update(state=State.ACCEPTED, decided_at=timezone.now())
        _write(path, revision.plan)
    return "accepted"


def _keep_version(path: Path, cause: PathVersion.Cause) -> None:
    PathVersion.objects.create(
        path=path,
        number=path.version,
        goal_id=path.goal_id,
        answers=path.answers,
        problem=path.problem,
        snapshot_id=path.snapshot_id,
        plan=path.plan,
        titles={step["course"]: step["title"] for step in path.plan["steps"]},
        cause=cause,
    )


def _write(path: Path, plan: dict[str, Any]) -> None:
    path.plan, path.version, path.checked_basis = plan, path.version + 1, ""
    path.save()
    path.steps.all().delete()
    Step.objects.bulk_create(plan_steps(path, plan))
    path.proposals.undecided().delete()


def restore_version(*, user: User, path: Path, number: int, version: int) -> Outcome:
    """Bring back what the path was; what it is now becomes a version too. `version` is the one that was looked at.

    What had been accepted since counts as refused, so that it is not proposed again as things are.
    """
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        path = Path.objects.owned_by(user).select_for_update().get(pk=path.pk)
        old = PathVersion.objects.filter(path=path, number=number).first()
        if old is None or path.version != version:
            return "already" if old and path.version > version and path.plan == old.plan else "stale"
        _keep_version(path, Cause.RESTORED)
        path.answers, path.problem = old.answers, old.problem
        path.snapshot_id, path.goal_id = old.snapshot_id, old.goal_id
        path.proposals.filter(state=State.ACCEPTED).update(state=State.REFUSED)
        _write(path, old.plan)
    return "accepted"
