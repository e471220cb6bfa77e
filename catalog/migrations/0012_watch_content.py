from django.db import migrations

from catalog.watching import CONTENT_ROW, CONTENT_TABLES, stop_watching, watch

# Named here, and nowhere that advice is made, as a course's page shows whether there is a paid link.
TABLES = (*CONTENT_TABLES, "catalog_affiliatelink")


class Migration(migrations.Migration):
    dependencies = [("catalog", "0011_related_guides")]

    operations = [migrations.RunPython(watch(TABLES, CONTENT_ROW), stop_watching(TABLES))]
