"""Which sections a file has, in order: those of every project, and one for each criterion of its grid."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import get_language

from showcase.applications.models import Application, Section
from showcase.applications.sections.base import Kept, SectionForm
from showcase.applications.sections.closing import ConsentSection, ContactsSection
from showcase.applications.sections.proof import CriterionSection, FiguresSection, ImagesSection
from showcase.applications.sections.story import NeedSection, PeopleSection, PlaceSection, ProjectSection
from showcase.models import Criterion

BEFORE = (ProjectSection, NeedSection, PeopleSection)
AFTER = (FiguresSection, PlaceSection, ImagesSection, ContactsSection, ConsentSection)
# The sections that say who applies: hidden from jurors while identities are.
WHO = {
    "contacts": (),
    "project": ("organisation", "website"),
    "place": ("address",),
    "images": ("credit",),
}
CRITERION = "criterion-"


@dataclass
class Plan:
    """The sections of one file. `kept` is {code: what is kept}, of the sections as they are or as sent."""

    application: Application
    kinds: dict[str, type[SectionForm]]
    kept: dict[str, Kept]

    def form(self, code: str, *, empty_rows: int = 0) -> SectionForm:
        """The form of a section, bound to what is kept. Raises KeyError for a code that is none."""
        return self.kinds[code](self.kept.get(code), application=self.application, empty_rows=empty_rows)

    @cached_property
    def forms(self) -> dict[str, SectionForm]:
        return {code: self.form(code) for code in self.kinds}

    @property
    def criteria(self) -> Iterator[CriterionSection]:
        return (form for form in self.forms.values() if isinstance(form, CriterionSection))


def kinds_of(application: Application) -> dict[str, type[SectionForm]]:
    """{code: class of the form}, in order, in the active language. One query."""
    kinds: dict[str, type[SectionForm]] = {kind.code: kind for kind in BEFORE}
    for criterion in _criteria(application):
        kinds[CRITERION + criterion.code] = type(
            "CriterionSection",
            (CriterionSection,),
            {"code": CRITERION + criterion.code, "title": criterion.title, "criterion": criterion},
        )
    return kinds | {kind.code: kind for kind in AFTER}


def _criteria(application: Application) -> list[Criterion]:
    """Those of the file's grid, in the active language, and in another where one is not translated: what was
    written under it is there all the same.
    """
    language = (get_language() or "fr")[:2]
    found = Criterion.objects.filter(grid=application.grid_id, is_gate=False).select_related("locale")
    by_code: dict[str, Criterion] = {}
    for criterion in found.order_by("sort_order", "locale__language_code"):
        if criterion.code not in by_code or criterion.locale.language_code == language:
            by_code[criterion.code] = criterion
    return list(by_code.values())


def plan_of(application: Application, kept: dict[str, Kept] | None = None) -> Plan:
    """The sections of a file as they are now or, with `kept`, as a snapshot has them. Two queries at most."""
    if kept is None:
        kept = dict(Section.objects.filter(application=application).values_list("code", "data"))
    return Plan(application, kinds_of(application), kept)
