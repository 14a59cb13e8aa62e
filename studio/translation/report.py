"""The translation board, among the reports."""

import django_filters
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn, UserColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Locale

from home.exports import as_text
from studio.models import State, TranslationState
from studio.translation import board


def _types_on_the_board(request) -> QuerySet[ContentType]:
    types = board.board_rows(request.user).order_by().values("content_type")
    return ContentType.objects.filter(pk__in=types).order_by("model")


def _people_in_charge(request) -> QuerySet:
    people = board.board_rows(request.user).order_by().values("in_charge")
    return get_user_model().objects.filter(pk__in=people).order_by("last_name", "username")


class _TypeField(django_filters.fields.ModelMultipleChoiceField):
    def label_from_instance(self, obj: ContentType) -> str:
        model = obj.model_class()
        return capfirst(str(model._meta.verbose_name if model else obj.name))


class _TypeFilter(django_filters.ModelMultipleChoiceFilter):
    field_class = _TypeField


class BoardFilters(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=State.choices)
    content_type = _TypeFilter(label=_("Type"), queryset=_types_on_the_board)
    target_locale = django_filters.ModelChoiceFilter(
        label=_("Into"), queryset=lambda request: Locale.objects.order_by("pk"), empty_label=_("All")
    )
    in_charge = django_filters.ModelChoiceFilter(
        label=_("In charge"), queryset=_people_in_charge, empty_label=_("All")
    )
    reasons = django_filters.BooleanFilter(
        label=_("With badge reasons to see to"), field_name="reasons", lookup_expr="gt", method="with_reasons"
    )

    class Meta:
        model = TranslationState
        fields = ["state", "content_type", "target_locale", "in_charge", "reasons"]

    def with_reasons(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        return rows.filter(reasons__gt=0) if value else rows.filter(reasons=0)


URGENCY = Case(
    *(When(state=state, then=Value(rank)) for rank, state in enumerate(State.values)),
    output_field=IntegerField(),
)
IS_DONE = Case(When(state__in=board.TO_DO, then=Value(0)), default=Value(1), output_field=IntegerField())


class StateColumn(Column):
    cell_template_name = "studio/translation/state_cell.html"


class BoardView(ReportView):
    """Every page and item in every other language, with what is to be done about it."""

    template_name = "studio/translation/board.html"
    page_title = _("Translation board")
    header_icon = "wagtail-localize-language"
    index_url_name = "studio_translation:board"
    index_results_url_name = "studio_translation:board_results"
    model = TranslationState
    filterset_class = BoardFilters
    table_classname = "listing studio-board"
    is_searchable = True
    search_fields = ["title"]
    no_results_message = _("No translation answers to this.")
    list_export = [
        "title",
        "type_name",
        "source_language",
        "target_language",
        "state_name",
        "stale",
        "machine",
        "reasons",
        "since",
        "person",
        "address",
    ]
    export_filename = "translations"
    export_headings = {
        "type_name": _("Type"),
        "source_language": _("From"),
        "target_language": _("Into"),
        "state_name": _("State"),
        "person": _("In charge"),
        "address": _("Address in the admin"),
    }
    custom_field_preprocess = {
        name: {"csv": as_text, "xlsx": as_text} for name in ("title", "type_name", "person")
    }

    def dispatch(self, request, *args, **kwargs):
        if not board.may_see(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self):
        rows = board.board_rows(self.request.user).select_related("in_charge__wagtail_userprofile")
        return rows.annotate(urgency=URGENCY, is_done=IS_DONE)

    def order_queryset(self, queryset):
        # What waits longest first; and the same order on every page, whatever is equal.
        chosen = [self.ordering] if self.ordering else ["is_done"]
        return queryset.order_by(*chosen, "since", "title", "pk")

    def get_filtered_queryset(self):
        return self.get_queryset()

    @property
    def columns(self):
        return [
            TitleColumn("title", label=_("Title"), sort_key="title", get_url=self.row_url),
            Column("type_name", label=_("Type")),
            Column("languages", label=_("Languages"), accessor=self.languages),
            StateColumn("state_in_words", label=_("State"), sort_key="urgency"),
            Column(
                "reasons",
                label=_("Badge reasons"),
                sort_key="reasons",
                accessor=lambda row: row.reasons or "",
            ),
            DateColumn("since", label=_("In this state"), sort_key="since"),
            UserColumn("in_charge", label=_("In charge")),
        ]

    def row_url(self, row: TranslationState) -> str:
        return row.address_for(self.request.user)

    def languages(self, row: TranslationState) -> str:
        return f"{self._language(row.source_locale_id)} → {self._language(row.target_locale_id)}"

    def _language(self, locale: int) -> str:
        if not hasattr(self, "_locales"):
            self._locales = {found.pk: str(found.get_display_name()) for found in Locale.objects.all()}
        return self._locales[locale]

    def to_row_dict(self, item: TranslationState):
        item.source_language = self._language(item.source_locale_id)  # type: ignore[attr-defined]
        item.target_language = self._language(item.target_locale_id)  # type: ignore[attr-defined]
        item.state_name = str(item.get_state_display())  # type: ignore[attr-defined]
        item.person = str(item.in_charge or "")  # type: ignore[attr-defined]
        item.address = self.request.build_absolute_uri(self.row_url(item))  # type: ignore[attr-defined]
        return super().to_row_dict(item)

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        if not self.results_only:
            context["counts"] = count_links(self.request.user)
        return context


def count_links(user) -> list[dict]:
    """Each state that has something: its name, its number and the address of its rows on the board."""
    base = reverse("studio_translation:board")
    return [
        {
            "state": state,
            "label": str(State(state).label),
            "count": count,
            "url": f"{base}?state={state}",
            "to_do": state in board.TO_DO,
        }
        for state, count in board.counts(user).items()
        if count
    ]
