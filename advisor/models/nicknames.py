"""Other names that learners use for a course."""

from django.db import models

from catalog.models import Course


class Nickname(models.Model):
    """Several courses may go by one name; the question box then asks which is meant."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="nicknames")
    text = models.CharField(
        "nickname",
        max_length=100,
        help_text="As learners write it, such as dls; capitals and accents do not count.",
    )

    class Meta:
        ordering = ["text", "course"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "text"],
                name="nickname_once_per_course",
                violation_error_message="The course has this nickname already.",
            )
        ]

    def __str__(self) -> str:
        return self.text
