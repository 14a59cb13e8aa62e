"""The register of sources: whatever the knowledge pages and the glossary rest on."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from home.languages import TEXT_LANGUAGES


class SourceKind(models.TextChoices):
    """What sort of voice a source is; the weaker ones are attributed wherever they are used."""

    LAW = "law", _("law")
    OFFICIAL = "official", _("official body")
    ACADEMIC = "academic", _("research")
    PRACTITIONER = "practitioner", _("practitioner")
    FUNDER = "funder", _("funder")
    PRESS = "press", _("press")
    INTERVIEW = "interview", _("interview")
    SELF_REPORTED = "self-reported", _("the organisation itself")
    REFERENCE = "reference", _("encyclopaedia")


class Source(index.Indexed, models.Model):
    """One published text. Its title stays in its own language, so the record is not translated."""

    code = models.SlugField(
        _("code"), max_length=20, unique=True, help_text=_("Short and lasting, such as S42.")
    )
    title = models.CharField(
        _("title"),
        max_length=300,
        help_text=_(
            "As it is published, in its own language, with its publisher where the title does not say it."
        ),
    )
    url = models.URLField(
        _("address"),
        max_length=500,
        help_text=_("The most lasting address: a DOI, an official text, an archive."),
    )
    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=SourceKind.choices,
        help_text=_(
            "The weaker kinds are attributed wherever they are used: “according to the organisation”."
        ),
    )
    published = models.CharField(
        _("published"),
        max_length=10,
        blank=True,
        help_text=_("As precise as known: 2024, 2024-03 or 2024-03-15. Empty if undated."),
    )
    language = models.CharField(
        _("language"),
        max_length=2,
        choices=TEXT_LANGUAGES,
        blank=True,
        help_text=_("The language of the text, told to the reader before the click."),
    )

    panels = [
        FieldPanel("title"),
        FieldPanel("url"),
        FieldRowPanel(["code", "kind"]),
        FieldRowPanel(["published", "language"]),
    ]

    search_fields = [
        index.AutocompleteField("title"),
        index.SearchField("title"),
        index.SearchField("code"),
        index.FilterField("kind"),
    ]

    class Meta:
        ordering = ["title"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        return f"{self.title} ({self.published})" if self.published else self.title
