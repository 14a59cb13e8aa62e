"""What is told of a project, as plain values: codes, texts, numbers and ISO dates."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest

from showcase.models import CriterionAssessment, Finding, ProjectPage

Record = dict[str, Any]


def readable(projects: QuerySet[ProjectPage]) -> QuerySet[ProjectPage]:
    """With all that a record tells: two queries, whatever the number of projects."""
    findings = (
        CriterionAssessment.objects.select_related("criterion__grid")
        .only(
            "page", "finding", "reason", "evidence", "assessor", "assessed_on", "review_by", "sort_order",
            "criterion__code", "criterion__sort_order", "criterion__grid__version",
        )
        .order_by("criterion__grid__version", "criterion__sort_order")
    )  # fmt: skip
    return (
        projects.select_related("locale")
        .defer("body", "related")
        .prefetch_related(Prefetch("assessments", findings))
    )


def record_of(project: ProjectPage, request: HttpRequest | None = None) -> Record:
    """One project in its language. `id` is the same in every language; `findings` go from the oldest grid to
    the newest, each with its badge of today.
    """
    return {
        "id": str(project.translation_key),
        "language": project.locale.language_code,
        "title": project.title,
        "summary": project.summary,
        "address": project.get_full_url(request),
        "organisation": project.organisation,
        "legal_form": project.legal_form,
        "legal_form_detail": project.legal_form_detail,
        "country": project.country.code or "",
        "country_name": str(project.country.name),
        "place": project.place,
        "latitude": None if project.latitude is None else float(project.latitude),
        "longitude": None if project.longitude is None else float(project.longitude),
        "start_year": project.start_year,
        "end_year": project.end_year,
        "status": project.status,
        "website": project.website,
        "sectors": project.sectors,
        "sdgs": project.sdgs,
        "beneficiaries": _values(project.beneficiaries),
        "partners": _values(project.partners),
        "published_on": _day(project.first_published_at),
        "changed_on": _day(project.last_published_at),
        "findings": [finding_of(found) for found in project.assessments.all()],
    }


def finding_of(found: CriterionAssessment) -> Record:
    """What was found for one criterion, and its badge of today."""
    return {
        "criterion": found.criterion.code,
        "grid": found.criterion.grid.version,
        "finding": found.finding,
        "badge": found.badge.state.value,
        "partly": found.finding == Finding.PARTLY,
        "reason": found.reason,
        "assessor": found.assessor,
        "assessed_on": found.assessed_on.isoformat(),
        "holds_until": found.review_by.isoformat() if found.review_by else None,
        "evidence": _values(found.evidence),
    }


def _values(stream: Any) -> list[Any]:
    """The values of a StreamField as it keeps them, without making its blocks."""
    return [item["value"] for item in stream.raw_data]


def _day(moment: Any) -> str | None:
    return moment.date().isoformat() if moment else None
