"""What a learner records while studying: hours, a running timer, notes, and how each change can be taken back."""

from django.conf import settings
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from catalog.models import Course

MINUTES_A_DAY = 24 * 60
# About ten printed pages; beyond that a file of one's own serves better.
LONGEST_NOTE = 20_000


class StudyLog(models.Model):
    """Time studied for one course on one day. `token` names the form that was sent: sent twice, it logs once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="study_logs")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="study_logs")
    minutes = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(MINUTES_A_DAY)])
    on = models.DateField("day")
    note = models.CharField(max_length=300, blank=True)
    token = models.UUIDField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-on", "-id"]
        indexes = [models.Index(fields=["user", "on"], name="study_log_of_user")]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=MINUTES_A_DAY),
                name="study_log_within_a_day",
                violation_error_message="A log is between 1 minute and 24 hours.",
            ),
            models.UniqueConstraint(fields=["user", "token"], name="study_log_once_per_form"),
        ]

    def __str__(self) -> str:
        return f"{self.course}: {self.minutes} minutes on {self.on}"


class Note(models.Model):
    """A learner's own notes on a course, in Markdown."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notes")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField(validators=[MaxLengthValidator(LONGEST_NOTE)])
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["user", "course"]
        constraints = [models.UniqueConstraint(fields=["user", "course"], name="note_once_per_course")]

    def __str__(self) -> str:
        return f"notes on {self.course}"


class Timer(models.Model):
    """The one timer that a person can have running."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="timer")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="timers")
    started_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.course} since {self.started_at:%Y-%m-%d %H:%M}"


class TrackingChange(models.Model):
    """One change of a completion, a log or a note: the row's values before and after, None where there was no row."""

    class Kind(models.TextChoices):
        PROGRESS = "progress", "progress"
        LOG = "log", "hours"
        NOTE = "note", "notes"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tracking_changes")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="tracking_changes")
    kind = models.CharField(max_length=8, choices=Kind)
    row = models.PositiveBigIntegerField(null=True, blank=True, help_text="Which log; the others are one a course.")
    what = models.CharField(max_length=80, help_text="What was done, in the words of the page.")
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    is_undone = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["user", "course", "kind", "-id"], name="change_of_user_and_course")]

    def __str__(self) -> str:
        return f"{self.course}: {self.what}"
