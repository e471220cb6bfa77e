"""What readers say is wrong on a course's page."""

from django.db import models
from django.utils import timezone

from catalog.estimates import FACTS
from catalog.models.courses import Course

LONGEST_MESSAGE = 1000


class FactReport(models.Model):
    """A reader's note for the curators. Nothing is kept of who wrote it; who handled it is in the admin's history."""

    class State(models.TextChoices):
        OPEN = "open", "open"
        DONE = "done", "done"
        REJECTED = "rejected", "rejected"

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="reports")
    field = models.CharField("fact", max_length=40, blank=True, choices=FACTS)
    message = models.TextField(max_length=LONGEST_MESSAGE)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    handled_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.course}: {self.get_field_display() or 'something else'}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN
