"""The federal statutes that every task force starts with (domain.md, "Offences")."""

from django.db import migrations

from investigations.statutes import FEDERAL


def fill(apps, schema_editor):
    """Write the federal table."""
    statutes = apps.get_model("investigations", "Statute")
    statutes.objects.using(schema_editor.connection.alias).bulk_create(
        statutes(citation=citation, title=title, level="federal", kind=kind, group=group)
        for citation, title, kind, group in FEDERAL
    )


def empty(apps, schema_editor):
    """Take it away again."""
    statutes = apps.get_model("investigations", "Statute")
    statutes.objects.using(schema_editor.connection.alias).filter(task_force=None).delete()


class Migration(migrations.Migration):
    dependencies = [("investigations", "0002_walls_follow")]
    operations = [migrations.RunPython(fill, empty)]
