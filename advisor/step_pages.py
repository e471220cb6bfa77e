"""Everything that the page of one course of a path shows, read from the database."""

import uuid
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Count, Sum
from django.utils import timezone

from advisor.journey import draw
from advisor.models import Completion, Note, Step, StudyLog, Timer, TrackingChange, User
from advisor.standing import history, progress_of
from advisor.study_forms import DatesForm, EvidenceForm, LogForm, NoteForm, SkipForm, TimerForm
from advisor.tracking import LONGEST_SITTING, fingerprint
from catalog.markdown import render_markdown
from catalog.models import Skill

# Two screens of a phone; all entries are one link away.
LOGS_SHOWN = 20
CHANGES_SHOWN = 10
# Enough to tell which of those shown can be undone.
CHANGES_READ = 100


def log_initial() -> dict[str, Any]:
    return {"token": uuid.uuid4(), "on": timezone.localdate()}


def running_timer(user: User) -> dict[str, Any]:
    """The timer with how long it has run, and whether that is too long to be believed."""
    timer = Timer.objects.filter(user=user).select_related("course").first()
    if timer is None:
        return {"timer": None}
    elapsed = timezone.now() - timer.started_at
    return {
        "timer": timer,
        "timer_minutes": max(0, elapsed // timedelta(minutes=1)),
        "timer_is_forgotten": elapsed > LONGEST_SITTING,
    }


class StepPage:
    def __init__(self, user: User, step: Step, *, wants_all_logs: bool = False) -> None:
        self.user = user
        self.step = step
        self.wants_all_logs = wants_all_logs

    @cached_property
    def completion(self) -> Completion | None:
        return Completion.objects.owned_by(self.user).filter(course=self.step.course).first()

    @property
    def is_done(self) -> bool:
        return self.completion is not None and self.completion.state == Completion.State.DONE

    def context(self) -> dict[str, Any]:
        path, user = self.step.path, self.user
        names = dict(Skill.objects.values_list("slug", "name"))
        journey = draw(path.plan, skills=names, progress=progress_of(user, path=path))
        changes = TrackingChange.objects.filter(user=user, course=self.step.course)
        return {
            "path": path,
            "step": self.step,
            "station": next(one for one in journey.stations if one.slug == self.step.course.slug),
            "completion": self.completion,
            "history": history(changes[:CHANGES_READ])[:CHANGES_SHOWN],
            **running_timer(user),
            "timer_form": TimerForm(),
            "skip_form": SkipForm(),
            **self._hours(),
            **self._record(),
            **self._note(),
        }

    def _hours(self) -> dict[str, Any]:
        logs = StudyLog.objects.filter(user=self.user, course=self.step.course)
        sums = logs.order_by().aggregate(minutes=Sum("minutes"), entries=Count("pk"))
        return {
            "minutes_logged": sums["minutes"] or 0,
            "entries": sums["entries"],
            "logs": list(logs if self.wants_all_logs else logs[:LOGS_SHOWN]),
            "log_form": LogForm(initial=log_initial()),
        }

    def _record(self) -> dict[str, Any]:
        row = self.completion
        if row is None:
            return {}
        days: dict[str, date | None] = {"started_on": row.started_on, "finished_on": row.finished_on}
        links = {"evidence_url": row.evidence_url, "project_url": row.project_url}
        return {
            "dates_form": DatesForm(initial=days, is_done=self.is_done),
            "evidence_form": EvidenceForm(initial=links),
        }

    @cached_property
    def note_text(self) -> str:
        row = Note.objects.filter(user=self.user, course=self.step.course).first()
        return row.text if row else ""

    def _note(self) -> dict[str, Any]:
        text = self.note_text
        return {
            "note_html": render_markdown(text, top_heading=3),
            "note_form": NoteForm(initial={"text": text, "seen": fingerprint(text)}),
        }
