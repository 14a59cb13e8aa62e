"""Projects, the grid of criteria they are read with, and what was found."""

from showcase.catalogue.models import CatalogueEntry
from showcase.credentials.models import IssuedCredential, Revocation
from showcase.models.assessments import Assessor, CriterionAssessment, Finding
from showcase.models.grid import CriteriaGrid, Criterion
from showcase.models.projects import FigureKind, ProjectFigure, ProjectPage
from showcase.models.showcase import ShowcasePage

__all__ = [
    "Assessor",
    "CatalogueEntry",
    "CriteriaGrid",
    "Criterion",
    "CriterionAssessment",
    "FigureKind",
    "Finding",
    "IssuedCredential",
    "ProjectFigure",
    "ProjectPage",
    "Revocation",
    "ShowcasePage",
]
