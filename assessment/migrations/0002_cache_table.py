"""The table of the shared cache, so that `migrate` alone makes a database complete."""

from django.core.management import call_command
from django.db import migrations


def create(apps, schema_editor):
    """Make the table unless it is there."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = (("assessment", "0001_initial"),)
    operations = (migrations.RunPython(create, migrations.RunPython.noop, elidable=True),)
