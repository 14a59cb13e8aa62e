"""The glossary: one page per term, and their index from A to Z."""

from itertools import groupby

from django.db import models
from django.db.models import Count, Window
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from glossary.sorting import initial, sort_key
from home.blocks.links import PageReferenceBlock, SourceReferenceBlock
from home.blocks.text import FEATURES
from home.models import BasePage
from home.references import restricted

USES_SHOWN = 12


class TermUseQuerySet(models.QuerySet):
    def for_readers(self):
        """Those on pages that anybody may read, by title; each knows how many there are in all (`total`)."""
        public = self.filter(page__live=True).exclude(restricted("page__path"))
        return public.select_related("page").annotate(total=Window(Count("pk"))).order_by("page__title", "pk")


class GlossaryIndexPage(BasePage):
    """All terms, from A to Z."""

    template = "glossary/glossary_index_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["glossary.TermPage"]
    max_count_per_parent = 1

    intro = RichTextField(_("introduction"), blank=True, features=FEATURES)

    content_panels = [*BasePage.content_panels, "intro"]
    search_fields = [*BasePage.search_fields, index.SearchField("intro")]

    class Meta:
        verbose_name = _("glossary")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        terms = TermPage.objects.for_readers().child_of(self).defer("long_definition")
        in_order = sorted(terms, key=lambda term: sort_key(term.title))
        context["letters"] = [
            (letter, list(found)) for letter, found in groupby(in_order, lambda term: initial(term.title))
        ]
        return context


class TermPage(BasePage):
    """One term. A page, so that it has an address, a translation, a preview and a redirect."""

    template = "glossary/term_page.html"
    text_template = "glossary/definition.html"
    parent_page_types = ["glossary.GlossaryIndexPage"]
    subpage_types: list[str] = []

    short_definition = models.TextField(
        _("short definition"),
        max_length=300,
        help_text=_("One or two sentences, read on the spot."),
    )
    long_definition = RichTextField(
        _("long definition"),
        features=FEATURES,
        help_text=_("With an example, and what the term is not."),
    )
    also_known_as = models.TextField(
        _("other forms"),
        blank=True,
        help_text=_(
            "One per line: acronym, inflections, other names. Case, accents and regular plurals need no line"
            " of their own."
        ),
    )
    not_in = models.TextField(
        _("except in"),
        blank=True,
        help_text=_(
            "One per line: names and phrases in which the word is not this term, such as “Banque des"
            " Territoires” for “territoire”."
        ),
    )
    linked = models.BooleanField(
        _("linked in texts"),
        default=True,
        help_text=_("Untick it for a word too ordinary to be explained each time: it keeps its page here."),
    )
    as_written = models.BooleanField(
        _("only with its capitals"),
        default=False,
        help_text=_(
            "For a name that is also an ordinary word: “Avise” is then found, and “avise” is not. Acronyms"
            " are always found with their capitals alone."
        ),
    )
    sources = StreamField(
        [("source", SourceReferenceBlock(label=_("Source")))],
        verbose_name=_("sources"),
        blank=True,
    )
    related = StreamField(
        [("term", PageReferenceBlock("glossary.TermPage", label=_("Term")))],
        verbose_name=_("related terms"),
        blank=True,
    )

    content_panels = [
        *BasePage.content_panels[:1],
        "short_definition",
        "long_definition",
        MultiFieldPanel(
            ["also_known_as", "not_in", FieldRowPanel(["linked", "as_written"])], heading=_("Found in texts")
        ),
        "sources",
        "related",
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("short_definition"),
        index.SearchField("long_definition"),
        index.SearchField("also_known_as"),
    ]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("sources"),
        SynchronizedField("linked"),
        SynchronizedField("as_written"),
        SynchronizedField("related"),
    ]

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        references = context["references"]
        context["related_terms"] = references.listed(block.value for block in self.related)
        context["uses"] = uses = list(self.uses.for_readers()[:USES_SHOWN])
        context["uses_more"] = uses[0].total - len(uses) if uses else 0
        context["term_sources"] = list(references.cite(block.value for block in self.sources))
        return context

    @property
    def description(self) -> str:
        return self.search_description or self.short_definition

    @property
    def other_forms(self) -> list[str]:
        """The other forms, without the title itself."""
        forms = [line.strip() for line in self.also_known_as.splitlines() if line.strip()]
        return [form for form in forms if form.casefold() != self.title.casefold()]


class TermUse(models.Model):
    """A published page that uses a term. Kept in step by `glossary.uses`."""

    term = models.ForeignKey(TermPage, on_delete=models.CASCADE, related_name="uses")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    words = models.CharField(_("as it is met"), max_length=255)

    objects = TermUseQuerySet.as_manager()

    class Meta:
        verbose_name = _("use of a term")
        verbose_name_plural = _("uses of terms")
        constraints = [models.UniqueConstraint(fields=["term", "page"], name="one_use_per_term_and_page")]

    def __str__(self) -> str:
        return f"{self.page}: {self.words}"
