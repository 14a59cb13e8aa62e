"""What of a project falls under which category of another frame."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from showcase.crosswalk.blocks import Exactness
from showcase.crosswalk.facts import VALUES, Fact
from showcase.crosswalk.models import Framework, FrameworkCategory
from showcase.models.assessments import CriterionAssessment
from showcase.models.projects import ProjectFigure, ProjectPage


@dataclass(frozen=True)
class Line:
    """One thing of the sheet under a category: a finding, or the values of a fact; how exactly it fits."""

    label: str
    exactness: str
    sentence: str
    found: CriterionAssessment | None = None
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """A project under one frame: its categories in order, each with its lines."""

    framework: Framework
    categories: list[tuple[FrameworkCategory, list[Line]]]


class Sheet:
    """What a sheet shows of a project, in whose terms the mapping is written."""

    def __init__(
        self, page: ProjectPage, findings: Iterable[CriterionAssessment], figures: Iterable[ProjectFigure]
    ):
        self.page = page
        self.findings = {found.criterion.code: found for found in findings}
        self.figures = list(figures)

    def readings(self) -> list[Reading]:
        """The project under each public frame of its language that a mapping leads to; one query."""
        categories = (
            FrameworkCategory.objects.filter(framework__locale=self.page.locale_id, framework__is_public=True)
            .select_related("framework__source")
            .order_by("framework", "sort_order")
        )
        readings = [
            Reading(framework, [(category, list(self._lines(category))) for category in group])
            for framework, group in groupby(categories, key=lambda category: category.framework)
        ]
        return [reading for reading in readings if any(lines for _category, lines in reading.categories)]

    def _lines(self, category: FrameworkCategory) -> Iterator[Line]:
        """What the sheet has of what the category names; a code that no finding has says nothing."""
        # As stored: made into values, each choice of a criterion would ask for all criteria again.
        for block in category.links.raw_data:
            line = self._line(block["type"], block["value"])
            if line:
                yield line

    def _line(self, kind: str, value: dict[str, Any]) -> Line | None:
        exactness = str(Exactness(value["exactness"]).label)
        if kind == "criterion":
            found = self.findings.get(value["criterion"])
            title = found.criterion.short_title if found else ""
            return Line(title, exactness, value["sentence"], found=found) if found else None
        fact = Fact(value["fact"])
        values = tuple(VALUES[fact](self.page, self.figures))
        return Line(str(fact.label), exactness, value["sentence"], values=values) if values else None
