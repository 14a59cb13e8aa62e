"""Where the projects of a search are: gathered by squares of the view, and named one by one where they stand
apart.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, F, IntegerField, Min, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest, QueryDict
from wagtail.models import Page

from showcase.catalogue.models import CatalogueEntry

# A square is about as wide on the screen as a finger needs, and a view has no more than so many across.
SQUARE_PIXELS = 56
TILE_PIXELS = 256
MOST_ACROSS = 40
MOST_ZOOM = 18
WORLD = (-180.0, -90.0, 180.0, 90.0)


@dataclass(frozen=True)
class View:
    """The part of the world that is shown, in degrees, and how near."""

    west: float
    south: float
    east: float
    north: float
    zoom: int

    @classmethod
    def read(cls, query: QueryDict) -> "View":
        """The view of an address: `bbox=west,south,east,north` and `zoom`; the world, if unreadable."""
        return cls(*_box(query.get("bbox", "")), zoom=_zoom(query.get("zoom", "")))

    @property
    def square(self) -> float:
        """The width of a square, in degrees."""
        by_zoom = 360 * SQUARE_PIXELS / (TILE_PIXELS * 2**self.zoom)
        return max(by_zoom, (self.east - self.west) / MOST_ACROSS, (self.north - self.south) / MOST_ACROSS)

    def entries(self, entries: QuerySet[CatalogueEntry]) -> QuerySet[CatalogueEntry]:
        """Those of these that are within it."""
        return entries.filter(
            latitude__range=(self.south, self.north), longitude__range=(self.west, self.east)
        )


def _box(text: str) -> tuple[float, float, float, float]:
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        return WORLD
    if not all(map(math.isfinite, (west, south, east, north))) or west >= east or south >= north:
        return WORLD
    return max(west, -180.0), max(south, -90.0), min(east, 180.0), min(north, 90.0)


def _zoom(text: str) -> int:
    return min(int(text), MOST_ZOOM) if text.isascii() and text.isdigit() and len(text) < 4 else 0


def squares(entries: QuerySet[CatalogueEntry], view: View) -> list[dict[str, Any]]:
    """{count, latitude, longitude, one} of each square that has projects, the fullest first: how many, their
    middle, and the key of one of them. One query.
    """
    size = view.square
    found: Iterable[Any] = (
        view.entries(entries)
        .order_by()
        .annotate(
            across=Cast((F("longitude") + 180) / size, IntegerField()),
            up=Cast((F("latitude") + 90) / size, IntegerField()),
        )
        .values("across", "up")
        .annotate(
            count=Count("pk"),
            middle_latitude=Avg("latitude"),
            middle_longitude=Avg("longitude"),
            one=Min("page"),
        )
        .values("count", "middle_latitude", "middle_longitude", "one")
        .order_by("-count", "one")
    )
    return list(found)


def points(entries: QuerySet[CatalogueEntry], view: View, request: HttpRequest) -> Iterable[dict[str, Any]]:
    """What the map draws: {at: [latitude, longitude], count}; title and address where it is one project."""
    found = squares(entries, view)
    alone = Page.objects.in_bulk([square["one"] for square in found if square["count"] == 1])
    for square in found:
        place = [round(square["middle_latitude"], 5), round(square["middle_longitude"], 5)]
        page = alone.get(square["one"])
        named = {"title": page.title, "url": page.get_url(request)} if page else {}
        yield {"at": place, "count": square["count"], **named}
