from django.db import migrations

from studio.roles import make_permissions, make_roles

APPS = (
    "auth",
    "home",
    "showcase",
    "wagtail_localize",
    "wagtailcore",
    "wagtaildocs",
    "wagtailimages",
    "wagtailredirects",
)


def make(apps, schema_editor):
    for label in APPS:
        make_permissions(apps, label, schema_editor.connection.alias)
    make_roles(apps)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("home", "0003_publish_frames"),
        ("showcase", "0002_publish_criteria"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
    ]

    # Undone, the groups stay: people may be in them.
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
