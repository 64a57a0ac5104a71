"""Cohorts are for leads: the groups that were there before cohorts get the permissions, once.

An administrator who takes them away later is not overruled. A new database has no groups yet; they are
made after the last migration, with these permissions.
"""

from django.db import migrations

PERMISSIONS = {"add_cohort": "Can add cohort", "view_cohort": "Can view cohort"}


def allow(apps, schema_editor):
    """Give the permissions to the group `lead`, if there is one."""
    using = schema_editor.connection.alias
    group = apps.get_model("auth", "Group").objects.using(using).filter(name="lead").first()
    if group is None:
        return
    # The permissions themselves are otherwise made after all migrations, by the same names.
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.using(using).get_or_create(
        app_label="assessment", model="cohort"
    )
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    for codename, name in PERMISSIONS.items():
        permission, _ = permissions.get_or_create(
            content_type=content_type, codename=codename, defaults={"name": name}
        )
        group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = (
        ("assessment", "0005_modes_and_forms"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    )
    operations = (migrations.RunPython(allow, migrations.RunPython.noop),)
