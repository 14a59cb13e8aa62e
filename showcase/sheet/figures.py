"""The figures of a project by what they are, so that a target is never read as a result."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

# (heading, kinds of figure), in the order of the page; see `showcase.models.projects.FigureKind`.
GROUPS = (
    (_("What was done, what changed"), ("output", "outcome", "reach")),
    (_("What was aimed at: targets, not results"), ("target",)),
    (_("With what means, in what context"), ("means", "cost", "context")),
)


def grouped(figures: Iterable[Any]) -> list[tuple[Any, list]]:
    """(heading, figures in their own order) of each group that has some."""
    figures = list(figures)
    groups = ((heading, [figure for figure in figures if figure.kind in kinds]) for heading, kinds in GROUPS)
    return [(heading, found) for heading, found in groups if found]
