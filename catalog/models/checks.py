"""Short checks: a few multiple-choice items about one skill, for learners who can't place themselves."""

from typing import Self

from django.db import models
from django.db.models import Q

from catalog.models.vocabulary import MAX_LEVEL, Level, Skill

# Two options would be a coin toss; more than four take longer to read than to answer.
FEWEST_OPTIONS, MOST_OPTIONS = 3, 4


class CheckQuerySet(models.QuerySet["Check"]):
    def published(self) -> Self:
        return self.filter(is_published=True)


class Check(models.Model):
    skill = models.OneToOneField(Skill, on_delete=models.CASCADE, related_name="short_check")
    title = models.CharField(max_length=120)
    is_published = models.BooleanField(default=False)

    objects = CheckQuerySet.as_manager()

    class Meta:
        ordering = ["skill__position", "skill__slug"]
        verbose_name = "short check"

    def __str__(self) -> str:
        return self.title


class CheckItem(models.Model):
    """One question of a check; who holds the skill at `level` answers it."""

    for_check = models.ForeignKey(Check, on_delete=models.CASCADE, related_name="items", verbose_name="short check")
    text = models.TextField(
        help_text="Plain text; line breaks and spaces are kept, so code can stand on lines of its own."
    )
    explanation = models.TextField(help_text="Why the right option is right; plain text.")
    level = models.PositiveSmallIntegerField(choices=Level.choices[1:])
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["for_check", "position", "id"]
        verbose_name = "item of a check"
        verbose_name_plural = "items of checks"
        constraints = [
            models.CheckConstraint(
                condition=Q(level__range=(1, MAX_LEVEL)),
                name="check_item_level_1_to_3",
                violation_error_message="A level is 1, 2 or 3.",
            )
        ]

    def __str__(self) -> str:
        return self.text.partition("\n")[0]


class CheckOption(models.Model):
    """One possible answer; the admin and the loader see to it that exactly one of an item's options is right."""

    item = models.ForeignKey(CheckItem, on_delete=models.CASCADE, related_name="options")
    text = models.CharField(max_length=200)
    is_right = models.BooleanField("right", default=False)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["item", "position", "id"]
        verbose_name = "option"
        constraints = [
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(is_right=True),
                name="check_option_one_right",
                violation_error_message="Only one option of an item can be right.",
            ),
            models.UniqueConstraint(
                fields=["item", "text"],
                name="check_option_text_once",
                violation_error_message="This option is there already.",
            ),
        ]

    def __str__(self) -> str:
        return self.text
