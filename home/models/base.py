"""What every page of the site has."""

import datetime

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from home.references import References


class BasePageQuerySet(PageQuerySet):
    def for_cards(self):
        """With what a card shows: the picture and its renditions."""
        return self.select_related("listing_image").prefetch_related("listing_image__renditions")


class BasePage(Page):
    """A page with what a card, a search engine and a social network show of it."""

    listing_title = models.CharField(
        _("title on cards"),
        max_length=120,
        blank=True,
        help_text=_("A shorter title for lists and cards. The title itself where this is empty."),
    )
    summary = models.TextField(
        _("summary"),
        max_length=300,
        blank=True,
        help_text=_("One or two sentences: the opening of the page, and its text on cards."),
    )
    listing_image = models.ForeignKey(
        "home.CustomImage",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("On cards and at the head of the page. It may be cut at the edges."),
    )
    image_alt = models.CharField(
        _("what the picture shows"),
        max_length=250,
        blank=True,
        help_text=_("For whoever cannot see it. Empty where the picture only decorates."),
    )
    social_image = models.ForeignKey(
        "home.CustomImage",
        verbose_name=_("picture for social networks"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The picture above where this is empty."),
    )
    reviewed_on = models.DateField(
        _("last reviewed on"),
        null=True,
        blank=True,
        help_text=_("When somebody last checked this page against its sources."),
    )

    objects = PageManager.from_queryset(BasePageQuerySet)()

    content_panels = [
        *Page.content_panels,
        "summary",
        MultiFieldPanel(["listing_image", "image_alt"], heading=_("Picture")),
    ]
    promote_panels = [
        *Page.promote_panels,
        MultiFieldPanel(["listing_title", FieldPanel("social_image")], heading=_("Cards and sharing")),
        "reviewed_on",
    ]

    search_fields = [*Page.search_fields, index.SearchField("summary")]

    class Meta:
        abstract = True

    # Said once here; a page type with more to say adds to it: [*BasePage.override_translatable_fields, …]
    override_translatable_fields = [
        SynchronizedField("listing_image"),
        SynchronizedField("social_image"),
        SynchronizedField("reviewed_on"),
        SynchronizedField("show_in_menus"),
    ]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["references"] = request.references = self.references(request)
        return context

    def references(self, request) -> References:
        """What this page and the frame around it point at."""
        return References(self, extra_streams=request.frame.streams)

    @property
    def card_title(self) -> str:
        return self.listing_title or self.title

    @cached_property
    def streams(self) -> list:
        """The values of this page's StreamFields."""
        return [
            getattr(self, field.name)
            for field in self._meta.get_fields()
            if isinstance(field, StreamField)
        ]

    @property
    def updated_on(self) -> datetime.date | None:
        return self.last_published_at.date() if self.last_published_at else None
