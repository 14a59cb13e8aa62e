"""Blocks that belong to projects."""

import datetime
from urllib.parse import urlsplit

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ChoiceBlock, RegexBlock, StructBlock, URLBlock

from home.languages import TEXT_LANGUAGES
from home.models import SourceKind


class EvidenceBlock(StructBlock):
    """One document that a finding rests on."""

    title = CharBlock(
        label=_("Title"), max_length=300, help_text=_("As the document calls itself, in its own language.")
    )
    url = URLBlock(
        label=_("Address"), help_text=_("The address of the document itself, not of a page that lists it.")
    )
    kind = ChoiceBlock(
        label=_("Kind"),
        choices=SourceKind.choices,
        help_text=_("Whose voice it is: what a project says of itself is the weakest."),
    )
    date = RegexBlock(
        label=_("Date"),
        required=False,
        regex=r"^\d{4}(-\d{2}){0,2}$",
        error_messages={"invalid": _("Write the date as 2024, 2024-03 or 2024-03-15.")},
        help_text=_("2024, 2024-03 or 2024-03-15. Empty if undated."),
    )
    language = ChoiceBlock(
        label=_("Language"),
        choices=TEXT_LANGUAGES,
        required=False,
        help_text=_("The language of the document, told to the reader before the click."),
    )

    class Meta:
        icon = "link"
        label = _("Piece of evidence")
        description = _("A public document with its kind, its date and its language.")
        template = "showcase/evidence.html"
        preview_value = {
            "title": _("Case study"),
            "url": "https://example.org/etude",
            "kind": "academic",
            "date": "2024",
            "language": "fr",
        }

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        context["kind_label"] = dict(SourceKind.choices).get(value["kind"], "")
        since = (parent_context or {}).get("dead_links", {}).get(value["url"], "")
        context["dead_since"] = day_in_words(since)
        context["host"] = urlsplit(value["url"] or "").netloc.removeprefix("www.")
        context["day"] = day_in_words(value["date"] or "")
        language = str(dict(TEXT_LANGUAGES).get(value["language"], ""))
        # Inside a sentence the names of languages keep their capital in English alone.
        context["language_label"] = language if get_language() == "en" else language.lower()
        return context


def day_in_words(written: str) -> str:
    """`2024`, `2024-03` or `2024-03-15` as the reader's language writes it; what is no date as it is."""
    parts = written.split("-")
    try:
        day = datetime.date(*(int(part) for part in [*parts, "1", "1"][:3]))
    except ValueError:
        return written
    return date_format(day, ("Y", "YEAR_MONTH_FORMAT", "DATE_FORMAT")[min(len(parts), 3) - 1])


class PartnerKind(models.TextChoices):
    PUBLIC = "public", _("public body")
    PRIVATE = "private", _("company")
    ASSOCIATION = "association", _("association")
    FOUNDATION = "foundation", _("foundation")
    RESEARCH = "research", _("research")
    INTERNATIONAL = "international", _("international body")
    OTHER = "other", _("other")


class PartnerBlock(StructBlock):
    """Who takes part, and what kind of body it is."""

    name = CharBlock(label=_("Name"), max_length=160, help_text=_("In full, as the partner writes it."))
    kind = ChoiceBlock(label=_("Kind"), choices=PartnerKind.choices, help_text=_("Shown after the name."))

    class Meta:
        icon = "group"
        label = _("Partner")
        description = _("A partner of the project, by name and kind.")
        template = "showcase/partner.html"
        preview_value = {"name": "Agence urbaine de Casablanca", "kind": "public"}

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        context["kind_label"] = dict(PartnerKind.choices).get(value["kind"], "")
        return context
