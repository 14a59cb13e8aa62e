"""The pages that explain: an index and its concepts."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import TextBlock
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from home.blocks import KnowledgeBlock
from home.blocks.links import PageReferenceBlock
from home.models.base import BasePage


class Theme(models.TextChoices):
    """The three subjects of the site; each keeps its colour everywhere, always with its name."""

    INNOVATION = "innovation", _("Social innovation")
    SSE = "sse", _("Social and solidarity economy (ESS)")
    CSR = "csr", _("Corporate social responsibility (RSE)")


class ConceptIndexPage(BasePage):
    """All concepts, by theme."""

    template = "home/concept_index_page.html"
    text_template = "components/blocks.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.ConceptPage"]
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
        verbose_name = _("concept index")

    def cards(self, request, context):
        concepts = list(ConceptPage.objects.for_readers().child_of(self).for_cards())
        context["themes"] = [
            (theme, [concept for concept in concepts if concept.theme == theme]) for theme in Theme
        ]
        return concepts


class ConceptPage(BasePage):
    """One concept, explained so that it is understood in five minutes."""

    template = "home/concept_page.html"
    text_template = "components/blocks.html"
    parent_page_types = ["home.ConceptIndexPage"]
    subpage_types: list[str] = []

    theme = models.CharField(
        _("theme"),
        max_length=20,
        choices=Theme.choices,
        default=Theme.INNOVATION,
        db_index=True,
        help_text=_("Gives the page its colour and its place in the list of concepts."),
    )
    in_brief = StreamField(
        [("point", TextBlock(label=_("Sentence"), max_length=300))],
        verbose_name=_("in brief"),
        blank=True,
        max_num=5,
        help_text=_("What a reader keeps: three sentences are best."),
    )
    body = StreamField(
        KnowledgeBlock(),
        verbose_name=_("body"),
        blank=True,
        help_text=_("Build the page from blocks, in the order in which they are to be read."),
    )
    related = StreamField(
        [
            ("concept", PageReferenceBlock("home.ConceptPage", label=_("Concept"))),
            ("project", PageReferenceBlock("showcase.ProjectPage", label=_("Project"))),
        ],
        verbose_name=_("to read and to see next"),
        blank=True,
        help_text=_("Two or three of each are enough; projects first show the concept at work."),
    )

    content_panels = [
        *BasePage.content_panels,
        "theme",
        "in_brief",
        "body",
        "related",
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("in_brief"),
        index.SearchField("body"),
        index.FilterField("theme"),
    ]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("theme"),
        SynchronizedField("related"),
    ]

    class Meta:
        verbose_name = _("concept page")
        verbose_name_plural = _("concept pages")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        references = context["references"]
        context["table_of_contents"] = self.table_of_contents
        context["related_concepts"] = references.listed(self._related("concept"))
        context["related_projects"] = references.cards(self._related("project"))
        return context

    @property
    def card_references(self):
        return [*super().card_references, *self._related("project")]

    def _related(self, kind: str) -> list:
        return [block.value for block in self.related if block.block_type == kind]

    @property
    def table_of_contents(self) -> list[tuple[str, str]]:
        """(fragment, words) of each section of the body."""
        return [(anchor, block.value) for block, _level, anchor in self.outline if anchor]
