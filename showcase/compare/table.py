"""The table: the projects asked for with all that it shows of them, and a row per criterion."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch
from wagtail.models import Page

from showcase.models.assessments import CriterionAssessment
from showcase.models.grid import Criterion
from showcase.models.projects import ProjectFigure, ProjectPage


@dataclass(frozen=True)
class CriterionRow:
    """One criterion, as the latest grid among these projects words it, and the finding of each project, None
    where it was not assessed. A finding keeps the criterion that it was made with.
    """

    criterion: Criterion
    findings: list[CriterionAssessment | None]


def load(pages: Iterable[Page]) -> list[ProjectPage]:
    """The projects of these pages in their order, with findings, evidence and figures: three queries."""
    keys = [page.pk for page in pages]
    found = ProjectPage.objects.prefetch_related(
        Prefetch("assessments", CriterionAssessment.objects.select_related("criterion__grid")),
        Prefetch("figures", ProjectFigure.objects.order_by("sort_order")),
    ).in_bulk(keys)
    return [found[key] for key in keys if key in found]


def criterion_rows(projects: list[ProjectPage]) -> list[CriterionRow]:
    """A row for each criterion that any of the projects was assessed on, in the order of the grid."""
    by_project = [{found.criterion.code: found for found in project.badges} for project in projects]
    latest: dict[str, Criterion] = {}
    for findings in by_project:
        for code, found in findings.items():
            known = latest.get(code)
            if known is None or known.grid.version < found.criterion.grid.version:
                latest[code] = found.criterion
    rows = sorted(latest.values(), key=lambda criterion: (criterion.sort_order, criterion.code))
    return [
        CriterionRow(criterion, [findings.get(criterion.code) for findings in by_project])
        for criterion in rows
    ]
