"""What the project shows: its evidence for each criterion, its figures, its images."""

from django.utils.translation import gettext_lazy as _

from home.languages import TEXT_LANGUAGES
from home.models import SourceKind
from showcase.applications.sections.base import RowForm, SectionForm
from showcase.applications.sections.fields import (
    address,
    agreement,
    attachment,
    choice,
    date,
    long_text,
    number,
    text,
    upload,
)
from showcase.models import Criterion, FigureKind, Finding

DOCUMENTS = ".pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.jpg,.jpeg,.png,.webp"
IMAGES = ".jpg,.jpeg,.png,.webp,.avif"
OWN_WORDS = {
    Finding.DEMONSTRATED: _("Yes, and we can show it"),
    Finding.PARTLY: _("In part"),
    Finding.NOT_DEMONSTRATED: _("Not yet"),
}


class EvidenceRow(RowForm):
    """A link or a file: one of the two is enough."""

    needed = ("title",)
    sometimes = ("url", "file")

    title = text(
        _("Title of the document"), 300, help=_("As the document calls itself, in its own language.")
    )
    url = address(_("Address"), help=_("The address of the document itself. Or add the file below."))
    file = upload(_("Or a file"), accept=DOCUMENTS)
    attachment = attachment()
    kind = choice(_("Whose voice is it?"), SourceKind.choices)
    date = date(_("Date"), help=_("2024, 2024-03 or 2024-03-15. Empty if undated."))
    language = choice(_("Language"), TEXT_LANGUAGES)

    def clean(self):
        cleaned = super().clean() or {}
        is_there = cleaned.get("url") or cleaned.get("attachment")
        if not is_there and not self.errors.keys() & {"url", "attachment"}:
            self.add_error("url", _("Give the address of the document, or add the file."))
        return cleaned


class CriterionSection(SectionForm):
    """What the project says of one criterion of its grid; `criterion` is set by `plan_of`."""

    criterion: Criterion
    needed = ("level",)
    sometimes = ("claim",)
    row_form = EvidenceRow
    row_title = _("Piece of evidence")

    level = choice(_("Does the project meet it?"), OWN_WORDS.items())
    claim = long_text(
        _("What do you say, and what shows it?"),
        2000,
        rows=6,
        help=_("Facts a reader can check: who, when, how many, decided by whom."),
    )

    def clean(self):
        cleaned = super().clean() or {}
        if cleaned.get("level") in (Finding.DEMONSTRATED, Finding.PARTLY) and not cleaned.get("claim"):
            self.add_error("claim", _("Say in a few sentences what shows it."))
        return cleaned


class FigureRow(RowForm):
    needed = ("value", "label", "kind", "year", "source_title")

    value = text(_("Number"), 60, help=_("With its unit: 2.6 million, 14%."))
    label = text(_("What is counted"), 250, help=_("What the number counts, where and for whom."))
    kind = choice(_("What kind of number is it?"), FigureKind.choices)
    year = number(_("Year"), 1800, 2100)
    source_title = text(_("Source"), 300, help=_("Publisher, title and date of the document."))
    source_url = address(_("Address of the source"))


class FiguresSection(SectionForm):
    code = "figures"
    title = _("Figures")
    lead = _("Two or three numbers that say something, each with its year and its source. None is needed.")
    row_form = FigureRow
    row_title = _("Figure")


class ImageRow(RowForm):
    needed = ("attachment", "alt", "credit", "permission")
    sometimes = ("file",)

    file = upload(_("Image"), accept=IMAGES)
    attachment = attachment()
    alt = text(_("What it shows"), 300, help=_("For those who do not see it, in one sentence."))
    credit = text(_("Credit"), 200, help=_("Who took or drew it."))
    permission = agreement(
        _("You may publish it, and the people who can be recognised agree."),
    )


class ImagesSection(SectionForm):
    code = "images"
    title = _("Images")
    lead = _("One to six images that show the project at work. None is needed.")
    row_form = ImageRow
    row_title = _("Image")
    most_rows = 6
