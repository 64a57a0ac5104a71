"""Open answers are marked by people: what they find, and who may mark.

The groups that are there already get the permission once; an administrator who takes it away later is not
overruled. A new database gets its groups after the last migration, with this permission.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

GROUPS = ("author", "reviewer")
CODENAME, NAME = "mark_open_answers", "Can mark open answers"


def allow(apps, schema_editor):
    """Give the permission to the groups that mark, as far as they are there."""
    using = schema_editor.connection.alias
    groups = apps.get_model("auth", "Group").objects.using(using).filter(name__in=GROUPS)
    if not groups:
        return
    # The permission itself is otherwise made after all migrations, by the same names.
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.using(using).get_or_create(
        app_label="assessment", model="rubricmark"
    )
    permission, _ = apps.get_model("auth", "Permission").objects.using(using).get_or_create(
        content_type=content_type, codename=CODENAME, defaults={"name": NAME}
    )
    for group in groups:
        group.permissions.add(permission)


class Migration(migrations.Migration):

    dependencies = [
        ('assessment', '0009_corrections'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        migrations.CreateModel(
            name='RubricMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.PositiveSmallIntegerField(default=0)),
                ('by_self', models.BooleanField()),
                ('met', models.JSONField(default=list)),
                ('comment', models.TextField(blank=True)),
                ('marked_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'open answer to mark',
                'verbose_name_plural': 'open answers to mark',
                'permissions': (('mark_open_answers', 'Can mark open answers'),),
                'default_permissions': (),
            },
        ),
        migrations.AddIndex(
            model_name='attemptitem',
            index=models.Index(condition=models.Q(('closed_at__isnull', False), ('score__isnull', True)), fields=['closed_at'], name='items_that_wait'),
        ),
        migrations.AddField(
            model_name='rubricmark',
            name='item',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rubric_marks', to='assessment.attemptitem'),
        ),
        migrations.AddField(
            model_name='rubricmark',
            name='marker',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='rubricmark',
            constraint=models.UniqueConstraint(condition=models.Q(('by_self', True)), fields=('item', 'part'), name='one_own_rubric_mark_per_part'),
        ),
        migrations.RunPython(allow, migrations.RunPython.noop),
    ]
