from django.db import migrations

from studio.roles import ANSWERING, grant, make_permissions


def answer(apps, schema_editor):
    make_permissions(apps, "showcase", schema_editor.connection.alias)
    grant(apps, ANSWERING)


class Migration(migrations.Migration):
    dependencies = [
        ("studio", "0003_quality"),
        ("showcase", "0006_assessment_events_and_questions"),
    ]

    # Undone, the groups keep what they were given: it is of no use without the table.
    operations = [migrations.RunPython(answer, migrations.RunPython.noop)]
