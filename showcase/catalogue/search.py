"""Asking the catalogue: how many projects each choice has, and which ones a page shows.

Two queries, whatever is chosen and however many projects there are. What a choice would leave is counted
under all the other facets, its own left out; facets without a choice are counted under the same condition.
Words are looked for once for all counts (a common table expression), since that is what costs.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Page as ResultsPage
from django.core.paginator import Paginator
from django.db.models import CharField, Count, QuerySet, Value
from django.db.models.functions import Cast
from django_cte import CTE, with_cte
from modelsearch.backends import get_search_backend
from wagtail.models import Locale

from showcase.catalogue.facets import Facet
from showcase.catalogue.keeping import look_for_expired
from showcase.catalogue.models import CatalogueEntry
from showcase.catalogue.selection import Selection

ORDERS = {
    "title": ("sort_title", "page"),
    "new": ("-entered_at", "page"),
    "met": ("-met", "sort_title", "page"),
    "oldest": ("start_year", "sort_title", "page"),
}


# What is counted: the values of a column, under the choices of every facet but the one named ("" for none).
Part = tuple[str, str]
# Every project has one, so these are all that is found.
FOUND: Part = ("status", "")


@dataclass(frozen=True)
class Choice:
    """One choice beside its number of projects."""

    facet: Facet
    code: str
    count: int
    is_on: bool

    @property
    def words(self) -> str:
        return self.facet.word(self.code)


@dataclass(frozen=True)
class Lift:
    """A filter that may be taken off: its name, how many projects are found without it, and the address."""

    name: str
    count: int
    address: str


class CountedPaginator(Paginator):
    """A paginator that is told how many there are."""

    def __init__(self, *args, count: int):
        super().__init__(*args)
        self.count = count


class Search:
    """The projects of one language that a selection finds."""

    def __init__(self, selection: Selection, locale: Locale):
        self.selection = selection
        self.locale = locale
        self._known: dict[Part, Counter[str]] = {}
        look_for_expired()

    @cached_property
    def _spoken(self) -> QuerySet[CatalogueEntry]:
        """The entries of the language that have the words."""
        entries = CatalogueEntry.objects.all()
        if self.selection.words:
            found = get_search_backend().search(self.selection.words, entries, order_by_relevance=False)
            entries = found.get_queryset().order_by()
        return entries.filter(locale=self.locale)

    @property
    def entries(self) -> QuerySet[CatalogueEntry]:
        return self._spoken.filter(self.selection.condition())

    def tallies(self, parts: Iterable[Part]) -> dict[Part, Counter[str]]:
        """{part: number of projects by value of its column}; of all that is not known yet, in one query."""
        if missing := [part for part in dict.fromkeys(parts) if part not in self._known]:
            self._known |= self._ask(missing)
        return self._known

    def _ask(self, parts: list[Part]) -> dict[Part, Counter[str]]:
        spoken = self._spoken_once()
        entries = spoken.queryset() if spoken else self._spoken
        first, *others = (self._group(entries, *part) for part in parts)
        rows = first.union(*others, all=True) if others else first
        found: dict[Part, Counter[str]] = {part: Counter() for part in parts}
        for part, value, count in with_cte(spoken, select=rows) if spoken else rows:
            column, _slash, without = part.partition("/")
            found[column, without][value or ""] += count
        return found

    def _spoken_once(self) -> CTE | None:
        """What has the words, found once for all that is counted of it; nothing where no words are asked."""
        if not self.selection.words:
            return None
        columns = {facet.column for facet in self.selection.facets} | {FOUND[0]}
        return CTE(self._spoken.values("page_id", *sorted(columns)), "spoken", materialized=True)

    def _group(self, entries: QuerySet, column: str, without: str) -> QuerySet:
        return (
            entries.filter(self.selection.condition(without))
            .order_by()
            .annotate(part=Value(f"{column}/{without}", CharField()), value=Cast(column, CharField()))
            .values("part", "value")
            .annotate(number=Count("pk"))
            .values_list("part", "value", "number")
        )

    @cached_property
    def _counts(self) -> dict[Part, Counter[str]]:
        """What the choices of every facet would leave, and what is found."""
        parts = [(facet.column, self._left_out(facet)) for facet in self.selection.facets]
        return self.tallies([*parts, FOUND] if all(without for _column, without in parts) else parts)

    def _left_out(self, facet: Facet) -> str:
        return facet.key if facet.key in self.selection.codes else ""

    @property
    def count(self) -> int:
        """The number of projects found."""
        known = self._known if any(not without for _column, without in self._known) else self._counts
        return next(counts.total() for (_column, without), counts in known.items() if not without)

    def count_without(self, facet: Facet) -> int:
        """How many would be found if nothing were chosen of this facet."""
        return self._counts[facet.column, self._left_out(facet)].total()

    def choices(self, facet: Facet) -> list[Choice]:
        """What a facet offers: what some project has, and what is on, in its own order."""
        counts = facet.tally(self._counts[facet.column, self._left_out(facet)].items())
        on = self.selection.codes.get(facet.key, ())
        offered = {code for code in counts if facet.offers(code)} | set(on)
        return [Choice(facet, code, counts[code], code in on) for code in sorted(offered, key=facet.order)]

    def to_lift(self) -> list[Lift]:
        """What to take off where nothing is found: each facet or the words that alone stand in the way, the
        one that gives most first.
        """
        selection = self.selection
        found = [
            Lift(str(facet.label), self.count_without(facet), selection.address(without_facet=facet.key))
            for facet in selection.facets
            if facet.key in selection.codes
        ]
        if selection.words:
            spoken = CatalogueEntry.objects.filter(selection.condition(), locale=self.locale)
            found.append(Lift(selection.query, spoken.count(), selection.address(q="")))
        return sorted((lift for lift in found if lift.count), key=lambda lift: -lift.count)

    def page(
        self, number: str | None, size: int, within: QuerySet[CatalogueEntry] | None = None
    ) -> ResultsPage:
        """A page of keys of projects, in the order chosen; the nearest page where there is none such. Of all
        that is found, or of those `within` a part of it, which costs a query more.
        """
        entries = self.entries if within is None else within
        keys = entries.order_by(*ORDERS[self.selection.sort]).values_list("page", flat=True)
        count = self.count if within is None else within.count()
        return CountedPaginator(keys, size, count=count).get_page(number)
