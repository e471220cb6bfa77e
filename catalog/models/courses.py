"""Courses, bundles of courses, what they require and what they teach."""

import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, URLValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from catalog.models.vocabulary import Level, Platform, Provider, Skill

# Of fewer people a figure could be traced back to one of them.
FEWEST_FINISHERS = 5
LEVEL_CHOICES = [(level.value, level.label) for level in Level if level > 0]


def text_list() -> list[str]:
    return []


def check_text_list(value: object) -> None:
    """Lists are kept as JSON; anything but a list of non-empty texts is refused."""
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise ValidationError("Give a list of texts, none of them empty.")


def fold(text: str) -> str:
    """Lower case without accents, so that a search finds the same rows on every database."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


class CourseQuerySet(models.QuerySet["Course"]):
    def published(self) -> Self:
        return self.filter(status=Course.Status.PUBLISHED)

    def visible(self) -> Self:
        """What the public may see: retired courses keep their page."""
        return self.exclude(status=Course.Status.DRAFT)

    def matching(self, text: str) -> Self:
        """Courses whose searchable text has every word."""
        found = self
        for word in fold(text).split():
            found = found.filter(search_text__contains=word)
        return found

    def teaching(self, *skills: Skill) -> Self:
        """Courses, and bundles by their parts, with at least one of the skills among their outcomes."""
        teachers = Outcome.objects.filter(skill__in=skills).values("course")
        bundles = Part.objects.filter(course__in=teachers).values("bundle")
        return self.filter(Q(pk__in=teachers) | Q(pk__in=bundles))

    def for_listing(self) -> Self:
        return self.select_related("provider", "platform")


class Course(models.Model):
    """Anything a learner can take: a course, a book, a project, or a bundle of courses.

    A bundle whose parts are listed takes its hours, requirements and outcomes from them.
    """

    class Kind(models.TextChoices):
        COURSE = "course", "course"
        SPECIALIZATION = "specialization", "specialization"
        PROFESSIONAL_CERTIFICATE = "professional-certificate", "professional certificate"
        BOOK = "book", "book"
        PROJECT = "project", "project"

    class Status(models.TextChoices):
        DRAFT = "draft", "draft"
        PUBLISHED = "published", "published"
        RETIRED = "retired", "retired"

    class CourseLevel(models.TextChoices):
        BEGINNER = "beginner", "beginner"
        INTERMEDIATE = "intermediate", "intermediate"
        ADVANCED = "advanced", "advanced"

    class Load(models.TextChoices):
        NONE = "none", "none"
        LIGHT = "light", "light"
        MODERATE = "moderate", "moderate"
        HEAVY = "heavy", "heavy"

    class Style(models.TextChoices):
        INTUITIVE = "intuitive", "intuitive"
        BALANCED = "balanced", "balanced"
        MATHEMATICAL = "mathematical", "mathematical"

    class Practice(models.TextChoices):
        NONE = "none", "none"
        SCAFFOLDED = "scaffolded", "scaffolded"
        GUIDED = "guided", "guided"
        FROM_SCRATCH = "from-scratch", "from scratch"

    class PriceModel(models.TextChoices):
        FREE = "free", "free"
        AUDIT = "audit", "free to follow, paid for the certificate"
        SUBSCRIPTION = "subscription", "subscription"
        ONE_OFF = "one-off", "bought once"

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=30, choices=Kind, default=Kind.COURSE)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT, db_index=True)
    superseded_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="older_editions",
        help_text="The newer edition, which is recommended instead.",
    )
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="courses")
    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="courses")
    instructors = models.JSONField(default=text_list, blank=True, validators=[check_text_list])
    url = models.URLField(
        "public page",
        max_length=300,
        blank=True,
        validators=[URLValidator(schemes=["http", "https"])],
        help_text="Empty for a project that learners set up on their own.",
    )
    level = models.CharField(max_length=12, choices=CourseLevel, help_text="As the provider says.")
    language = models.CharField(max_length=2, default="en", help_text="ISO 639-1, such as en.")
    year = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Year of this edition.")

    official_hours = models.DecimalField(
        max_digits=6, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    official_pace = models.CharField(max_length=120, blank=True)
    realistic_hours_low = models.DecimalField(
        max_digits=6, decimal_places=1, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    realistic_hours_high = models.DecimalField(
        max_digits=6, decimal_places=1, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    hours_basis = models.CharField(max_length=400, blank=True, help_text="Where the realistic hours come from.")
    # Rounded figures of this site's own learners, for groups of five or more; refreshed by command, never typed.
    finisher_count = models.PositiveIntegerField(null=True, editable=False)
    finisher_hours_low = models.DecimalField(max_digits=6, decimal_places=1, null=True, editable=False)
    finisher_hours_median = models.DecimalField(max_digits=6, decimal_places=1, null=True, editable=False)
    finisher_hours_high = models.DecimalField(max_digits=6, decimal_places=1, null=True, editable=False)

    price_model = models.CharField(max_length=12, choices=PriceModel)
    price_amount = models.DecimalField(
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text="For a course or certificate bought once; a subscription is priced at its platform.",
    )
    currency = models.CharField(max_length=3, default="USD")
    free_access = models.CharField(max_length=300, blank=True, help_text="What can be had free of charge.")
    has_certificate = models.BooleanField(default=False)

    rating_value = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)
    rating_scale = models.PositiveSmallIntegerField(null=True, blank=True, help_text="5 for 4.8 of 5.")
    rating_count = models.PositiveIntegerField(null=True, blank=True)
    rating_source = models.CharField(max_length=400, blank=True)
    rating_as_of = models.CharField(max_length=10, blank=True, help_text="Year, month or day, such as 2026-03.")

    maths = models.CharField("maths load", max_length=10, choices=Load)
    coding = models.CharField("coding load", max_length=10, choices=Load)
    style = models.CharField(max_length=12, choices=Style)
    practice = models.CharField(max_length=12, choices=Practice)
    tools = models.JSONField(default=text_list, blank=True, validators=[check_text_list])
    topics = models.JSONField(default=text_list, blank=True, validators=[check_text_list])

    summary = models.CharField(max_length=300)
    best_for = models.CharField(max_length=300, blank=True)
    skip_if = models.CharField(max_length=300, blank=True)
    outcomes_text = models.JSONField("outcomes in words", default=text_list, blank=True, validators=[check_text_list])
    strengths = models.JSONField(default=text_list, blank=True, validators=[check_text_list])
    weaknesses = models.JSONField(default=text_list, blank=True, validators=[check_text_list])
    unsure = models.JSONField(
        "estimated fields",
        default=text_list,
        blank=True,
        validators=[check_text_list],
        help_text="Names of facts that no source supports; pages mark them as estimates.",
    )
    reviewed_on = models.DateField("last checked on", null=True, blank=True)
    search_text = models.TextField(editable=False, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = CourseQuerySet.as_manager()

    class Meta:
        ordering = ["title", "slug"]
        permissions = [("publish_course", "Can publish what is drafted of courses, goals and weights")]
        constraints = [
            models.CheckConstraint(
                condition=Q(realistic_hours_low__isnull=True, realistic_hours_high__isnull=True)
                | Q(realistic_hours_low__gte=0, realistic_hours_high__gte=F("realistic_hours_low")),
                name="course_realistic_hours_in_order",
                violation_error_message="Give both realistic hours, the lower one first, or neither.",
            ),
            models.CheckConstraint(
                condition=Q(
                    finisher_count__isnull=True,
                    finisher_hours_low__isnull=True,
                    finisher_hours_median__isnull=True,
                    finisher_hours_high__isnull=True,
                )
                | Q(
                    finisher_count__gte=FEWEST_FINISHERS,
                    finisher_hours_low__gt=0,
                    finisher_hours_median__gte=F("finisher_hours_low"),
                    finisher_hours_high__gte=F("finisher_hours_median"),
                ),
                name="course_finisher_hours_of_five",
                violation_error_message="Hours of finishers are kept for five or more of them only.",
            ),
            models.CheckConstraint(
                condition=Q(official_hours__isnull=True) | Q(official_hours__gte=0),
                name="course_official_hours_not_negative",
                violation_error_message="Official hours can't be negative.",
            ),
            models.CheckConstraint(
                condition=Q(price_amount__isnull=True) | Q(price_amount__gte=0),
                name="course_price_not_negative",
                violation_error_message="A price can't be negative.",
            ),
            models.CheckConstraint(
                condition=Q(superseded_by__isnull=True) | ~Q(superseded_by=F("id")),
                name="course_not_its_own_successor",
                violation_error_message="A course can't be superseded by itself.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_text = self.searchable()
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "search_text", "updated_at"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("catalog:course_detail", args=[self.slug])

    def searchable(self) -> str:
        words: Iterable[str] = (
            self.title,
            self.provider.name,
            self.platform.name,
            *self.instructors,
            *self.topics,
            *self.tools,
            self.summary,
        )
        return fold(" ".join(words))

    @property
    def realistic_hours(self) -> tuple[Decimal, Decimal] | None:
        """Hours that finishers need, low and high, as entered; a bundle with parts may have none of its own."""
        if self.realistic_hours_low is None or self.realistic_hours_high is None:
            return None
        return (self.realistic_hours_low, self.realistic_hours_high)

    def is_estimate(self, field: str) -> bool:
        return field in self.unsure


class Part(models.Model):
    """One course of a bundle; positions give the order in which the bundle is taken."""

    bundle = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="parts")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="part_of")
    position = models.PositiveSmallIntegerField()
    is_standalone = models.BooleanField(
        default=False, help_text="Worth taking on its own, without the parts before it."
    )

    class Meta:
        ordering = ["bundle", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["bundle", "course"],
                name="part_once_per_bundle",
                violation_error_message="This course is already a part of the bundle.",
            ),
            models.UniqueConstraint(
                fields=["bundle", "position"],
                name="part_position_once_per_bundle",
                violation_error_message="Another part already has this position.",
            ),
            models.CheckConstraint(
                condition=~Q(bundle=F("course")),
                name="part_not_its_own_bundle",
                violation_error_message="A bundle can't contain itself.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bundle}, part {self.position}: {self.course}"


class Requirement(models.Model):
    """What a course asks for: without it the course can't be followed, or it is easier with it."""

    class Kind(models.TextChoices):
        REQUIRED = "required", "required"
        HELPFUL = "helpful", "helpful"

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="requirements")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="requirements")
    level = models.PositiveSmallIntegerField(choices=LEVEL_CHOICES)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.REQUIRED)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["course", "kind", "skill"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "skill", "kind"],
                name="requirement_once_per_skill",
                violation_error_message="This skill is already named; change its level instead.",
            ),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=3),
                name="requirement_level_1_to_3",
                violation_error_message="A level is 1, 2 or 3.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course} asks for {self.skill} at {self.get_level_display()}"


class Outcome(models.Model):
    """A skill at the level held by one who finishes the course."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="outcomes")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="outcomes")
    level = models.PositiveSmallIntegerField(choices=LEVEL_CHOICES)

    class Meta:
        ordering = ["course", "skill"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "skill"],
                name="outcome_once_per_skill",
                violation_error_message="This skill is already named; change its level instead.",
            ),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=3),
                name="outcome_level_1_to_3",
                violation_error_message="A level is 1, 2 or 3.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course} teaches {self.skill} at {self.get_level_display()}"
