"""Frames that others have published, their categories, and what of ours falls under each."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from home.models import Source
from showcase.crosswalk.blocks import CriterionLinkBlock, FactLinkBlock


class Framework(TranslatableMixin, ClusterableModel):
    """A published way of sorting what makes a project innovative. Its words are its publisher's; which of our
    findings fall under it is our own reading.
    """

    name = models.CharField(_("name"), max_length=200, help_text=_("As a reader meets it in a sentence."))
    publisher = models.CharField(
        _("publisher"), max_length=200, help_text=_("Who published it, in full, then its acronym.")
    )
    published = models.CharField(
        _("published"),
        max_length=10,
        blank=True,
        validators=[
            RegexValidator(r"^\d{4}(-\d{2}){0,2}$", _("Write the date as 2024, 2024-03 or 2024-03-15."))
        ],
        help_text=_("2024, 2024-03 or 2024-03-15. It tells which version this is."),
    )
    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The document, or the text that reports it."),
    )
    note = models.TextField(
        _("note"), blank=True, help_text=_("What it is for, and what it does not cover. Two sentences.")
    )
    is_public = models.BooleanField(
        _("shown on the sheets of projects"),
        default=False,
        help_text=_("Tick it once every category is written and mapped."),
    )

    panels = [
        MultiFieldPanel(
            ["name", FieldRowPanel(["publisher", "published"]), "source", "note"], heading=_("The frame")
        ),
        InlinePanel("categories", heading=_("Categories"), label=_("Category"), min_num=1),
        FieldPanel("is_public"),
    ]
    override_translatable_fields = [
        SynchronizedField("published", overridable=False),
        SynchronizedField("source", overridable=False),
        SynchronizedField("is_public", overridable=False),
    ]

    class Meta(TranslatableMixin.Meta):
        ordering = ["pk"]
        # Saving is publishing, as for a criterion.
        permissions = [("publish_framework", "Can publish framework")]
        verbose_name = _("published frame")
        verbose_name_plural = _("published frames")

    def __str__(self) -> str:
        return self.name


class FrameworkCategory(TranslatableMixin, Orderable):
    """One category of a frame, with what of a sheet falls under it."""

    framework = ParentalKey(Framework, on_delete=models.CASCADE, related_name="categories")
    title = models.CharField(_("title"), max_length=200, help_text=_("In the publisher’s own words."))
    meaning = models.TextField(
        _("meaning"), blank=True, help_text=_("What it asks, in one or two plain sentences of ours.")
    )
    links = StreamField(
        [("criterion", CriterionLinkBlock()), ("fact", FactLinkBlock())],
        verbose_name=_("what falls under it"),
        blank=True,
        help_text=_("The criteria of our grid and the facts of a sheet that speak of it, the nearest first."),
    )

    panels = [FieldPanel("title"), FieldPanel("meaning"), FieldPanel("links")]
    override_translatable_fields = [SynchronizedField("sort_order", overridable=False)]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("category of a frame")
        verbose_name_plural = _("categories of frames")

    def __str__(self) -> str:
        return self.title
