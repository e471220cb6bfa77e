"""Hours that this site's learners logged for a course they finished, rounded."""

from django.db import migrations, models


def hours() -> models.DecimalField:
    return models.DecimalField(decimal_places=1, editable=False, max_digits=6, null=True)


class Migration(migrations.Migration):
    dependencies = [("catalog", "0006_affiliate_links")]

    operations = [
        migrations.AddField("course", "finisher_count", models.PositiveIntegerField(editable=False, null=True)),
        migrations.AddField("course", "finisher_hours_low", hours()),
        migrations.AddField("course", "finisher_hours_median", hours()),
        migrations.AddField("course", "finisher_hours_high", hours()),
    ]
