"""Where facts come from, and what different sources say of the same fact."""

from django.db import models
from django.db.models import Q

from catalog.models.courses import Course
from catalog.models.vocabulary import Platform


def is_web_address(text: str) -> bool:
    return text.startswith(("http://", "https://")) and " " not in text


class Source(models.Model):
    """A place where facts of a course were read: a web address, or the name of a research note."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="sources")
    location = models.CharField("address or note", max_length=400)
    supports = models.CharField(max_length=400, help_text="The facts that were read there.")
    read_on = models.DateField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["course", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "location"],
                name="source_once_per_course",
                violation_error_message="This source is already listed for the course.",
            )
        ]

    def __str__(self) -> str:
        return self.location

    @property
    def is_link(self) -> bool:
        return is_web_address(self.location)


class Claim(models.Model):
    """One source's statement about one field of a course or a platform; one statement of a field is chosen."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, null=True, blank=True, related_name="claims")
    platform = models.ForeignKey(Platform, on_delete=models.CASCADE, null=True, blank=True, related_name="claims")
    field = models.CharField(max_length=40, help_text="Name of the fact, such as maths or realistic_hours.")
    value = models.CharField("statement", max_length=400)
    source = models.CharField(max_length=400)
    as_of = models.CharField(max_length=10, blank=True, help_text="Year, month or day, such as 2025-07.")
    is_chosen = models.BooleanField("editor's choice", default=False)

    class Meta:
        ordering = ["course", "platform", "field", "-is_chosen", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(course__isnull=False, platform__isnull=True)
                | Q(course__isnull=True, platform__isnull=False),
                name="claim_about_one_thing",
                violation_error_message="A statement is about a course or about a platform, one of the two.",
            ),
            models.UniqueConstraint(
                fields=["course", "field"],
                condition=Q(is_chosen=True, course__isnull=False),
                name="claim_one_choice_per_course_field",
                violation_error_message="Another statement about this fact is already the editor's choice.",
            ),
            models.UniqueConstraint(
                fields=["platform", "field"],
                condition=Q(is_chosen=True, platform__isnull=False),
                name="claim_one_choice_per_platform_field",
                violation_error_message="Another statement about this fact is already the editor's choice.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course or self.platform}, {self.field}: {self.value}"

    @property
    def is_link(self) -> bool:
        return is_web_address(self.source)
