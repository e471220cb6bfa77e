"""What leaves the site at a person's wish: shared paths, calendar feeds and the weekly digest."""

import secrets
import zoneinfo
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from advisor.models.paths import Path

# 256 bits: an address that nobody guesses.
TOKEN_BYTES = 32


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def check_time_zone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise ValidationError("Choose one of the time zones in the list.")


class ShareLinkQuerySet(models.QuerySet["ShareLink"]):
    def live(self) -> Self:
        return self.filter(revoked_at=None)


class ShareLink(models.Model):
    """An unlisted address under which anybody can read a path, until it is revoked."""

    path = models.ForeignKey(Path, on_delete=models.CASCADE, related_name="share_links")
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    with_progress = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ShareLinkQuerySet.as_manager()

    class Meta:
        ordering = ["path", "created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["path", "with_progress"],
                condition=Q(revoked_at=None),
                name="share_link_once_per_kind",
                violation_error_message="There is such a link already; revoke it to get another address.",
            )
        ]

    def __str__(self) -> str:
        return f"link to {self.path}"

    def get_absolute_url(self) -> str:
        return reverse("advisor:share_page", args=[self.token])


class CalendarFeed(models.Model):
    """A private address of a path's calendar. Revoking deletes the row, renewing changes the token."""

    path = models.OneToOneField(Path, on_delete=models.CASCADE, related_name="calendar_feed")
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"calendar of {self.path}"

    def get_absolute_url(self) -> str:
        return reverse("advisor:calendar_feed", args=[self.token])


class DigestChoice(models.Model):
    """Whether and when a person wants the weekly digest; a person without a row gets none."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, "Monday"
        TUESDAY = 1, "Tuesday"
        WEDNESDAY = 2, "Wednesday"
        THURSDAY = 3, "Thursday"
        FRIDAY = 4, "Friday"
        SATURDAY = 5, "Saturday"
        SUNDAY = 6, "Sunday"

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digest_choice")
    is_wanted = models.BooleanField(default=False)
    time_zone = models.CharField(max_length=64, default="UTC", validators=[check_time_zone])
    weekday = models.PositiveSmallIntegerField(choices=Weekday, default=Weekday.MONDAY)
    changed_at = models.DateTimeField(auto_now=True)
    look_at = models.DateTimeField(
        null=True, editable=False, help_text="No run needs to look at it before; empty: the next one does."
    )

    class Meta:
        indexes = [models.Index(fields=["look_at"], condition=Q(is_wanted=True), name="digest_choice_to_look_at")]
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__lte=6),
                name="digest_weekday_0_to_6",
                violation_error_message="Choose a day of the week.",
            )
        ]

    def __str__(self) -> str:
        return f"digest on {self.get_weekday_display()}" if self.is_wanted else "no digest"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """What was put off under another choice is looked at anew."""
        self.look_at = None
        super().save(*args, **kwargs)


class DigestDelivery(models.Model):
    """One digest of one week. The row is made before the message, so that two processes never send the same one.

    "claimed" by a run that may have crashed before it came to the message; "sending" from just before the message is
    handed over, and if nothing follows, nobody knows whether it went, so it is not sent again.
    """

    class State(models.TextChoices):
        CLAIMED = "claimed", "claimed"
        SENDING = "sending", "sending"
        SENT = "sent", "sent"
        FAILED = "failed", "failed"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digest_deliveries")
    week = models.DateField(help_text="Monday of the week in the person's time zone.")
    state = models.CharField(max_length=8, choices=State, default=State.CLAIMED)
    claim = models.UUIDField(editable=False, help_text="The run that took it.")
    claimed_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["user", "week"]
        constraints = [models.UniqueConstraint(fields=["user", "week"], name="digest_once_per_week")]

    def __str__(self) -> str:
        return f"digest of {self.week}: {self.get_state_display()}"
