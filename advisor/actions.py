"""The few writes that touch several rows: a path with its steps, and what a visitor brings along."""

import uuid
from collections.abc import MutableMapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from advisor.answers import AnswerError, AnswerSet
from advisor.asking import merged
from advisor.catalogues import current_advisor
from advisor.dismissals import add_dismissals
from advisor.interview import Draft, Interview
from advisor.models import Answers, Goal, Path, Snapshot, Step, User
from advisor.planner import check_plan
from advisor.planning import Solution
from advisor.records import catalog_record, digest, learner_record
from advisor.report import Report
from catalog.models import Course

Session = MutableMapping[str, Any]

# What a visitor's session holds until an account takes it over.
ANSWERS_KEY = "answers"
TRAIL_KEY = "trail"
CLAIM_KEY = "answers_claim"
PLAN_SEEN_KEY = "plan_seen"


def save_path(
    *, user: User, plan: dict[str, Any], solution: Solution, title: str = "", claim_token: uuid.UUID | None = None
) -> Path:
    """Keep a recommendation for the user. The same claim token always gives the same path.

    Raises RuntimeError when the plan does not pass the independent check: nothing unsound is ever stored.
    """
    problem = solution.problem
    if faults := check_plan(problem.catalog, problem.learner, solution.plan):
        raise RuntimeError(f"unsound plan: {faults[0]}")
    record = catalog_record(problem.catalog)
    with transaction.atomic():
        # Locking the owner makes two tabs that claim at once wait for each other.
        User.objects.select_for_update().get(pk=user.pk)
        if claim_token and (known := Path.objects.owned_by(user).filter(claim_token=claim_token).first()):
            return known
        snapshot, _ = Snapshot.objects.get_or_create(digest=digest(record), defaults={"catalog": record})
        path = Path.objects.create(
            user=user,
            goal=Goal.objects.filter(slug=solution.answers.goal).first(),
            title=title or default_title(solution),
            answers=solution.answers.as_json(),
            problem=learner_record(problem.learner),
            plan=plan,
            snapshot=snapshot,
            claim_token=claim_token,
        )
        Step.objects.bulk_create(plan_steps(path, plan))
    return path


def default_title(solution: Solution) -> str:
    goal = solution.advisor.catalogue.goals.get(solution.answers.goal or "")
    return goal.title if goal else "My own targets"


def plan_steps(path: Path, plan: dict[str, Any]) -> list[Step]:
    """The rows of the plan's steps, not stored yet."""
    slugs = {slug for step in plan["steps"] for slug in (step["course"], step["within"]) if slug}
    ids = dict(Course.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    return [
        Step(
            path=path,
            position=position,
            course_id=ids[step["course"]],
            bundle_id=ids[step["within"]] if step["within"] else None,
            hours_expected=Decimal(str(step["hours"]["expected"])).quantize(Decimal("0.1")),
            starts_on=date.fromisoformat(step["starts"]),
            finishes_on=date.fromisoformat(step["finishes"]),
        )
        for position, step in enumerate(plan["steps"], start=1)
    ]


def same_answers(user: User, answers: AnswerSet) -> Path | None:
    """A path of theirs that was saved from these very answers."""
    wanted = answers.as_json()
    return next((path for path in Path.objects.owned_by(user).active() if path.answers == wanted), None)


def claim_answers(*, user: User, session: Session) -> Path | None:
    """Give what a visitor answered to the account, once; also the path, when the visitor has seen one.

    Answers that can no longer be planned (a goal retired in the meantime) are kept as an unfinished questionnaire.
    """
    data, trail = session.pop(ANSWERS_KEY, None), session.pop(TRAIL_KEY, None) or []
    token = uuid.UUID(session.pop(CLAIM_KEY, None) or str(uuid.uuid4()))
    has_seen_plan = bool(session.pop(PLAN_SEEN_KEY, False))
    if not data:
        return None
    planned = _planned(data, trail) if has_seen_plan else None
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        row = Answers.objects.filter(claim_token=token).first()
        if row is None:
            row = _take_over(user, data, trail, token, is_finished=planned is not None)
    if planned is None or row.user_id != user.pk:
        return None
    plan, solution = planned
    path = same_answers(user, solution.answers)
    path = path or save_path(user=user, plan=plan, solution=solution, claim_token=token)
    Answers.objects.filter(pk=row.pk).update(path=path)
    return path


def _planned(data: dict[str, Any], trail: list[str]) -> tuple[dict[str, Any], Solution] | None:
    advisor = current_advisor()
    try:
        answers = Interview(advisor, Draft(data, trail), today=timezone.localdate()).planned_answers()
    except AnswerError:
        return None
    solution = advisor.solved(answers)
    return Report(solution).kept(), solution


def _take_over(user: User, data: dict[str, Any], trail: list[str], token: uuid.UUID, *, is_finished: bool) -> Answers:
    """The account's unfinished answers become past ones; answers that are not finished carry on what those say."""
    add_dismissals(user, data.get("dismissed") or ())
    unfinished = Answers.objects.filter(user=user, is_finished=False)
    if (older := unfinished.first()) and not is_finished:
        data = merged(older.data, data)
        trail = [*older.trail, *(key for key in trail if key not in older.trail)]
    unfinished.update(is_finished=True)
    return Answers.objects.create(user=user, data=data, trail=trail, claim_token=token, is_finished=is_finished)
