"""A learner's answers, the paths saved from them, and what the learner has completed."""

from typing import Self

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from advisor.models.goals import Goal
from advisor.models.people import User
from catalog.models import Course


class Answers(models.Model):
    """One questionnaire of one person, finished or not; visitors' answers wait in their browser session instead."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="answers")
    data = models.JSONField(help_text="As in the first interface: goal, levels, taken and so on.")
    trail = models.JSONField(
        default=list, blank=True, help_text="Keys of the questions dealt with, in order; a skipped one is only here."
    )
    claim_token = models.UUIDField(
        unique=True,
        null=True,
        editable=False,
        help_text="Set when taken over from a session; taken over once only.",
    )
    is_finished = models.BooleanField(default=False)
    path = models.ForeignKey(
        "Path",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="questionnaires",
        help_text="What was saved from these answers.",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-updated_at", "-id"]
        verbose_name_plural = "answers"

    def __str__(self) -> str:
        return f"answers of {self.updated_at:%Y-%m-%d}"


class Snapshot(models.Model):
    """The catalogue as the planner saw it, shared by all paths that were planned on the same one."""

    digest = models.CharField(max_length=64, unique=True)
    catalog = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"catalogue of {self.created_at:%Y-%m-%d}"


class PathQuerySet(models.QuerySet["Path"]):
    def owned_by(self, user: User) -> Self:
        return self.filter(user=user)

    def active(self) -> Self:
        return self.filter(is_archived=False)


class Path(models.Model):
    """A saved recommendation: the answers, the problem they made and the plan it got, frozen when it was accepted.

    `plan` is the plan as in the first interface; pages are drawn from it, so a path reads the same after the
    catalogue has moved on. `problem` and `snapshot` hold the planner's own input, so that it can be explained later.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="paths")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, null=True, blank=True, related_name="paths")
    title = models.CharField(max_length=120)
    answers = models.JSONField()
    problem = models.JSONField(help_text="The learner as the planner was asked.")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="paths")
    plan = models.JSONField()
    claim_token = models.UUIDField(unique=True, null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False, help_text="Rises with each accepted change.")
    checked_basis = models.CharField(
        max_length=64,
        blank=True,
        default="",
        editable=False,
        help_text="The catalogue and progress for which no better path is left to propose.",
    )
    is_archived = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = PathQuerySet.as_manager()

    class Meta:
        ordering = ["is_archived", "-created_at", "-id"]
        indexes = [models.Index(fields=["user", "is_archived", "-created_at"], name="path_of_user")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("advisor:path_detail", args=[self.pk])


class Step(models.Model):
    """One course of a path, in order; `bundle` is set when it is taken as a part of one."""

    path = models.ForeignKey(Path, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="steps")
    bundle = models.ForeignKey(Course, on_delete=models.PROTECT, null=True, blank=True, related_name="bundle_steps")
    hours_expected = models.DecimalField(max_digits=6, decimal_places=1)
    starts_on = models.DateField()
    finishes_on = models.DateField()

    class Meta:
        ordering = ["path", "position"]
        constraints = [
            models.UniqueConstraint(fields=["path", "position"], name="step_position_once"),
            models.UniqueConstraint(fields=["path", "course"], name="step_course_once"),
            models.CheckConstraint(
                condition=Q(finishes_on__gte=F("starts_on")),
                name="step_dates_in_order",
                violation_error_message="A step can't finish before it starts.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.course}"


class CompletionQuerySet(models.QuerySet["Completion"]):
    def owned_by(self, user: User) -> Self:
        return self.filter(user=user)

    def done(self) -> Self:
        return self.filter(state=Completion.State.DONE)


class Completion(models.Model):
    """How far a person is with a course. It belongs to the person, not to a path, so it survives every re-plan."""

    class State(models.TextChoices):
        STARTED = "started", "started"
        PAUSED = "paused", "paused"
        DONE = "done", "done"
        SKIPPED = "skipped", "skipped"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="completions")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="completions")
    state = models.CharField(max_length=8, choices=State)
    started_on = models.DateField(null=True, blank=True)
    finished_on = models.DateField(null=True, blank=True)
    skip_reason = models.CharField("reason to skip it", max_length=200, blank=True)
    evidence_url = models.URLField(
        "link to the certificate", max_length=300, blank=True, validators=[URLValidator(schemes=["http", "https"])]
    )
    project_url = models.URLField(
        "link to the project", max_length=300, blank=True, validators=[URLValidator(schemes=["http", "https"])]
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = CompletionQuerySet.as_manager()

    class Meta:
        ordering = ["user", "course"]
        constraints = [
            models.UniqueConstraint(fields=["user", "course"], name="completion_once_per_course"),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(finished_on__isnull=False),
                name="completion_done_has_date",
                violation_error_message="A course that is done needs the day it was finished.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course}: {self.get_state_display()}"
