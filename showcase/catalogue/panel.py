"""The choices as the page lays them out: one group per name in the address."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import gettext_lazy as _

from showcase.catalogue.facets import Facet
from showcase.catalogue.search import Choice, Search


@dataclass(frozen=True)
class Group:
    """Facets that share a name: each criterion is a row of its own, everything else is one row."""

    name: str
    label: Any
    rows: list[tuple[Facet, list[Choice]]]

    @property
    def on(self) -> int:
        """How many of its choices are on."""
        return sum(choice.is_on for _facet, choices in self.rows for choice in choices)

    @property
    def is_open(self) -> bool:
        return bool(self.on) or self.name == "criterion"

    @property
    def is_long(self) -> bool:
        return sum(len(choices) for _facet, choices in self.rows) > 12


def groups(search: Search) -> Iterator[Group]:
    """The groups that have something to choose."""
    for name, facets in groupby(search.selection.facets, key=lambda facet: facet.name):
        rows = [(facet, search.choices(facet)) for facet in facets]
        if any(choices for _facet, choices in rows):
            yield Group(name, _("Criteria") if name == "criterion" else rows[0][0].label, rows)
