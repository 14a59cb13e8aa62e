"""The queue: every file that was sent, for the lead; for a juror, those given to them."""

import datetime
from collections.abc import Iterator, Mapping
from operator import attrgetter
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import (
    Case,
    DateTimeField,
    DurationField,
    ExpressionWrapper,
    F,
    Prefetch,
    QuerySet,
    Value,
    When,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.ui.tables import BaseColumn, Column, TitleColumn
from wagtail.admin.views.reports import ReportView

from home.exports import as_text
from showcase.applications.jury.access import files_for, is_juror, may_lead
from showcase.applications.jury.assigning import jurors, with_load
from showcase.applications.jury.filters import BATCH, JurorsFilter, LeadsFilter
from showcase.applications.jury.identity import hides
from showcase.applications.jury.opening import name_of, title_of
from showcase.applications.keeping.delays import CLOCKS, Delay, days_to_answer, expected_on
from showcase.applications.keeping.lateness import TICKING
from showcase.applications.models import Application, ApplicationRules, Review, State
from showcase.applications.models.files import WITH_THE_JURY
from showcase.data.formats import BYTE_ORDER_MARK

# When the jury got it, for the first time or on appeal.
CAME = Coalesce("appeal__at", "submitted_at")
STEP = Case(*(When(state=state, then=Value(rank)) for rank, state in enumerate(State.values)), default=0)
IS_DONE = Case(When(state__in=WITH_THE_JURY, then=Value(0)), default=Value(1))
REVIEWS = Prefetch("reviews", Review.objects.select_related("juror"))


def age_in_days(application: Any) -> int:
    """How long the jury has had the file, or had it before it answered, or lost it. As `age` says it."""
    ended = timezone.now()
    if application.state not in WITH_THE_JURY:
        decided = application.decided_at
        ended = decided if decided and decided >= application.came else application.state_since
    return max(0, (ended - application.came).days)


def age() -> ExpressionWrapper:
    """The same for a database to sort and to choose by, of files with `came`."""
    ended = Case(
        When(state__in=WITH_THE_JURY, then=Value(timezone.now())),
        When(decided_at__gte=F("came"), then=F("decided_at")),
        default=F("state_since"),
        output_field=DateTimeField(),
    )
    return ExpressionWrapper(ended - F("came"), output_field=DurationField())


class ChooseColumn(Column):
    """A box to choose a file, which belongs to the form under the list."""

    header_template_name = "applications/jury/choose_header.html"
    cell_template_name = "applications/jury/choose_cell.html"


class JurorsColumn(Column):
    cell_template_name = "applications/jury/jurors_cell.html"


class ExpectedColumn(Column):
    cell_template_name = "applications/jury/expected_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        day = context["raw_value"]
        is_late = instance.state in TICKING and day and day < timezone.localdate()
        return context | {"is_late": is_late}


class QueueView(ReportView):
    """Queries: the same number however many files there are."""

    template_name = "applications/jury/queue.html"
    page_title = gettext_lazy("Applications")
    header_icon = "form"
    index_url_name = "jury:queue"
    index_results_url_name = "jury:queue_results"
    default_ordering = ["is_done", "came", "pk"]
    search_fields = ["title"]
    no_results_message = gettext_lazy("No file answers to this.")
    export_filename = "applications"
    custom_field_preprocess = {name: {"csv": as_text, "xlsx": as_text} for name in ("title", "jurors")}

    def dispatch(self, request, *args, **kwargs):
        self.leads = may_lead(request.user)
        if not self.leads and not is_juror(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def rules(self) -> ApplicationRules:
        return ApplicationRules.load()

    @cached_property
    def is_searchable(self) -> bool:
        """A search would say which hidden file has a name; to a lead too, while a file is theirs to score."""
        if not self.rules.hides_identity:
            return True
        own = Review.objects.standing().filter(juror=self.request.user)
        return self.leads and not own.filter(application__state__in=WITH_THE_JURY).exists()

    @property
    def filterset_class(self) -> type:
        return LeadsFilter if self.leads else JurorsFilter

    @cached_property
    def delay(self) -> Delay:
        return days_to_answer()

    @cached_property
    def today(self) -> datetime.date:
        return timezone.localdate()

    def get_base_queryset(self) -> QuerySet[Any]:
        files = files_for(self.request.user).select_related("appeal")
        return files.annotate(came=CAME, step=STEP, is_done=IS_DONE).annotate(age=age())

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        # The same order on every page, whatever is equal.
        chosen = self.ordering if isinstance(self.ordering, list) else [self.ordering, "pk"]
        return queryset.order_by(*chosen)

    def get_filtered_queryset(self) -> QuerySet[Any]:
        return self.get_queryset()

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        files = list(context["object_list"])
        for start in range(0, len(files), BATCH):
            prefetch_related_objects(files[start : start + BATCH], REVIEWS, CLOCKS)
        context |= {"object_list": files, "table": self.get_table(files)}
        if self.leads:
            context["people"] = with_load(jurors())
        return context

    def title_of(self, application: Application) -> str:
        own = application.reviews.all()
        return title_of(application, hides=hides(self.request.user, application, own, self.rules))

    def state_of(self, application: Application) -> str:
        words = application.get_state_display()
        if application.round > 1:
            words = _("%(state)s (appeal)") % {"state": words}
        return f"{words[:1].upper()}{words[1:]}"

    def expected(self, application: Application) -> datetime.date | None:
        return expected_on(application, self.delay)

    def jurors_of(self, application: Application) -> list[str]:
        """How far each juror of the round is; for a juror, how far they are themselves."""
        present = [review for review in application.reviews.all() if review.round == application.round]
        if self.leads:
            return [
                _("%(juror)s: %(progress)s") % {"juror": name_of(review.juror), "progress": progress(review)}
                for review in present
                if not review.conflict
            ]
        own = [review for review in application.reviews.all() if review.juror_id == self.request.user.pk]
        return [progress(max(own, key=attrgetter("round")))]

    @cached_property
    def columns(self) -> list[BaseColumn]:
        # A hidden name is not told by its place in the list either.
        by_title = "title" if self.is_searchable else None
        shown: list[BaseColumn] = [
            TitleColumn(
                "title",
                label=_("Project"),
                accessor=self.title_of,
                url_name="jury:file",
                sort_key=by_title,
            ),
            Column("state", label=_("State"), accessor=self.state_of, sort_key="step"),
            Column("language", label=_("Language"), accessor="get_language_display", sort_key="language"),
            Column("days", label=_("Age"), accessor=self.age_of, sort_key="age"),
            JurorsColumn(
                "jurors", label=_("Jurors") if self.leads else _("For you"), accessor=self.jurors_of
            ),
            ExpectedColumn("expected", label=_("Answer expected"), accessor=self.expected),
        ]
        return (
            [ChooseColumn("choose", label=_("Choose"), accessor=self.title_of), *shown]
            if self.leads
            else shown
        )

    def age_of(self, application: Application) -> str:
        days = age_in_days(application)
        return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}

    @property
    def list_export(self) -> list[str]:
        return ["title", "state", "language", "round", "came", "days", "jurors", "expected"]

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> Any:
        """What is sent row by row is made before: the language of who looks ends with the view."""
        labels = {column.name: column.label for column in self.columns}
        self.headings = labels | {"round": _("Round"), "came": _("Received"), "days": _("Age in days")}
        self.rows = {file.pk: self._row(file) for file in queryset}
        return super().as_spreadsheet(queryset, spreadsheet_format)

    def stream_csv(self, queryset: Any) -> Iterator[str]:
        """As the other tables of the site begin, so that a spreadsheet reads “État” and not “Ã‰tat”."""
        yield BYTE_ORDER_MARK
        yield from super().stream_csv(queryset)

    def get_heading(self, queryset: Any, field: str) -> str:
        return self.headings[field]

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        return self.rows[item.pk]

    def _row(self, item: Any) -> dict[str, Any]:
        return {
            "title": self.title_of(item),
            "state": self.state_of(item),
            "language": item.get_language_display(),
            "round": item.round,
            "came": timezone.localdate(item.came),
            "days": age_in_days(item),
            "jurors": " · ".join(self.jurors_of(item)),
            "expected": self.expected(item) or "",
        }


def progress(review: Review) -> str:
    """How far a juror is, in words."""
    if review.sent_at:
        return _("scores sent")
    if not review.juror.is_active:
        return _("the account is closed")
    return _("to declare") if review.conflict is None else _("reading")
