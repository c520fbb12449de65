"""The roles as groups. A later change of roles needs a migration that assigns them anew."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

from relations.curation.roles import assign


def make_groups(apps, schema_editor):
    # Permissions are made after all migrations; the groups need them now.
    for label in ("auth", "relations"):
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = None
    assign(apps)


def remove_groups(apps, schema_editor):
    names = ["Viewer", "Analyst", "Editor", "Administrator"]
    apps.get_model("auth", "Group").objects.filter(name__in=names).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("relations", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_groups, remove_groups)]
