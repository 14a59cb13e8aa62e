from django.contrib.auth.management import create_permissions
from django.db import migrations

from studio.roles import ANSWERING, grant


def answer(apps, schema_editor):
    # Django makes permissions once all migrations have run, which is too late for this one.
    config = apps.get_app_config("showcase")
    config.models_module = True
    create_permissions(config, apps=apps, using=schema_editor.connection.alias, verbosity=0)
    config.models_module = None
    grant(apps, ANSWERING)


class Migration(migrations.Migration):
    dependencies = [
        ("studio", "0003_quality"),
        ("showcase", "0006_assessment_events_and_questions"),
    ]

    # Undone, the groups keep what they were given: it is of no use without the table.
    operations = [migrations.RunPython(answer, migrations.RunPython.noop)]
