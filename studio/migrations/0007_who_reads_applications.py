from django.db import migrations

from studio.roles import READING_APPLICATIONS, grant, make_permissions


def give(apps, schema_editor):
    make_permissions(apps, "applications", schema_editor.connection.alias)
    grant(apps, READING_APPLICATIONS)


class Migration(migrations.Migration):
    dependencies = [
        ("studio", "0006_who_revokes_credentials"),
        ("applications", "0001_initial"),
    ]

    # Undone, the groups keep what they were given: it is of no use without the tables.
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
