"""Paid links, and how often visitors leave by them. Only `catalog.outgoing` and the admin read these rows.

The relations have no name at the course's end, so no query that begins at a course can reach them.
"""

from django.core.validators import URLValidator
from django.db import models

from catalog.models.courses import Course


class AffiliateLink(models.Model):
    """An address that earns a commission; while it is active, the course's page offers it beside the plain one."""

    course = models.OneToOneField(Course, on_delete=models.CASCADE, related_name="+")
    url = models.URLField("paid address", max_length=500, validators=[URLValidator(schemes=["http", "https"])])
    network = models.CharField(max_length=80, help_text="Who pays, as the page names them.")
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["course__title"]

    def __str__(self) -> str:
        return f"{self.course} by {self.network}"


class OutgoingClick(models.Model):
    """How many visitors left for a course's own page on one day; nothing says who they were."""

    class Kind(models.TextChoices):
        PLAIN = "plain", "plain link"
        PAID = "paid", "paid link"

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    kind = models.CharField(max_length=5, choices=Kind)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-day", "course__title", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "day", "kind"],
                name="outgoing_click_once_a_day",
                violation_error_message="This course has a count for the day already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.course}, {self.day}: {self.count}"
