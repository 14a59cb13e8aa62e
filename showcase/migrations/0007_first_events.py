"""A site that had findings before it kept a record of them begins it: each as of the day of its assessment."""

from django.conf import settings
from django.db import migrations


def begin(apps, schema_editor):
    event = apps.get_model("showcase", "AssessmentEvent")
    assessments = apps.get_model("showcase", "CriterionAssessment").objects.filter(
        page__live=True, page__locale__language_code=settings.LANGUAGE_CODE
    )
    latest = {}
    for found in (
        assessments.select_related("page", "criterion__grid").order_by("criterion__grid__version").iterator()
    ):
        latest[found.page_id, found.criterion.code] = event(
            project=found.page.translation_key,
            criterion=found.criterion.code,
            day=found.assessed_on,
            to_finding=found.finding,
            to_assessor=found.assessor,
            to_grid=found.criterion.grid.version,
            to_review_by=found.review_by,
        )
    event.objects.bulk_create(latest.values(), batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("showcase", "0006_assessment_events_and_questions")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
