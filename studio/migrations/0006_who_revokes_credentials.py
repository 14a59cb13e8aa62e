from django.db import migrations

from studio.roles import REVOKING, grant, make_permissions


def revoke(apps, schema_editor):
    make_permissions(apps, "showcase", schema_editor.connection.alias)
    grant(apps, REVOKING)


class Migration(migrations.Migration):
    dependencies = [
        ("studio", "0005_framework_rights"),
        ("showcase", "0011_credentials"),
    ]

    # Undone, the groups keep what they were given: it is of no use without the tables.
    operations = [migrations.RunPython(revoke, migrations.RunPython.noop)]
