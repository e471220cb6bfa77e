"""Other ways into the questionnaire, and what a learner has said once for every plan."""

from django.conf import settings
from django.db import models

from advisor.models.goals import Goal
from catalog.models import Skill


class DataKind(models.Model):
    """A kind of data that somebody has, and the goal it usually leads to."""

    slug = models.SlugField(max_length=80, unique=True)
    data = models.CharField("kind of data", max_length=120, help_text="In the learner's words, such as: images.")
    approach = models.CharField(max_length=120)
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="data_kinds")
    why = models.CharField("why this goal", max_length=300, help_text="One sentence.")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "slug"]
        verbose_name = "kind of data"
        verbose_name_plural = "kinds of data"

    def __str__(self) -> str:
        return self.data


class Dismissal(models.Model):
    """A prerequisite that a learner does not want to be asked for; it holds in every later plan until taken back."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="dismissals")
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="dismissals")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["skill__position", "skill__slug"]
        constraints = [models.UniqueConstraint(fields=["user", "skill"], name="dismissal_once_per_skill")]

    def __str__(self) -> str:
        return str(self.skill)
