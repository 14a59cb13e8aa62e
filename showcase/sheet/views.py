"""What a project answers below itself: its sheet on one printed page, and its picture for social networks."""

import logging
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from showcase.addresses import below
from showcase.models.assessments import CriterionAssessment
from showcase.sheet import picture
from showcase.sheet.ready import answer

logger = logging.getLogger(__name__)


@below("showcase.ProjectPage", fr="fiche.pdf", en="sheet.pdf")
def sheet(page: Any, request: HttpRequest) -> HttpResponse:
    """The project on one page of paper, in its language: a PDF. 503 with a sentence where this machine lacks
    the library that sets the text.
    """
    try:
        # Here and not above: WeasyPrint looks for Pango when it is loaded, and the site goes on without.
        from showcase.sheet import paper
    except (ImportError, OSError):
        logger.exception("The printed sheet cannot be made: docs/sheet.md says what it needs.")
        return TemplateResponse(request, "showcase/sheet/unavailable.html", {"project": page}, status=503)
    response = answer(request, page, "pdf", "application/pdf", lambda: paper.pdf(_with_badges(page), request))
    response["Content-Disposition"] = f'inline; filename="{page.slug}.pdf"'
    # A search engine shows the page rather than its copy on paper.
    response["Link"] = f'<{page.get_full_url(request)}>; rel="canonical"'
    return response


@below("showcase.ProjectPage", "social.png")
def social(page: Any, request: HttpRequest) -> HttpResponse:
    """The picture that a social network shows of the project: 1200 by 630 pixels, PNG."""
    return answer(request, page, "social", "image/png", lambda: picture.png(_with_badges(page), request))


def _with_badges(page: Any) -> Any:
    """The page with all that its badges show, in one query."""
    assessments = CriterionAssessment.objects.select_related("criterion__grid").defer("evidence")
    prefetch_related_objects([page], Prefetch("assessments", assessments))
    return page
