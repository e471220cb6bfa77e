"""What a page shows of a path's possible changes: proposals, older versions, and dials that show another path."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from advisor.answers import AnswerError
from advisor.catalogues import current_advisor
from advisor.comparing import compare
from advisor.difference_wording import difference_text, marks
from advisor.models import Path, PathVersion, Proposal
from advisor.moving import propose
from advisor.planning import Advisor
from advisor.revisions import Done, Revision, revise, standing_answers
from advisor.views.dialling import Dialling, turn
from advisor.views.extras import Extras

Json = dict[str, Any]
State = Proposal.State


@dataclass
class Dialled:
    """A saved path with its dials as the address has them."""

    path: Path
    done: Done
    advisor: Advisor
    dialling: Dialling

    @property
    def page(self) -> str:
        return self.path.get_absolute_url()

    @cached_property
    def revision(self) -> Revision:
        return revise(self.path, self.done, self.advisor, today=timezone.localdate(), answers=self.dialling.answers)

    @property
    def address(self) -> str:
        return f"{self.page}?{self.dialling.query}" if self.dialling.is_turned else self.page

    def shown(self) -> Json:
        """The path that the dials lead to, marked with what is different; nothing while they stand as saved."""
        if not self.dialling.is_turned:
            return {}
        revision = self.revision
        titles = {step["course"]: step["title"] for step in revision.left}
        return {
            "plan": revision.plan,
            "difference": difference_text(revision.difference),
            "dropped": [titles[course] for course in revision.difference.dropped],
            "marks": marks(revision.difference),
            "seen": revision.fingerprint,
            "preview": True,
        }

    def closer(self, request: HttpRequest) -> Json:
        show = request.GET.get("show", "")
        extras = Extras(self.dialling, lambda: self.revision.solution, lambda: self.revision.rest, self.page)
        is_off = not self.dialling.is_turned and show and self.revision.difference.changes_steps
        return {
            "tabs": extras.tabs(show),
            "repairs_link": extras.link({"show": "repairs"}),
            "page": self.page,
            "dialling": self.dialling,
            "measured_today": is_off,
            **extras.context(show, request.GET.get("why", ""), today=timezone.localdate()),
        }


def dialled_path(path: Path, done: Done, given: Mapping[str, str]) -> Dialled | None:
    """None when the path has nothing left to aim at, so that there is nothing to turn."""
    advisor = current_advisor()
    try:
        base = standing_answers(path, done, advisor.catalogue, today=timezone.localdate())
    except AnswerError:
        return None
    return Dialled(path, done, advisor, turn(base, given, advisor.catalogue, today=timezone.localdate()))


def possible_changes(path: Path, done: Done) -> Json:
    """Hold the path against today; then its undecided proposals and what it was before."""
    propose([path], done, today=timezone.localdate(), at_most=1)
    proposals = path.proposals.undecided().select_related("path")
    versions = list(path.versions.order_by("-number").values("number", "titles", "cause", "replaced_at"))
    now = {step["course"] for step in path.plan["steps"]}
    earlier = {slug: title for version in reversed(versions) for slug, title in version["titles"].items()}
    recorded = done.finished | done.under_way
    return {
        "proposals": proposal_rows(proposals),
        "versions": [{**version, "cause": PathVersion.Cause(version["cause"]).label} for version in versions],
        "elsewhere": [
            {"slug": slug, "title": title, "is_done": slug in done.finished}
            for slug, title in earlier.items()
            if slug in recorded - now
        ],
    }


def proposal_rows(proposals: Iterable[Proposal]) -> list[Json]:
    """Each proposal as a diff: what stays, goes, comes and moves, with the reason of what comes, and the figures."""
    return [_proposal_row(proposal) for proposal in proposals]


def _proposal_row(proposal: Proposal) -> Json:
    rest = proposal.plan["steps"][proposal.plan.get("finished", 0) :]
    hours = {"expected": round(sum(step["hours"]["expected"] for step in rest), 2)}
    difference = compare(proposal.stay, {**proposal.plan, "steps": rest, "hours": hours})
    steps = {step["course"]: step for step in (*proposal.stay["steps"], *rest)}
    return {
        "proposal": proposal,
        "path": proposal.path,
        "text": difference_text(difference),
        "kept": [steps[course]["title"] for course in difference.kept],
        "dropped": [steps[course]["title"] for course in difference.dropped],
        "added": [steps[course] for course in difference.added],
        "moved": [steps[course]["title"] for course in difference.moved],
        "is_later": proposal.state == State.LATER,
        "address": reverse("advisor:proposal_decide", args=[proposal.path_id, proposal.pk]),
    }
