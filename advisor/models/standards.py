"""What advice is held against and judged by: standard learners, and the product's weights."""

from dataclasses import asdict
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from advisor.weights import ProductWeights

DEFAULTS = ProductWeights()
# Two weeks of full-time study; beyond that a weight forbids rather than weighs.
MOST_POINTS = 6000
MOST_FACTOR = 20


class PersonaQuerySet(models.QuerySet["Persona"]):
    def active(self) -> "PersonaQuerySet":
        return self.filter(is_active=True)


class Persona(models.Model):
    """A made-up learner and what any good adviser would tell them. Nothing in it is about a real person."""

    slug = models.SlugField(max_length=100, unique=True)
    name = models.CharField(max_length=150, unique=True)
    answers = models.JSONField(
        help_text='What the learner answers, such as {"goal": "mlops", "levels": {"python": 2}}.'
    )
    expectations = models.JSONField(
        default=dict,
        blank=True,
        help_text='What the path must keep, such as {"includes": ["ml-specialization"], "max_steps": 8}.',
    )
    note = models.TextField(blank=True, help_text="Why this is expected, and who says so.")
    is_active = models.BooleanField(default=True, help_text="Off for a persona that previews leave out.")
    position = models.PositiveIntegerField(default=0)

    objects = PersonaQuerySet.as_manager()

    class Meta:
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.name


def points_field(name: str, help_text: str, *, most: int = MOST_POINTS, least: int = 0) -> Any:
    return models.PositiveIntegerField(
        default=getattr(DEFAULTS, name),
        help_text=help_text,
        validators=[MinValueValidator(least), MaxValueValidator(most)],
    )


class Weights(models.Model):
    """The one row of weights; without it the defaults hold. A minute of study counts one point."""

    help_points = points_field("help_points", "Points for each helpful prerequisite that the learner does not have.")
    wish_points = points_field("wish_points", "Points for a course that misses a wish: style, practice, certificate.")
    gentle_help_factor = points_field(
        "gentle_help_factor",
        "“Gentlest” counts a missing helpful prerequisite so many times.",
        most=MOST_FACTOR,
        least=1,
    )
    gentle_load_points = points_field(
        "gentle_load_points", "Points for a heavy load of maths or coding with “gentlest”; a moderate one counts half."
    )
    cheapest_cent_points = points_field("cheapest_cent_points", "Points for each cent with “cheapest”.", least=1)

    class Meta:
        verbose_name = verbose_name_plural = "weights"
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="weights_only_one_row"),
            models.CheckConstraint(
                condition=Q(
                    help_points__lte=MOST_POINTS,
                    wish_points__lte=MOST_POINTS,
                    gentle_help_factor__range=(1, MOST_FACTOR),
                    gentle_load_points__lte=MOST_POINTS,
                    cheapest_cent_points__range=(1, MOST_POINTS),
                ),
                name="weights_within_bounds",
                violation_error_message=f"Points go up to {MOST_POINTS}, the factor from 1 to {MOST_FACTOR}.",
            ),
        ]

    def __str__(self) -> str:
        return "Weights"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.pk = 1
        super().save(*args, **kwargs)

    @property
    def plain(self) -> ProductWeights:
        return ProductWeights(**{name: getattr(self, name) for name in asdict(DEFAULTS)})
