"""Files of courses on their way into the catalogue."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class CatalogueImport(models.Model):
    """An uploaded file, what it would change, and how far that is worked out; only its owner sees it.

    `content` is compressed, and empty once the file is applied. `outline` has the slugs of the file with the rows
    that they were first seen in. `trail` sums up all verdicts, so that applying anything else is noticed.
    """

    class State(models.TextChoices):
        CHECKING = "checking", "being checked"
        READY = "ready", "checked, ready to apply"
        WRONG = "wrong", "checked, has mistakes"
        APPLIED = "applied", "applied"

    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, db_index=True)
    name = models.CharField(max_length=200)
    format = models.CharField(max_length=4)
    mapping = models.CharField(max_length=20, blank=True)
    platform = models.CharField(max_length=80, blank=True)
    publishes = models.BooleanField(default=False)
    digest = models.CharField(max_length=64)
    content = models.BinaryField()
    outline = models.JSONField(default=dict)
    total = models.PositiveIntegerField(default=0)
    checked = models.PositiveIntegerField(default=0)
    trail = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.CHECKING)
    applied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        # who may add and change courses may import them
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class ImportedRow(models.Model):
    """What a row of the file would do; `node` is what the search for loops has to know of it."""

    class Verdict(models.TextChoices):
        ADDED = "added", "added"
        CHANGED = "changed", "changed"
        SAME = "same", "the same"
        WRONG = "wrong", "wrong"

    catalogue_import = models.ForeignKey(CatalogueImport, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    slug = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=200, blank=True)
    verdict = models.CharField(max_length=10, choices=Verdict)
    changes = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    node = models.JSONField(null=True)

    class Meta:
        ordering = ["number", "id"]
        default_permissions = ()
        indexes = [models.Index(fields=["catalogue_import", "verdict", "number"], name="imported_row_by_verdict")]

    def __str__(self) -> str:
        return f"{self.number}: {self.slug}"
