from django.db import migrations

from catalog.watching import CONTENT_ROW, CONTENT_TABLES, stop_watching, watch


class Migration(migrations.Migration):
    dependencies = [("catalog", "0011_related_guides")]

    operations = [migrations.RunPython(watch(CONTENT_TABLES, CONTENT_ROW), stop_watching(CONTENT_TABLES))]
