"""Pages that editors write: guides in Markdown and frequent questions."""

from math import ceil
from typing import Self

from django.db import models
from django.urls import reverse

# Words a minute of adults reading English in silence: M. Brysbaert, "How many words do we read per minute?", 2019.
READING_SPEED = 238


class GuideQuerySet(models.QuerySet["Guide"]):
    def published(self) -> Self:
        return self.filter(is_published=True)


class Guide(models.Model):
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=150)
    summary = models.CharField(max_length=300, help_text="One sentence, also the page's description.")
    body = models.TextField(help_text="Markdown; HTML is shown as text.")
    sources = models.TextField(blank=True, help_text="One address or note a line.")
    related = models.ManyToManyField(
        "self",
        symmetrical=False,
        related_name="related_from",
        blank=True,
        help_text="Guides to read next; each of them then links back to this one by itself.",
    )
    position = models.PositiveIntegerField(default=0)
    is_published = models.BooleanField(default=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = GuideQuerySet.as_manager()

    class Meta:
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("catalog:guide_detail", args=[self.slug])

    @property
    def reading_minutes(self) -> int:
        return ceil(len(self.body.split()) / READING_SPEED) or 1


class QuestionQuerySet(models.QuerySet["Question"]):
    def published(self) -> Self:
        return self.filter(is_published=True)


class Question(models.Model):
    """A frequent question with its answer, shown on the FAQ page and beside a guide that it belongs to."""

    slug = models.SlugField(max_length=80, unique=True)
    text = models.CharField("question", max_length=200)
    answer = models.TextField(help_text="Markdown; HTML is shown as text.")
    sources = models.TextField(blank=True, help_text="One address or note a line.")
    guide = models.ForeignKey(Guide, on_delete=models.SET_NULL, null=True, blank=True, related_name="questions")
    position = models.PositiveIntegerField(default=0)
    is_published = models.BooleanField(default=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.text
