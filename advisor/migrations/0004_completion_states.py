"""Pausing, skipping with a reason, and a link to a project."""

import django.core.validators
from django.db import migrations, models

WEB_ADDRESS = django.core.validators.URLValidator(schemes=["http", "https"])


class Migration(migrations.Migration):
    dependencies = [("advisor", "0003_sharing")]

    operations = [
        migrations.RemoveConstraint("completion", "completion_done_has_date"),
        migrations.AlterField(
            "completion",
            "state",
            models.CharField(
                choices=[("started", "started"), ("paused", "paused"), ("done", "done"), ("skipped", "skipped")],
                max_length=8,
            ),
        ),
        migrations.AddConstraint(
            "completion",
            models.CheckConstraint(
                condition=~models.Q(state="done") | models.Q(finished_on__isnull=False),
                name="completion_done_has_date",
                violation_error_message="A course that is done needs the day it was finished.",
            ),
        ),
        migrations.AddField(
            "completion",
            "skip_reason",
            models.CharField(blank=True, default="", max_length=200, verbose_name="reason to skip it"),
            preserve_default=False,
        ),
        migrations.AddField(
            "completion",
            "project_url",
            models.URLField(
                blank=True, default="", max_length=300, validators=[WEB_ADDRESS], verbose_name="link to the project"
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            "completion",
            "evidence_url",
            models.URLField(
                blank=True, max_length=300, validators=[WEB_ADDRESS], verbose_name="link to the certificate"
            ),
        ),
    ]
