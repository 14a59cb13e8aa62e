"""The projects that an address asks for, read a batch at a time: memory does not grow with their number."""

import datetime
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import override

from home import content_version
from showcase.catalogue.facets import all_facets
from showcase.catalogue.search import ORDERS, Search
from showcase.catalogue.selection import Selection
from showcase.data import LICENCE, LICENCE_ADDRESS
from showcase.data.records import Record, records
from showcase.models import Criterion, ShowcasePage

BATCH = 200
NOWHERE = Q(latitude__isnull=True) | Q(longitude__isnull=True)


class Extract:
    """Projects of the showcase's language, those that the address selects, in the order that it names."""

    def __init__(self, showcase: ShowcasePage, request: HttpRequest):
        self.showcase = showcase
        self.request = request
        self.language: str = showcase.locale.language_code
        self.today = timezone.localdate()
        self.criteria = [found for found in Criterion.objects.in_force() if not found.is_gate]
        self.search = Search(Selection(request.GET, all_facets(self.criteria)), showcase.locale)

    @property
    def selection(self) -> Selection:
        return self.search.selection

    @cached_property
    def about(self) -> dict[str, Any]:
        """What a file says of itself."""
        return {
            "source": self.showcase.get_full_url(self.request),
            "licence": LICENCE,
            "licence_address": LICENCE_ADDRESS,
            "extracted_on": self.today.isoformat(),
            "language": self.language,
            "selection": self.selection.address(),
            "ignored": [{"name": ignored.name, "value": ignored.value} for ignored in self.selection.ignored],
        }

    def batches(self, *, located: bool = False) -> Iterator[list[Record]]:
        """The records, a few at a time: two queries for each. `located` leaves out what has no place."""
        entries = self.search.entries.exclude(NOWHERE) if located else self.search.entries
        ordered = entries.order_by(*ORDERS[self.selection.sort]).values_list("page", flat=True)
        keys = ordered.iterator(chunk_size=BATCH)
        while batch := list(islice(keys, BATCH)):
            # Whoever sends the file may have turned to another language in between.
            with override(self.language):
                found = records(batch, self.request)
            yield found

    def count_without_place(self) -> int:
        return self.search.entries.filter(NOWHERE).count()

    @property
    def etag(self) -> str:
        """Weak, as the bytes may be compressed on the way: holds while nothing a reader sees has changed
        and the day is the same (badges expire at midnight).
        """
        return f'W/"{content_version.current():x}-{self.today.toordinal()}"'

    @property
    def changed_at(self) -> datetime.datetime:
        """The last change, or the last midnight, in whole seconds."""
        change = datetime.datetime.fromtimestamp(content_version.current() // 10**9, datetime.UTC)
        midnight = timezone.make_aware(datetime.datetime.combine(self.today, datetime.time()))
        return max(change, midnight)
