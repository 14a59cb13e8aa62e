"""The home page, plain content pages and the register of sources."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.search import index

from home.blocks import KnowledgeBlock
from home.models.base import BasePage
from home.models.sources import Source, SourceKind


class HomePage(BasePage):
    """The front page in one language."""

    template = "home/home_page.html"
    text_template = "components/blocks.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "home.ConceptIndexPage",
        "home.ContentPage",
        "home.SourcesPage",
        "home.ContactPage",
        "showcase.ShowcasePage",
        "glossary.GlossaryIndexPage",
    ]

    hero = models.CharField(
        _("opening sentence"),
        max_length=160,
        help_text=_("One sentence that says what this site is."),
    )
    body = StreamField(
        KnowledgeBlock(),
        verbose_name=_("body"),
        blank=True,
        help_text=_("Build the page from blocks, in the order in which they are to be read."),
    )

    content_panels = [*BasePage.content_panels, "hero", "body"]
    search_fields = [*BasePage.search_fields, index.SearchField("hero"), index.SearchField("body")]

    class Meta:
        verbose_name = _("home page")


class ContentPage(BasePage):
    """About, legal notice, privacy, accessibility: a page of text."""

    template = "home/content_page.html"
    text_template = "components/blocks.html"
    parent_page_types = ["home.HomePage", "home.ContentPage"]
    subpage_types = ["home.ContentPage"]

    body = StreamField(
        KnowledgeBlock(),
        verbose_name=_("body"),
        blank=True,
        help_text=_("Build the page from blocks, in the order in which they are to be read."),
    )

    content_panels = [*BasePage.content_panels, "body"]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("content page")
        verbose_name_plural = _("content pages")


class SourcesPage(BasePage):
    """Every source of the register, by kind."""

    template = "home/sources_page.html"
    text_template = "components/blocks.html"
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    body = StreamField(
        KnowledgeBlock(),
        verbose_name=_("introduction"),
        blank=True,
        help_text=_("What stands above the list. Two or three sentences are enough."),
    )

    content_panels = [*BasePage.content_panels, "body"]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("sources page")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        by_kind: dict[str, list[Source]] = {kind: [] for kind in SourceKind.values}
        for source in Source.objects.all():
            by_kind[source.kind].append(source)
        context["kinds"] = [(SourceKind(kind), found) for kind, found in by_kind.items() if found]
        return context
