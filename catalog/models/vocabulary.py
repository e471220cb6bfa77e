"""The words that courses are described with: skills and their levels, providers, platforms."""

from django.core.validators import MinValueValidator
from django.db import models

MAX_LEVEL = 3


class Level(models.IntegerChoices):
    """How well a skill is held; each skill says in a learner's words what its levels mean."""

    NONE = 0, "none"
    BASICS = 1, "basics"
    WORKING = 2, "working"
    STRONG = 3, "strong"


class Skill(models.Model):
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120, unique=True)
    area = models.CharField(max_length=80, db_index=True, help_text="Skills of one area are shown together.")
    position = models.PositiveIntegerField(default=0, help_text="Order within the whole list.")
    level_0 = models.CharField("none", max_length=200, help_text="What a learner without it would say.")
    level_1 = models.CharField("basics", max_length=200)
    level_2 = models.CharField("working", max_length=200)
    level_3 = models.CharField("strong", max_length=200)

    class Meta:
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.name

    @property
    def descriptors(self) -> tuple[str, str, str, str]:
        """What a learner at level 0, 1, 2 and 3 would say."""
        return (self.level_0, self.level_1, self.level_2, self.level_3)


class Provider(models.Model):
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Platform(models.Model):
    """Where courses are taken. A subscription is bought from the platform, so its price lives here."""

    class Period(models.TextChoices):
        MONTH = "month", "month"
        YEAR = "year", "year"

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120, unique=True)
    subscription_price = models.DecimalField(
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text="Price of one period; empty when the platform sells no subscription.",
    )
    currency = models.CharField(max_length=3, default="USD", help_text="ISO 4217, such as USD.")
    period = models.CharField(max_length=5, choices=Period, default=Period.MONTH)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(subscription_price__isnull=True) | models.Q(subscription_price__gte=0),
                name="platform_price_not_negative",
                violation_error_message="A subscription price can't be negative.",
            )
        ]

    def __str__(self) -> str:
        return self.name
