"""Projects, the grid of criteria they are read with, and what was found."""

from showcase.catalogue.models import CatalogueEntry
from showcase.credentials.models import IssuedCredential, Revocation
from showcase.crosswalk.models import Framework, FrameworkCategory
from showcase.history.models import AssessmentEvent, Outcome
from showcase.models.assessments import Assessor, CriterionAssessment, Finding
from showcase.models.grid import CriteriaGrid, Criterion
from showcase.models.projects import FigureKind, ProjectFigure, ProjectPage
from showcase.models.showcase import ShowcasePage
from showcase.questions.models import Question

__all__ = [
    "AssessmentEvent",
    "Assessor",
    "CatalogueEntry",
    "CriteriaGrid",
    "Criterion",
    "CriterionAssessment",
    "FigureKind",
    "Finding",
    "Framework",
    "FrameworkCategory",
    "IssuedCredential",
    "Outcome",
    "ProjectFigure",
    "ProjectPage",
    "Question",
    "Revocation",
    "ShowcasePage",
]
