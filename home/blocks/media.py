"""Pictures, films and files. Nothing is asked of another host: a film is a file of the library or a link."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    RichTextBlock,
    StructBlock,
    StructBlockValidationError,
    TextBlock,
    URLBlock,
)
from wagtail.documents.blocks import DocumentChooserBlock

from home.blocks.links import ImageReferenceBlock, PointingBlock
from home.blocks.text import FEATURES


class ImageBlock(PointingBlock):
    image = ImageReferenceBlock(
        label=_("Picture"), help_text=_("Choose from the library, or add a picture to it with its credit.")
    )
    decorative = BooleanBlock(
        label=_("Only decorates"),
        required=False,
        help_text=_("Tick it where the picture says nothing that the text does not say."),
    )
    alt_text = CharBlock(
        label=_("What it shows"),
        required=False,
        default="",
        max_length=250,
        help_text=_("For whoever cannot see it; required unless it only decorates."),
    )
    caption = CharBlock(
        label=_("Caption"),
        required=False,
        default="",
        max_length=250,
        help_text=_("Optional. What the picture adds to the text; the credit is printed by itself."),
    )

    class Meta:
        icon = "image"
        label = _("Picture")
        description = _("A picture with its description, its credit and its caption.")
        template = "blocks/image.html"
        points_with = "image"
        preview_value = {"decorative": True, "caption": _("The Al Makane fondouk")}

    def clean(self, value):
        value = super().clean(value)
        if self.is_deferred_validation:  # a draft may be unfinished
            return value
        if not value["decorative"] and not value["alt_text"]:
            raise StructBlockValidationError(
                block_errors={
                    "alt_text": ValidationError(_("Say what the picture shows, or tick “Only decorates”."))
                }
            )
        return value


class VideoBlock(StructBlock):
    """A film: a file of the library, played here, or an address elsewhere, shown as a link."""

    title = CharBlock(label=_("Title"), max_length=150, help_text=_("What the film shows, in one line."))
    file = DocumentChooserBlock(
        label=_("Film (MP4 or WebM)"),
        required=False,
        help_text=_("Played on this site, without cookies. Give either a file or an address."),
    )
    captions = DocumentChooserBlock(
        label=_("Captions (WebVTT)"),
        required=False,
        help_text=_("A WebVTT file in the language of the film, or of the page."),
    )
    url = URLBlock(
        label=_("Or its address elsewhere"),
        required=False,
        help_text=_("Shown as a plain link: nothing is asked of the other site before the reader clicks."),
    )
    transcript = RichTextBlock(
        label=_("Transcript"),
        required=False,
        features=FEATURES,
        help_text=_("All that is said and shown, for whoever cannot hear or see the film."),
    )

    class Meta:
        icon = "media"
        label = _("Video")
        description = _("A film played without cookies: a file of the library, or a plain link.")
        template = "blocks/video.html"
        preview_value = {"title": _("A walk through the district"), "url": "https://example.org/film"}

    def clean(self, value):
        value = super().clean(value)
        if self.is_deferred_validation:  # a draft may be unfinished
            return value
        if bool(value["file"]) == bool(value["url"]):
            raise StructBlockValidationError(
                non_block_errors=[ValidationError(_("Give either a file or an address, and only one."))]
            )
        if value["file"] and not value["transcript"] and not value["captions"]:
            raise StructBlockValidationError(
                block_errors={
                    "transcript": ValidationError(
                        _("Add captions or a transcript, for whoever cannot hear the film.")
                    )
                }
            )
        return value


class DownloadBlock(PointingBlock):
    """A file of the library to keep."""

    document = DocumentChooserBlock(
        label=_("File"),
        help_text=_("Choose from the library. Its format and size are printed by themselves."),
    )
    title = CharBlock(label=_("Title"), max_length=150, help_text=_("What the file is called on the page."))
    text = TextBlock(
        label=_("What is in it"),
        required=False,
        default="",
        help_text=_("Optional. One or two sentences, so that nobody downloads it for nothing."),
    )

    class Meta:
        icon = "download"
        label = _("Download")
        description = _("A file with its title, its format, its size and its language.")
        template = "blocks/download.html"
        points_with = "document"
        preview_value = {"title": _("The grid of five criteria"), "text": _("Two pages to print.")}
