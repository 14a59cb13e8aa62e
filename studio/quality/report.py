"""The content health report: a line for each problem of each page, as an editor works through them."""

import django_filters
from django.conf import settings
from django.contrib.auth.mixins import UserPassesTestMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.filters import ContentTypeFilter, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets.button import Button
from wagtail.models import get_page_content_types
from wagtail.permissions import page_permission_policy

from home.exports import as_text
from studio.quality.findings import RULES, Weight
from studio.quality.health import visible_to
from studio.quality.limits import limits
from studio.quality.models import Problem
from studio.quality.tasks import check_links

PERMISSIONS = {"change", "publish"}


def rule_choices() -> list[tuple[str, str]]:
    return sorted(((rule.code, str(rule.title)) for rule in RULES.values()), key=lambda choice: choice[1])


def _of_weight(queryset, name, value):
    return queryset.filter(code__in=[rule.code for rule in RULES.values() if rule.weight == value])


class HealthFilterSet(WagtailFilterSet):
    code = django_filters.MultipleChoiceFilter(label=_("Problem"), choices=rule_choices)
    weight = django_filters.ChoiceFilter(label=_("Weight"), choices=Weight.choices, method=_of_weight)
    language = django_filters.ChoiceFilter(
        label=_("Language"), choices=settings.LANGUAGES, field_name="page__locale__language_code"
    )
    kind = ContentTypeFilter(
        label=_("Type"),
        field_name="page__content_type",
        queryset=lambda request: get_page_content_types(include_base_page_type=False),
    )

    class Meta:
        model = Problem
        fields = ["code", "weight", "language", "kind"]


def title_of(problem: Problem) -> str:
    return problem.page.get_admin_display_title() if problem.page else str(problem.holder)


def kind_of(problem: Problem) -> str:
    if problem.page:
        return problem.page.page_type_display_name
    return str(problem.holder._meta.verbose_name).capitalize()


def language_of(problem: Problem) -> str:
    locale = getattr(problem.page or problem.frame, "locale", None)
    return locale.language_code.upper() if locale else ""


def name_of(problem: Problem) -> str:
    return str(problem.rule.title) if problem.rule else problem.code


def weight_of(problem: Problem) -> str:
    return str(problem.rule.weight.label) if problem.rule else ""


def detail_of(problem: Problem) -> str:
    """What was found, how many times, and what the link's site said."""
    parts = [problem.detail]
    if problem.number > 1:
        parts.insert(0, f"{problem.number} ×")
    if problem.link:
        parts.append(f"({problem.link.reason})")
    return " ".join(part for part in parts if part)


def owner_of(problem: Problem) -> str:
    owner = problem.page.owner if problem.page else None
    return (owner.get_full_name() or owner.get_username()) if owner else ""


def checked_on(problem: Problem):
    return problem.link.checked_at if problem.link else None


# Words that mean other things on the public pages.
WHAT = pgettext_lazy("a problem", "Detail")
FROM = pgettext_lazy("a problem", "Since")

# Heading and value of each column of the spreadsheet, in order.
EXPORT = {
    "title": (_("Title"), title_of),
    "kind": (_("Type"), kind_of),
    "language": (_("Language"), language_of),
    "problem": (_("Problem"), name_of),
    "weight": (_("Weight"), weight_of),
    "detail": (WHAT, detail_of),
    "since": (FROM, lambda problem: problem.since),
    "checked": (_("Link last checked"), checked_on),
    "owner": (_("Owner"), owner_of),
    "edit": (_("Edit"), lambda problem: settings.WAGTAILADMIN_BASE_URL + problem.edit_url),
}


class ProblemColumn(Column):
    """The name of the problem with what to do about it."""

    cell_template_name = "studio/quality/problem_cell.html"


class HealthReportView(ReportView):
    """Queries: the same number however many problems there are; they stand in a table, page by page."""

    page_title = _("Content health")
    header_icon = "glasses"
    index_url_name = "content_health"
    index_results_url_name = "content_health_results"
    results_template_name = "studio/quality/health_results.html"
    permission_policy = page_permission_policy
    any_permission_required = list(PERMISSIONS)
    filterset_class = HealthFilterSet
    default_ordering = ["since", "pk"]
    export_filename = "content-health"
    list_export = list(EXPORT)
    export_headings = {name: heading for name, (heading, _value) in EXPORT.items()}
    custom_field_preprocess = {name: {"csv": as_text} for name in EXPORT if name not in ("since", "checked")}

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("title", label=_("Title"), accessor=title_of, get_url=lambda row: row.place_url),
            Column("kind", label=_("Type"), accessor=kind_of),
            Column("language", label=_("Language"), accessor=language_of),
            ProblemColumn("problem", label=_("Problem"), accessor=lambda row: row, sort_key="code"),
            Column("detail", label=WHAT, accessor=detail_of),
            DateColumn("since", label=FROM, sort_key="since", width="12%"),
            Column("owner", label=_("Owner"), accessor=owner_of),
        ]

    def get_queryset(self):
        problems = visible_to(self.request.user).select_related(
            "page__locale", "page__owner", "source", "frame__locale", "link"
        )
        return self.order_queryset(problems)

    def to_row_dict(self, item):
        return {name: value(item) for name, (_heading, value) in EXPORT.items()}

    @cached_property
    def header_more_buttons(self):
        check = Button(
            _("Check outside links now"), url=reverse("content_health_check_links"), icon_name="rotate"
        )
        return [*super().header_more_buttons, check]


class CheckLinksView(WagtailAdminTemplateMixin, UserPassesTestMixin, TemplateView):
    """Asks before it does: the worker will then knock at hundreds of doors, slowly."""

    template_name = "studio/quality/check_links.html"
    page_title = _("Check outside links now")
    header_icon = "rotate"

    def test_func(self) -> bool:
        return page_permission_policy.user_has_any_permission(self.request.user, PERMISSIONS)

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "most": limits().link_batch}

    def post(self, request: HttpRequest) -> HttpResponse:
        check_links.enqueue(limits().link_batch)
        messages.success(request, gettext("The links are being checked; the report will say what is found."))
        return redirect("content_health")
