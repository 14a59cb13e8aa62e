"""What is told of a project, as plain values: codes, texts, numbers and ISO dates."""

import datetime
import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils import timezone

from showcase.models import CriterionAssessment, Finding, ProjectPage

Record = dict[str, Any]


def readable(projects: QuerySet[ProjectPage]) -> QuerySet[ProjectPage]:
    """With all that a record tells of a project itself.

    Streams come as the text they are kept as: their values refer to each other in circles, which would stay
    in memory until the collector comes by.
    """
    texts = {f"{name}_text": Cast(name, TextField()) for name in ("beneficiaries", "partners")}
    return (
        projects.select_related("locale")
        .annotate(**texts)
        .defer("body", "related", "beneficiaries", "partners")
    )


def findings() -> QuerySet[CriterionAssessment]:
    """With all that a record tells of a finding; from the oldest grid to the newest, in the order of each."""
    return (
        CriterionAssessment.objects.select_related("criterion__grid")
        .annotate(evidence_text=Cast("evidence", TextField()))
        .only(
            "page", "finding", "reason", "assessor", "assessed_on", "review_by",
            "criterion__code", "criterion__grid__version",
        )
        .order_by("criterion__grid__version", "criterion__sort_order")
    )  # fmt: skip


def records(keys: Iterable[int], request: HttpRequest | None = None) -> list[Record]:
    """The projects with these keys, in their order: two queries, whatever their number."""
    found = readable(ProjectPage.objects.all()).in_bulk(keys)
    by_project: dict[int, list[CriterionAssessment]] = defaultdict(list)
    for finding in findings().filter(page__in=found):
        by_project[finding.page_id].append(finding)
    return [record_of(found[key], by_project[key], request) for key in keys if key in found]


def record_of(
    project: ProjectPage, assessments: Iterable[CriterionAssessment], request: HttpRequest | None = None
) -> Record:
    """One project (`readable`) in its language, with its `findings`. `id` is the same in every language."""
    country: Any = project.country
    return {
        "id": str(project.translation_key),
        "language": project.locale.language_code,
        "title": project.title,
        "summary": project.summary,
        "address": project.get_full_url(request),
        "organisation": project.organisation,
        "legal_form": project.legal_form,
        "legal_form_detail": project.legal_form_detail,
        "country": country.code or "",
        "country_name": str(country.name),
        "place": project.place,
        "latitude": None if project.latitude is None else float(project.latitude),
        "longitude": None if project.longitude is None else float(project.longitude),
        "start_year": project.start_year,
        "end_year": project.end_year,
        "status": project.status,
        "website": project.website,
        "sectors": project.sectors,
        "sdgs": project.sdgs,
        "beneficiaries": _values(project.beneficiaries_text),
        "partners": _values(project.partners_text),
        "published_on": _day(project.first_published_at),
        "changed_on": _day(project.last_published_at),
        "findings": [finding_of(found) for found in assessments],
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
        "evidence": _values(found.evidence_text),
    }


def _values(text: str) -> list[Any]:
    """The values of a stream."""
    return [item["value"] for item in json.loads(text or "[]")]


def _day(moment: datetime.datetime | None) -> str | None:
    return timezone.localdate(moment).isoformat() if moment else None
