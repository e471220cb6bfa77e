from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0014_link_checks")]

    operations = [
        migrations.AddField("linkcheck", "drafts", models.ManyToManyField("catalog.draft", related_name="moved_links")),
    ]
