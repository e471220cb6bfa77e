from django.db import migrations

from catalog.watching import WEIGHT_TABLES, stop_watching, watch


class Migration(migrations.Migration):
    dependencies = [("advisor", "0009_personas_and_weights"), ("catalog", "0005_catalogue_version")]

    operations = [migrations.RunPython(watch(WEIGHT_TABLES), stop_watching(WEIGHT_TABLES))]
