"""What is known of the addresses that the catalogue names: when each was asked, and what came of it."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from catalog.models.desk import Draft

# A page that is gone says so; one that only fails to answer may be back the next day.
GONE_ANSWERS, FAILED_DAYS = 2, 3
# Longer ones are not followed: browsers and servers begin to refuse them here.
LONGEST_ADDRESS = 2000


class LinkHost(models.Model):
    """One host, which is asked by one run at a time and not before a moment that it may have named itself."""

    name = models.CharField(max_length=255, unique=True)
    claimed_by = models.CharField(max_length=32, blank=True)
    not_before = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class LinkCheckQuerySet(models.QuerySet["LinkCheck"]):
    def gone(self) -> Self:
        """Failing for so long that a curator should look."""
        said_so = Q(outcome=LinkCheck.Outcome.GONE, gone_answers__gte=GONE_ANSWERS)
        return self.filter(said_so | Q(failed_days__gte=FAILED_DAYS), settled_at=None)

    def moved(self) -> Self:
        return self.filter(outcome=LinkCheck.Outcome.MOVED, settled_at=None)


class LinkCheck(models.Model):
    """One address. Failures are counted in a row: `failed_days` by days, `gone_answers` by requests.

    `changed_at` is when the outcome last became another one; `settled_at` when a curator last said that it is looked
    at, empty again once the outcome changes. `drafts` were made when it was last settled; it waits again when one of
    them is discarded.
    """

    class Outcome(models.TextChoices):
        OK = "ok", "answers"
        MOVED = "moved", "moved for good"
        GONE = "gone", "says that the page is gone"
        REFUSED = "refused", "answers, but not to programs"
        UNREACHABLE = "unreachable", "does not answer"
        FORBIDDEN = "forbidden-address", "must not be asked"

    FAILURES = (Outcome.GONE, Outcome.UNREACHABLE, Outcome.FORBIDDEN)

    address = models.CharField(max_length=400, unique=True)
    host = models.ForeignKey(LinkHost, on_delete=models.CASCADE, related_name="addresses")
    first_asked_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    status = models.PositiveSmallIntegerField(null=True)
    final_address = models.CharField(max_length=LONGEST_ADDRESS, blank=True)
    words = models.CharField(max_length=200, blank=True)
    failed_days = models.PositiveSmallIntegerField(default=0)
    failed_on = models.DateField(null=True)
    gone_answers = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True)
    drafts = models.ManyToManyField(Draft, related_name="moved_links")

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        ordering = ["address"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.address
