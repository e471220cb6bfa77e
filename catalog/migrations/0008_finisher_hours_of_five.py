"""Figures of five or more people only. SQLite makes the table anew for this, so it is watched again."""

from django.db import migrations, models
from django.db.models import F, Q

from catalog.watching import watch

TABLES = ("catalog_course",)
NONE = Q(
    finisher_count__isnull=True,
    finisher_hours_low__isnull=True,
    finisher_hours_median__isnull=True,
    finisher_hours_high__isnull=True,
)
FIVE = Q(
    finisher_count__gte=5,
    finisher_hours_low__gt=0,
    finisher_hours_median__gte=F("finisher_hours_low"),
    finisher_hours_high__gte=F("finisher_hours_median"),
)


class Migration(migrations.Migration):
    dependencies = [("catalog", "0007_finisher_hours")]

    operations = [
        migrations.AddConstraint(
            "course",
            models.CheckConstraint(
                condition=NONE | FIVE,
                name="course_finisher_hours_of_five",
                violation_error_message="Hours of finishers are kept for five or more of them only.",
            ),
        ),
        migrations.RunPython(watch(TABLES), migrations.RunPython.noop),
    ]
