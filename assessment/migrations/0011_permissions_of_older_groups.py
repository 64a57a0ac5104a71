"""Statements, and the questions that a quiz lists, are for authors: groups older than that get the permissions, once.

An administrator who takes them away later is not overruled. A new database gets its groups after the last
migration, with these permissions.
"""

from django.db import migrations

AUTHOR, REVIEWER = "author", "reviewer"
# By model and what is allowed: who may.
ALLOWED = {
    ("statement", "view"): (AUTHOR, REVIEWER),
    ("statement", "change"): (AUTHOR,),
    ("quizitem", "view"): (AUTHOR, REVIEWER),
    ("quizitem", "add"): (AUTHOR,),
    ("quizitem", "change"): (AUTHOR,),
    ("quizitem", "delete"): (AUTHOR,),
}
WORDS = {"statement": "statement", "quizitem": "question of the quiz"}


def allow(apps, schema_editor):
    """Give the permissions to the groups that are there."""
    using = schema_editor.connection.alias
    groups = {
        group.name: group
        for group in apps.get_model("auth", "Group").objects.using(using).filter(name__in=(AUTHOR, REVIEWER))
    }
    if not groups:
        return
    # The permissions themselves are otherwise made after all migrations, by the same names.
    types = apps.get_model("contenttypes", "ContentType").objects.using(using)
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    for (model, verb), names in ALLOWED.items():
        content_type, _ = types.get_or_create(app_label="assessment", model=model)
        permission, _ = permissions.get_or_create(
            content_type=content_type, codename=f"{verb}_{model}", defaults={"name": f"Can {verb} {WORDS[model]}"}
        )
        for name in set(names) & set(groups):
            groups[name].permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = (
        ("assessment", "0010_open_answers_are_marked"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    )
    operations = (migrations.RunPython(allow, migrations.RunPython.noop),)
