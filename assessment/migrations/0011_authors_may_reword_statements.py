"""Statements of checklists are for authors and reviewers: groups older than they are get the permissions, once.

An administrator who takes them away later is not overruled. A new database gets its groups after the last
migration, with these permissions.
"""

from django.db import migrations

GROUPS = {"author": ("view_statement", "change_statement"), "reviewer": ("view_statement",)}
NAMES = {"view_statement": "Can view statement", "change_statement": "Can change statement"}


def allow(apps, schema_editor):
    """Give the permissions to the groups that are there."""
    using = schema_editor.connection.alias
    groups = apps.get_model("auth", "Group").objects.using(using).filter(name__in=GROUPS)
    if not groups:
        return
    # The permissions themselves are otherwise made after all migrations, by the same names.
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.using(using).get_or_create(
        app_label="assessment", model="statement"
    )
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    made = {
        codename: permissions.get_or_create(content_type=content_type, codename=codename, defaults={"name": name})[0]
        for codename, name in NAMES.items()
    }
    for group in groups:
        group.permissions.add(*(made[codename] for codename in GROUPS[group.name]))


class Migration(migrations.Migration):
    dependencies = (
        ("assessment", "0010_open_answers_are_marked"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    )
    operations = (migrations.RunPython(allow, migrations.RunPython.noop),)
