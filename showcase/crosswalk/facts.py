"""The facts of a sheet that a category of another frame may be about, beside the criteria."""

from collections.abc import Callable, Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from showcase.models.projects import FigureKind, ProjectFigure, ProjectPage


class Fact(models.TextChoices):
    BENEFICIARIES = "beneficiaries", _("for whom")
    PARTNERS = "partners", _("with whom")
    SDGS = "sdgs", _("Sustainable Development Goals")
    OUTCOMES = "outcomes", _("figures of what changed")
    REACH = "reach", _("figures of what was taken up elsewhere")


Figures = Iterable[ProjectFigure]


def _figures_of(kind: FigureKind) -> Callable[[ProjectPage, Figures], list[str]]:
    return lambda page, figures: [str(figure) for figure in figures if figure.kind == kind]


VALUES: dict[Fact, Callable[[ProjectPage, Figures], list[str]]] = {
    Fact.BENEFICIARIES: lambda page, figures: [block.value for block in page.beneficiaries],
    Fact.PARTNERS: lambda page, figures: [block.value["name"] for block in page.partners],
    Fact.SDGS: lambda page, figures: [f"{number}. {label}" for number, label in page.sdg_labels],
    Fact.OUTCOMES: _figures_of(FigureKind.OUTCOME),
    Fact.REACH: _figures_of(FigureKind.REACH),
}
