from django.db import migrations

from studio.roles import make_permissions

ACTIONS = ("add", "change", "delete", "publish")


def grant(apps, schema_editor):
    """Whoever may do something with criteria may do the same with published frames, whatever their role's
    name is by now.
    """
    make_permissions(apps, "showcase", schema_editor.connection.alias)
    permissions = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="showcase")
    for action in ACTIONS:
        right = permissions.get(codename=f"{action}_framework")
        for group in apps.get_model("auth", "Group").objects.filter(
            permissions__in=permissions.filter(codename=f"{action}_criterion")
        ):
            group.permissions.add(right)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("showcase", "0008_crosswalk"),
        ("studio", "0004_who_answers_questions"),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
