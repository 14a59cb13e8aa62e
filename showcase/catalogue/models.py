"""The catalogue: one narrow row per published project and language, made from its page."""

from typing import Any

from django.db import models
from wagtail.models import Locale
from wagtail.search import index

from home.letters import plain

SEPARATOR = "|"
# What follows the code of a criterion that is met in part.
PARTLY = "-partly"


def packed(codes) -> str:
    """Codes as one text in which each can be found and which can be counted as a whole: `|a|b|`."""
    return SEPARATOR.join(["", *map(str, codes), ""]) if codes else ""


def unpacked(text: str) -> list[str]:
    return text.strip(SEPARATOR).split(SEPARATOR) if text else []


class CatalogueEntry(index.Indexed, models.Model):
    """What a published project is found by. Everything in it is on its page, and is made again from there
    (`showcase.catalogue.keeping`). It holds codes and no words, so that counting a hundred thousand reads
    little.
    """

    page = models.OneToOneField(
        "showcase.ProjectPage", primary_key=True, on_delete=models.CASCADE, related_name="entry"
    )
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    # Lower case, without accents: the order of the alphabet in any database.
    sort_title = models.CharField(max_length=255)
    country = models.CharField(max_length=2)
    legal_form = models.CharField(max_length=20)
    status = models.CharField(max_length=10)
    start_year = models.PositiveSmallIntegerField(null=True)
    sectors = models.CharField(max_length=200, blank=True)
    sdgs = models.CharField(max_length=60, blank=True)
    # The code of each criterion that is met today, with `-partly` where it is only in part.
    criteria = models.CharField(max_length=250, blank=True)
    met = models.PositiveSmallIntegerField(default=0)
    # The first day on which `criteria` is to be worked out again, because a finding will have expired.
    stale_on = models.DateField(null=True, db_index=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    entered_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    search_fields = [index.SearchField("plain_title", boost=4), index.SearchField("plain_text")]

    class Meta:
        indexes = [
            # All that facets are counted from: the database reads this alone, in one sweep.
            models.Index(
                fields=[
                    "locale", "country", "legal_form", "status", "start_year", "sectors", "sdgs", "criteria",
                ],
                name="catalogue_facets",
            ),
            models.Index(fields=["locale", "sort_title", "page"], name="catalogue_by_title"),
            models.Index(fields=["locale", "-entered_at", "page"], name="catalogue_by_age"),
            models.Index(fields=["locale", "-changed_at", "page"], name="catalogue_by_change"),
            models.Index(fields=["locale", "latitude", "longitude"], name="catalogue_places"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.sort_title

    @property
    def plain_title(self) -> str:
        return plain(self.page.title)

    @property
    def plain_text(self) -> str:
        """The words of the project that a reader can see, as a search compares them."""
        page = self.page
        country: Any = page.country
        reasons = [found.reason for found in page.assessments.all()]
        story = page._meta.get_field("body").get_searchable_content(page.body)
        parts = [page.organisation, page.place, country.name, page.summary, *reasons, *story]
        return plain(" ".join(map(str, parts)))
