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


class Implication(models.Model):
    """Whoever holds a skill at a level holds another one at some level too, so nobody is asked about both."""

    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="implications")
    level = models.PositiveSmallIntegerField(choices=Level.choices[1:], help_text="From this level on.")
    implies = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="implied_by")
    implied_level = models.PositiveSmallIntegerField(choices=Level.choices[1:], help_text="At least at this level.")
    reason = models.CharField(max_length=200, blank=True, help_text="Why, in one line.")

    class Meta:
        ordering = ["skill__position", "level", "implies__position"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level__range=(1, MAX_LEVEL), implied_level__range=(1, MAX_LEVEL)),
                name="implication_levels_within_scale",
                violation_error_message="Both levels must be basics, working or strong.",
            ),
            models.CheckConstraint(
                condition=~models.Q(skill=models.F("implies")),
                name="implication_not_of_itself",
                violation_error_message="A skill can't imply itself; choose another one.",
            ),
            models.UniqueConstraint(
                fields=["skill", "level", "implies"],
                name="implication_once",
                violation_error_message="This level of the skill already implies that skill; change that row.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.skill} at {self.level} implies {self.implies} at {self.implied_level}"


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
