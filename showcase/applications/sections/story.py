"""What the project is: its name and story, the need it answers, who takes part, where it is."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django_countries import countries

from showcase.applications.sections.base import RowForm, SectionForm
from showcase.applications.sections.fields import address, choice, choices, long_text, number, text
from showcase.blocks import PartnerKind
from showcase.vocabulary import SDG, LegalForm, Sector, Status


class ProjectSection(SectionForm):
    code = "project"
    title = _("The project")
    lead = _("What it is called, what it does, and who carries it.")
    needed = ("name", "summary", "story", "legal_form", "start_year", "status", "sectors")

    name = text(_("Name of the project"), 120, help=_("As it is known to those it is for."))
    summary = long_text(
        _("In two sentences"), 300, rows=3, help=_("What it does, for whom, where. It is shown in the lists.")
    )
    story = long_text(
        _("Its story"),
        6000,
        rows=14,
        help=_("How it began, how it works today, what has changed. Leave an empty line between paragraphs."),
    )
    organisation = text(
        _("Organisation"), 200, help=_("Who carries the project, where it is not its own name.")
    )
    legal_form = choice(_("Legal form"), LegalForm.choices)
    legal_form_detail = text(
        _("Legal form in its own words"), 200, help=_("For example: community interest company.")
    )
    start_year = number(_("Start year"), 1800, 2100, help=_("The year of the first action, not of the idea."))
    status = choice(_("Today the project is"), Status.choices)
    website = address(_("Website"), help=_("If there is one."))
    sectors = choices(_("Fields"), Sector.choices, most=3, help=_("One to three."))
    sdgs = choices(
        _("Sustainable Development Goals"), SDG.choices, help=_("Only those that the project truly works on.")
    )


class NeedSection(SectionForm):
    code = "need"
    title = _("The need")
    lead = _("The condition to enter the showcase: a social need that nobody met well enough.")
    needed = ("need", "for_whom", "unmet")

    need = long_text(_("What need does the project answer?"), 2000, rows=5)
    for_whom = long_text(
        _("For whom?"), 1000, rows=3, help=_("Who lives with this need, and how many they are if you know.")
    )
    unmet = long_text(
        _("Why was it not met?"), 2000, rows=5, help=_("What existed before, and why it was not enough.")
    )


class PartnerRow(RowForm):
    needed = ("name", "kind")

    name = text(_("Name"), 160, help=_("In full, as the partner writes it."))
    kind = choice(_("Kind of body"), PartnerKind.choices)
    role = text(_("What it brings"), 200)


class PeopleSection(SectionForm):
    code = "people"
    title = _("Who takes part")
    lead = _("The people concerned, the teams and the partners.")
    needed = ("concerned",)
    row_form = PartnerRow
    row_title = _("Partner")

    concerned = long_text(
        _("What part do the people concerned take?"),
        2000,
        rows=5,
        help=_("What they decide, do or verify themselves, and how."),
    )
    team = long_text(_("Who works on it?"), 1000, rows=3, help=_("Employees, volunteers, and how many."))


class PlaceSection(SectionForm):
    code = "place"
    title = _("Where it is")
    lead = _("The place is shown on the map of the projects.")
    needed = ("country", "place")

    country = choice(_("Country"), [], help=_("Where the project works, or began."))
    place = text(_("Town, district or region"), 160)
    address = text(
        _("Address"),
        300,
        help=_("From it we put the project on the map where you do not do so yourself. It is not published."),
    )
    latitude = number(
        _("Latitude"), -90, 90, decimal=True, help=_("In degrees, north positive: 33.59670 for Casablanca.")
    )
    longitude = number(
        _("Longitude"), -180, 180, decimal=True, help=_("In degrees, east positive: -7.61890 for Casablanca.")
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", "—"), *countries]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (cleaned.get("latitude") is None) != (cleaned.get("longitude") is None) and not (
            self.errors.get("latitude") or self.errors.get("longitude")
        ):
            self.add_error("longitude", _("Give both the latitude and the longitude, or neither."))
        return cleaned
