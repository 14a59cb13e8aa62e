"""Words: headings, running text, quotations."""

from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    CharBlock,
    ChoiceBlock,
    ListBlock,
    RichTextBlock,
    StructBlock,
    StructValue,
    TextBlock,
)

from home.blocks.links import SourcesBlock
from home.languages import TEXT_LANGUAGES

PLAIN_FEATURES = ["bold", "italic", "link"]
FEATURES = [*PLAIN_FEATURES, "ol", "ul"]


class VerbatimTextBlock(TextBlock):
    """Words that are quoted as they were written: they stay in their language in every translation."""

    def get_translatable_segments(self, value):
        return []

    def restore_translated_segments(self, value, segments):
        return value


class HeadingBlock(CharBlock):
    """A section of the page; the table of contents is made of these."""

    class Meta:
        icon = "h2"
        label = _("Heading")
        description = _("Opens a section. The table of contents lists it.")
        template = "blocks/heading.html"
        preview_value = _("A new answer to a poorly met need")

    def get_context(self, value, parent_context=None):
        return {
            **super().get_context(value, parent_context=parent_context),
            "anchor": heading_anchor(value),
        }


def heading_anchor(text: str) -> str:
    """The fragment of a heading: `Qu’est-ce que…` gives `quest-ce-que`. Never empty."""
    return slugify(text) or "section"


class SubheadingBlock(CharBlock):
    class Meta:
        icon = "h3"
        label = _("Subheading")
        description = _("Divides a section; it is not in the table of contents.")
        template = "blocks/subheading.html"
        preview_value = _("In France")


class TextSectionBlock(StructBlock):
    """Running text with the sources it rests on."""

    text = RichTextBlock(
        label=_("Text"),
        features=FEATURES,
        help_text=_(
            "Short paragraphs, one idea in each. Links to pages of this site follow the reader’s language."
        ),
    )
    sources = SourcesBlock(
        help_text=_("Where a reader can check this. Choose from the register of sources, or add one to it.")
    )

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs and lists, with their sources.")
        template = "blocks/text.html"
        preview_value = {"text": _("In Fortaleza, residents created their own bank and their own currency.")}


class QuotationValue(StructValue):
    @property
    def is_translated(self) -> bool:
        """Whether the reader reads other words than were written."""
        return self["text"] != self["original"] and self["language"] != (get_language() or "")[:2]


class QuotationBlock(StructBlock):
    """Somebody's own words, with who said them and where."""

    original = VerbatimTextBlock(
        label=_("Words as written"),
        help_text=_("Exactly as the source has them, without quotation marks."),
    )
    language = ChoiceBlock(
        label=_("Language of these words"),
        choices=TEXT_LANGUAGES,
        default="fr",
        help_text=_("The language in which these words were written or spoken."),
    )
    text = TextBlock(
        label=_("Words as the reader reads them"),
        help_text=_("The same words, or their translation on a page in another language."),
    )
    attribution = CharBlock(
        label=_("Who, and when"), max_length=200, help_text=_("Name, work or occasion, year.")
    )
    sources = SourcesBlock(
        help_text=_("Where the words can be read. A quotation without a source is not published.")
    )

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        description = _("Short, word for word, with its author and its source.")
        template = "blocks/quotation.html"
        value_class = QuotationValue
        preview_value = {
            "original": "the responsibility of enterprises for their impacts on society",
            "language": "en",
            "text": _("the responsibility of enterprises for their impacts on society"),
            "attribution": _("European Commission, 2011"),
        }


class AccordionItemBlock(StructBlock):
    title = CharBlock(
        label=_("Title"), max_length=200, help_text=_("The question, as a reader would ask it.")
    )
    text = RichTextBlock(
        label=_("Text"),
        features=FEATURES,
        help_text=_("The answer. Its first sentence should be enough on its own."),
    )
    sources = SourcesBlock(
        help_text=_("Where a reader can check this. Choose from the register of sources, or add one to it.")
    )

    class Meta:
        icon = "arrow-down"
        label = _("Item")


class AccordionBlock(StructBlock):
    """Answers that open one by one: misunderstandings, frequent questions."""

    title = CharBlock(
        label=_("Title"),
        required=False,
        default="",
        max_length=120,
        help_text=_("Optional. A few words that say what this block is about."),
    )
    items = ListBlock(
        AccordionItemBlock(),
        label=_("Items"),
        help_text=_("Each one opens by itself. Put the most frequent question first."),
    )

    class Meta:
        icon = "list-ul"
        label = _("Accordion")
        description = _("Questions whose answers open one by one, with or without JavaScript.")
        template = "blocks/accordion.html"
        preview_value = {
            "title": _("A misunderstanding"),
            "items": [
                {
                    "title": _("“It has to be high technology”"),
                    "text": _(
                        "No: often, things that were already there are brought together in another way."
                    ),
                }
            ],
        }
