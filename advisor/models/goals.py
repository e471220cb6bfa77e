"""What learners come for."""

from typing import Self

from django.db import models
from django.db.models import Q

from catalog.models import Skill
from catalog.models.courses import LEVEL_CHOICES


class GoalQuerySet(models.QuerySet["Goal"]):
    def offered(self) -> Self:
        return self.filter(is_offered=True)


class Goal(models.Model):
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=120)
    blurb = models.CharField(max_length=300)
    position = models.PositiveIntegerField(default=0)
    is_offered = models.BooleanField(default=True, help_text="Off for a goal that new learners can't choose.")

    objects = GoalQuerySet.as_manager()

    class Meta:
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.title


class Target(models.Model):
    """A skill at the level that one who has met the goal holds."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="targets")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="targets")
    level = models.PositiveSmallIntegerField(choices=LEVEL_CHOICES)

    class Meta:
        ordering = ["goal", "skill"]
        constraints = [
            models.UniqueConstraint(
                fields=["goal", "skill"],
                name="target_once_per_skill",
                violation_error_message="This skill is already a target; change its level instead.",
            ),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=3),
                name="target_level_1_to_3",
                violation_error_message="A level is 1, 2 or 3.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.goal}: {self.skill} at {self.get_level_display()}"
