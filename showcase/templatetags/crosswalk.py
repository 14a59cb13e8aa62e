"""A project under other published frames."""

from collections.abc import Iterable

from django import template

from showcase.crosswalk.reading import Reading, Sheet
from showcase.models import CriterionAssessment, ProjectFigure, ProjectPage

register = template.Library()


@register.simple_tag
def other_frames(
    page: ProjectPage, findings: Iterable[CriterionAssessment], figures: Iterable[ProjectFigure]
) -> list[Reading]:
    """The project under each frame that its language has; one query."""
    return Sheet(page, findings, figures).readings()
