"""Projects and criteria in the API."""

from types import SimpleNamespace
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import override
from rest_framework.filters import BaseFilterBackend
from wagtail.api import APIField
from wagtail.api.v2.filters import FieldsFilter, LocaleFilter, OrderingFilter
from wagtail.api.v2.utils import BadRequestError

from home.api import ForReaders, PagesAPI, language_of, rich_text, told
from showcase.catalogue.facets import all_facets
from showcase.catalogue.keeping import look_for_expired
from showcase.catalogue.models import CatalogueEntry
from showcase.catalogue.selection import Selection
from showcase.data.records import Record, findings, readable, record_of
from showcase.models import Criterion, ProjectPage

# The names that the showcase's own address knows, with the same meaning.
FACETS = {facet.name for facet in all_facets([])} | {"criterion"}
# What Wagtail tells of every page, under names of its own.
TOLD_ALREADY = {"id", "language", "title", "address", "published_on"}
RECORDED = [
    "summary", "organisation", "legal_form", "legal_form_detail", "country", "country_name", "place",
    "latitude", "longitude", "start_year", "end_year", "status", "website", "sectors", "sdgs",
    "beneficiaries", "partners", "changed_on", "findings",
]  # fmt: skip


def recorded(name: str) -> APIField:
    """A field of the project's record (`showcase.data.records`), which is made once for all of them."""

    def value(project: ProjectPage, request: Any) -> Any:
        if not hasattr(project, "_record"):
            with override(project.locale.language_code):
                project._record = record_of(project, project.assessments.all(), request)
        record: Record = project._record
        return record[name]

    return told(name, value)


def key_of(instance: Any, _request: Any) -> str:
    return str(instance.translation_key)


class FacetsFilter(BaseFilterBackend):
    """The filters of the showcase; several values repeat the name."""

    def filter_queryset(self, request: Any, queryset: Any, view: Any) -> Any:
        if FACETS.isdisjoint(request.GET):
            return queryset
        criteria = [found for found in Criterion.objects.in_force() if not found.is_gate]
        selection = Selection(request.GET, all_facets(criteria))
        for ignored in selection.ignored:
            if ignored.name in FACETS:
                raise BadRequestError(f"{ignored.value[:60]!r} is not a choice of {ignored.name!r}")
        look_for_expired()
        found = CatalogueEntry.objects.filter(selection.condition())
        return queryset.filter(pk__in=found.values("page"))


class OtherFieldsFilter(FieldsFilter):
    """Wagtail's filter by the value of a field, for what is not a facet."""

    def filter_queryset(self, request: Any, queryset: Any, view: Any) -> Any:
        rest = {name: value for name, value in request.GET.items() if name not in FACETS}
        return super().filter_queryset(SimpleNamespace(GET=rest), queryset, view)


class ProjectsAPI(PagesAPI):
    """Projects with what was found of each and its badges of today; the filters of the showcase."""

    name = "projects"
    model = ProjectPage
    filter_backends = [
        OtherFieldsFilter,
        FacetsFilter,
        *(kind for kind in PagesAPI.filter_backends if kind is not FieldsFilter),
    ]
    known_query_parameters = (PagesAPI.known_query_parameters - {"type"}) | FACETS
    body_fields = [*PagesAPI.body_fields, told("key", key_of), *map(recorded, RECORDED)]
    listing_default_fields = [*PagesAPI.listing_default_fields, "key", *RECORDED]

    def get_queryset(self) -> Any:
        found = readable(super().get_queryset())
        return found.prefetch_related(Prefetch("assessments", findings()))


class CriteriaAPI(ForReaders):
    """The criteria of every grid that has been published, each in every language."""

    name = "criteria"
    model = Criterion
    filter_backends = [FieldsFilter, LocaleFilter, OrderingFilter]
    known_query_parameters = (ForReaders.known_query_parameters - {"search", "search_operator"}) | {"locale"}
    body_fields = [
        *ForReaders.body_fields,
        "code",
        told("grid", lambda criterion, _request: criterion.grid.version),
        told("grid_in_force_from", lambda criterion, _request: criterion.grid.published_on.isoformat()),
        "is_gate",
        "sort_order",
        "title",
        "short_title",
        rich_text("meaning"),
        told("questions", lambda criterion, _request: criterion.question_list),
        told("good_evidence", lambda criterion, _request: criterion.good_evidence_list),
        told("weak_evidence", lambda criterion, _request: criterion.weak_evidence_list),
        "misunderstanding",
    ]
    meta_fields = [*ForReaders.meta_fields, told("locale", language_of)]
    listing_default_fields = [
        *ForReaders.listing_default_fields,
        "locale", "code", "grid", "grid_in_force_from", "is_gate", "sort_order", "title", "short_title",
    ]  # fmt: skip
    detail_only_fields = ["meaning"]

    def get_queryset(self) -> Any:
        published = Criterion.objects.filter(grid__published_on__lte=timezone.localdate())
        return published.select_related("grid", "locale").order_by("-grid__version", "locale", "sort_order")
