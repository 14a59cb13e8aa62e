"""The flat shape of a project, for a spreadsheet and for the attributes of a map; and what it all means.

A file and its documentation come from the same list, so that they cannot differ.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from showcase.badges import BadgeState
from showcase.data.records import Record
from showcase.models import Assessor, Criterion, Finding
from showcase.vocabulary import SDG, LegalForm, Sector, Status

# Between several values in one cell: no code has it, and no spreadsheet splits a line at it.
BETWEEN = "|"


@dataclass(frozen=True)
class Column:
    """One column: its `name` in the files, what it means, and how its value is read from a record.

    `codes` are the values that it may have, each with its words, where they are of a fixed set.
    """

    name: str
    meaning: Any
    value: Callable[[Record], Any]
    codes: Any = ()


def _plain(name: str, meaning: Any, codes: Any = ()) -> Column:
    return Column(name, meaning, lambda record: record[name], codes)


def _several(name: str, meaning: Any, codes: Any = ()) -> Column:
    return Column(name, meaning, lambda record: BETWEEN.join(map(str, record[name])), codes)


FACTS = [
    _plain("id", _("Names the project, in every language and for good.")),
    _plain("language", _("Language of the texts: fr or en.")),
    _plain("title", _("Name of the project.")),
    _plain("summary", _("One or two sentences.")),
    _plain("address", _("Its page, with the evidence.")),
    _plain("organisation", _("Who carries it, where that is another name.")),
    _plain("legal_form", _("Family of legal form."), LegalForm.choices),
    _plain("legal_form_detail", _("Legal form in its own words.")),
    _plain("country", _("Country, ISO 3166-1 code of two letters.")),
    _plain("country_name", _("Country, in the language of the file.")),
    _plain("place", _("Town, district or region.")),
    _plain("latitude", _("Degrees, WGS 84, north positive; empty where the place is not known.")),
    _plain("longitude", _("Degrees, WGS 84, east positive; empty where the place is not known.")),
    _plain("start_year", _("Year of the first action.")),
    _plain("end_year", _("Year of the end, for a project that has ended.")),
    _plain("status", _("What is known of it today."), Status.choices),
    _plain("website", _("The project’s own site.")),
    _several("sectors", _("Sectors, with | between several."), Sector.choices),
    _several("sdgs", _("Sustainable Development Goals by number, with | between several."), SDG.choices),
    _several("beneficiaries", _("The people concerned, with | between several.")),
    Column(
        "partners",
        _("Who takes part, with | between several."),
        lambda record: BETWEEN.join(partner["name"] for partner in record["partners"]),
    ),
    _plain("published_on", _("Day on which it came into the showcase.")),
    _plain("changed_on", _("Day of its last change.")),
]

OF_A_FINDING = [
    _plain("finding", _("What the evidence shows for the criterion."), Finding.choices),
    _plain("badge", _("State of the badge on the day of the file."), BadgeState.choices),
    _plain("assessor", _("Who assessed it."), Assessor.choices),
    _plain("assessed_on", _("Day on which the evidence was read.")),
    _plain("holds_until", _("Last day on which the finding holds; empty where it has none.")),
    _plain("grid", _("Version of the grid of criteria.")),
]

OF_THE_FILE = [
    _plain("licence", _("Licence of the data.")),
    _plain("extracted_on", _("Day of the file.")),
    _plain("selection", _("The filters that are on, as they stand in the address; empty for all projects.")),
]


def _found(record: Record, code: str, column: Column) -> Any:
    # Findings go from the oldest grid to the newest: the last one is the one that counts.
    found = [finding for finding in record["findings"] if finding["criterion"] == code]
    return column.value(found[-1]) if found else None


def _of_criterion(criterion: Criterion) -> Iterator[Column]:
    code = criterion.code
    for column in OF_A_FINDING:
        yield Column(
            f"{code}_{column.name}",
            column.meaning,
            partial(_found, code=code, column=column),
            column.codes,
        )


def all_columns(criteria: Iterable[Criterion]) -> list[Column]:
    """Every column in order. `criteria` are those of the grid in force, the entry gate left out."""
    of_criteria = [column for criterion in criteria for column in _of_criterion(criterion)]
    return [*FACTS, *of_criteria, *OF_THE_FILE]
