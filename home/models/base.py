"""What every page of the site has."""

import datetime
from collections import Counter

from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, PageManager, PageViewRestriction
from wagtail.query import PageQuerySet
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from home import previews
from home.blocks.text import heading_anchor
from home.models.frame import SiteFrame
from home.panels import DraftReportPanel
from home.permissions import PageTester
from home.references import References, restricted


class BasePageQuerySet(PageQuerySet):
    def for_readers(self):
        """Live, and behind no password or login: what a list may show. Asked in the same query."""
        return self.live().exclude(restricted())

    def for_cards(self):
        """With what a card shows. `References.with_pictures` adds the renditions of many pages at once."""
        return self.select_related("listing_image", "social_image")


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

    link_terms = models.BooleanField(
        _("link the glossary’s terms"),
        default=True,
        help_text=_(
            "The first use of each term in the text leads to its explanation. Untick it for a page that is"
            " easier to read without."
        ),
    )

    # The template of the text in which terms are linked; empty for a page that has none of its own.
    text_template = ""
    # Whether the page, or one above it, asks for a password or a login, once `home.routing` has found out.
    is_restricted: bool | None = None
    # The pages on the way here from home, once `home.routing` has found them.
    pages_above: list[Page] | None = None

    objects = PageManager.from_queryset(BasePageQuerySet)()

    content_panels = [
        *Page.content_panels,
        "summary",
        MultiFieldPanel(["listing_image", "image_alt"], heading=_("Picture")),
    ]
    promote_panels = [
        *Page.promote_panels,
        MultiFieldPanel(
            [
                "listing_title",
                FieldPanel(
                    "social_image",
                    help_text=_(
                        "Where this is empty: the picture above; for a project, one drawn from its title and"
                        " its badges."
                    ),
                ),
            ],
            heading=_("Cards and sharing"),
        ),
        "reviewed_on",
        MultiFieldPanel(
            ["link_terms", DraftReportPanel("glossary_readout", heading=_("What the glossary finds"))],
            heading=_("Glossary"),
        ),
    ]

    search_fields = [*Page.search_fields, index.SearchField("summary")]
    api_fields = ["summary", "reviewed_on"]

    class Meta:
        abstract = True

    # Said once here; a page type with more to say adds to it: [*BasePage.override_translatable_fields, …]
    override_translatable_fields = [
        SynchronizedField("listing_image"),
        SynchronizedField("social_image"),
        SynchronizedField("reviewed_on"),
        SynchronizedField("link_terms"),
        SynchronizedField("show_in_menus"),
    ]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        references = context["references"] = References(
            self,
            language=self.locale.language_code,
            streams=SiteFrame.for_request(request).streams,
            request=request,
        )
        pointed_at = references.cards(self.card_references)
        references.with_pictures(self, *pointed_at, *self.cards(request, context))
        return context

    @property
    def card_references(self) -> list:
        """The pages that this one points at and shows as cards, from its blocks and its fields."""
        blocks = getattr(self, "body", ())
        return [block.value["project"] for block in blocks if block.block_type == "featured_project"]

    def cards(self, request, context: dict) -> list["BasePage"]:
        """The pages found otherwise (below this one) that it shows as cards; may add to the context."""
        return []

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        return previews.modes(self)

    def serve_preview(self, request, mode_name):
        if mode_name and mode_name.startswith(previews.PREFIX):
            return previews.in_other_language(self, request, mode_name)
        return super().serve_preview(request, mode_name)

    def permissions_for_user(self, user) -> PageTester:
        """Asked by Wagtail for every page of this type, even one that it has not loaded as such."""
        return PageTester(user, self)

    def get_view_restrictions(self):
        """Wagtail's answer; where the way here is known and goes through no alias, in one query or none."""
        if self.pages_above is None or any(page.alias_of_id for page in (self, *self.pages_above)):
            return super().get_view_restrictions()
        if self.is_restricted is False:
            return PageViewRestriction.objects.none()
        step = self.steplen
        paths = [self.path[:end] for end in range(step, len(self.path) + 1, step)]
        return PageViewRestriction.objects.filter(page__path__in=paths)

    @property
    def card_title(self) -> str:
        return self.listing_title or self.title

    @property
    def description(self) -> str:
        """What a search engine or a list of results says of the page."""
        return self.search_description or self.summary

    @cached_property
    def streams(self) -> list:
        """The values of this page's StreamFields."""
        return self._values_of(StreamField)

    @cached_property
    def rich_texts(self) -> list[str]:
        """The values of this page's rich text fields."""
        return self._values_of(RichTextField)

    def _values_of(self, kind: type[models.Field]) -> list:
        fields = self._meta.get_fields()
        return [getattr(self, field.name) for field in fields if isinstance(field, kind)]

    @property
    def outline(self) -> list[tuple]:
        """(block, level that a title inside it takes, fragment of a heading) for each block of the body.

        A title stands right under the page's until a heading has opened a section, so that no level
        of the outline is left out (RGAA 9.1). Two headings with the same words get two fragments.
        """
        level, found, met = 2, [], Counter[str]()
        for block in self.body:
            anchor = ""
            if block.block_type == "heading":
                level, anchor = 3, heading_anchor(block.value)
                met[anchor] += 1
                anchor += f"-{met[anchor]}" if met[anchor] > 1 else ""
            found.append((block, level, anchor))
        return found

    @property
    def updated_on(self) -> datetime.date | None:
        return timezone.localdate(self.last_published_at) if self.last_published_at else None
