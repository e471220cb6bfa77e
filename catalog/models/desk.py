"""Changes that wait for review, and what was published before."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class DraftQuerySet(models.QuerySet["Draft"]):
    def unsettled(self) -> Self:
        return self.filter(state__in=[Draft.State.OPEN, Draft.State.WAITING])


class Draft(models.Model):
    """A change of one subject (`catalog.desk.subjects`), as the whole document that would be published.

    `base` is the published document that the draft began from, null when there was none.
    """

    class State(models.TextChoices):
        OPEN = "open", "being written"
        WAITING = "waiting", "waiting for review"
        PUBLISHED = "published", "published"
        DISCARDED = "discarded", "discarded"

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    document = models.JSONField()
    base = models.JSONField(null=True)
    base_digest = models.CharField(max_length=64, blank=True)
    note = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN, db_index=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-id"]
        # who may change the subject may draft its change
        default_permissions = ()
        indexes = [models.Index(fields=["kind", "key"], name="draft_by_subject")]

    def __str__(self) -> str:
        return f"{self.title} (draft)"

    @property
    def is_settled(self) -> bool:
        return self.state in (self.State.PUBLISHED, self.State.DISCARDED)


class Revision(models.Model):
    """What was published of one subject from one moment on; numbers count from 1 for each subject."""

    class Source(models.TextChoices):
        ADMIN = "admin", "saved in the admin"
        DRAFT = "draft", "a reviewed draft"
        LOAD = "load", "the data files"
        IMPORT = "import", "an import"
        FOUND = "found", "found as it was"

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=80)
    number = models.PositiveIntegerField()
    document = models.JSONField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    comment = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=10, choices=Source)

    class Meta:
        ordering = ["kind", "key", "-number"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1), name="revision_numbers_from_one"),
            models.UniqueConstraint(fields=["kind", "key", "number"], name="revision_number_once_per_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.key}, version {self.number}"
