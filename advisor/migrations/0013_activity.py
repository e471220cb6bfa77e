import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from advisor.watching import stop_watching_people, watch_people


class Migration(migrations.Migration):
    dependencies = [("advisor", "0012_watch_nicknames")]

    operations = [
        migrations.CreateModel(
            name="Activity",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("token", models.CharField(editable=False, max_length=36)),
            ],
        ),
        migrations.RunPython(watch_people, stop_watching_people),
    ]
