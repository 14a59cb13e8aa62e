from django.db import migrations

NAME = "search_words"
# What Wagtail's search asks of PostgreSQL; its own indexes are of the two columns apart, which this cannot use.
MAKE = f"CREATE INDEX {NAME} ON wagtailsearch_indexentry USING gin ((title || body))"


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(MAKE)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {NAME}")


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0006_names_of_media"),
        ("wagtailsearch", "0010_add_text_fields"),
    ]

    operations = [migrations.RunPython(make, drop)]
