"""Counting what the charts show: two or three queries, however many projects there are.

What projects have is counted by the catalogue, as the finder counts it. Badges are counted from the
findings themselves, by the state that each has today.
"""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, CharField, Count, Exists, OuterRef, Value, When
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from showcase.badges import SHORT_WORDS, BadgeState, in_state
from showcase.catalogue.facets import Facet
from showcase.catalogue.search import Search
from showcase.figures.charts import Bar, Chart, Part
from showcase.models import Criterion, CriterionAssessment, Finding

PROJECTS = gettext_lazy("projects")
BY_FACET = {
    "sector": gettext_lazy("Projects by sector"),
    "country": gettext_lazy("Projects by country"),
    "year": gettext_lazy("Projects by decade of their beginning"),
}
OUTCOMES = [
    Part(Finding.DEMONSTRATED, Finding.DEMONSTRATED.label),
    Part(Finding.PARTLY, Finding.PARTLY.label),
    Part("expired", SHORT_WORDS[BadgeState.EXPIRED]),
    Part(Finding.NOT_DEMONSTRATED, Finding.NOT_DEMONSTRATED.label),
]


@dataclass(frozen=True)
class Badges:
    """Findings of the projects found: {(code of the criterion, finding, state): how many}."""

    counts: Counter[tuple[str, str, str]]

    def in_state(self, state: BadgeState) -> int:
        return sum(count for (_code, _finding, own), count in self.counts.items() if own == state)

    def outcomes(self, code: str) -> tuple[int, ...]:
        """Of one criterion, in the order of `OUTCOMES`; what has expired does not hold any more."""
        by_outcome: Counter[str] = Counter()
        for (own, finding, state), count in self.counts.items():
            if own == code:
                by_outcome["expired" if state == BadgeState.EXPIRED else finding] += count
        return tuple(by_outcome[part.code] for part in OUTCOMES)


def count_badges(search: Search, *, today: datetime.date) -> Badges:
    """The badges of the projects that a search finds; of a criterion that two versions of the grid put to a
    project, the later one.
    """
    found = CriterionAssessment.objects.filter(page__in=search.entries.order_by().values("page"))
    if Criterion.objects.values("grid").distinct().count() > 1:
        later = CriterionAssessment.objects.filter(
            page=OuterRef("page"),
            criterion__code=OuterRef("criterion__code"),
            criterion__grid__version__gt=OuterRef("criterion__grid__version"),
        )
        found = found.exclude(Exists(later))
    states = [When(in_state(state, today=today), then=Value(state.value)) for state in BadgeState]
    rows = (
        found.order_by()
        .annotate(state=Case(*states, output_field=CharField()))
        .values("criterion__code", "finding", "state")
        .annotate(number=Count("pk"))
        .values_list("criterion__code", "finding", "state", "number")
    )
    return Badges(Counter({(code, finding, state): number for code, finding, state, number in rows}))


def all_charts(search: Search, criteria: Iterable[Criterion], *, today: datetime.date) -> list[Chart]:
    """The charts of the page, in order, for the projects that a search finds."""
    badges = count_badges(search, today=today)
    facets = {facet.key: facet for facet in search.selection.facets if facet.key in BY_FACET}
    values = search.tallies((facet.column, "") for facet in facets.values())
    by_facet = [
        _by_facet(search, facets[key], str(title), values[facets[key].column, ""])
        for key, title in BY_FACET.items()
    ]
    return [
        Chart(
            "criterion",
            _("Projects by criterion"),
            PROJECTS,
            OUTCOMES,
            [Bar(found.code, found.short_title, badges.outcomes(found.code)) for found in criteria],
            _("What was found for each criterion. What has expired is to be checked again."),
        ),
        *by_facet,
        Chart(
            "badge",
            _("Badges by state"),
            gettext_lazy("badges"),
            [Part("all", gettext_lazy("badges"))],
            [Bar(state.value, capfirst(str(state.label)), (badges.in_state(state),)) for state in BadgeState],
            _("Each project has one badge per criterion. None of them is an official label."),
        ),
    ]


def _by_facet(search: Search, facet: Facet, title: str, values: Counter[str]) -> Chart:
    """How many projects each choice of a facet has: most first, and time in its own order."""
    counts = facet.tally(values.items())
    codes = sorted((code for code in counts if facet.offers(code)), key=facet.order)
    if facet.key != "year":
        codes.sort(key=lambda code: -counts[code])
    bars = [
        Bar(code, capfirst(facet.word(code)), (counts[code],), _query(search, facet, code)) for code in codes
    ]
    if unknown := values[""]:
        bars.append(Bar("", _("Not known"), (unknown,)))
    note = _("A project may have several sectors.") if facet.key == "sector" else ""
    return Chart(facet.key, title, PROJECTS, [Part("all", PROJECTS)], bars, note)


def _query(search: Search, facet: Facet, code: str) -> str:
    """The address's query that finds these projects among those of the selection."""
    rest = search.selection.address(without_facet=facet.key)
    return f"{rest}&{facet.name}={code}" if rest else f"{facet.name}={code}"
