"""Load the first version of the measures, so that a new deployment can report at once."""

from django.db import migrations

from reports import catalogue


def load(apps, schema_editor):
    models = (apps.get_model("reports", "Catalogue"), apps.get_model("reports", "Measure"))
    catalogue.load(using=schema_editor.connection.alias, models=models)


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop, elidable=False)]
