"""Which projects are near another, and why: worked out from the catalogue, the same at every reading."""

from dataclasses import dataclass
from functools import reduce
from operator import add, or_
from typing import Any

from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext as _

from home.letters import plain
from home.references import References
from showcase.catalogue.models import SEPARATOR, CatalogueEntry

SHOWN = 3
CANDIDATES = 24
# What a thing in common weighs. A sector says more of what a project does than a country.
SECTOR, CONCEPT, COUNTRY, SDG = 4, 3, 2, 1


@dataclass(frozen=True)
class Alike:
    """A project near another, and what they have in common, in the reader's language."""

    page: Any
    reasons: tuple[str, ...]
    weight: int


def alike(page: Any, references: References) -> list[Alike]:
    """The projects nearest to this one in its language, nearest first, at most `SHOWN`; one query.

    They share its country or a sector with it: the catalogue finds those in its index, however many projects
    there are. The ideas in common are told from the nearest of them only.
    """
    near = [_compared(page, other, references) for other in _candidates(page)]
    return sorted(near, key=lambda found: (-found.weight, plain(found.page.title), found.page.pk))[:SHOWN]


def _candidates(page: Any):
    """Projects that readers may see, with their pictures, without their texts."""
    entries = (
        CatalogueEntry.objects.filter(_in_common(page), locale=page.locale_id)
        .exclude(pk=page.pk)
        .order_by(_weight(page).desc(), "page")
    )
    return (
        type(page)
        .objects.for_readers()
        .filter(pk__in=entries.values("pk")[:CANDIDATES])
        .select_related("listing_image", "social_image")
        .defer("body", "partners", "beneficiaries", "caution", "search_description")
    )


def _has(column: str, code: Any) -> Q:
    return Q(**{f"{column}__contains": f"{SEPARATOR}{code}{SEPARATOR}"})


def _in_common(page: Any) -> Q:
    return reduce(
        or_, (_has("sectors", code) for code in page.sectors or ()), Q(country=page.country.code or "")
    )


def _weight(page: Any):
    """What an entry has in common with the page, weighed in the database."""
    conditions = [
        (Q(country=page.country.code or ""), COUNTRY),
        *((_has("sectors", code), SECTOR) for code in page.sectors or ()),
        *((_has("sdgs", number), SDG) for number in page.sdgs or ()),
    ]
    return reduce(add, (Case(When(condition, Value(of)), default=Value(0)) for condition, of in conditions))


def _compared(page: Any, other: Any, references: References) -> Alike:
    sectors = [label for code, label in page.sector_labels if code in (other.sectors or ())]
    goals = [str(number) for number, _label in page.sdg_labels if number in (other.sdgs or ())]
    ideas = _ideas_in_common(page, other, references)
    same_country = bool(page.country) and page.country == other.country
    reasons = [
        _("same field: %(sectors)s") % {"sectors": ", ".join(map(str, sectors))} if sectors else "",
        _("same idea: %(ideas)s") % {"ideas": ", ".join(ideas)} if ideas else "",
        _("same country: %(country)s") % {"country": page.country.name} if same_country else "",
        _("same Sustainable Development Goals: %(goals)s") % {"goals": ", ".join(goals)} if goals else "",
    ]
    weight = SECTOR * len(sectors) + CONCEPT * len(ideas) + COUNTRY * same_country + SDG * len(goals)
    return Alike(other, tuple(filter(None, reasons)), weight)


def _ideas_in_common(page: Any, other: Any, references: References) -> list[str]:
    theirs = {block.value.pk for block in other.related if block.value}
    mine = [block.value for block in page.related if block.value and block.value.pk in theirs]
    return [concept.title for concept in references.listed(mine)]
