from django.db import migrations

from catalog.watching import GOAL_TABLES, stop_watching, watch


class Migration(migrations.Migration):
    dependencies = [("advisor", "0006_intake"), ("catalog", "0005_catalogue_version")]

    operations = [migrations.RunPython(watch(GOAL_TABLES), stop_watching(GOAL_TABLES))]
