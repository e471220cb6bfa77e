from django.db import migrations, models

from catalog.watching import CATALOGUE_TABLES, stop_watching, watch


class Migration(migrations.Migration):
    dependencies = [("catalog", "0004_checks")]

    operations = [
        migrations.CreateModel(
            name="CatalogueVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.CharField(editable=False, max_length=36)),
            ],
        ),
        migrations.RunPython(watch(CATALOGUE_TABLES), stop_watching(CATALOGUE_TABLES)),
    ]
