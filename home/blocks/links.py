"""Blocks that point at something. They keep the key and load nothing by themselves: a page asks for all
that its blocks point at in one query (`home.references`), however many blocks there are."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    CharBlock,
    ChoiceBlock,
    ChooserBlock,
    ListBlock,
    PageChooserBlock,
    StructBlock,
    URLBlock,
)
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page
from wagtail.snippets.blocks import SnippetChooserBlock


class UnloadedMixin(ChooserBlock):
    """A chooser block whose values are instances that know their key and nothing else."""

    def to_python(self, value):
        return None if value is None else self.model_class(pk=value)

    def bulk_to_python(self, values):
        return [self.to_python(value) for value in values]

    def get_form_state(self, value):
        # The widget loads what it shows from a key, and needs more than this block's values know.
        return super().get_form_state(getattr(value, "pk", value))

    # What a block points at is the same in every language; pages are found again in the reader's.
    def get_translatable_segments(self, value):
        return []

    def restore_translated_segments(self, value, segments):
        return value


class PageReferenceBlock(UnloadedMixin, PageChooserBlock):
    """A page of the site, shown in the reader's language where it exists in it."""

    def to_python(self, value):
        # Both names of the key: `pk` is the parent link in a page type, and Page asks for `id`.
        return None if value is None else self.model_class(pk=value, id=value)

    class Meta:
        icon = "doc-empty-inverse"


class SourceReferenceBlock(UnloadedMixin, SnippetChooserBlock):
    """One entry of the register of sources."""

    def __init__(self, target_model="home.Source", **kwargs):
        super().__init__(target_model, **kwargs)


class SourcesBlock(ListBlock):
    """The sources that a passage rests on; the page numbers them and lists them at its end."""

    def __init__(self, child_block=None, **kwargs):
        if not kwargs.get("min_num"):
            kwargs.setdefault("default", [])
        kwargs.setdefault("label", _("Sources"))
        super().__init__(child_block or SourceReferenceBlock(label=_("Source")), **kwargs)

    class Meta:
        icon = "openquote"
        collapsed = True


class ImageReferenceBlock(UnloadedMixin, ImageChooserBlock):
    """A picture of the library."""

    def to_python(self, value):
        # One without a collection would look for the library's first: a query for each picture of a page.
        return None if value is None else self.model_class(pk=value, collection_id=None)


class PointingBlock(StructBlock):
    """A block that is nothing without what it points at: its preview shows the site's own first one.

    `Meta.points_with` names the child block that points.
    """

    def get_preview_value(self):
        value = super().get_preview_value()
        name = self.meta.points_with
        candidates = self.child_blocks[name].model_class._default_manager.order_by("pk")
        if issubclass(candidates.model, Page):
            candidates = candidates.live().filter(depth__gt=2)
        value[name] = self.child_blocks[name].to_python(candidates.values_list("pk", flat=True).first())
        return value

    class Meta:
        points_with = ""


class MenuLinkBlock(PointingBlock):
    """One entry of a menu."""

    label = CharBlock(label=_("Label"), max_length=40, help_text=_("One or two words."))
    page = PageReferenceBlock(
        label=_("Page"), help_text=_("In a menu of another language, its translation is shown.")
    )

    class Meta:
        icon = "link"
        label = _("Link")
        description = _("A page of this site, under a short name.")
        template = "blocks/menu_link.html"
        points_with = "page"
        preview_value = {"label": _("Glossary")}


class SocialLinkBlock(StructBlock):
    """An account elsewhere."""

    network = ChoiceBlock(
        label=_("Network"),
        choices=[
            ("linkedin", "LinkedIn"),
            ("mastodon", "Mastodon"),
            ("bluesky", "Bluesky"),
            ("youtube", "YouTube"),
            ("peertube", "PeerTube"),
            ("instagram", "Instagram"),
            ("facebook", "Facebook"),
            ("github", "GitHub"),
        ],
        help_text=_("Where the account is."),
    )
    url = URLBlock(label=_("Address"), help_text=_("The full address of the account."))

    class Meta:
        icon = "site"
        label = _("Social network")
        description = _("The address of an account on a social network.")
        template = "blocks/social_link.html"
        preview_value = {"network": "mastodon", "url": "https://example.org/@passerelle"}
