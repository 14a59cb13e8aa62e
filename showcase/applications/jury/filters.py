"""What the queue can be narrowed to."""

from datetime import timedelta
from typing import Any

import django_filters
from django.conf import settings
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from showcase.applications.jury.assigning import counting, jurors
from showcase.applications.keeping.delays import CLOCKS, days_to_answer, expected_on
from showcase.applications.keeping.lateness import TICKING
from showcase.applications.models import Application, Review, State

SENT = [choice for choice in State.choices if choice[0] != State.DRAFT]
ROUNDS = [(1, _("first reading")), (2, _("appeal"))]
MOST_DAYS = 10_000
# A database takes only so many keys in one query.
BATCH = 1000


class JurorsFilter(WagtailFilterSet):
    """Of a juror's own files: nothing that would say who else reads them."""

    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=SENT)
    language = django_filters.ChoiceFilter(label=_("Language"), choices=settings.LANGUAGES)
    round = django_filters.ChoiceFilter(label=_("Round"), choices=ROUNDS)
    days = django_filters.NumberFilter(
        label=_("Older than (days)"), method="older_than", min_value=0, max_value=MOST_DAYS
    )
    late = django_filters.ChoiceFilter(
        label=_("Answer"), choices=[("late", _("later than expected"))], method="later_than_expected"
    )

    class Meta:
        model = Application
        fields = ["state", "language", "round", "days", "late"]

    def older_than(self, files: QuerySet, name: str, value: Any) -> QuerySet:
        """By the age that the list shows, in whole days: that of a file which was answered does not grow."""
        return files.filter(age__gte=timedelta(days=int(value) + 1))

    def later_than_expected(self, files: QuerySet, name: str, value: str) -> QuerySet:
        """Those of which the day has passed, as the list says it. Time stands still while the project has
        questions to answer, and an apology moves the day: neither makes it earlier.
        """
        delay = days_to_answer()
        open_since = timezone.now() - timedelta(days=delay.days)
        candidates = Application.objects.filter(state__in=TICKING, submitted_at__lt=open_since).only(
            "state", "round", "submitted_at"
        )
        found = candidates.prefetch_related(CLOCKS).iterator(BATCH)
        today = timezone.localdate()
        days = ((file.pk, expected_on(file, delay)) for file in found)
        return files.filter(pk__in=[key for key, day in days if day and day < today])


class LeadsFilter(JurorsFilter):
    juror = django_filters.ModelChoiceFilter(
        label=_("Juror"),
        queryset=lambda request: jurors().order_by("last_name", "username"),
        method="read_by",
    )
    assigned = django_filters.ChoiceFilter(
        label=_("Jurors"),
        choices=[("nobody", _("nobody yet")), ("somebody", _("at least one"))],
        method="assigned_to",
    )

    class Meta(JurorsFilter.Meta):
        fields = ["state", "language", "juror", "assigned", "round", "days", "late"]

    def read_by(self, files: QuerySet, name: str, value: Any) -> QuerySet:
        return files.filter(Exists(_asked().filter(juror=value)))

    def assigned_to(self, files: QuerySet, name: str, value: str) -> QuerySet:
        return files.filter(Exists(_asked()) if value == "somebody" else ~Exists(_asked()))


def _asked() -> QuerySet[Review]:
    """The reviews that count for the file of an outer query, in its present round."""
    return counting().filter(application=OuterRef("pk"), round=F("application__round"))
