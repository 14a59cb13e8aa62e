"""What the tests of badges and credentials begin with."""

import datetime
import json
from typing import Any

from showcase.models import CriterionAssessment, ProjectPage
from tests.factories import make_grid, make_project

HOLDS_UNTIL = datetime.date(2027, 6, 30)


def evidence(title: str = "Une étude", url: str = "https://example.org/etude") -> dict[str, Any]:
    """One piece of evidence, as a block of it is stored."""
    value = {"title": title, "url": url, "kind": "academic", "date": "2024-03", "language": "fr"}
    return {"type": "evidence", "value": value}


def verified_project(showcase, title: str = "Le café d’en bas") -> ProjectPage:
    """A project whose novelty the jury verified until HOLDS_UNTIL, and its risk in part, without an end; the
    editors documented the rest.
    """
    page = make_project(showcase, make_grid(), {"risk": "partly"}, title=title, slug="cafe")
    change(page, "novelty", assessor="jury", review_by=HOLDS_UNTIL, evidence=[evidence()])
    change(
        page, "risk", assessor="jury", evidence=[evidence(), evidence("Un bilan", "https://example.org/é t")]
    )
    return ProjectPage.objects.get(pk=page.pk)


def change(page: ProjectPage, code: str, **values: Any) -> None:
    """Another finding of this criterion."""
    CriterionAssessment.objects.filter(page=page, criterion__code=code).update(**values)


def of_json(response) -> dict[str, Any]:
    return json.loads(response.content)
