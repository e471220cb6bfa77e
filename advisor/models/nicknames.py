"""Other names that learners use for a course."""

from django.core.exceptions import ValidationError
from django.db import models

from advisor.ask.folding import stem, tokens
from advisor.ask.words import ASKING_WORDS, FUNCTION_WORDS
from catalog.models import Course

EVERYDAY_WORDS = frozenset(stem(word) for word in FUNCTION_WORDS | ASKING_WORDS)


def check_telling(text: str) -> None:
    """A name of everyday words alone would be found in questions that mean no course."""
    if not {stem(word) for word in tokens(text)} - EVERYDAY_WORDS:
        raise ValidationError("Give at least one word that is not an everyday word such as “course”.")


class Nickname(models.Model):
    """Several courses may go by one name; the question box then asks which is meant."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="nicknames")
    text = models.CharField(
        "nickname",
        max_length=100,
        validators=[check_telling],
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
