"""The list of projects in the admin: where each stands, and what was found of it."""

import datetime
from collections import defaultdict
from typing import Any

import django_filters
from django.db.models import Prefetch
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from home.listings import DayColumn, PagesFilter, PagesView, with_columns
from showcase.badges import SHORT_WORDS, BadgeState, in_state
from showcase.models import CriterionAssessment, Finding, ProjectPage


def countries(*_args: Any) -> list[tuple[str, str]]:
    """The countries that some project is in, by their name in the reader's language."""
    codes = ProjectPage.objects.order_by().values_list("country", flat=True).distinct()
    names = dict(ProjectPage._meta.get_field("country").flatchoices)
    return sorted(((code, str(names.get(code, code))) for code in codes), key=lambda pair: pair[1])


def badges_in_words(project: ProjectPage) -> list[tuple[str, str]]:
    """(state, short titles of the criteria in it), in the order of the grid."""
    by_state: dict[BadgeState, list[str]] = defaultdict(list)
    for assessment in project.badges:
        by_state[assessment.badge.state].append(assessment.criterion.short_title)
    return [(capfirst(str(SHORT_WORDS[state])), ", ".join(titles)) for state, titles in by_state.items()]


def soonest_review(project: ProjectPage) -> datetime.date | None:
    """The day on which the first of its badges expires, or expired."""
    days = [
        found.review_by
        for found in project.badges
        if found.review_by and found.finding != Finding.NOT_DEMONSTRATED
    ]
    return min(days, default=None)


class BadgesColumn(Column):
    cell_template_name = "showcase/admin/badges_cell.html"


class ProjectsFilter(PagesFilter):
    country = django_filters.ChoiceFilter(label=_("Country"), choices=countries)
    badge = django_filters.ChoiceFilter(label=_("Badge"), choices=BadgeState.choices, method="with_badge")

    def with_badge(self, projects, _name: str, state: str):
        """Those with at least one badge in this state today."""
        found = CriterionAssessment.objects.filter(in_state(BadgeState(state), today=datetime.date.today()))
        return projects.filter(pk__in=found.order_by().values("page"))

    class Meta:
        model = ProjectPage
        fields = ["status"]


class ProjectsView(PagesView):
    def annotate_queryset(self, pages):
        assessments = CriterionAssessment.objects.select_related("criterion__grid").defer("evidence")
        return super().annotate_queryset(pages).prefetch_related(Prefetch("assessments", assessments))


COLUMNS = with_columns(
    Column("country", label=_("Country"), accessor="country.name", sort_key="country"),
    Column("state", label=_("State"), accessor="get_status_display", sort_key="status"),
    BadgesColumn("badges", label=_("Badges"), accessor=badges_in_words),
    DayColumn("review_by", label=_("Next review due"), accessor=soonest_review),
)
