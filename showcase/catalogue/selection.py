"""What a reader has chosen, as an address says it. Nothing in an address is an error: what means nothing is
set aside, and said.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from home.letters import plain, words_of
from showcase.catalogue.facets import Facet

MOST_WORDS = 12
# Nobody chooses more of one facet; an address may be made to name hundreds of years. What is left out is said
# so many times.
MOST_CODES, MOST_IGNORED = 60, 20
SORTS = {
    "title": pgettext_lazy("sort by", "name"),
    "new": pgettext_lazy("sort by", "newest here"),
    "met": pgettext_lazy("sort by", "criteria demonstrated"),
    "oldest": pgettext_lazy("sort by", "year of beginning"),
}
DEFAULT_SORT = "title"


@dataclass(frozen=True)
class Chosen:
    """One choice that is on: its facet, its code, and the address without it."""

    facet: Facet
    code: str
    without: str

    @property
    def words(self) -> str:
        return self.facet.word(self.code)


@dataclass(frozen=True)
class Ignored:
    """A value that means nothing here: the name it stands under in the address, and as a reader reads it."""

    name: str
    label: Any
    value: str


class Selection:
    """The words and the choices of an address.

    `ignored` is what means nothing here. A value given twice counts once.
    """

    def __init__(self, query: QueryDict | MultiValueDict, facets: Iterable[Facet]):
        self.facets = list(facets)
        self.query = " ".join(query.get("q", "").replace("\x00", " ").split())[:200]
        self.codes: dict[str, tuple[str, ...]] = {}
        self.ignored: list[Ignored] = []
        for name in {facet.name: None for facet in self.facets}:
            self._read(name, query.getlist(name))
        sort = query.get("sort", DEFAULT_SORT)
        self.sort = sort if sort in SORTS else DEFAULT_SORT
        if sort != self.sort:
            self.ignored.append(Ignored("sort", _("Sort by"), sort))

    def _read(self, name: str, values: Iterable[str]) -> None:
        facets = [facet for facet in self.facets if facet.name == name]
        given = {value.upper() if name == "country" else value: value for value in values}
        for code, value in given.items():
            facet = next((facet for facet in facets if facet.knows(code)), None)
            chosen = self.codes.get(facet.key, ()) if facet else ()
            if facet and len(chosen) < MOST_CODES:
                self.codes[facet.key] = (*chosen, code)
            elif code and len(self.ignored) < MOST_IGNORED:
                label = _("Criteria") if name == "criterion" else facets[0].label
                self.ignored.append(Ignored(name, label, value))

    @cached_property
    def words(self) -> str:
        """The words to search for, as the catalogue compares them."""
        return " ".join(words_of(plain(self.query)).split()[:MOST_WORDS])

    def condition(self, without: str = "") -> Q:
        """What the choices ask of an entry; `without` leaves one facet out."""
        found = Q()
        for facet in self.facets:
            if facet.key in self.codes and facet.key != without:
                found &= facet.condition(self.codes[facet.key])
        return found

    def address(
        self, *, without: tuple[str, str] | None = None, without_facet: str = "", **changes: str
    ) -> str:
        """The query string of this selection: `without` one (facet key, code) or all that is chosen of one
        facet, with other values for `q` or `sort`. Names stand in the order of the facets, so that one
        selection has one address.
        """
        pairs = [("q", changes.pop("q", self.query))]
        for facet in self.facets:
            for code in self.codes.get(facet.key, ()):
                if facet.key != without_facet and (facet.key, code) != without:
                    pairs.append((facet.name, code))
        sort = changes.pop("sort", self.sort)
        pairs.append(("sort", "" if sort == DEFAULT_SORT else sort))
        return urlencode([(name, value) for name, value in pairs if value])

    @cached_property
    def chosen(self) -> list[Chosen]:
        """Every choice that is on, in the order of the page."""
        return [
            Chosen(facet, code, self.address(without=(facet.key, code)))
            for facet in self.facets
            for code in self.codes.get(facet.key, ())
        ]

    @property
    def address_without_words(self) -> str:
        return self.address(q="")

    @property
    def is_empty(self) -> bool:
        return not self.codes and not self.query
