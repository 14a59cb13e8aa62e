"""What a reader may choose projects by. Codes are the same in both languages."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from home.letters import plain
from showcase.catalogue.models import PARTLY, SEPARATOR, unpacked
from showcase.models.grid import Criterion
from showcase.vocabulary import SDG, LegalForm, Sector, Status

DECADE = re.compile(r"(?P<decade>\d{3})0-(?P=decade)9")
YEAR = re.compile(r"\d{4}")
Rows = Iterable[tuple[str, int]]


@dataclass(frozen=True)
class Facet:
    """One kind of choice: the `name` in the address, the `column` of the catalogue, and how it reads.

    Within a facet, choices widen (housing or food); from one facet to the next they narrow.
    """

    key: str
    name: str
    column: str
    label: Any
    words: dict[str, Any] = field(default_factory=dict, compare=False, hash=False)

    def knows(self, code: str) -> bool:
        return code in self.words

    def word(self, code: str) -> str:
        """The choice as a reader reads it."""
        return str(self.words.get(code, code))

    def condition(self, codes: Iterable[str]) -> Q:
        return Q(**{f"{self.column}__in": list(codes)})

    def tally(self, rows: Rows) -> Counter[str]:
        """How many projects each choice has, from (value of the column, number of projects)."""
        return Counter({value: count for value, count in rows if value})

    def offers(self, code: str) -> bool:
        """Whether a choice is offered, which is not all that an address may name."""
        return self.knows(code)

    def order(self, code: str) -> Any:
        return list(self.words).index(code)


class CodesFacet(Facet):
    """A column that holds several codes (`packed`)."""

    def condition(self, codes: Iterable[str]) -> Q:
        found = Q()
        for code in codes:
            found |= Q(**{f"{self.column}__contains": f"{SEPARATOR}{code}{SEPARATOR}"})
        return found

    def tally(self, rows: Rows) -> Counter[str]:
        counts: Counter[str] = Counter()
        for value, count in rows:
            for code in unpacked(value):
                if code in self.words:
                    counts[code] += count
        return counts


class CountryFacet(Facet):
    def order(self, code: str) -> Any:
        return plain(self.word(code))


class YearFacet(Facet):
    """The year of the beginning, offered by decade; an address may name a single year."""

    def knows(self, code: str) -> bool:
        return bool(YEAR.fullmatch(code) or DECADE.fullmatch(code))

    def offers(self, code: str) -> bool:
        return bool(DECADE.fullmatch(code))

    def word(self, code: str) -> str:
        return code.replace("-", "–")

    def condition(self, codes: Iterable[str]) -> Q:
        found = Q()
        for code in codes:
            first, _dash, last = code.partition("-")
            found |= Q(start_year__range=(int(first), int(last or first)))
        return found

    def tally(self, rows: Rows) -> Counter[str]:
        counts: Counter[str] = Counter()
        for value, count in rows:
            if value:
                counts[f"{int(value) // 10}0-{int(value) // 10}9"] += count
                counts[value] += count
        return counts

    def order(self, code: str) -> Any:
        return code


def all_facets(criteria: Iterable[Criterion]) -> list[Facet]:
    """The facets in the order of the page. `criteria` are those of the grid in force, in the reader's
    language; each is a facet of its own, so that choosing two asks for projects that meet both.
    """
    badges = [criterion for criterion in criteria if not criterion.is_gate]
    return [
        *(
            CodesFacet(
                key=criterion.code,
                name="criterion",
                column="criteria",
                label=criterion.short_title,
                words={criterion.code: _("demonstrated"), criterion.code + PARTLY: _("partly demonstrated")},
            )
            for criterion in badges
        ),
        CodesFacet("sector", "sector", "sectors", _("Sector"), dict(Sector.choices)),
        CountryFacet("country", "country", "country", _("Country"), dict(countries)),
        Facet("legal_form", "legal_form", "legal_form", _("Legal form"), dict(LegalForm.choices)),
        CodesFacet(
            "sdg",
            "sdg",
            "sdgs",
            _("Sustainable Development Goal"),
            {str(number): f"{number}. {label}" for number, label in SDG.choices},
        ),
        Facet("status", "status", "status", _("Status"), dict(Status.choices)),
        YearFacet("year", "year", "start_year", _("Begun in")),
    ]
