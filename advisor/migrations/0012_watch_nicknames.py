from django.db import migrations

from catalog.watching import NICKNAME_TABLES, stop_watching, watch


class Migration(migrations.Migration):
    dependencies = [("advisor", "0011_nicknames"), ("catalog", "0005_catalogue_version")]

    operations = [migrations.RunPython(watch(NICKNAME_TABLES), stop_watching(NICKNAME_TABLES))]
